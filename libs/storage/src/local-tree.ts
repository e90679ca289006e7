/**
 * A directory of this machine. A file is on the disk when it is finished and its name when it is renamed (fsync of file
 * and directory). It follows symbolic links that somebody with write access put below the directory.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { StrongroomError } from '@app/core';
import type { FileSink, FileStat, FileTree, OpenFile, TreeEntry } from './file-tree';
import { isSystemError, translateSystemError } from './local-errors';

/** Larger pieces pile up faster than the garbage collector sees them: memory is theirs, not its own. */
const READ_BYTES = 128 * 1024;

export class LocalTree implements FileTree {
  readonly resumes = 0;
  private readonly root: string;

  constructor(path: string) {
    this.root = resolve(path);
  }

  async rootState(): Promise<'present' | 'absent' | 'unreachable'> {
    const root = await stat(this.root).catch(() => undefined);
    if (root) return root.isDirectory() ? 'present' : 'unreachable';
    const parent = await stat(dirname(this.root)).catch(() => undefined);
    return parent?.isDirectory() ? 'absent' : 'unreachable';
  }

  createRoot(): Promise<void> {
    return this.makeDirectory('');
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const found = await ifThere(stat(this.locate(path)), `look at ${this.locate(path)}`);
    return found?.isFile() ? statOf(found) : undefined;
  }

  async entries(directory: string): Promise<TreeEntry[]> {
    const place = this.locate(directory);
    const found = await ifThere(readdir(place, { withFileTypes: true }), `list ${place}`);
    return (found ?? []).flatMap((entry): TreeEntry[] => {
      if (entry.isDirectory()) return [{ name: entry.name, kind: 'directory' }];
      return entry.isFile() ? [{ name: entry.name, kind: 'file' }] : [];
    });
  }

  async makeDirectory(path: string): Promise<void> {
    await mkdir(this.locate(path), { mode: 0o700 }).catch(async (thrown: unknown) => {
      const present = await stat(this.locate(path)).catch(() => undefined);
      // A parent that another writer has just taken away is met, and made again, when the file is created.
      if (!present?.isDirectory() && !isSystemError(thrown, 'ENOENT')) {
        throw translateSystemError(thrown, `create ${this.locate(path)}`);
      }
    });
  }

  async removeEmptyDirectory(path: string): Promise<boolean> {
    return rmdir(this.locate(path)).then(
      () => true,
      () => false,
    );
  }

  async create(path: string): Promise<FileSink | undefined> {
    const place = this.locate(path);
    const file = await ifThere(open(place, 'wx', 0o600), `begin ${place}`);
    return file && new LocalSink(file, place);
  }

  async open(path: string): Promise<OpenFile | undefined> {
    const place = this.locate(path);
    const file = await ifThere(open(place), `read ${place}`);
    if (!file) return undefined;
    const stats = await file.stat();
    return {
      ...statOf(stats),
      read: async (start, end): Promise<Readable> =>
        file.createReadStream({ start, end: end - 1, highWaterMark: READ_BYTES }),
      close: () => file.close(),
    };
  }

  async rename(from: string, to: string): Promise<void> {
    const target = this.locate(to);
    try {
      await rename(this.locate(from), target);
      await syncDirectory(dirname(target));
    } catch (thrown) {
      throw translateSystemError(thrown, `finish ${target}`);
    }
  }

  async remove(path: string): Promise<boolean> {
    const place = this.locate(path);
    const removing = unlink(place).then(() => syncDirectory(dirname(place)));
    return (
      (await ifThere(
        removing.then(() => true),
        `remove ${place}`,
      )) ?? false
    );
  }

  locate(path: string): string {
    return join(this.root, path);
  }

  translate(thrown: unknown, doing: string): StrongroomError {
    return translateSystemError(thrown, doing);
  }

  async close(): Promise<void> {}
}

class LocalSink implements FileSink {
  constructor(
    private readonly file: FileHandle,
    private readonly place: string,
  ) {}

  async write(chunks: Buffer[]): Promise<void> {
    let rest = chunks;
    try {
      while (rest.length > 0) {
        let { bytesWritten } = await this.file.writev(rest);
        // A full disk shows as a short write first, and as ENOSPC when the rest is tried.
        rest = rest.flatMap((chunk) => {
          const taken = Math.min(bytesWritten, chunk.length);
          bytesWritten -= taken;
          return taken === chunk.length ? [] : [chunk.subarray(taken)];
        });
      }
    } catch (thrown) {
      throw translateSystemError(thrown, `write ${this.place}`);
    }
  }

  async finish(): Promise<void> {
    try {
      await this.file.sync();
      await this.file.close();
    } catch (thrown) {
      throw translateSystemError(thrown, `finish ${this.place}`);
    }
  }

  abort(): Promise<void> {
    return this.file.close();
  }
}

/** What the system answers; undefined when it says that there is no such name. */
async function ifThere<T>(answer: Promise<T>, doing: string): Promise<T | undefined> {
  return answer.catch((thrown: unknown) => {
    if (isSystemError(thrown, 'ENOENT', 'ENOTDIR')) return undefined;
    throw translateSystemError(thrown, doing);
  });
}

function statOf(stats: Stats): FileStat {
  return {
    sizeBytes: stats.size,
    modifiedAt: stats.mtime,
    ...(stats.birthtimeMs > 0 ? { createdAt: stats.birthtime } : {}),
  };
}

/** Makes names in a directory survive a power failure. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
