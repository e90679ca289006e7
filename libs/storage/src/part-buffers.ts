/**
 * The memory of one upload: buffers that are filled, sent and used again. At most `limitBytes` are lent at once, and at
 * most four buffers; but two are always to be had, so that one can be filled while another is sent. A part is copied into
 * its buffer once and sent from there.
 */
const MAX_BUFFERS = 4;
const MIN_BUFFERS = 2;

export class PartBuffers {
  private lentBytes = 0;
  private lent = 0;
  private idle: Buffer[] = [];
  private readonly waiting: { bytes: number; give: (buffer: Buffer) => void }[] = [];

  constructor(private readonly limitBytes: number) {}

  /** Waits until a buffer of this size may be lent; whoever came first gets the next. */
  take(bytes: number): Promise<Buffer> {
    return new Promise((give) => {
      this.waiting.push({ bytes, give });
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
    for (let next = this.waiting[0]; next && this.mayLend(next.bytes); next = this.waiting[0]) {
      this.waiting.shift();
      this.lentBytes += next.bytes;
      this.lent += 1;
      next.give(this.idleOf(next.bytes) ?? Buffer.allocUnsafeSlow(next.bytes));
    }
  }

  private mayLend(bytes: number): boolean {
    return this.lent < MIN_BUFFERS || (this.lent < MAX_BUFFERS && this.lentBytes + bytes <= this.limitBytes);
  }

  private idleOf(bytes: number): Buffer | undefined {
    const index = this.idle.findIndex(({ length }) => length === bytes);
    if (index >= 0) return this.idle.splice(index, 1)[0];
    // Parts only grow: smaller buffers will hardly be asked for again.
    this.idle = this.idle.filter(({ length }) => length > bytes);
    return undefined;
  }
}
