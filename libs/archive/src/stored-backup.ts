/**
 * Opens a backup by its key, whichever way it lies in its storage: a ZIP is read by its directory; a pair by the manifest
 * beside it, as if dump and filestore followed each other in one object.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { StrongroomError } from '@app/core';
import { BackupArchiveReader, openBackupArchive, type RangeReader } from './backup-archive-reader';
import { type BackupKeys, keysOf } from './layouts';
import {
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  type Manifest,
  manifestText,
  parseManifest,
  parseSidecar,
} from './manifest';

/** What of a storage a reader needs. `read` delivers exactly the bytes from `start` up to, not including, `end`, or fails. */
export interface ObjectSource {
  stat(key: string): Promise<{ sizeBytes: number } | undefined>;
  read(key: string, range: { start: number; end: number; signal?: AbortSignal }): Promise<Readable>;
  location(key: string): string;
}

/** One of the objects that a backup consists of, its manifest aside. */
export interface StoredObject {
  key: string;
  sizeBytes: number;
  contentType: string;
  /** Streams it as it lies there, compared with the manifest; fails as `BackupArchiveReader.openWhole` does. */
  open: (options?: { signal?: AbortSignal }) => Promise<Readable>;
}

export interface StoredBackup {
  archive: BackupArchiveReader;
  objects: readonly StoredObject[];
  sizeBytes: number;
}

export interface OpenOptions {
  signal?: AbortSignal;
  /** What encrypted components are decrypted with; without the list only their stored bytes can be read. */
  identities?: readonly string[];
  /** Of a pair whose manifest is not written yet. */
  manifest?: Manifest;
}

export const ZIP_TYPE = 'application/zip';
export const GZIP_TYPE = 'application/gzip';

const SIDECAR_MAX_BYTES = 2 * 1024 ** 2;

/**
 * @param key of the ZIP, or of the dump of a pair
 * @throws StrongroomError OBJECT_NOT_FOUND when an object of it is not there, ARCHIVE_CORRUPT when one has another size than the
 *   manifest says, and as openBackupArchive
 */
export async function openStoredBackup(
  source: ObjectSource,
  key: string,
  options: OpenOptions = {},
): Promise<StoredBackup> {
  const keys = keysOf(key);
  if (keys.filestore !== undefined) return openPair(source, { ...keys, filestore: keys.filestore }, options);
  const { signal, identities } = options;
  const reader = {
    sizeBytes: await sizeOf(source, key),
    read: (start: number, end: number, how = { signal }) => source.read(key, { start, end, ...how }),
  };
  const archive = await openBackupArchive(reader, { ...(signal && { signal }), ...(identities && { identities }) });
  const { sizeBytes } = reader;
  const open = (how?: { signal?: AbortSignal }) => archive.openWhole(how);
  return { archive, sizeBytes, objects: [{ key, sizeBytes, contentType: ZIP_TYPE, open }] };
}

/** The text of a manifest that lies beside a backup. @throws StrongroomError OBJECT_NOT_FOUND, ARCHIVE_INVALID when it is far too large to be one */
export async function readSidecar(source: ObjectSource, key: string, signal?: AbortSignal): Promise<string> {
  const end = await sizeOf(source, key);
  if (end > SIDECAR_MAX_BYTES) throw new StrongroomError('ARCHIVE_INVALID', `${source.location(key)} has ${end} bytes`);
  return (await buffer(await source.read(key, { start: 0, end, ...(signal && { signal }) }))).toString('utf8');
}

interface Part {
  name: string;
  key: string;
  sizeBytes: number;
  /** In the one object that both parts are read as. */
  start: number;
  end: number;
}

async function openPair(
  source: ObjectSource,
  keys: Required<BackupKeys>,
  { signal, manifest: unwritten }: OpenOptions,
): Promise<StoredBackup> {
  // What is not written yet is taken as it will be read: in memory it may be more exact.
  const manifest = unwritten
    ? parseManifest(manifestText(unwritten))
    : parseSidecar(await readSidecar(source, keys.sidecar, signal));
  const parts = await partsOf(source, keys, manifest);
  const archive = new BackupArchiveReader(readerOf(source, parts, signal), manifest, parts, Buffer.alloc(0));
  return {
    archive,
    sizeBytes: parts.at(-1)!.end,
    objects: parts.map(({ name, key, sizeBytes }) => ({
      key,
      sizeBytes,
      contentType: GZIP_TYPE,
      open: (how) => archive.openStored(name, how),
    })),
  };
}

async function partsOf(source: ObjectSource, keys: Required<BackupKeys>, manifest: Manifest): Promise<Part[]> {
  const { database, filestore, encryption } = manifest;
  if (encryption || database.format !== 'plain_sql_gz' || (filestore && filestore.key !== keys.filestore))
    throw new StrongroomError('ARCHIVE_INVALID', `${source.location(keys.sidecar)} is not the manifest of a pair`);
  const parts: Part[] = [];
  const add = async (name: string, key: string, said: { size: number }) => {
    const sizeBytes = await sizeOf(source, key);
    if (sizeBytes !== said.size)
      throw new StrongroomError(
        'ARCHIVE_CORRUPT',
        `${source.location(key)} has ${sizeBytes} bytes where the manifest says ${said.size}`,
      );
    const start = parts.at(-1)?.end ?? 0;
    parts.push({ name, key, sizeBytes, start, end: start + sizeBytes });
  };
  await add(DATABASE_MEMBER, keys.archive, database);
  if (filestore) await add(FILESTORE_MEMBER, keys.filestore, filestore);
  return parts;
}

/** Both parts as one object. */
function readerOf(source: ObjectSource, parts: readonly Part[], signal?: AbortSignal): RangeReader {
  const piecesOf = async function* (from: number, to: number, how: { signal?: AbortSignal }) {
    for (const { key, start, end } of parts) {
      const range = { start: Math.max(from, start) - start, end: Math.min(to, end) - start };
      if (range.start < range.end) yield* (await source.read(key, { ...range, ...how })) as AsyncIterable<Buffer>;
    }
  };
  return {
    sizeBytes: parts.at(-1)!.end,
    read: async (from, to, how = { ...(signal && { signal }) }) => {
      const whole = parts.find(({ start, end }) => from >= start && to <= end);
      if (whole) return source.read(whole.key, { start: from - whole.start, end: to - whole.start, ...how });
      return Readable.from(piecesOf(from, to, how), { objectMode: false, highWaterMark: 1 << 18 });
    },
  };
}

async function sizeOf(source: ObjectSource, key: string): Promise<number> {
  const object = await source.stat(key);
  if (object) return object.sizeBytes;
  throw new StrongroomError('OBJECT_NOT_FOUND', `${source.location(key)} is not in the storage`);
}
