/**
 * Lets the whole object of a backup through unchanged, from its first byte, and compares every member with the manifest
 * as it goes by: one pass for reading back and for copying. Destroyed as soon as a member turns out to be another one.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { MemberScan, type ExpectedMember } from './member-check';

/** A member and its range in the object, in bytes. */
export interface MemberRange {
  start: number;
  /** One after the last byte. */
  end: number;
  expected: ExpectedMember;
}

export class ArchiveCheck extends Transform {
  private position = 0;
  private scan: MemberScan | undefined;
  private readonly members: MemberRange[];

  /** `members`: in the order in which they lie. */
  constructor(members: readonly MemberRange[]) {
    super({ highWaterMark: 1 << 18 });
    this.members = [...members];
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.examine(chunk);
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    try {
      for (const { expected } of this.members) (this.scan ?? new MemberScan(expected)).end();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private examine(chunk: Buffer): void {
    const chunkStart = this.position;
    this.position += chunk.length;
    for (let member = this.members[0]; member !== undefined && member.start < this.position; member = this.members[0]) {
      this.scan ??= new MemberScan(member.expected);
      this.scan.push(chunk.subarray(Math.max(0, member.start - chunkStart), member.end - chunkStart));
      if (member.end > this.position) return;
      this.scan.end();
      this.scan = undefined;
      this.members.shift();
    }
  }
}
