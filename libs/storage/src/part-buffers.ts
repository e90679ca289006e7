/**
 * The memory of one upload: buffers that are filled, sent and used again. At most `limitBytes` are lent at once, and at
 * most five buffers; but two are always to be had, one to fill while the other is sent. So what is lent beside the one being
 * filled is also the number of parts on their way: four, or as many as fit, or one. A part is copied into its
 * buffer once and sent from there.
 */
const MAX_BUFFERS = 5;
const MIN_BUFFERS = 2;

export class PartBuffers {
  private lentBytes = 0;
  private lent = 0;
  private idle: Buffer[] = [];
  private waiting?: { bytes: number; give: (buffer: Buffer) => void };

  constructor(private readonly limitBytes: number) {}

  /** Waits until a buffer of this size may be lent. One caller at a time. */
  take(bytes: number): Promise<Buffer> {
    if (this.waiting) throw new Error('only one part is filled at a time');
    return new Promise((give) => {
      this.waiting = { bytes, give };
      this.serve();
    });
  }

  giveBack(buffer: Buffer): void {
    this.lentBytes -= buffer.length;
    this.lent -= 1;
    this.idle.push(buffer);
    this.serve();
  }

  private serve(): void {
    const { waiting } = this;
    if (!waiting) return;
    const fits = this.lent < MAX_BUFFERS && this.lentBytes + waiting.bytes <= this.limitBytes;
    if (!fits && this.lent >= MIN_BUFFERS) return;
    this.waiting = undefined;
    // Parts only grow: buffers of another size are of no more use.
    this.idle = this.idle.filter(({ length }) => length === waiting.bytes);
    const buffer = this.idle.pop() ?? Buffer.allocUnsafeSlow(waiting.bytes);
    this.lentBytes += buffer.length;
    this.lent += 1;
    waiting.give(buffer);
  }
}
