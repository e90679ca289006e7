/**
 * Objects as files below one directory. A write goes to `.{name}.{random}.part` beside its place and is renamed when it
 * is whole and on the disk (fsync of file and directory), so a name never stands for half an object. Refuses keys that
 * would leave the directory. It follows symbolic links that somebody with write access put below the directory. Unlike S3 it cannot
 * hold an object `a` beside an object `a/b`.
 */
import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { StrongroomError } from '@app/core';
import { ExactRangeStream } from './exact-range-stream';
import { isSystemError, translateSystemError } from './local-errors';
import { LocalWriter, syncDirectory } from './local-writer';
import { checkKey, checkListPrefix, normalizeConfigPrefix } from './object-key';
import type {
  ObjectStat,
  ObjectStore,
  ObjectWriter,
  ReadOptions,
  StorageSettings,
  UnfinishedWrite,
  WriteOptions,
} from './object-store';

const PART_NAME = /^\.(.+)\.[0-9a-f]{16}\.part$/s;

export class LocalStore implements ObjectStore {
  private readonly root: string;
  private readonly prefix: string;

  constructor(settings: StorageSettings) {
    if (settings.path === undefined || !isAbsolute(settings.path)) {
      throw new StrongroomError('STORAGE_CONFIG_INVALID', 'the provider local needs `path`, an absolute directory');
    }
    this.root = resolve(settings.path);
    this.prefix = normalizeConfigPrefix(settings.prefix);
  }

  async write(key: string, options: WriteOptions = {}): Promise<ObjectWriter> {
    options.signal?.throwIfAborted();
    const path = this.pathOf(key);
    const name = path.slice(dirname(path).length + 1);
    const partPath = join(dirname(path), `.${name}.${randomBytes(8).toString('hex')}.part`);
    await this.ensureRoot();
    try {
      // The empty directory may be taken away by a remove at the same time: then once more.
      const file = await this.openPart(partPath).catch((thrown: unknown) => {
        if (isSystemError(thrown, 'ENOENT')) return this.openPart(partPath);
        throw thrown;
      });
      return new LocalWriter({ key, path, partPath, file, signal: options.signal, cleanUp: () => this.prune(path) });
    } catch (thrown) {
      throw translateSystemError(thrown, `begin ${path}`);
    }
  }

  async stat(key: string): Promise<ObjectStat | undefined> {
    const path = this.pathOf(key);
    try {
      const found = await stat(path);
      return found.isFile() ? { key, sizeBytes: found.size, modifiedAt: found.mtime } : undefined;
    } catch (thrown) {
      if (!isSystemError(thrown, 'ENOENT', 'ENOTDIR')) throw translateSystemError(thrown, `look at ${path}`);
      await this.requireRoot();
      return undefined;
    }
  }

  async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    const path = this.pathOf(key);
    const translate = (thrown: unknown) => translateSystemError(thrown, `read ${path}`);
    const file = await open(path).catch(async (thrown: unknown) => {
      if (!isSystemError(thrown, 'ENOENT', 'ENOTDIR')) throw translate(thrown);
      await this.requireRoot();
      throw new StrongroomError('OBJECT_NOT_FOUND', `${path} does not exist`, { details: { key } });
    });
    try {
      const { size } = await file.stat();
      const { start = 0, end = size } = options;
      if (start > end || end > size) throw beyondEnd(path, start, end, size);
      const openFile = async (from: number): Promise<Readable> =>
        file.createReadStream({ start: from, end: end - 1, highWaterMark: 1024 ** 2 });
      const first = start < end ? await openFile(start) : undefined;
      if (first === undefined) await file.close();
      return new ExactRangeStream({
        start,
        end,
        first,
        translate,
        name: path,
        resumes: 0,
        open: openFile,
        signal: options.signal,
      });
    } catch (thrown) {
      await file.close();
      throw translate(thrown);
    }
  }

  async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    try {
      await unlink(path);
      await syncDirectory(dirname(path));
    } catch (thrown) {
      if (!isSystemError(thrown, 'ENOENT', 'ENOTDIR')) throw translateSystemError(thrown, `remove ${path}`);
      await this.requireRoot();
      return;
    }
    await this.prune(path);
  }

  async *list(prefix: string): AsyncIterable<ObjectStat> {
    checkListPrefix(prefix);
    await this.requireRoot();
    for await (const file of this.walk(this.prefix + prefix)) {
      if (PART_NAME.test(file.name)) continue;
      const found = await this.stat(file.key);
      if (found) yield found;
    }
  }

  async *listUnfinished(prefix: string): AsyncIterable<UnfinishedWrite> {
    checkListPrefix(prefix);
    await this.requireRoot();
    // The name of a part begins with a dot, so the walk is led by the directory and the key compared here.
    const directory = (this.prefix + prefix).replace(/[^/]*$/, '');
    for await (const file of this.walk(directory)) {
      const name = PART_NAME.exec(file.name)?.[1];
      if (name === undefined) continue;
      const key = file.key.slice(0, file.key.length - file.name.length) + name;
      if (!key.startsWith(prefix)) continue;
      const found = await stat(join(this.root, this.prefix, file.key)).catch(() => undefined);
      if (found) yield { key, startedAt: found.birthtimeMs > 0 ? found.birthtime : found.mtime };
    }
  }

  async discardUnfinished(key: string): Promise<number> {
    const path = this.pathOf(key);
    const directory = dirname(path);
    let removed = 0;
    try {
      for (const name of await readdir(directory)) {
        if (PART_NAME.exec(name)?.[1] !== path.slice(directory.length + 1)) continue;
        await unlink(join(directory, name));
        removed += 1;
      }
    } catch (thrown) {
      if (!isSystemError(thrown, 'ENOENT', 'ENOTDIR')) throw translateSystemError(thrown, `clean ${directory}`);
      await this.requireRoot();
    }
    if (removed > 0) await this.prune(path);
    return removed;
  }

  location(key: string): string {
    return this.pathOf(key);
  }

  async close(): Promise<void> {}

  private pathOf(key: string): string {
    checkKey(key);
    const path = join(this.root, this.prefix, key);
    if (PART_NAME.test(path.slice(dirname(path).length + 1))) {
      throw new StrongroomError('INTERNAL', `the key ${JSON.stringify(key)} looks like an unfinished write`);
    }
    return path;
  }

  private async openPart(partPath: string) {
    await mkdir(dirname(partPath), { recursive: true, mode: 0o700 });
    return open(partPath, 'wx', 0o600);
  }

  /** Creates the root when only it is missing: a whole missing path is more likely a disk that is not mounted. */
  private async ensureRoot(): Promise<void> {
    await mkdir(this.root, { mode: 0o700 }).catch((thrown: unknown) => {
      if (isSystemError(thrown, 'EEXIST')) return;
      if (isSystemError(thrown, 'ENOENT')) throw this.noRoot();
      throw translateSystemError(thrown, `create ${this.root}`);
    });
    await this.requireRoot();
  }

  /** A root that is missing must not look like an empty store, unless the next write would create it. */
  private async requireRoot(): Promise<void> {
    const root = await stat(this.root).catch(() => undefined);
    if (root?.isDirectory()) return;
    const parent = await stat(dirname(this.root)).catch(() => undefined);
    if (root || !parent?.isDirectory()) throw this.noRoot();
  }

  private noRoot(): StrongroomError {
    return new StrongroomError('STORAGE_BUCKET_NOT_FOUND', `the directory ${this.root} does not exist`);
  }

  /** Removes the directories above a removed file that are empty now, up to the root. */
  private async prune(path: string): Promise<void> {
    for (let directory = dirname(path); directory.startsWith(this.root + '/'); directory = dirname(directory)) {
      try {
        await rmdir(directory);
      } catch {
        return;
      }
    }
  }

  /** Every file whose key, with the prefix of the config before it, begins with the text; sorted as S3 sorts. */
  private async *walk(fullPrefix: string): AsyncIterable<{ key: string; name: string }> {
    const walkDirectory = async function* (
      this: LocalStore,
      below: string,
    ): AsyncIterable<{ key: string; name: string }> {
      for (const entry of await readSorted(join(this.root, below))) {
        const full = below + entry.name;
        const mayMatch = full.startsWith(fullPrefix) || (entry.isDirectory() && fullPrefix.startsWith(`${full}/`));
        if (!mayMatch) continue;
        if (entry.isDirectory()) yield* walkDirectory.call(this, `${full}/`);
        else if (entry.isFile()) yield { key: full.slice(this.prefix.length), name: entry.name };
      }
    };
    yield* walkDirectory.call(this, fullPrefix.replace(/[^/]*$/, ''));
  }
}

async function readSorted(directory: string): Promise<Dirent[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((thrown: unknown) => {
    if (isSystemError(thrown, 'ENOENT', 'ENOTDIR')) return [];
    throw translateSystemError(thrown, `list ${directory}`);
  });
  const sortKey = (entry: Dirent) => Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name);
  return entries.sort((a, b) => sortKey(a).compare(sortKey(b)));
}

function beyondEnd(path: string, start: number, end: number, size: number): StrongroomError {
  return new StrongroomError('OBJECT_TRUNCATED', `${path} has ${size} bytes, bytes ${start} to ${end} were asked for`, {
    details: { size_bytes: size, start, end },
  });
}
