/** Says whether an object is the backup that it is taken for. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StrongroomError } from '@app/core';
import type { BackupArchiveReader } from './backup-archive-reader';
import { isDamage } from './damage';
import { FilestoreWalk } from './filestore-walk';
import { gunzipStream } from './gunzip-stream';
import { DATABASE_MEMBER, FILESTORE_MEMBER, type Manifest, manifestText, parseManifest } from './manifest';

export interface VerifyOptions {
  /** What was written: a manifest that differs from it is damage too. Without it the one in the object is believed. */
  expected?: Manifest;
  /**
   * Given: every member is read to its end by what would restore it, the dump by this. Rejects with ARCHIVE_CORRUPT
   * when the dump cannot be read, and with something else when nothing can be said. Absent: every member is re-hashed.
   */
  readDump?: (dump: Readable, manifest: Manifest) => Promise<void>;
  /** What encrypted components are decrypted with; re-hashing needs none. */
  identities?: readonly string[];
  onBytes?: (bytes: number) => void;
  signal?: AbortSignal;
}

/**
 * Reads a backup once, from end to end, and compares it with its manifest. A verdict is about the backup; a storage
 * that cannot be reached gives none, and throws. `onBytes` hears of every chunk.
 */
export async function verifyBackup(
  open: (how: { signal?: AbortSignal; identities?: readonly string[] }) => Promise<BackupArchiveReader>,
  options: VerifyOptions = {},
): Promise<{ intact: boolean; error?: StrongroomError }> {
  try {
    const { expected, readDump, identities, signal } = options;
    const archive = await open({ ...(signal && { signal }), ...(readDump && identities && { identities }) });
    if (expected && !isSame(archive.manifest, expected))
      throw new StrongroomError('ARCHIVE_CORRUPT', 'The object holds another manifest than the one that was written');
    if (readDump) await readMembers(archive, readDump, options);
    else await drain(await archive.openWhole(options), options);
    return { intact: true };
  } catch (error) {
    if (isDamage(error)) return { intact: false, error };
    throw error;
  }
}

/** As both are read: a manifest in memory may be more exact than its text. */
function isSame(found: Manifest, expected: Manifest): boolean {
  return manifestText(found) === manifestText(parseManifest(manifestText(expected)));
}

async function readMembers(
  archive: BackupArchiveReader,
  readDump: NonNullable<VerifyOptions['readDump']>,
  options: VerifyOptions,
): Promise<void> {
  const { manifest } = archive;
  const dump = counted(await archive.open(DATABASE_MEMBER, options), options);
  try {
    await readDump(dump, manifest);
  } catch (error) {
    dump.destroy();
    // A tool that stumbles over damage may take the fault for its own: the checksums know better.
    if (!isDamage(error)) await drain(await archive.openWhole(options), {});
    throw error;
  }
  if (!manifest.filestore) return;
  const filestore = counted(await archive.open(FILESTORE_MEMBER, options), options);
  const { signal } = options;
  await pipeline(filestore, gunzipStream(), new FilestoreWalk(manifest.filestore.files), { signal });
}

async function drain(bytes: Readable, { onBytes }: VerifyOptions): Promise<void> {
  for await (const chunk of bytes) onBytes?.((chunk as Buffer).length);
}

function counted(bytes: Readable, { onBytes }: VerifyOptions): Readable {
  return bytes.on('data', (chunk: Buffer) => onBytes?.(chunk.length)).pause();
}
