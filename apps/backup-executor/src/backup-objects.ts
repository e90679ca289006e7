/** The objects of a backup in a storage: what it consists of, and the manifest beside it that makes it a backup. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contentKeys, everyKeyOf, keysOf, readSidecar } from '@app/archive';
import { StrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { ObjectStore, ObjectWriter } from '@app/storage';

/** Whatever an attempt that did not finish left in the storage: unfinished writes, and objects that were never told. */
export async function removeLeftoverObjects(store: ObjectStore, archive: string): Promise<void> {
  for (const key of everyKeyOf(archive)) {
    await store.discardUnfinished(key);
    await store.remove(key);
  }
}

interface Written {
  store: ObjectStore;
  /** What the backup goes by. */
  archive: string;
  writers: readonly ObjectWriter[];
  /** Whether anything of it has appeared. */
  committed: boolean;
}

/** Takes back what a failed attempt has written, as far as the storage lets it: the failure at hand is what counts, and a sweep removes what stays. */
export async function takeBack(written: Written, { tenure }: Pick<RunningJob, 'tenure'>): Promise<void> {
  const { store, archive, writers, committed } = written;
  for (const writer of writers) await writer.discard().catch(() => undefined);
  // With the lease lost what is stored may already be another attempt's.
  if (!committed || tenure.aborted) return;
  for (const key of contentKeys(keysOf(archive))) await store.remove(key).catch(() => undefined);
}

/**
 * Writes the manifest that lies beside a backup: always last, because it makes a backup of what is there.
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
