import { addAbortSignal, Writable } from 'node:stream';
import { StrongroomError } from '@app/core';
import type { FileSink, FileStat, FileTree } from './file-tree';
import type { ObjectStat, ObjectWriter } from './object-store';

interface FileWrite {
  tree: FileTree;
  /** Writes `partPath`. */
  sink: FileSink;
  key: string;
  path: string;
  partPath: string;
  signal?: AbortSignal;
  /** Called after the unfinished file is gone. */
  cleanUp(): Promise<void>;
}

/** A file being written beside its place. Chunks go to the tree as they come, many in one call, without a copy. */
export class FileWriter implements ObjectWriter {
  readonly stream: Writable;
  bytesWritten = 0;
  private settled = false;
  private writing: Promise<unknown> = Promise.resolve();
  private discarding?: Promise<void>;
  private failure?: Error;

  constructor(private readonly target: FileWrite) {
    this.stream = new Writable({
      highWaterMark: 1024 ** 2,
      write: (chunk: Buffer, _encoding, done) => this.take([chunk]).then(() => done(), done),
      writev: (chunks, done) => this.take(chunks.map(({ chunk }) => chunk as Buffer)).then(() => done(), done),
      destroy: (error, done) => {
        if (!this.stream.writableFinished) this.discard().catch(() => {});
        done(error);
      },
    });
    // Also when nothing writes at the moment a failure must not end the process: it is told at the commit.
    this.stream.on('error', (error) => (this.failure = error));
    // Not given to the constructor, which would destroy the stream before it is known here.
    if (target.signal) addAbortSignal(target.signal, this.stream);
  }

  async commit(): Promise<ObjectStat> {
    const { tree, sink, key, path, partPath } = this.target;
    if (this.failure) throw this.failure;
    if (this.settled || !this.stream.writableFinished) {
      throw new StrongroomError('INTERNAL', `${tree.locate(path)} cannot be committed: its stream has not finished`, {
        kind: 'bug',
      });
    }
    try {
      await sink.finish();
      const stored = await tree.stat(partPath);
      if (stored?.sizeBytes !== this.bytesWritten) throw this.wrongSize(stored);
      await this.publish();
      this.settled = true;
      return { key, sizeBytes: stored.sizeBytes, modifiedAt: stored.modifiedAt };
    } catch (thrown) {
      await this.discard().catch(() => {});
      throw tree.translate(thrown, `finish ${tree.locate(path)}`);
    }
  }

  discard(): Promise<void> {
    if (this.settled) return Promise.resolve();
    this.discarding ??= this.removePart().finally(() => (this.discarding = undefined));
    return this.discarding;
  }

  /** Renames. When the answer was lost, the file is where it belongs or it is not: looking settles it. */
  private async publish(): Promise<void> {
    const { tree, path, partPath } = this.target;
    try {
      await tree.rename(partPath, path);
    } catch (thrown) {
      if (await tree.stat(partPath)) throw thrown;
      if ((await tree.stat(path))?.sizeBytes !== this.bytesWritten) throw thrown;
    }
  }

  private async removePart(): Promise<void> {
    const { tree, sink, partPath } = this.target;
    this.stream.destroy();
    await sink.abort();
    await this.writing.catch(() => {});
    await tree.remove(partPath);
    this.settled = true;
    await this.target.cleanUp();
  }

  private take(chunks: Buffer[]): Promise<void> {
    const writing = this.target.sink.write(chunks).then(() => {
      for (const { length } of chunks) this.bytesWritten += length;
    });
    this.writing = writing;
    return writing;
  }

  private wrongSize(stored: FileStat | undefined): StrongroomError {
    const { tree, path } = this.target;
    return new StrongroomError(
      'CHECKSUM_MISMATCH',
      `${tree.locate(path)} has ${stored?.sizeBytes ?? 'no'} bytes after ${this.bytesWritten} were written`,
      { details: { written_bytes: this.bytesWritten, stored_bytes: stored?.sizeBytes ?? null } },
    );
  }
}
