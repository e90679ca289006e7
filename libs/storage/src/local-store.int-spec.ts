import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { onSmallDisk } from '../../../test/fixtures/small-disk';
import { describeObjectStore } from '../testing';
import { openStore } from './open-store';
import { probeStore } from './probe-store';

const MIB = 1024 ** 2;

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'strongroom-store-'));
}

describeObjectStore('local', async () => {
  const folder = freshFolder();
  return {
    open: (prefix) => openStore({ provider: 'local', path: join(folder, 'store'), prefix }),
    stop: async () => rmSync(folder, { recursive: true }),
  };
});

describe('local store', () => {
  let folder: string;
  beforeEach(() => {
    folder = freshFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (path = folder) => openStore({ provider: 'local', path });
  const put = async (key: string, content: string, store = open()) => {
    const writer = await store.write(key);
    await pipeline([content], writer.stream);
    await writer.commit();
  };

  it('lets only its own user read what it writes', async () => {
    await put('a/b/c', 'x');
    expect(statSync(join(folder, 'a/b')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'a/b/c')).mode & 0o777).toBe(0o600);
  });

  it('removes the directories that a removed object leaves empty, and no other', async () => {
    await put('a/b/c', 'x');
    await put('a/d', 'x');
    await open().remove('a/b/c');
    expect(readdirSync(folder)).toEqual(['a']);
    expect(readdirSync(join(folder, 'a'))).toEqual(['d']);
    await open().remove('a/d');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('creates its directory below one that exists', async () => {
    await put('x', 'x', open(join(folder, 'new')));
    expect(readdirSync(join(folder, 'new'))).toEqual(['x']);
  });

  it('says that the directory does not exist where its parent is missing too', async () => {
    const store = open(join(folder, 'missing/store'));
    const missing = { code: 'STORAGE_BUCKET_NOT_FOUND' };
    await expect(store.write('x')).rejects.toMatchObject(missing);
    await expect(store.read('x')).rejects.toMatchObject(missing);
    await expect(store.stat('x')).rejects.toMatchObject(missing);
    await expect(store.remove('x')).rejects.toMatchObject(missing);
    await expect(store.list('')[Symbol.asyncIterator]().next()).rejects.toMatchObject(missing);
    expect(await probeStore(store)).toMatchObject({ ok: false, steps: [{ step: 'connect', error: missing }] });
  });

  it('says what stands in the way of a write', async () => {
    writeFileSync(join(folder, 'a'), '');
    await expect(open().write('a/b')).rejects.toMatchObject({ code: 'STORAGE_FAILED', kind: 'operator' });
    await expect(open(join(folder, 'a')).write('b')).rejects.toMatchObject({ code: 'STORAGE_BUCKET_NOT_FOUND' });
  });

  it('refuses a key that looks like an unfinished write', async () => {
    await expect(open().write('a/.x.0123456789abcdef.part')).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('fails a read of a file that shrinks meanwhile', async () => {
    writeFileSync(join(folder, 'x'), Buffer.alloc(8 * MIB));
    const stream = await open().read('x');
    truncateSync(join(folder, 'x'), 3 * MIB);
    await expect(buffer(stream)).rejects.toMatchObject({
      code: 'OBJECT_TRUNCATED',
      details: { expected_bytes: 8 * MIB },
    });
  });

  it('refuses to finish a file that is not as long as what was written', async () => {
    const writer = await open().write('x');
    await pipeline([Buffer.alloc(1000)], writer.stream);
    truncateSync(join(folder, readdirSync(folder)[0]!), 999);
    await expect(writer.commit()).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reports a full disk and leaves nothing on it', () =>
    onSmallDisk(async (disk) => {
      const store = open(disk);
      const writer = await store.write('x/y');
      const source = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(70_000)));
      await expect(pipeline(source, writer.stream)).rejects.toMatchObject({ code: 'STORAGE_FULL', kind: 'operator' });
      await writer.discard();
      expect(readdirSync(disk)).toEqual([]);
      expect((await probeStore(store)).ok).toBe(true);
    }));
});
