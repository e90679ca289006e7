import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** Passes bytes through unchanged and knows afterwards how many they were and what their SHA-256 is. */
export class HashTap extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');
  private digest: string | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.digest = this.hash.digest('hex');
    done();
  }

  /** SHA-256 in hex. Known only once everything has been written; asking earlier is a fault of the caller. */
  sha256(): string {
    if (this.digest === undefined) throw new Error('the SHA-256 of a stream is known only after its end');
    return this.digest;
  }
}
