/**
 * The content of one stored ZIP member, out of the bytes from its local header on. What follows the content in its
 * range (the data descriptor) is swallowed. Destroyed with OBJECT_TRUNCATED when the bytes end early, and with
 * ARCHIVE_CORRUPT when the header is not that of the member or the SHA-256 is another one.
 */
import { createHash } from 'node:crypto';
import { addAbortSignal, pipeline, Readable, Transform, type TransformCallback } from 'node:stream';
import { StrongroomError } from '@app/core';

export interface ExpectedMember {
  name: string;
  sizeBytes: number;
  /** In hex; not compared when absent. */
  sha256?: string;
}

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;

export class MemberCheck extends Transform {
  private header: Buffer = Buffer.alloc(0);
  private inContent = false;
  private delivered = 0;
  private readonly hash = createHash('sha256');

  private constructor(private readonly expected: ExpectedMember) {
    super({ highWaterMark: 1 << 18 });
  }

  static over(source: Readable | Buffer, expected: ExpectedMember, signal?: AbortSignal): Readable {
    const check = new MemberCheck(expected);
    const from = Buffer.isBuffer(source) ? Readable.from([source]) : source;
    // The error, if any, is that of the returned stream; whoever reads it learns of it there.
    pipeline(from, check, () => {});
    return signal ? addAbortSignal(signal, check) : check;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let bytes = chunk;
    if (!this.inContent) {
      this.header = Buffer.concat([this.header, chunk]);
      const contentStart = this.contentStart();
      if (contentStart === 'wrong') return done(this.corrupt('does not begin with its own header'));
      if (contentStart === undefined || this.header.length < contentStart) return done();
      this.inContent = true;
      bytes = this.header.subarray(contentStart);
    }
    const content = bytes.subarray(0, this.expected.sizeBytes - this.delivered);
    if (content.length === 0) return done();
    this.delivered += content.length;
    this.hash.update(content);
    done(null, content);
  }

  override _flush(done: TransformCallback): void {
    const { name, sizeBytes, sha256 } = this.expected;
    if (!this.inContent || this.delivered < sizeBytes)
      return done(
        new StrongroomError(
          'OBJECT_TRUNCATED',
          `The storage delivered ${this.delivered} of ${sizeBytes} bytes of ${name}`,
        ),
      );
    const actual = this.hash.digest('hex');
    if (sha256 !== undefined && actual !== sha256)
      return done(this.corrupt(`has the SHA-256 ${actual} where the manifest says ${sha256}`));
    done();
  }

  /** Undefined while the header is not complete. */
  private contentStart(): number | 'wrong' | undefined {
    const { header } = this;
    if (header.length < LOCAL_HEADER_BYTES) return undefined;
    if (header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) return 'wrong';
    const nameEnd = LOCAL_HEADER_BYTES + header.readUInt16LE(26);
    if (header.length < nameEnd) return undefined;
    if (header.toString('utf8', LOCAL_HEADER_BYTES, nameEnd) !== this.expected.name) return 'wrong';
    return nameEnd + header.readUInt16LE(28);
  }

  private corrupt(what: string): StrongroomError {
    return new StrongroomError('ARCHIVE_CORRUPT', `${this.expected.name} ${what}`, {
      details: { member: this.expected.name },
    });
  }
}
