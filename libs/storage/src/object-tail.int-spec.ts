/** Objects that are written in two lanes at once: against Ceph, and against a service that fails on request. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startS3, type TestS3 } from '../../../test/fixtures/s3';
import { fault, type LyingS3, startLyingS3 } from '../testing/lying-s3';
import type { ObjectStore, ObjectWriter, WriteOptions } from './object-store';
import { openStore } from './open-store';

const MIB = 1024 ** 2;
const pool = randomBytes(60 * MIB);
const GAPS = 'a service whose part numbers may be left out';

/** Writes `head` and `tail`; the lane that is named is kept back until the other one has been taken whole. */
async function writeLanes(writer: ObjectWriter, head: Buffer, tail: Buffer, last: 'head' | 'tail'): Promise<void> {
  const [first, second] = last === 'tail' ? [head, tail] : [tail, head];
  let taken = () => {};
  const waiting = new Promise<void>((resolve) => (taken = resolve));
  const lane = (content: Buffer, before?: Promise<void>, after?: () => void) =>
    Readable.from(
      (async function* () {
        await before;
        for (let at = 0; at < content.length; at += 700_001) yield content.subarray(at, at + 700_001);
        after?.();
      })(),
    );
  const streams = last === 'tail' ? [writer.stream, writer.tail!] : [writer.tail!, writer.stream];
  await Promise.all([
    pipeline(lane(first, undefined, taken), streams[0]!),
    pipeline(lane(second, waiting), streams[1]!),
  ]);
}

/** Head and tail in MiB, and by which request the object appears. */
const SIZES: [head: number, tail: number, by: string][] = [
  [0, 0, 'PutObject'],
  [0.001, 0.001, 'PutObject'],
  [4.99, 4.99, 'PutObject'],
  [0, 5, 'PutObject'],
  [5, 0.001, 'parts'],
  [5, 0, 'parts'],
  [8, 0.001, 'parts'],
  [8.001, 0.001, 'parts'],
  [0.001, 6, 'parts'],
  [0.001, 20, 'parts'],
  [24, 0.001, 'parts'],
  [16, 16, 'parts'],
  [29.123, 30.456, 'parts'],
];

describeRequiring('docker', `${GAPS}: Ceph`, () => {
  let s3: TestS3;
  let store: ObjectStore;
  beforeAll(async () => {
    s3 = await startS3();
    const { endpoint, region, accessKeyId, secretAccessKey } = s3;
    const credentials = { accessKeyId, secretAccessKey };
    store = openStore({ provider: 's3', endpoint, region, bucket: await s3.bucket(), credentials });
  }, 900_000);
  afterAll(async () => {
    await store?.close();
    await s3?.stop();
  });

  describe.each(['head', 'tail'] as const)('when the %s comes last', (last) => {
    it.each(SIZES)('stores %d MiB and %d MiB behind each other', async (headMib, tailMib) => {
      const [headBytes, tailBytes] = [Math.round(headMib * MIB), Math.round(tailMib * MIB)];
      const content = pool.subarray(0, headBytes + tailBytes);
      const writer = await store.write('x', { estimateBytes: content.length, tailBytes });
      await writeLanes(writer, content.subarray(0, headBytes), content.subarray(headBytes), last);
      expect(await writer.commit()).toMatchObject({ sizeBytes: content.length });
      expect(writer.bytesWritten).toBe(content.length);
      expect((await buffer(await store.read('x'))).equals(content)).toBe(true);
      // Over the seam, where the numbers of the parts have their gap.
      if (content.length > 20) {
        const start = Math.max(0, headBytes - 10);
        const end = Math.min(content.length, headBytes + 10);
        expect((await buffer(await store.read('x', { start, end }))).equals(content.subarray(start, end))).toBe(true);
      }
      expect(await store.discardUnfinished('x')).toBe(0);
    });
  });
});

describe(`${GAPS}: one that fails on request`, () => {
  let s3: LyingS3;
  let store: ObjectStore;
  beforeEach(async () => {
    s3 = await startLyingS3();
    store = open('s3');
  });
  afterEach(async () => {
    await store.close();
    await s3.stop();
  });

  const open = (provider: 's3' | 'minio' | 'b2' | 'r2', bufferBytes = 64 * MIB) =>
    openStore(
      { provider, endpoint: s3.endpoint, bucket: 'b', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } },
      { bufferBytes },
    );
  const write = (options: WriteOptions = {}) =>
    store.write('x', { estimateBytes: 50 * MIB, tailBytes: 25 * MIB, ...options });
  const partNumbers = () => s3.requests.flatMap((request) => /partNumber=(\d+)/.exec(request)?.[1] ?? []).map(Number);
  const expectNothingLeft = () => {
    expect([...s3.objects.keys()]).toEqual([]);
    expect([...s3.uploads]).toEqual([]);
  };

  it('sends no part of the tail that is too small, and joins what the head leaves to the tail', async () => {
    const writer = await write();
    await writeLanes(writer, pool.subarray(0, 20 * MIB), pool.subarray(20 * MIB, 40 * MIB), 'head');
    await writer.commit();
    // The head has 8 + 8 + 4, of which the 4 go before the first 5 of the tail.
    expect(s3.partSizes.map((bytes) => bytes / MIB)).toEqual([8, 8, 9, 8, 7]);
    expect(partNumbers().toSorted((a, b) => a - b)).toEqual([1, 2, 5001, 5002, 5003]);
  });

  it.each(SIZES)('puts %d MiB and %d MiB together by %s', async (headMib, tailMib, by) => {
    const [headBytes, tailBytes] = [Math.round(headMib * MIB), Math.round(tailMib * MIB)];
    const writer = await write();
    await writeLanes(writer, pool.subarray(0, headBytes), pool.subarray(headBytes, headBytes + tailBytes), 'tail');
    await writer.commit();
    expect(s3.partSizes.length === 0 ? 'PutObject' : 'parts').toBe(by);
    expect(s3.partSizes.slice(0, -1).every((bytes) => bytes >= 5 * MIB)).toBe(true);
    expect(s3.partSizes.every((bytes) => bytes > 0)).toBe(true);
    expect(s3.objects.get('b/x')?.equals(pool.subarray(0, headBytes + tailBytes))).toBe(true);
  });

  it.each<['head' | 'tail', number]>([
    ['head', 1],
    ['tail', 5001],
    ['tail', 5002],
  ])('destroys both streams when a part of the %s, number %i, is given up', async (_lane, failing) => {
    s3.lies.part = (answer, partNumber) => partNumber === failing && (fault(answer, 400, 'SomethingNew'), true);
    const writer = await write();
    const half = 25 * MIB;
    await expect(
      writeLanes(writer, pool.subarray(0, half), pool.subarray(half, 2 * half), 'tail'),
    ).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
    });
    expect([writer.stream.destroyed, writer.tail!.destroyed]).toEqual([true, true]);
    await expect(writer.commit()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await writer.discard();
    expectNothingLeft();
  });

  it.each(['stream', 'tail'] as const)(
    'leaves nothing when its %s is destroyed while the other is being written',
    async (dying) => {
      const writer = await write();
      const failure = new Error('the source is gone');
      const [other, name] = dying === 'tail' ? [writer.stream, 'stream'] : [writer.tail!, 'tail'];
      const writing = pipeline(Readable.from([pool, pool]), other).catch((error: unknown) => [name, error]);
      writer[dying]!.write(pool.subarray(0, 9 * MIB));
      await new Promise((done) => setTimeout(done, 100));
      writer[dying]!.destroy(failure);
      expect(await writing).toEqual([name, failure]);
      await expect(writer.commit()).rejects.toBe(failure);
      await writer.discard();
      expectNothingLeft();
    },
  );

  it('leaves nothing when the head dies after the tail has been taken whole', async () => {
    const writer = await write();
    writer.tail!.end(pool.subarray(0, 9 * MIB));
    writer.stream.write(pool.subarray(0, 9 * MIB));
    await new Promise((done) => setTimeout(done, 100));
    writer.stream.destroy(new Error('the source is gone'));
    await expect(writer.commit()).rejects.toThrow('the source is gone');
    await writer.discard();
    expectNothingLeft();
  });

  it('leaves nothing of a write that its signal aborts, nor of one that is discarded', async () => {
    const cancel = new AbortController();
    const aborted = await write({ signal: cancel.signal });
    const outcome = writeLanes(aborted, pool, pool, 'tail').catch((error: { name: string }) => error.name);
    cancel.abort(new Error('cancelled'));
    expect(await outcome).toBe('AbortError');
    await aborted.discard();

    const given = await write();
    given.stream.write(pool.subarray(0, 20 * MIB));
    given.tail!.write(pool.subarray(0, 20 * MIB));
    await new Promise((done) => setTimeout(done, 100));
    await given.discard();
    expectNothingLeft();
  });

  it('says by the code of the provider that a service wants no gaps after all', async () => {
    s3.lies.complete = (answer) => fault(answer, 400, 'InvalidPart');
    const writer = await write();
    await writeLanes(writer, pool.subarray(0, 9 * MIB), pool.subarray(0, 9 * MIB), 'tail');
    const details = { provider_code: 'InvalidPart' };
    await expect(writer.commit()).rejects.toMatchObject({ code: 'STORAGE_FAILED', kind: 'transient', details });
    expectNothingLeft();
  });

  it('cannot be committed before both streams have finished', async () => {
    const writer = await write();
    await pipeline(Readable.from([pool.subarray(0, MIB)]), writer.stream);
    await expect(writer.commit()).rejects.toMatchObject({ code: 'INTERNAL' });
    await writer.discard();
  });

  it.each(['b2', 'r2'] as const)('is not taken for granted: %s has no tail', async (provider) => {
    const other = open(provider);
    expect((await other.write('x', { estimateBytes: 2 * MIB, tailBytes: MIB })).tail).toBeUndefined();
    await other.close();
  });

  it.each([
    [64, 50, true],
    [64, 150, true],
    [64, 300, false],
    [256, 300, true],
  ])('has a tail within %i MiB of memory for an object of %i GiB: %s', async (memoryMib, sizeGib, has) => {
    const other = open('minio', memoryMib * MIB);
    const writer = await other.write('x', {
      estimateBytes: sizeGib * 1024 * MIB,
      tailBytes: (sizeGib * 1024 * MIB) / 3,
    });
    expect(writer.tail !== undefined).toBe(has);
    await other.close();
  });

  it('has no tail that nobody asked for', async () => {
    expect((await store.write('x', { estimateBytes: MIB })).tail).toBeUndefined();
  });
});
