/** Pairs in PLANA's layout, opened as backups. A storage in memory, whose objects can be changed under their keys. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createHash } from 'node:crypto';
import { noise } from '../testing/byte-streams';
import { sampleArchive, sampleInput } from '../testing/sample-backup';
import { everyKeyOf, keysOf } from './layouts';
import {
  buildManifest,
  buildSidecar,
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  type Manifest,
  manifestText,
} from './manifest';
import { openStoredBackup } from './stored-backup';
import { verifyBackup } from './verify-archive';

const KEY = 'acme/backup-20260529T020000.dump.gz';
const KEYS = keysOf(KEY);
const dump = noise(1, 1_500_000);
const filestore = noise(2, 700_000);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function storeOf(objects: Record<string, Buffer>) {
  return {
    objects,
    stat: async (key: string) => objects[key] && { sizeBytes: objects[key].length },
    read: async (key: string, { start, end }: { start: number; end: number }) =>
      Readable.from([objects[key]!.subarray(start, end)]),
    location: (key: string) => `memory/${key}`,
  };
}

function pair(withFilestore = true, alter = (manifest: Manifest): Manifest => manifest) {
  const input = sampleInput(dump, withFilestore ? filestore : null);
  const manifest = alter(
    buildManifest({
      ...input,
      database: { ...input.database, key: KEY, format: 'plain_sql_gz', checksum: sha256(dump) },
      filestore: input.filestore && { ...input.filestore, key: KEYS.filestore! },
    }),
  );
  const text = manifestText(buildSidecar(manifest, { key: KEY, size: 1, members: [] }));
  const objects = { [KEY]: dump, [KEYS.sidecar]: Buffer.from(text) };
  return storeOf(withFilestore ? { ...objects, [KEYS.filestore!]: filestore } : objects);
}

const judge = async (store: ReturnType<typeof storeOf>) => {
  const { intact, error } = await verifyBackup(async (how) => (await openStoredBackup(store, KEY, how)).archive);
  return intact || error?.code;
};

describe('a pair', () => {
  it('is read as the dump and the filestore that it consists of', async () => {
    const { archive, sizeBytes, objects } = await openStoredBackup(pair(), KEY);
    expect(sizeBytes).toBe(dump.length + filestore.length);
    expect((await buffer(await archive.open(DATABASE_MEMBER))).equals(dump)).toBe(true);
    expect((await buffer(await archive.open(FILESTORE_MEMBER))).equals(filestore)).toBe(true);
    expect((await buffer(await archive.openWhole())).equals(Buffer.concat([dump, filestore]))).toBe(true);
    expect(objects.map(({ key, sizeBytes: bytes }) => [key, bytes])).toEqual([
      [KEY, dump.length],
      ['acme/filestore-20260529T020000.tar.gz', filestore.length],
    ]);
  });

  it('may be a dump alone', async () => {
    const store = pair(false);
    expect(await judge(store)).toBe(true);
    expect((await openStoredBackup(store, KEY)).objects).toHaveLength(1);
  });

  it('is a backup only with its manifest, and before it is written with the one at hand', async () => {
    const store = pair();
    const { archive } = await openStoredBackup(store, KEY);
    delete store.objects[KEYS.sidecar];
    expect(await judge(store)).toBe('OBJECT_NOT_FOUND');
    const expected = { ...archive.manifest, unknown: undefined } as Manifest;
    const open = async () => (await openStoredBackup(store, KEY, { manifest: expected })).archive;
    expect(await verifyBackup(open, { expected })).toEqual({ intact: true });
  });

  it.each([
    ['a bit of the dump', KEY, flipped(dump), 'ARCHIVE_CORRUPT'],
    ['a bit of the filestore', KEYS.filestore!, flipped(filestore), 'ARCHIVE_CORRUPT'],
    ['the end of the filestore', KEYS.filestore!, filestore.subarray(1), 'ARCHIVE_CORRUPT'],
    ['one byte more', KEY, Buffer.concat([dump, Buffer.of(0)]), 'ARCHIVE_CORRUPT'],
    ['another manifest', KEYS.sidecar, Buffer.from('{}'), 'ARCHIVE_INVALID'],
  ])('is damaged by %s', async (_what, key, content, code) => {
    const store = pair();
    expect(await judge(store)).toBe(true);
    store.objects[key] = content;
    expect(await judge(store)).toBe(code);
  });

  it.each(everyKeyOf(KEY))('is damaged without %s', async (key) => {
    const store = pair();
    delete store.objects[key];
    expect(await judge(store)).toBe('OBJECT_NOT_FOUND');
  });

  it.each([
    ['names the filestore of another one', (one: Manifest) => ({ ...one, filestore: { ...one.filestore!, key: 'x' } })],
    ['has its filestore in a ZIP', (one: Manifest) => ({ ...one, filestore: { ...one.filestore!, key: null } })],
    [
      'holds a dump in custom format',
      (one: Manifest) => ({ ...one, database: { ...one.database, format: 'pg_dump_custom' as const } }),
    ],
  ])('is none when its manifest %s', async (_what, alter) => {
    expect(await judge(pair(true, alter))).toBe('ARCHIVE_INVALID');
  });
});

it('opens a ZIP by its key as well', async () => {
  const { object } = await sampleArchive(dump, filestore);
  const store = storeOf({ 'a.zip': object });
  const { archive, objects } = await openStoredBackup(store, 'a.zip');
  expect((await buffer(await archive.open(DATABASE_MEMBER))).equals(dump)).toBe(true);
  expect((await buffer(await objects[0]!.open())).equals(object)).toBe(true);
  await expect(openStoredBackup(store, 'b.zip')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
});

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[bytes.length >> 1]! ^= 1;
  return copy;
}
