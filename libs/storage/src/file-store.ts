/**
 * Objects as files of a directory tree. A write goes to `{name}.{random}.part` beside its place and is renamed when it is
 * whole, so a name never stands for half an object, and what a crash leaves tells whose it is. The name begins with no
 * dot, because FTP servers hide or refuse such names. Unlike S3 a tree cannot hold an object `a` beside an object `a/b`.
 */
import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { normalizeConfigPrefix, StrongroomError } from '@app/core';
import { ExactRangeStream } from './exact-range-stream';
import type { FileSink, FileTree, OpenFile, TreeEntry } from './file-tree';
import { FileWriter } from './file-writer';
import { checkKey, checkListPrefix } from './object-key';
import type { ObjectStat, ObjectStore, ObjectWriter, ReadOptions, UnfinishedWrite, WriteOptions } from './object-store';
import { beyondEnd } from './range-error';

const PART_NAME = /^(.+)\.[0-9a-f]{16}\.part$/s;
/** A directory that was made may be taken away by a remove at the same time. */
const CREATE_ATTEMPTS = 3;

export class FileStore implements ObjectStore {
  private readonly prefix: string;

  constructor(
    private readonly tree: FileTree,
    prefix: string | undefined,
  ) {
    this.prefix = normalizeConfigPrefix(prefix);
  }

  async write(key: string, { signal }: WriteOptions = {}): Promise<ObjectWriter> {
    signal?.throwIfAborted();
    const path = this.pathOf(key);
    const partPath = `${path}.${randomBytes(8).toString('hex')}.part`;
    await this.ensureRoot();
    const sink = await this.create(partPath);
    return new FileWriter({ tree: this.tree, sink, key, path, partPath, signal, cleanUp: () => this.prune(path) });
  }

  async stat(key: string): Promise<ObjectStat | undefined> {
    const found = await this.tree.stat(this.pathOf(key));
    if (found) return { key, sizeBytes: found.sizeBytes, modifiedAt: found.modifiedAt };
    await this.requireRoot();
    return undefined;
  }

  async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    options.signal?.throwIfAborted();
    const path = this.pathOf(key);
    const name = this.location(key);
    const file = await this.tree.open(path);
    if (!file) {
      await this.requireRoot();
      throw new StrongroomError('OBJECT_NOT_FOUND', `${name} does not exist`, { details: { key } });
    }
    const { start = 0, end = file.sizeBytes, signal } = options;
    if (start >= end || end > file.sizeBytes) {
      await file.close();
      if (start !== end || end > file.sizeBytes) throw beyondEnd(name, start, end, file.sizeBytes);
    }
    return new ExactRangeStream({
      start,
      end,
      name,
      first: start < end ? await file.read(start, end) : undefined,
      resumes: this.tree.resumes,
      open: async (from) => (await this.openAgain(path, file)).read(from, end),
      translate: (thrown) => this.tree.translate(thrown, `read ${name}`),
      signal,
    });
  }

  async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    if (await this.tree.remove(path)) await this.prune(path);
    else await this.requireRoot();
  }

  async *list(prefix: string): AsyncIterable<ObjectStat> {
    checkListPrefix(prefix);
    await this.requireRoot();
    for await (const { path, stat } of this.walk(this.prefix + prefix)) {
      if (PART_NAME.test(path)) continue;
      const found = stat ?? (await this.tree.stat(path));
      if (found) yield { key: this.keyOf(path), sizeBytes: found.sizeBytes, modifiedAt: found.modifiedAt };
    }
  }

  async *listUnfinished(prefix: string): AsyncIterable<UnfinishedWrite> {
    checkListPrefix(prefix);
    await this.requireRoot();
    for await (const { path, stat } of this.walk(this.prefix + prefix)) {
      const target = PART_NAME.exec(path)?.[1];
      if (target === undefined || !target.startsWith(this.prefix + prefix)) continue;
      const found = stat ?? (await this.tree.stat(path));
      if (found) yield { key: this.keyOf(target), startedAt: found.createdAt ?? found.modifiedAt };
    }
  }

  async discardUnfinished(key: string): Promise<number> {
    const path = this.pathOf(key);
    const directory = parentOf(path);
    const entries = await this.tree.entries(directory);
    if (entries.length === 0) await this.requireRoot();
    let removed = 0;
    for (const { name } of entries) {
      const part = directory === '' ? name : `${directory}/${name}`;
      if (PART_NAME.exec(part)?.[1] === path && (await this.tree.remove(part))) removed += 1;
    }
    if (removed > 0) await this.prune(path);
    return removed;
  }

  location(key: string): string {
    return this.tree.locate(this.pathOf(key));
  }

  async signedUrl(): Promise<undefined> {
    return undefined;
  }

  close(): Promise<void> {
    return this.tree.close();
  }

  private pathOf(key: string): string {
    const path = checkKey(this.prefix + checkKey(key));
    if (!PART_NAME.test(path)) return path;
    throw new StrongroomError('INTERNAL', `the key ${JSON.stringify(key)} looks like an unfinished write`);
  }

  private keyOf(path: string): string {
    return path.slice(this.prefix.length);
  }

  private async create(partPath: string): Promise<FileSink> {
    for (let attempt = 1; attempt <= CREATE_ATTEMPTS; attempt += 1) {
      const sink = await this.tree.create(partPath);
      if (sink) return sink;
      for (const directory of directoriesAbove(partPath).reverse()) await this.tree.makeDirectory(directory);
    }
    throw new StrongroomError('STORAGE_FAILED', `cannot begin ${this.tree.locate(partPath)}: its directory goes away`);
  }

  /** The same file once more: a read must not go on with the bytes of another one. */
  private async openAgain(path: string, before: OpenFile): Promise<OpenFile> {
    const file = await this.tree.open(path);
    if (file?.sizeBytes === before.sizeBytes && file.modifiedAt.getTime() === before.modifiedAt.getTime()) return file;
    await file?.close();
    throw new StrongroomError('OBJECT_TRUNCATED', `${this.tree.locate(path)} was replaced while it was read`, {
      details: { size_bytes: file?.sizeBytes ?? null, size_bytes_before: before.sizeBytes },
    });
  }

  /** Creates the root when only it is missing: a whole missing path is more likely a disk that is not mounted. */
  private async ensureRoot(): Promise<void> {
    const state = await this.tree.rootState();
    if (state === 'unreachable') throw this.noRoot();
    if (state === 'absent') await this.tree.createRoot();
  }

  /** A root that is missing must not look like an empty store, unless the next write would create it. */
  private async requireRoot(): Promise<void> {
    if ((await this.tree.rootState()) === 'unreachable') throw this.noRoot();
  }

  private noRoot(): StrongroomError {
    return new StrongroomError('STORAGE_BUCKET_NOT_FOUND', `the directory ${this.tree.locate('')} does not exist`);
  }

  /** Removes the directories above a removed file that are empty now, up to the root. */
  private async prune(path: string): Promise<void> {
    for (const directory of directoriesAbove(path)) if (!(await this.tree.removeEmptyDirectory(directory))) return;
  }

  /** Every file whose path begins with the text; sorted as S3 sorts. */
  private async *walk(prefix: string, directory = parentOf(prefix)): AsyncIterable<TreeEntry & { path: string }> {
    const below = directory === '' ? '' : `${directory}/`;
    for (const entry of sorted(await this.tree.entries(directory))) {
      const path = below + entry.name;
      if (entry.kind === 'file' && path.startsWith(prefix)) yield { ...entry, path };
      if (entry.kind === 'directory' && path.startsWith(prefix)) yield* this.walk(prefix, path);
    }
  }
}

/** The directory that holds the path, '' for the root; `a/b/` is held by `a/b`. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** From the innermost to the outermost, without the root. */
function directoriesAbove(path: string): string[] {
  const directories: string[] = [];
  for (let above = posix.dirname(path); above !== '.'; above = posix.dirname(above)) directories.push(above);
  return directories;
}

function sorted(entries: TreeEntry[]): TreeEntry[] {
  const sortKey = ({ name, kind }: TreeEntry) => Buffer.from(kind === 'directory' ? `${name}/` : name);
  return entries.sort((a, b) => sortKey(a).compare(sortKey(b)));
}
