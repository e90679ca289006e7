/**
 * Opens a backup where it lies, by ranged reads: one for the end of the object, which holds the directory and the
 * manifest, and one for each member. Accepts exactly what BackupArchiveWriter writes: the known members, stored, each
 * within its own range. A member is compared with the manifest while it streams.
 */
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { StrongroomError } from '@app/core';
import { DATABASE_MEMBER, FILESTORE_MEMBER, MANIFEST_MEMBER, parseManifest, type Manifest } from './manifest';
import { MemberCheck, type ExpectedMember } from './member-check';
import { readDirectory, type DirectoryEntry } from './zip-directory';

/** Where a backup lies. `read` delivers exactly the bytes from `start` up to, not including, `end`, or fails. */
export interface RangeReader {
  readonly sizeBytes: number;
  read(start: number, end: number, options?: { signal?: AbortSignal }): Promise<Readable>;
}

const TAIL_BYTES = 1 << 20;
const MANIFEST_MAX_BYTES = 1 << 20;

/** @throws StrongroomError ARCHIVE_INVALID when the object is no backup, and what the reader throws */
export async function openBackupArchive(
  reader: RangeReader,
  options: { signal?: AbortSignal } = {},
): Promise<BackupArchiveReader> {
  const tailStart = Math.max(0, reader.sizeBytes - TAIL_BYTES);
  const tail = await readAll(reader, tailStart, reader.sizeBytes, options.signal);
  const entries = await readDirectory(tail, reader.sizeBytes);
  const manifestEntry = entries.find((entry) => entry.name === MANIFEST_MEMBER);
  if (!manifestEntry) throw new StrongroomError('ARCHIVE_INVALID', `The object has no ${MANIFEST_MEMBER}`);
  if (manifestEntry.sizeBytes > MANIFEST_MAX_BYTES)
    throw new StrongroomError('ARCHIVE_INVALID', `The manifest has ${manifestEntry.sizeBytes} bytes`);
  const manifest = parseManifest(await readManifest(reader, tail, tailStart, manifestEntry, options.signal));
  refuseOtherMembers(entries, manifest);
  return new BackupArchiveReader(reader, manifest, entries);
}

export class BackupArchiveReader {
  readonly members: readonly { name: string; sizeBytes: number }[];

  constructor(
    private readonly reader: RangeReader,
    readonly manifest: Manifest,
    private readonly entries: readonly DirectoryEntry[],
  ) {
    this.members = entries.map(({ name, sizeBytes }) => ({ name, sizeBytes }));
  }

  /**
   * Streams one member by one ranged read. The stream is destroyed with ARCHIVE_CORRUPT, at its end, when size or
   * SHA-256 are not those of the manifest, and with OBJECT_TRUNCATED when the storage delivers too little.
   */
  async open(name: string, options: { signal?: AbortSignal } = {}): Promise<Readable> {
    const entry = this.entries.find((candidate) => candidate.name === name);
    if (!entry) throw new StrongroomError('ARCHIVE_INVALID', `The backup has no member ${name}`);
    const expected = expectedOf(entry, this.manifest);
    if (expected.sizeBytes !== entry.sizeBytes)
      throw new StrongroomError(
        'ARCHIVE_CORRUPT',
        `${name} has ${entry.sizeBytes} bytes where the manifest says ${expected.sizeBytes}`,
      );
    const source = await this.reader.read(entry.start, entry.end, options);
    return MemberCheck.over(source, expected, options.signal);
  }
}

/**
 * Reads every member and compares it with the manifest. A verdict is about the object; a storage that cannot be
 * reached gives none, and throws. `onBytes` hears of every chunk.
 */
export async function verifyBackupArchive(
  reader: RangeReader,
  options: { onBytes?: (bytes: number) => void; signal?: AbortSignal } = {},
): Promise<{ intact: boolean; error?: StrongroomError }> {
  try {
    const archive = await openBackupArchive(reader, options);
    for (const { name } of archive.members)
      for await (const chunk of await archive.open(name, options)) options.onBytes?.((chunk as Buffer).length);
    return { intact: true };
  } catch (error) {
    if (isVerdict(error)) return { intact: false, error };
    throw error;
  }
}

const VERDICTS: readonly string[] = ['ARCHIVE_CORRUPT', 'ARCHIVE_INVALID', 'OBJECT_NOT_FOUND'];

function isVerdict(error: unknown): error is StrongroomError {
  return error instanceof StrongroomError && VERDICTS.includes(error.code);
}

async function readAll(reader: RangeReader, start: number, end: number, signal?: AbortSignal): Promise<Buffer> {
  if (start === end) return Buffer.alloc(0);
  const bytes = await buffer(await reader.read(start, end, { signal }));
  if (bytes.length !== end - start)
    throw new StrongroomError('OBJECT_TRUNCATED', `The storage delivered ${bytes.length} of ${end - start} bytes`);
  return bytes;
}

async function readManifest(
  reader: RangeReader,
  tail: Buffer,
  tailStart: number,
  entry: DirectoryEntry,
  signal?: AbortSignal,
): Promise<string> {
  const { start, end } = entry;
  const range =
    start >= tailStart ? tail.subarray(start - tailStart, end - tailStart) : await readAll(reader, start, end, signal);
  const content = await buffer(MemberCheck.over(range, { name: entry.name, sizeBytes: entry.sizeBytes }));
  if (crc32(content) !== entry.crc32) throw new StrongroomError('ARCHIVE_CORRUPT', 'The manifest has a wrong CRC-32');
  return content.toString('utf8');
}

function refuseOtherMembers(entries: readonly DirectoryEntry[], manifest: Manifest): void {
  const expected = [DATABASE_MEMBER, ...(manifest.filestore ? [FILESTORE_MEMBER] : []), MANIFEST_MEMBER].toSorted();
  const actual = entries.map(({ name }) => name).toSorted();
  if (expected.join('\n') !== actual.join('\n'))
    throw new StrongroomError(
      'ARCHIVE_INVALID',
      `The object holds ${actual.join(', ')} where the manifest says ${expected.join(', ')}`,
    );
}

function expectedOf(entry: DirectoryEntry, manifest: Manifest): ExpectedMember {
  const part = { [DATABASE_MEMBER]: manifest.database, [FILESTORE_MEMBER]: manifest.filestore }[entry.name];
  if (part) return { name: entry.name, sizeBytes: part.size, sha256: part.checksum };
  return { name: entry.name, sizeBytes: entry.sizeBytes };
}
