/**
 * One object on its way to an S3 service. What is smaller than one part goes out whole at `commit`, everything else in
 * parts as it comes, and `commit` puts them together. A part that the SDK gives up ends the write. lib-storage is not used:
 * its parts cannot grow, and it has one stream.
 *
 * Parts are put together by their numbers, and numbers may be left out. So an object can be written in two lanes at once:
 * the stream takes numbers from 1 on, the tail those from somewhere in the middle on. Only the last part of an object
 * may be small, and nobody knows how much is left at the end of the first lane. So the seam, which is the first part of the
 * tail, waits for that end, and has room in front for what is too small to be a part.
 */
import { addAbortSignal, type Writable } from 'node:stream';
import { StrongroomError } from '@app/core';
import type { ObjectStat, ObjectWriter } from './object-store';
import { PartBuffers } from './part-buffers';
import { type LaneOwner, type Part, PartLane } from './part-lane';
import type { PartPlan } from './part-plan';
import { translateS3Error } from './s3-errors';
import { type S3Target, S3Upload } from './s3-upload';

export interface S3Write extends S3Target {
  plan: PartPlan;
  /** The part numbers behind those of `plan`, for the tail; absent where the object has none. */
  tailPlan?: PartPlan;
  bufferBytes: number;
  signal?: AbortSignal;
}

/** What S3 takes for a part that is not the last one. */
const SMALLEST_PART_BYTES = 5 * 1024 ** 2;
/** The first part of a tail: room for what the lane before it leaves, then content. */
export const SEAM_BYTES = 2 * SMALLEST_PART_BYTES;

export class S3Writer implements ObjectWriter {
  readonly stream: Writable;
  readonly tail?: Writable;
  private readonly lanes: PartLane[];
  private readonly buffers: PartBuffers;
  private seam?: Part;
  private endHead!: () => void;
  /** All bytes of the first lane are in parts, or it was given up. */
  private readonly headEnded = new Promise<void>((resolve) => (this.endHead = resolve));
  private readonly upload: S3Upload;
  /** A part was handed over: the object will not go out whole. */
  private inParts = false;
  private readonly stop = new AbortController();
  private settled = false;
  private discarding?: Promise<void>;

  constructor(private readonly write: S3Write) {
    const { plan, tailPlan, bufferBytes, signal } = write;
    this.upload = new S3Upload(write);
    this.buffers = new PartBuffers(tailPlan ? bufferBytes - SEAM_BYTES : bufferBytes);
    const owner: LaneOwner = {
      location: write.location,
      buffers: this.buffers,
      stopped: this.stop.signal,
      send: (part, partNumber) => this.sendOrFail(part, partNumber),
      end: (lane) => this.endLane(lane),
      gone: (error) => this.abandon(error),
    };
    this.lanes = [new PartLane(owner, plan, 1)];
    if (tailPlan) {
      this.seam = { buffer: Buffer.allocUnsafeSlow(SEAM_BYTES), from: SMALLEST_PART_BYTES, used: SMALLEST_PART_BYTES };
      this.lanes.push(new PartLane(owner, tailPlan, plan.maxParts + 1, this.seam));
      this.tail = this.lanes[1]!.stream;
    }
    this.stream = this.lanes[0]!.stream;
    for (const { stream } of this.lanes) {
      // Also when nothing writes at the moment a failure must not end the process: it is told at the commit.
      stream.on('error', () => {});
      // Not given to the constructor, which would destroy the stream before it is known here.
      if (signal) addAbortSignal(signal, stream);
    }
  }

  get bytesWritten(): number {
    return this.lanes.reduce((bytes, lane) => bytes + lane.bytesWritten, 0);
  }

  async commit(): Promise<ObjectStat> {
    const { location } = this.write;
    for (const { stream } of this.lanes) if (stream.errored) throw stream.errored;
    if (this.settled || !this.lanes.every(({ stream }) => stream.writableFinished)) {
      throw new StrongroomError('INTERNAL', `${location} cannot be committed: its stream has not finished`, {
        kind: 'bug',
      });
    }
    try {
      await this.upload.appear(this.rest(), this.bytesWritten);
      const stat = await this.upload.verify(this.bytesWritten);
      this.settle();
      return stat;
    } catch (thrown) {
      await this.discard().catch(() => {});
      throw translateS3Error(thrown, `finish ${location}`);
    }
  }

  discard(): Promise<void> {
    if (this.settled) return Promise.resolve();
    // Begun a moment later: destroying the streams asks for it again.
    this.discarding ??= Promise.resolve()
      .then(() => this.removeAll())
      .finally(() => (this.discarding = undefined));
    return this.discarding;
  }

  /** The last lane waits for the first: only then is it known whether the object is more than one part. */
  private async endLane(lane: PartLane): Promise<void> {
    if (lane === this.lanes.at(-1)) {
      if (this.seam) await this.headEnded;
      if (this.inParts && this.rest().length > 0) lane.sendFilling();
      return;
    }
    if (lane.filling && lane.filling.used >= SMALLEST_PART_BYTES) lane.sendFilling();
    else this.moveIntoSeam(lane);
    this.endHead();
  }

  private moveIntoSeam(lane: PartLane): void {
    const { seam } = this;
    const left = lane.filling;
    if (!seam || !left) return;
    seam.from -= left.used;
    left.buffer.copy(seam.buffer, seam.from, 0, left.used);
    lane.filling = undefined;
    this.buffers.giveBack(left.buffer);
  }

  private async sendOrFail(part: Part, partNumber: number): Promise<void> {
    this.inParts = true;
    try {
      if (part === this.seam) await this.headEnded;
      this.stop.signal.throwIfAborted();
      await this.upload.sendPart(part.buffer.subarray(part.from, part.used), partNumber, this.stop.signal);
    } catch (thrown) {
      this.abandon(translateS3Error(thrown, `write ${this.write.location}`));
    } finally {
      if (part !== this.seam) this.buffers.giveBack(part.buffer);
      else this.seam = undefined;
    }
  }

  /** What has not been sent at the end: the whole object, when it is less than a part. */
  private rest(): Buffer {
    const part = this.lanes.at(-1)!.filling;
    return part ? part.buffer.subarray(part.from, part.used) : Buffer.alloc(0);
  }

  /** No stream goes on when one has failed. */
  private abandon(error: Error | null): void {
    for (const { stream } of this.lanes) stream.destroy(error ?? undefined);
    this.discard().catch(() => {});
  }

  private settle(): void {
    this.settled = true;
    for (const lane of this.lanes) lane.filling = undefined;
  }

  private async removeAll(): Promise<void> {
    this.stop.abort();
    this.endHead();
    for (const lane of this.lanes) {
      lane.stream.destroy();
      await lane.allSent();
    }
    try {
      await this.upload.remove();
    } catch (thrown) {
      throw translateS3Error(thrown, `discard the unfinished ${this.write.location}`);
    }
    this.settle();
  }
}
