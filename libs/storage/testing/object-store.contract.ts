/** What every driver of the port promises. A new driver runs this suite and adds specs for what is its own. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import { type ObjectStore, type ObjectWriter, PROBE_STEPS, probeStore, STORE_PROMISES } from '@app/storage';
import { eventually, slices } from './contract-helpers';

export interface StoreUnderTest {
  /** A new client of the same place; with `prefix` in its config when one is given. */
  open(prefix?: string): ObjectStore;
  /** Breaks every connection that is open; new ones go through. Absent where there are none. */
  cut?(): Promise<void>;
  stop(): Promise<void>;
}

const MIB = 1024 ** 2;
const LARGE_BYTES = 20 * MIB + 3;

export function describeObjectStore(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`object store ${name}`, () => {
    const large = randomBytes(LARGE_BYTES);
    let place: StoreUnderTest;
    let store: ObjectStore;
    let counter = 0;

    const freshKey = () => `spec/${(counter += 1)}/object.bin`;
    const put = async (key: string, content: Buffer, to = store) => {
      const writer = await to.write(key, { estimateBytes: content.length });
      await pipeline(Readable.from(slices(content)), writer.stream);
      return writer.commit();
    };
    const begin = async (key: string, content: Buffer, by = store): Promise<ObjectWriter> => {
      const writer = await by.write(key);
      for (const slice of slices(content)) await new Promise((taken) => writer.stream.write(slice, taken));
      return writer;
    };
    const keysOf = async (objects: AsyncIterable<{ key: string }>) => {
      const keys: string[] = [];
      for await (const { key } of objects) keys.push(key);
      return keys;
    };
    const expectNothingLeft = async (key: string) => {
      expect(await store.stat(key)).toBeUndefined();
      expect(await keysOf(store.list(key))).toEqual([]);
      expect(await keysOf(store.listUnfinished(key))).toEqual([]);
    };

    beforeAll(async () => {
      place = await makeStore();
      store = place.open();
    }, 900_000);
    afterAll(async () => {
      await store?.close();
      await place?.stop();
    });

    describe('with one object, as the probe asks for it', () => {
      const specimen = { key: 'spec/probe', content: large.subarray(0, 70_000) };
      it.each(PROBE_STEPS)('keeps what the step %s expects', (step) => STORE_PROMISES[step](store, specimen));
    });

    it.each([0, 1, 70_000, 8 * MIB, LARGE_BYTES])('gives back %i bytes as they were written', async (sizeBytes) => {
      const key = freshKey();
      const content = large.subarray(0, sizeBytes);
      const committed = await put(key, content);
      expect(committed).toMatchObject({ key, sizeBytes });
      expect(await store.stat(key)).toMatchObject({ key, sizeBytes });
      expect(Math.abs(Date.now() - committed.modifiedAt.getTime())).toBeLessThan(60_000);
      expect((await buffer(await store.read(key))).equals(content)).toBe(true);
    });

    it.each([
      [0, 0],
      [0, 1],
      [5, 70_000],
      [8 * MIB - 1, 8 * MIB + 1],
      [LARGE_BYTES - 1, LARGE_BYTES],
      [LARGE_BYTES, LARGE_BYTES],
      [LARGE_BYTES - 70_000, undefined],
      [LARGE_BYTES, undefined],
      [undefined, 11],
    ])('reads the bytes from %s to %s', async (start, end) => {
      const key = 'spec/ranges.bin';
      if (!(await store.stat(key))) await put(key, large);
      const read = await buffer(await store.read(key, { start, end }));
      expect(read.equals(large.subarray(start ?? 0, end))).toBe(true);
    });

    it.each([
      [0, 101],
      [90, 120],
      [100, 101],
      [200, 201],
      [101, undefined],
    ])('refuses the range from %s to %s of an object of 100 bytes', async (start, end) => {
      const key = 'spec/hundred.bin';
      if (!(await store.stat(key))) await put(key, large.subarray(0, 100));
      await expect(store.read(key, { start, end })).rejects.toMatchObject({ code: 'OBJECT_TRUNCATED' });
    });

    it('says of an object that is not there that it is not there', async () => {
      const key = freshKey();
      expect(await store.stat(key)).toBeUndefined();
      await expect(store.read(key)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
      await expect(store.read(key, { start: 3, end: 3 })).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    });

    it('removes an object once and again', async () => {
      const key = freshKey();
      await put(key, large.subarray(0, 10));
      await store.remove(key);
      await expectNothingLeft(key);
      await store.remove(key);
    });

    it('replaces an object whole', async () => {
      const key = freshKey();
      await put(key, large.subarray(0, 100));
      await put(key, large.subarray(50, 60));
      expect((await buffer(await store.read(key))).equals(large.subarray(50, 60))).toBe(true);
    });

    it.each([
      ' lead',
      'trail ',
      '-dash',
      '--',
      "it's",
      '"quoted" $(x)',
      'back\\slash',
      'a*b?[c]{d}',
      '日本 é',
      '.hidden',
      '%41#;',
    ])('takes %j for a name and for a directory', async (name) => {
      const keys = [`names/${name}/object`, `names/${name}.zip`];
      for (const key of keys) await put(key, large.subarray(0, 10));
      for (const key of keys) expect(await store.stat(key)).toMatchObject({ key, sizeBytes: 10 });
      expect((await keysOf(store.list(`names/${name}`))).sort()).toEqual([...keys].sort());
      for (const key of keys) {
        expect((await buffer(await store.read(key))).equals(large.subarray(0, 10))).toBe(true);
        await store.remove(key);
        await expectNothingLeft(key);
      }
    });

    it('reads, writes and lists at the same time', async () => {
      const key = freshKey();
      await put(key, large);
      const reads = [1, 2, 3].map(async () => buffer(await store.read(key)));
      const writes = [1, 2, 3].map((index) => put(`${key}.${index}`, large.subarray(index)));
      expect(await keysOf(store.list(key))).toContain(key);
      for (const content of await Promise.all(reads)) expect(content.equals(large)).toBe(true);
      for (const [index, { sizeBytes }] of (await Promise.all(writes)).entries()) {
        expect(sizeBytes).toBe(LARGE_BYTES - index - 1);
      }
    });

    it('shows nothing of a write whose connection breaks, unless it ends whole', async () => {
      if (!place.cut) return;
      const key = freshKey();
      const writer = await begin(key, large.subarray(0, 12 * MIB));
      await place.cut();
      writer.stream.end(large.subarray(12 * MIB));
      const committed = await finished(writer.stream)
        .then(() => writer.commit())
        .catch((error: { code: string }) => error);
      if ('code' in committed) {
        expect(committed.code).toMatch(/^STORAGE_(UNREACHABLE|FAILED)$/);
        await writer.discard();
        await expectNothingLeft(key);
      } else expect((await buffer(await store.read(key))).equals(large)).toBe(true);
    });

    it.each([undefined, LARGE_BYTES - 5])('reads up to %s although the connection breaks', async (end) => {
      if (!place.cut) return;
      const key = freshKey();
      await put(key, large);
      const stream = await store.read(key, { start: 7, end });
      const received: Buffer[] = [];
      for await (const chunk of stream) {
        if (received.push(chunk as Buffer) === 1) await place.cut();
      }
      expect(Buffer.concat(received).equals(large.subarray(7, end))).toBe(true);
    });

    it('is at work again after every connection was broken', async () => {
      if (!place.cut) return;
      const key = freshKey();
      await put(key, large.subarray(0, 10));
      await place.cut();
      expect(await store.stat(key)).toMatchObject({ sizeBytes: 10 });
      await place.cut();
      await store.remove(key);
      await expectNothingLeft(key);
    });

    it('lists what begins with a text, in the order of the bytes', async () => {
      const keys = ['list/a-b', 'list/a.txt', 'list/a/b', 'list/ab', 'list/é', 'lisu'];
      for (const key of [...keys].reverse()) await put(key, large.subarray(0, key.length));
      const unfinished = await begin('list/unfinished', large.subarray(0, 10));
      expect(await keysOf(store.list('list/'))).toEqual(keys.slice(0, 5));
      expect(await keysOf(store.list('list/a'))).toEqual(keys.slice(0, 4));
      expect(await keysOf(store.list('list/a/'))).toEqual(['list/a/b']);
      expect(await keysOf(store.list('lis'))).toEqual(keys);
      expect(await keysOf(store.list('nothing/'))).toEqual([]);
      await unfinished.discard();
    }, 120_000);

    it('shows an object at commit and at no moment before', async () => {
      const key = freshKey();
      const writer = await begin(key, large);
      await expect(writer.commit()).rejects.toMatchObject({ code: 'INTERNAL' });
      expect(await store.stat(key)).toBeUndefined();
      await new Promise<void>((finished) => writer.stream.end(finished));
      expect(await store.stat(key)).toBeUndefined();
      expect(await keysOf(store.list(key))).toEqual([]);
      await writer.commit();
      expect(await store.stat(key)).toMatchObject({ sizeBytes: LARGE_BYTES });
      await writer.discard();
      expect(await store.stat(key)).toMatchObject({ sizeBytes: LARGE_BYTES });
      expect(await keysOf(store.listUnfinished(key))).toEqual([]);
    });

    it.each([1, LARGE_BYTES])('leaves nothing of %i bytes that are discarded', async (sizeBytes) => {
      const key = freshKey();
      const writer = await begin(key, large.subarray(0, sizeBytes));
      expect(writer.bytesWritten).toBe(sizeBytes);
      await writer.discard();
      await writer.discard();
      expect(writer.stream.destroyed).toBe(true);
      await expectNothingLeft(key);
    });

    it('leaves nothing of a stream that was destroyed', async () => {
      const key = freshKey();
      const writer = await store.write(key);
      const failure = new Error('the source broke');
      async function* breaking() {
        yield* slices(large);
        throw failure;
      }
      await expect(pipeline(breaking(), writer.stream)).rejects.toBe(failure);
      await writer.discard();
      await expectNothingLeft(key);
      await expect(writer.commit()).rejects.toBe(failure);
    });

    it('leaves nothing of a finished stream that is discarded', async () => {
      const key = freshKey();
      const writer = await begin(key, large);
      await new Promise<void>((finished) => writer.stream.end(finished));
      await writer.discard();
      await expectNothingLeft(key);
    });

    it('leaves nothing of a write that its signal aborts', async () => {
      const key = freshKey();
      const abort = new AbortController();
      const writer = await store.write(key, { signal: abort.signal });
      const source = Readable.from(
        (async function* () {
          yield* slices(large);
          abort.abort(new Error('enough'));
          yield large;
        })(),
      );
      await expect(pipeline(source, writer.stream)).rejects.toMatchObject({ name: 'AbortError' });
      await writer.discard();
      await expectNothingLeft(key);
    });

    it('begins nothing that is aborted before or while it begins', async () => {
      const key = freshKey();
      await expect(store.write(key, { signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow('early');
      const abort = new AbortController();
      const beginning = store.write(key, { signal: abort.signal });
      abort.abort(new Error('meanwhile'));
      const writer = await beginning;
      await expect(pipeline([large], writer.stream)).rejects.toThrow();
      await expect(writer.commit()).rejects.toMatchObject({ name: 'AbortError' });
      await writer.discard();
      await expectNothingLeft(key);
    });

    it('discards what another client left unfinished, of exactly the key', async () => {
      const key = freshKey();
      const other = place.open();
      const left = await begin(key, large, other);
      const neighbour = await begin(`${key}.json`, large, other);
      // Writes are taken before they have arrived.
      await eventually(async () => (await keysOf(store.listUnfinished(key))).length === 2);
      expect(await keysOf(store.listUnfinished(key))).toEqual([key, `${key}.json`]);
      expect(await store.discardUnfinished(key)).toBe(1);
      expect(await store.discardUnfinished(key)).toBe(0);
      expect(await keysOf(store.listUnfinished(key))).toEqual([`${key}.json`]);

      await new Promise((settled) => left.stream.end(settled));
      await expect(left.commit()).rejects.toThrow();
      await expectNothingLeft(`${key}x`);
      expect(await store.stat(key)).toBeUndefined();
      await neighbour.discard();
      await other.close();
    });

    it('stays within the prefix of its config', async () => {
      const tenant = place.open('/tenants/a/');
      const lookalike = place.open('tenants/ab');
      await put('x', large.subarray(0, 1), tenant);
      await put('x', large.subarray(0, 2), lookalike);
      expect(await keysOf(tenant.list(''))).toEqual(['x']);
      expect(await keysOf(store.list('tenants/'))).toEqual(['tenants/a/x', 'tenants/ab/x']);
      expect(await tenant.stat('x')).toMatchObject({ key: 'x', sizeBytes: 1 });
      expect(tenant.location('x')).toMatch(/\/tenants\/a\/x$/);
      await tenant.remove('x');
      expect(await keysOf(lookalike.list(''))).toEqual(['x']);
      await Promise.all([tenant.close(), lookalike.close()]);
    });

    it.each(['', '/x', 'x/', 'a//b', '..', '../x', 'a/../../x', './x', 'a/.', 'a\0b', 'a\nb', 'x'.repeat(1025)])(
      'refuses the key %j everywhere',
      async (key) => {
        const refusal = { code: 'INTERNAL' };
        await expect(store.write(key)).rejects.toMatchObject(refusal);
        await expect(store.stat(key)).rejects.toMatchObject(refusal);
        await expect(store.read(key)).rejects.toMatchObject(refusal);
        await expect(store.remove(key)).rejects.toMatchObject(refusal);
        await expect(store.discardUnfinished(key)).rejects.toMatchObject(refusal);
      },
    );

    it.each(['..', '../', 'a/../b', '/', '/x', 'a//'])('refuses to list %j', async (prefix) => {
      await expect(keysOf(store.list(prefix))).rejects.toMatchObject({ code: 'INTERNAL' });
      await expect(keysOf(store.listUnfinished(prefix))).rejects.toMatchObject({ code: 'INTERNAL' });
    });

    it('passes the probe and keeps nothing of it', async () => {
      const probed = place.open('probed');
      const steps = PROBE_STEPS.map((step) => ({ step, ok: true }));
      expect(await probeStore(probed)).toEqual({ ok: true, steps });
      expect(await keysOf(probed.list(''))).toEqual([]);
      await probed.close();
    });
  });
}
