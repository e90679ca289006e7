import { pipeline, Readable } from 'node:stream';
import { FilestoreNames, FilestoreTar, gunzipStream, openOdooZip, planaBackup } from '@app/archive';
import type { BackupType, ForeignBackupPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { ObjectStat, ObjectStore } from '@app/storage';

/** A backup of somebody else's where it lies; both parts are read once, the dump first. */
export interface ForeignSource {
  /** Of the database, or what comes nearest to it. */
  name: string;
  takenAt: Date;
  backupType: BackupType;
  /** Bytes that will be read, at most. */
  sizeBytes: number;
  dump(): Promise<Readable>;
  /** A tar of nothing but a filestore; undefined: there is none. */
  filestore: { tar(): Promise<Readable>; names: FilestoreNames } | undefined;
  /** As its own Odoo tells it, such as 19.0. */
  odooVersion?: string;
  /** For the snapshot of the environment: what is known of where it comes from. */
  origin: Record<string, unknown>;
}

/** @throws StrongroomError OBJECT_NOT_FOUND, ARCHIVE_INVALID */
export async function openForeignSource(
  store: ObjectStore,
  foreign: ForeignBackupPayload,
  signal: AbortSignal,
): Promise<ForeignSource> {
  const object = await required(store, foreign.key);
  return foreign.layout === 'plana'
    ? openPlana(store, foreign, object, signal)
    : openZip(store, foreign, object, signal);
}

async function openPlana(
  store: ObjectStore,
  { key, filestore_key }: ForeignBackupPayload,
  object: ObjectStat,
  signal: AbortSignal,
): Promise<ForeignSource> {
  const named = planaBackup(key);
  if (named === undefined) throw new StrongroomError('ARCHIVE_INVALID', `${key} does not lie where PLANA puts a dump`);
  if (await store.stat(named.manifestKey))
    throw new StrongroomError('ARCHIVE_INVALID', `${key} is a backup of Strongroom: a rescan takes it in`);
  const files = await (filestore_key ? required(store, filestore_key) : ofSameMoment());
  async function ofSameMoment(): Promise<ObjectStat | undefined> {
    return filestore_key === null ? undefined : store.stat(named!.filestoreKey);
  }
  const names = new FilestoreNames();
  return {
    name: named.slug,
    takenAt: named.takenAt,
    backupType: named.insurance ? 'pre_destroy' : 'manual',
    sizeBytes: object.sizeBytes + (files?.sizeBytes ?? 0),
    dump: () => store.read(key, { end: object.sizeBytes, signal }),
    filestore: files && {
      names,
      tar: async () => {
        const tar = new FilestoreTar(names);
        const packed = await store.read(files.key, { end: files.sizeBytes, signal });
        // The error, if any, is that of the returned stream.
        pipeline(packed, gunzipStream(), tar, () => {});
        return tar;
      },
    },
    origin: { layout: 'plana', slug: named.slug, key, filestore_key: files?.key ?? null },
  };
}

async function openZip(
  store: ObjectStore,
  { key }: ForeignBackupPayload,
  object: ObjectStat,
  signal: AbortSignal,
): Promise<ForeignSource> {
  const read = (start: number, end: number) => store.read(key, { start, end, signal });
  const zip = await openOdooZip({ sizeBytes: object.sizeBytes, read }, signal);
  const { db_name, version, major_version, modules } = await zip.manifest();
  const odooVersion = major_version ?? version;
  const names = new FilestoreNames();
  return {
    name: typeof db_name === 'string' && db_name !== '' ? db_name : 'imported',
    takenAt: object.modifiedAt,
    backupType: 'manual',
    sizeBytes: object.sizeBytes,
    dump: async () => zip.dump(),
    filestore: zip.hasFilestore ? { names, tar: async () => zip.filestore(names) } : undefined,
    origin: { layout: 'odoo_zip', key, db_name, odoo_version: odooVersion, modules },
    ...(typeof odooVersion === 'string' && { odooVersion }),
  };
}

async function required(store: ObjectStore, key: string): Promise<ObjectStat> {
  const object = await store.stat(key);
  if (object) return object;
  throw new StrongroomError('OBJECT_NOT_FOUND', `${store.location(key)} is not in the storage`);
}
