import { createHash } from 'node:crypto';
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StrongroomError } from '@app/core';

export async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await pipeline(stream, new Writable({ write: (chunk: Buffer, _encoding, done) => done(void chunks.push(chunk)) }));
  return Buffer.concat(chunks);
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The failure of something that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<StrongroomError> {
  return work.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: StrongroomError) => error,
  );
}

/** In pieces as a connection delivers them. */
export function* slices(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}
