import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { MemorySink, noise } from '../testing/byte-streams';
import { gunzipStream } from './gunzip-stream';

async function gunzip(...chunks: Buffer[]): Promise<Buffer> {
  const sink = new MemorySink();
  await pipeline(Readable.from(chunks), gunzipStream(), sink);
  return sink.content();
}

const plain = Buffer.concat([noise(1, 100_000), Buffer.alloc(100_000)]);
const gzip = gzipSync(plain);

describe('gunzipStream', () => {
  it('reads one member and several, in one chunk and in several', async () => {
    expect((await gunzip(gzip)).equals(plain)).toBe(true);
    const twice = Buffer.concat([plain, plain]);
    expect((await gunzip(gzip, gzip)).equals(twice)).toBe(true);
    expect((await gunzip(Buffer.concat([gzip, gzip]))).equals(twice)).toBe(true);
  });

  it('takes zeros after the end for padding', async () => {
    expect((await gunzip(gzip, Buffer.alloc(512))).equals(plain)).toBe(true);
  });

  const damaged = Buffer.from(gzip);
  damaged[50_000]! ^= 1;
  it.each<[string, Buffer[]]>([
    ['a cut stream', [gzip.subarray(0, gzip.length - 1)]],
    ['half a stream', [gzip.subarray(0, gzip.length >> 1)]],
    ['nothing at all', []],
    ['a flipped bit', [damaged]],
    ['text', [Buffer.from('this is no gzip')]],
    ['text after the end', [gzip, Buffer.from('garbage')]],
    ['text after the end in one chunk', [Buffer.concat([gzip, Buffer.from('garbage')])]],
  ])('is destroyed with ARCHIVE_CORRUPT by %s', async (_what, chunks) => {
    await expect(gunzip(...chunks)).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });

  it('leaves the errors of others as they are', async () => {
    const dying = new Readable({
      read() {
        this.destroy(new Error('the connection is gone'));
      },
    });
    await expect(pipeline(dying, gunzipStream(), new MemorySink())).rejects.toThrow('the connection is gone');
  });
});
