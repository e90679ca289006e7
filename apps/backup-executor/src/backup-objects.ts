/** The two objects of a backup in a storage: the ZIP, and the manifest beside it that makes it a backup. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { StrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { ObjectStore, ObjectWriter } from '@app/storage';

export interface BackupKeys {
  archive: string;
  sidecar: string;
}

const SIDECAR_MAX_BYTES = 2 * 1024 ** 2;

/** Whatever an attempt that did not finish left in the storage: unfinished writes, and an object that was never told. */
export async function removeLeftoverObjects(store: ObjectStore, keys: BackupKeys): Promise<void> {
  for (const key of [keys.sidecar, keys.archive]) {
    await store.discardUnfinished(key);
    await store.remove(key);
  }
}

interface WrittenArchive {
  store: ObjectStore;
  key: string;
  writer: ObjectWriter;
  committed: boolean;
}

/** Takes back what a failed attempt has written, as far as the storage lets it: the failure at hand is what counts, and a sweep removes what stays. */
export async function takeBack(written: WrittenArchive, { tenure }: Pick<RunningJob, 'tenure'>): Promise<void> {
  const { store, key, writer, committed } = written;
  await writer.discard().catch(() => undefined);
  // With the lease lost the object may already be another attempt's.
  if (committed && !tenure.aborted) await store.remove(key).catch(() => undefined);
}

/**
 * Writes the manifest that lies beside the ZIP: always last, because it makes the ZIP a backup.
 * @param options.proven whether it is read back; it is removed when it is another one then (CHECKSUM_MISMATCH)
 */
export async function writeSidecar(
  store: ObjectStore,
  key: string,
  text: string,
  { proven, signal }: { proven: boolean; signal: AbortSignal },
): Promise<void> {
  const writer = await store.write(key, {
    estimateBytes: Buffer.byteLength(text),
    contentType: 'application/json',
    signal,
  });
  try {
    await pipeline(Readable.from([Buffer.from(text)]), writer.stream, { signal });
    await writer.commit();
  } catch (error) {
    await writer.discard().catch(() => undefined);
    throw error;
  }
  if (!proven || (await readSidecar(store, key, signal)) === text) return;
  await store.remove(key);
  throw new StrongroomError('CHECKSUM_MISMATCH', `${store.location(key)} is not what was sent there`);
}

/** @throws StrongroomError OBJECT_NOT_FOUND, ARCHIVE_INVALID when it is far too large to be one */
export async function readSidecar(store: ObjectStore, key: string, signal: AbortSignal): Promise<string> {
  const object = await store.stat(key);
  if (!object) throw new StrongroomError('OBJECT_NOT_FOUND', `${store.location(key)} is not in the storage`);
  if (object.sizeBytes > SIDECAR_MAX_BYTES)
    throw new StrongroomError('ARCHIVE_INVALID', `${store.location(key)} has ${object.sizeBytes} bytes`);
  return (await buffer(await store.read(key, { end: object.sizeBytes, signal }))).toString('utf8');
}
