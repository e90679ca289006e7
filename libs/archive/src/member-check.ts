/**
 * The content of one stored ZIP member, out of the bytes from its local header on, or of a component that is an object of its own. What follows the content in its
 * range (the data descriptor) is swallowed. OBJECT_TRUNCATED when the bytes end early; ARCHIVE_CORRUPT when the header
 * is not that of the member, or when a checksum is another one than the manifest or the directory says.
 */
import { createHash } from 'node:crypto';
import { addAbortSignal, pipeline, Readable, Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import { StrongroomError } from '@app/core';

export interface ExpectedMember {
  name: string;
  sizeBytes: number;
  /** From its local header to the next member, or to the directory; not compared when absent. */
  rangeBytes?: number;
  /** As the directory of the ZIP has it: what an ordinary unzip goes by. Absent: the bytes are the content alone, without a header. */
  crc32?: number;
  /** In hex; not compared when absent. */
  sha256?: string;
}

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const NOTHING = Buffer.alloc(0);

/** Takes the bytes of one member as they come. Throws StrongroomError. */
export class MemberScan {
  private header: Buffer = NOTHING;
  private inContent: boolean;
  private delivered = 0;
  private crc = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly expected: ExpectedMember) {
    this.inContent = expected.crc32 === undefined;
  }

  /** @returns what of these bytes is content */
  push(chunk: Buffer): Buffer {
    let bytes = chunk;
    if (!this.inContent) {
      this.header = Buffer.concat([this.header, chunk]);
      const contentStart = this.contentStart();
      if (contentStart === undefined || this.header.length < contentStart) return NOTHING;
      this.inContent = true;
      bytes = this.header.subarray(contentStart);
    }
    const content = bytes.subarray(0, this.expected.sizeBytes - this.delivered);
    this.delivered += content.length;
    if (this.expected.crc32 !== undefined) this.crc = crc32(content, this.crc);
    this.hash.update(content);
    return content;
  }

  /** All bytes have been pushed. */
  end(): void {
    const { name, sizeBytes, sha256 } = this.expected;
    if (!this.inContent || this.delivered < sizeBytes)
      throw new StrongroomError(
        'OBJECT_TRUNCATED',
        `The storage delivered ${this.delivered} of ${sizeBytes} bytes of ${name}`,
      );
    const actual = this.hash.digest('hex');
    if (sha256 !== undefined && actual !== sha256)
      throw this.corrupt(`has the SHA-256 ${actual} where the manifest says ${sha256}`);
    if (this.crc !== (this.expected.crc32 ?? 0))
      throw this.corrupt('has another CRC-32 than the directory of the ZIP says');
  }

  /** Undefined while the header is not complete. */
  private contentStart(): number | undefined {
    const { header } = this;
    if (header.length < LOCAL_HEADER_BYTES) return undefined;
    const nameEnd = LOCAL_HEADER_BYTES + header.readUInt16LE(26);
    const foreign = header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE;
    if (!foreign && header.length < nameEnd) return undefined;
    if (foreign || header.toString('utf8', LOCAL_HEADER_BYTES, nameEnd) !== this.expected.name)
      throw this.corrupt('does not begin with its own header');
    const contentStart = nameEnd + header.readUInt16LE(28);
    const { sizeBytes, rangeBytes = Infinity } = this.expected;
    if (contentStart + sizeBytes > rangeBytes) throw this.corrupt('does not fit into its range');
    return contentStart;
  }

  private corrupt(what: string): StrongroomError {
    const { name } = this.expected;
    return new StrongroomError('ARCHIVE_CORRUPT', `${name} ${what}`, { details: { member: name } });
  }
}

/** The content of a member as a stream; it is destroyed, at its end, unless the member is what is expected. */
export class MemberCheck extends Transform {
  private readonly scan: MemberScan;

  private constructor(expected: ExpectedMember) {
    super({ highWaterMark: 1 << 18 });
    this.scan = new MemberScan(expected);
  }

  static over(source: Readable | Buffer, expected: ExpectedMember, signal?: AbortSignal): Readable {
    const check = new MemberCheck(expected);
    const from = Buffer.isBuffer(source) ? Readable.from([source]) : source;
    // The error, if any, is that of the returned stream; whoever reads it learns of it there.
    pipeline(from, check, () => {});
    return signal ? addAbortSignal(signal, check) : check;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      const content = this.scan.push(chunk);
      if (content.length > 0) this.push(content);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.scan.end();
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}
