/**
 * One stretch of an object on its way: a stream that is copied into part buffers as it comes. A full part is sent when
 * the next byte arrives; what is left in `filling` at the end is for the owner to send. Part numbers follow each other
 * from `firstNumber` on, and sizes follow the plan.
 */
import { Writable } from 'node:stream';
import { StrongroomError } from '@app/core';
import type { PartBuffers } from './part-buffers';
import { type PartPlan, partSizeFor } from './part-plan';

/** The bytes `from` to `used` of a buffer. */
export interface Part {
  buffer: Buffer;
  from: number;
  used: number;
}

export interface LaneOwner {
  /** Where the object goes, for messages. */
  location: string;
  buffers: PartBuffers;
  /** Aborted: nobody is to fill anything any more. */
  stopped: AbortSignal;
  /** Sends a part; the buffer is free when it resolves. */
  send(part: Part, partNumber: number): Promise<void>;
  /** All bytes have been taken: sends what has to be sent of them. */
  end(lane: PartLane): Promise<void>;
  /** The stream was destroyed before it had finished. */
  gone(error: Error | null): void;
}

export class PartLane {
  readonly stream: Writable;
  bytesWritten = 0;
  private readonly sending = new Set<Promise<void>>();
  private parts = 0;

  /** @param filling the first part, where it must not be any buffer */
  constructor(
    private readonly owner: LaneOwner,
    private readonly plan: PartPlan,
    private readonly firstNumber: number,
    public filling?: Part,
  ) {
    this.stream = new Writable({
      highWaterMark: 1024 ** 2,
      write: (chunk: Buffer, _encoding, done) => this.take(chunk).then(() => done(), done),
      final: (done) => this.flush().then(() => done(), done),
      destroy: (error, done) => {
        if (!this.stream.writableFinished) owner.gone(error);
        done(error);
      },
    });
  }

  /** Sends the part at hand as it is. */
  sendFilling(): void {
    const part = this.filling!;
    this.filling = undefined;
    const sending = this.owner.send(part, this.firstNumber + this.parts).finally(() => this.sending.delete(sending));
    this.parts += 1;
    this.sending.add(sending);
  }

  async allSent(): Promise<void> {
    while (this.sending.size > 0) await Promise.all(this.sending);
  }

  private async take(chunk: Buffer): Promise<void> {
    let offset = 0;
    while (offset < chunk.length) {
      // A full part waits for the next byte: one that stays alone goes out by PutObject.
      if (this.filling && this.filling.used === this.filling.buffer.length) this.sendFilling();
      const part = (this.filling ??= await this.nextPart());
      const copied = chunk.copy(part.buffer, part.used, offset);
      part.used += copied;
      offset += copied;
      this.bytesWritten += copied;
    }
  }

  private async nextPart(): Promise<Part> {
    const { location, buffers, stopped } = this.owner;
    const { maxParts, basePartBytes } = this.plan;
    if (this.parts === maxParts) {
      throw new StrongroomError(
        'UPLOAD_TOO_LARGE',
        `${location} does not fit into ${maxParts} parts of ${basePartBytes} bytes`,
        { details: { bytesWritten: this.bytesWritten } },
      );
    }
    const buffer = await buffers.take(partSizeFor(this.parts + 1, this.plan));
    stopped.throwIfAborted();
    return { buffer, from: 0, used: 0 };
  }

  private async flush(): Promise<void> {
    await this.owner.end(this);
    await this.allSent();
    // A part that failed has destroyed the stream with its error; this wait then only has to end.
    this.owner.stopped.throwIfAborted();
  }
}
