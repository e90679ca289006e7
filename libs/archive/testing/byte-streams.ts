import { Readable, Writable } from 'node:stream';

/** Keeps everything it is given. */
export class MemorySink extends Writable {
  private readonly chunks: Buffer[] = [];
  finished = false;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    this.finished = true;
    done();
  }

  content(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

/** Delivers the bytes in chunks of sizes that `nextSize` chooses. */
export function inChunks(bytes: Buffer, nextSize: () => number): Readable {
  let position = 0;
  return new Readable({
    read() {
      const end = Math.min(bytes.length, position + nextSize());
      this.push(position === bytes.length ? null : bytes.subarray(position, end));
      position = end;
    },
  });
}

/** The same row of sizes for the same seed. */
export function seededSizes(seed: number, max: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + (state % max);
  };
}

/** Bytes that no compressor shrinks, the same for the same seed. */
export function noise(seed: number, sizeBytes: number): Buffer {
  const next = seededSizes(seed, 2 ** 32 - 1);
  const bytes = Buffer.alloc(sizeBytes);
  for (let i = 0; i < sizeBytes; i++) bytes[i] = next() >>> 24;
  return bytes;
}
