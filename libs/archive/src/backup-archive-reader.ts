/**
 * Opens a backup where it lies, by ranged reads: one for the end of the object, which holds the directory and the
 * manifest, and one for each member, or for all the rest at once. Accepts exactly what BackupArchiveWriter writes: the
 * known members, stored, each within its own range. A member is compared with the manifest while it streams, and
 * decrypted where it is an age file.
 */
import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { StrongroomError } from '@app/core';
import { ArchiveCheck } from './archive-check';
import { isDamage, mayBeDamage } from './damage';
import { encryptionKeyMissing, identityFor } from './encryption-keys';
import { componentsOf, MANIFEST_MEMBER, parseManifest, type Manifest } from './manifest';
import { MemberCheck, type ExpectedMember } from './member-check';
import { OpeningStage } from './opening-stage';
import { readDirectory, type DirectoryEntry } from './zip-directory';

/** Where a backup lies. `read` delivers exactly the bytes from `start` up to, not including, `end`, or fails. */
export interface RangeReader {
  readonly sizeBytes: number;
  read(start: number, end: number, options?: { signal?: AbortSignal }): Promise<Readable>;
}

/** Where a member lies. Without a CRC-32 its range is its content alone. */
export type MemberRange = Omit<DirectoryEntry, 'crc32'> & Partial<Pick<DirectoryEntry, 'crc32'>>;

const TAIL_BYTES = 1 << 20;
const MANIFEST_MAX_BYTES = 1 << 20;

/**
 * @param options.identities what encrypted components are decrypted with; without the list only their stored bytes can be read
 * @throws StrongroomError ARCHIVE_INVALID when the object is no backup, ARCHIVE_CORRUPT when its directory and its manifest
 *   speak of other sizes, ENCRYPTION_KEY_MISSING when none of the given
 *   identities fits it, and what the reader throws
 */
export async function openBackupArchive(
  reader: RangeReader,
  options: { signal?: AbortSignal; identities?: readonly string[] } = {},
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
  for (const entry of entries) expectedOf(entry, manifest);
  const { identities } = options;
  const identity = manifest.encryption && identities && (await identityFor(manifest.encryption, identities));
  return new BackupArchiveReader(reader, manifest, entries, tail, identity ?? undefined);
}

export class BackupArchiveReader {
  /** As they lie in the ZIP: encrypted components under their own name with `.age` behind it. */
  readonly members: readonly { name: string; sizeBytes: number }[];

  constructor(
    private readonly reader: RangeReader,
    readonly manifest: Manifest,
    private readonly entries: readonly MemberRange[],
    private readonly tail: Buffer,
    private readonly identity?: string,
  ) {
    this.members = entries.map(({ name, sizeBytes }) => ({ name, sizeBytes }));
  }

  /**
   * Streams the plain content of one member, DATABASE_MEMBER or FILESTORE_MEMBER, whether it is encrypted or not. Fails
   * as `openStored` does, and with ARCHIVE_CORRUPT also when the content is not what was encrypted.
   * @throws StrongroomError ENCRYPTION_KEY_MISSING when it is encrypted and the archive was opened without identities
   */
  async open(name: string, options: { signal?: AbortSignal } = {}): Promise<Readable> {
    const { encryption } = this.manifest;
    const place = componentsOf(this.manifest).find(({ component }) => component === name);
    if (!encryption || !place) return this.openStored(name, options);
    if (this.identity === undefined) throw encryptionKeyMissing(encryption);
    const stored = await this.openStored(place.stored.name, options);
    const { size, checksum } = place.content;
    const opening = new OpeningStage(this.identity, { name, sizeBytes: size, sha256: checksum });
    // The error, if any, is that of the returned stream; whoever reads it learns of it there.
    pipeline(stored, opening, () => {});
    return options.signal ? addAbortSignal(options.signal, opening) : opening;
  }

  /**
   * Streams one member as it lies in the ZIP, by one ranged read. The stream is destroyed with ARCHIVE_CORRUPT, at its end, when size or
   * SHA-256 are not those of the manifest, and with OBJECT_TRUNCATED when the storage delivers too little.
   */
  async openStored(name: string, options: { signal?: AbortSignal } = {}): Promise<Readable> {
    const entry = this.entries.find((candidate) => candidate.name === name);
    if (!entry) throw new StrongroomError('ARCHIVE_INVALID', `The backup has no member ${name}`);
    const expected = expectedOf(entry, this.manifest);
    const source = await this.reader.read(entry.start, entry.end, options);
    return MemberCheck.over(source, expected, options.signal);
  }

  /**
   * What has kept a member from being loaded: its damage, if that may have made `failure` and a further reading of the
   * member shows it, else `failure`. A tool that stumbles over damage takes the fault for its own, or for its server's.
   */
  async causeOf(failure: unknown, name: string, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    if (!mayBeDamage(failure) || options.signal?.aborted) return failure;
    const place = componentsOf(this.manifest).find(({ component }) => component === name);
    try {
      const stored = await this.openStored(place?.stored.name ?? name, options);
      await finished(stored.resume());
      return failure;
    } catch (found) {
      return isDamage(found) ? found : failure;
    }
  }

  /**
   * Streams the whole object as it lies in the storage, by one more ranged read at most. The stream is destroyed as
   * `openStored` says when any member is not that of the manifest.
   */
  async openWhole(options: { signal?: AbortSignal } = {}): Promise<Readable> {
    const check = new ArchiveCheck(
      this.entries.map((entry) => ({ ...entry, expected: expectedOf(entry, this.manifest) })),
    );
    const headBytes = this.reader.sizeBytes - this.tail.length;
    const head = headBytes > 0 ? await this.reader.read(0, headBytes, options) : Readable.from([]);
    const { tail } = this;
    const bytes = async function* () {
      let delivered = 0;
      for await (const chunk of head as AsyncIterable<Buffer>) {
        delivered += chunk.length;
        yield chunk;
      }
      if (delivered !== headBytes) throw truncated(delivered, headBytes);
      yield tail;
    };
    // The error, if any, is that of the returned stream.
    pipeline(bytes, check, () => {});
    return options.signal ? addAbortSignal(options.signal, check) : check;
  }
}

async function readAll(reader: RangeReader, start: number, end: number, signal?: AbortSignal): Promise<Buffer> {
  if (start === end) return Buffer.alloc(0);
  const bytes = await buffer(await reader.read(start, end, { signal }));
  if (bytes.length !== end - start) throw truncated(bytes.length, end - start);
  return bytes;
}

function truncated(delivered: number, expected: number): StrongroomError {
  return new StrongroomError('OBJECT_TRUNCATED', `The storage delivered ${delivered} of ${expected} bytes`);
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
  const { name, sizeBytes, crc32 } = entry;
  return (await buffer(MemberCheck.over(range, { name, sizeBytes, rangeBytes: end - start, crc32 }))).toString('utf8');
}

function refuseOtherMembers(entries: readonly DirectoryEntry[], manifest: Manifest): void {
  const expected = [...componentsOf(manifest).map(({ stored }) => stored.name), MANIFEST_MEMBER].toSorted();
  const actual = entries.map(({ name }) => name).toSorted();
  if (expected.join('\n') !== actual.join('\n'))
    throw new StrongroomError(
      'ARCHIVE_INVALID',
      `The object holds ${actual.join(', ')} where the manifest says ${expected.join(', ')}`,
    );
}

/** @throws StrongroomError ARCHIVE_CORRUPT when the directory and the manifest speak of other sizes */
function expectedOf({ name, sizeBytes, crc32, start, end }: MemberRange, manifest: Manifest): ExpectedMember {
  const part = componentsOf(manifest).find(({ stored }) => stored.name === name)?.stored;
  const rangeBytes = end - start;
  if (!part) return { name, sizeBytes, rangeBytes, crc32 };
  if (part.size !== sizeBytes)
    throw new StrongroomError('ARCHIVE_CORRUPT', `${name} has ${sizeBytes} bytes where the manifest says ${part.size}`);
  return { name, sizeBytes, rangeBytes, crc32, sha256: part.checksum };
}
