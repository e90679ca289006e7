import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { inChunks, MemorySink, noise } from '../testing/byte-streams';
import { HashTap } from './hash-tap';

describe('HashTap', () => {
  it('passes the bytes on and knows their count and SHA-256', async () => {
    const bytes = noise(1, 100_000);
    const tap = new HashTap();
    const sink = new MemorySink();
    await pipeline(
      inChunks(bytes, () => 777),
      tap,
      sink,
    );
    expect(sink.content().equals(bytes)).toBe(true);
    expect([tap.bytes, tap.sha256()]).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')]);
  });

  it('refuses to name the SHA-256 of a part', () => {
    const tap = new HashTap();
    tap.write('part');
    expect(() => tap.sha256()).toThrow('known only after its end');
  });
});
