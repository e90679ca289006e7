/** What goes into a sealing stage comes out of an opening stage, whole and alike, or not at all. */
import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { inChunks, MemorySink, noise, seededSizes } from '../testing/byte-streams';
import { exitGated } from '../testing/exit-gated';
import { generateEncryptionKey } from './encryption-keys';
import { OpeningStage } from './opening-stage';
import { SealingStage } from './sealing-stage';

const CHUNK = 65_536;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let key: { identity: string; recipient: string };
beforeAll(async () => {
  key = await generateEncryptionKey();
});

async function sealed(plain: Buffer, next = () => CHUNK): Promise<Buffer> {
  const sink = new MemorySink();
  await pipeline(inChunks(plain, next), new SealingStage(key.recipient), sink);
  return sink.content();
}

const openingOf = (plain: Buffer, identity = key.identity) =>
  new OpeningStage(identity, { name: 'dump.sql', sizeBytes: plain.length, sha256: sha256(plain) });

async function opened(stored: Buffer, plain: Buffer, identity?: string): Promise<Buffer> {
  const sink = new MemorySink();
  await pipeline(
    inChunks(stored, () => 30_000),
    openingOf(plain, identity),
    sink,
  );
  return sink.content();
}

const corrupt = expect.objectContaining({ code: 'ARCHIVE_CORRUPT' }) as Error;

describe('sealing and opening', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 10 * CHUNK, 1_500_000])(
    'give %i bytes back as they were',
    async (size) => {
      const plain = noise(1, size);
      const stored = await sealed(plain, seededSizes(size + 1, 200_000));
      expect(stored.toString('latin1', 0, 22)).toBe('age-encryption.org/v1\n');
      expect(stored.length).toBeGreaterThan(plain.length);
      expect((await opened(stored, plain)).equals(plain)).toBe(true);
    },
  );

  it('never seal the same twice alike, and show nothing of the content', async () => {
    const plain = Buffer.from('a line of a dump that is easily found again\n'.repeat(1000));
    const [first, second] = [await sealed(plain), await sealed(plain)];
    expect(first.equals(second)).toBe(false);
    expect(first.includes('easily found')).toBe(false);
  });

  it('tell size and sum of what went in', async () => {
    const plain = noise(2, 200_000);
    const taken = new SealingStage(key.recipient);
    await pipeline(
      inChunks(plain, () => 9000),
      taken,
      new MemorySink(),
    );
    expect(taken.plain()).toEqual({ sizeBytes: plain.length, sha256: sha256(plain) });
    const handedOver = new SealingStage(key.recipient, () => 'the sum of the source');
    await pipeline(Readable.from([plain]), handedOver, new MemorySink());
    expect(handedOver.plain()).toEqual({ sizeBytes: plain.length, sha256: 'the sum of the source' });
  });
});

describe('opening', () => {
  const plain = noise(3, 3 * CHUNK + 100);
  let stored: Buffer;
  beforeAll(async () => {
    stored = await sealed(plain);
  });

  it('refuses a file in which any one byte is another', async () => {
    const header = stored.indexOf('\n---') + 60;
    const places = [...Array(header).keys(), header + 10, header + CHUNK, stored.length - 17, stored.length - 1];
    for (const place of places) {
      const altered = Buffer.from(stored);
      altered[place]! ^= 1;
      await expect(opened(altered, plain)).rejects.toEqual(corrupt);
    }
  });

  it('refuses a file that was cut, wherever, and one that goes on', async () => {
    const payload = stored.length - (plain.length + 4 * 16);
    const places = [
      0,
      1,
      22,
      100,
      payload - 16,
      payload,
      payload + 16,
      payload + CHUNK + 16,
      payload + 2 * (CHUNK + 16),
    ];
    for (const end of [...places, stored.length - 1]) {
      await expect(opened(stored.subarray(0, end), plain)).rejects.toEqual(corrupt);
    }
    await expect(opened(Buffer.concat([stored, Buffer.alloc(1)]), plain)).rejects.toEqual(corrupt);
    await expect(opened(Buffer.concat([stored, stored]), plain)).rejects.toEqual(corrupt);
  });

  it('refuses pieces in another order', async () => {
    const first = stored.length - (plain.length + 4 * 16);
    const piece = (index: number) =>
      stored.subarray(first + index * (CHUNK + 16), first + Math.min(index + 1, 4) * (CHUNK + 16));
    const swapped = Buffer.concat([stored.subarray(0, first), piece(1), piece(0), piece(2), piece(3)]);
    expect(swapped.length).toBe(stored.length);
    await expect(opened(swapped, plain)).rejects.toEqual(corrupt);
  });

  it('refuses what is sealed for somebody else, what is no age file, and another content than was named', async () => {
    const stranger = await generateEncryptionKey();
    await expect(opened(stored, plain, stranger.identity)).rejects.toEqual(corrupt);
    await expect(opened(plain, plain)).rejects.toEqual(corrupt);
    await expect(opened(stored, noise(4, plain.length))).rejects.toThrow(/where the manifest says/);
    await expect(opened(stored, plain.subarray(1))).rejects.toThrow(/where the manifest says/);
  });

  it('names no identity when it refuses', async () => {
    const error: unknown = await opened(stored.subarray(0, 100), plain).catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String(error)).not.toContain(key.identity);
  });
});

describe.each([
  ['a sealing stage', () => new SealingStage(key.recipient)],
  ['an opening stage', () => openingOf(Buffer.alloc(0))],
])('%s', (_what, make) => {
  const silent = () => new Readable({ read() {} });

  it('fails as its source fails, and ends nothing', async () => {
    for (const script of ['printf half; exit 1', 'printf half; exec >&-; sleep 0.2; exit 1']) {
      const sink = new MemorySink();
      await expect(pipeline(exitGated(script), make(), sink)).rejects.toThrow('exited with 1');
      expect(sink.finished).toBe(false);
    }
    await expect(pipeline(exitGated('printf half; kill -9 $$'), make(), new MemorySink())).rejects.toThrow('SIGKILL');
  });

  it('fails at once when its source is destroyed while nothing moves', async () => {
    const source = silent();
    const done = pipeline(source, make(), new MemorySink());
    await turn();
    source.destroy(new Error('the connection is gone'));
    await expect(done).rejects.toThrow('the connection is gone');
  });

  it('ends its source when the sink fails, also while nothing moves', async () => {
    const [source, sink] = [silent(), new MemorySink()];
    const done = pipeline(source, make(), sink);
    await turn();
    sink.destroy(new Error('the disk is full'));
    await expect(done).rejects.toThrow('the disk is full');
    expect(source.destroyed).toBe(true);
  });

  it('ends both sides at an abort', async () => {
    const [source, sink, abort] = [silent(), new MemorySink(), new AbortController()];
    const stage = make();
    const done = pipeline(source, stage, sink, { signal: abort.signal });
    await turn();
    abort.abort(new Error('cancelled'));
    await expect(done).rejects.toThrow('aborted');
    expect([source.destroyed, stage.destroyed, sink.destroyed]).toEqual([true, true, true]);
  });

  it('fails with the error of a source that had failed before', async () => {
    const source = silent();
    source.on('error', () => {}).destroy(new Error('the connection was refused'));
    await new Promise((resolve) => source.once('close', resolve));
    await expect(pipeline(source, make(), new MemorySink())).rejects.toThrow('the connection was refused');
  });
});

describe('a stream through both stages', () => {
  const MIB = 1 << 20;

  it('takes no more than is read of it', async () => {
    let takenBytes = 0;
    const source = new Readable({
      read() {
        takenBytes += CHUNK;
        this.push(Buffer.alloc(CHUNK));
      },
    });
    const blocked = new Writable({ highWaterMark: CHUNK, write: () => {} });
    const done = pipeline(source, new SealingStage(key.recipient), openingOf(Buffer.alloc(0)), blocked);
    for (let turns = 0; turns < 2000; turns++) await turn();
    expect(takenBytes).toBeGreaterThan(CHUNK);
    expect(takenBytes).toBeLessThan(3 * MIB);
    blocked.destroy(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
  });

  it('needs the same memory for 16 MiB and for 176 MiB', async () => {
    const block = noise(5, MIB);
    const peakOf = async (mebibytes: number) => {
      const hash = createHash('sha256');
      for (let n = 0; n < mebibytes; n++) hash.update(block);
      let left = mebibytes;
      const source = new Readable({
        read() {
          this.push(left-- > 0 ? block : null);
        },
      });
      let peakBytes = 0;
      const sink = new Writable({
        write: (_chunk, _encoding, done) => {
          peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
          done();
        },
      });
      const content = { name: 'dump.sql', sizeBytes: mebibytes * MIB, sha256: hash.digest('hex') };
      await pipeline(source, new SealingStage(key.recipient), new OpeningStage(key.identity, content), sink);
      return peakBytes;
    };
    const small = await peakOf(16);
    expect((await peakOf(176)) - small).toBeLessThan(64 * MIB);
  });
});
