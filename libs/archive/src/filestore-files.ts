/**
 * The files of a backup's filestore, out of the package where it lies: of the object only the filestore is read, and
 * no further than to what is wanted. A gzip has to be read from its beginning, so that what lies behind takes longer.
 */
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { StrongroomError } from '@app/core';
import type { BackupArchiveReader } from './backup-archive-reader';
import { gunzipStream } from './gunzip-stream';
import { FILESTORE_MEMBER } from './manifest';
import { SafeTarGate } from './safe-tar-gate';
import { TarScanner } from './tar-scanner';

export interface FilestoreFile {
  /** Below the directory of the database: `ab/abcdef…`. */
  name: string;
  sizeBytes: number;
}

/** Each file, then its bytes, then its end. */
export type FilestoreEvent = { kind: 'file'; file: FilestoreFile } | { kind: 'data'; bytes: Buffer } | { kind: 'end' };

const DIGEST = /^[0-9a-f]{40}$/;

export class FilestoreFiles {
  private readonly expected: { files: number; tarBytes: number };

  /** @throws StrongroomError BACKUP_WITHOUT_FILESTORE */
  constructor(private readonly archive: BackupArchiveReader) {
    const { backup_id, filestore } = archive.manifest;
    if (!filestore) throw new StrongroomError('BACKUP_WITHOUT_FILESTORE', `The backup ${backup_id} has no filestore`);
    this.expected = { files: filestore.files, tarBytes: filestore.tar_size };
  }

  /**
   * In the order in which they lie in the package, which never changes.
   * @param wanted.prefix what the names begin with
   * @param wanted.after the last name of the page before
   * @returns `next`: the `after` of the next page; null when there is none
   * @throws StrongroomError ARCHIVE_*, ENCRYPTION_KEY_MISSING, and of the storage
   */
  async list(
    { prefix = '', after, limit }: { prefix?: string; after?: string; limit: number },
    signal: AbortSignal,
  ): Promise<{ files: FilestoreFile[]; next: string | null }> {
    const files: FilestoreFile[] = [];
    let before = after !== undefined;
    for await (const event of this.events(signal)) {
      if (event.kind !== 'file') continue;
      const { file } = event;
      if (before) before = file.name !== after;
      else if (file.name.startsWith(prefix)) {
        if (files.length === limit) return { files, next: files.at(-1)!.name };
        files.push(file);
      }
    }
    return { files, next: null };
  }

  /**
   * @param wanted its name, or the SHA-1 alone by which Odoo calls it
   * @returns once it is found. `content` is destroyed with ARCHIVE_CORRUPT at its end when it is not what its name says
   * @throws StrongroomError BACKUP_FILE_NOT_FOUND, and as `list`
   */
  async open(wanted: string, signal: AbortSignal): Promise<FilestoreFile & { content: Readable }> {
    const path = DIGEST.test(wanted) ? `${wanted.slice(0, 2)}/${wanted}` : wanted;
    const events = this.events(signal);
    for (let next = await events.next(); !next.done; next = await events.next()) {
      if (next.value.kind !== 'file' || next.value.file.name !== path) continue;
      const content = Readable.from(contentOf(path, events), { objectMode: false });
      // What nobody has begun to read is closed as well.
      content.once('close', () => void events.return());
      return { ...next.value.file, content };
    }
    throw new StrongroomError('BACKUP_FILE_NOT_FOUND', `The filestore of the backup has no file ${path}`);
  }

  /** All of them, in the order in which they lie there. @throws StrongroomError as `list` */
  async *events(signal: AbortSignal): AsyncGenerator<FilestoreEvent, void, void> {
    const member = await this.archive.open(FILESTORE_MEMBER, { signal });
    const tar = new SafeTarGate({ expected: this.expected });
    // The error, if any, is that of the tar; whoever reads it learns of it there.
    pipeline(member, gunzipStream(), tar, () => {});
    const scanner = new TarScanner();
    // The tar has entries of directories too.
    let inFile = false;
    try {
      for await (const chunk of tar as AsyncIterable<Buffer>)
        for (const event of scanner.push(chunk)) {
          if (event.kind === 'entry') inFile = event.entry.type === 'file';
          if (!inFile) continue;
          if (event.kind === 'entry') yield { kind: 'file', file: fileOf(event.entry) };
          else if (event.kind === 'data') yield { kind: 'data', bytes: chunk.subarray(event.start, event.end) };
          else if (event.kind === 'entry-end') yield { kind: 'end' };
        }
    } finally {
      tar.destroy();
    }
  }
}

/** The gate has let it through: it lies below the directory of the database. */
function fileOf({ name, sizeBytes }: { name: string; sizeBytes: number }): FilestoreFile {
  return { name: name.slice(name.indexOf('/') + 1), sizeBytes };
}

/** The last piece is held back until all of them are what the name says. */
async function* contentOf(path: string, events: AsyncIterable<FilestoreEvent>): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha1');
  let held: Buffer | undefined;
  for await (const event of events) {
    if (event.kind === 'data') {
      hash.update(event.bytes);
      if (held) yield held;
      held = event.bytes;
      continue;
    }
    const named = path.slice(path.lastIndexOf('/') + 1);
    if (DIGEST.test(named) && hash.digest('hex') !== named)
      throw new StrongroomError('ARCHIVE_CORRUPT', `The file ${path} is not what its name says`);
    if (held) yield held;
    return;
  }
}
