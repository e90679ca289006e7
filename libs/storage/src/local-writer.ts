import { constants } from 'node:fs';
import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addAbortSignal, Writable } from 'node:stream';
import { StrongroomError } from '@app/core';
import { isSystemError, translateSystemError } from './local-errors';
import type { ObjectStat, ObjectWriter } from './object-store';

interface LocalWrite {
  key: string;
  path: string;
  partPath: string;
  file: FileHandle;
  signal?: AbortSignal;
  /** Called after the unfinished file is gone. */
  cleanUp(): Promise<void>;
}

/** A file being written beside its place. Chunks go to the system as they come, many in one call, without a copy. */
export class LocalWriter implements ObjectWriter {
  readonly stream: Writable;
  bytesWritten = 0;
  private settled?: 'committed' | 'discarded';
  private writing: Promise<unknown> = Promise.resolve();
  private discarding?: Promise<void>;
  private failure?: Error;

  constructor(private readonly target: LocalWrite) {
    this.stream = new Writable({
      highWaterMark: 1024 ** 2,
      write: (chunk: Buffer, _encoding, done) => this.writeAll([chunk]).then(() => done(), done),
      writev: (chunks, done) => this.writeAll(chunks.map(({ chunk }) => chunk as Buffer)).then(() => done(), done),
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
    const { key, path, partPath, file } = this.target;
    if (this.failure) throw this.failure;
    if (this.settled || !this.stream.writableFinished) {
      throw new StrongroomError('INTERNAL', `${path} cannot be committed: its stream has not finished`, {
        kind: 'bug',
      });
    }
    let renamed = false;
    try {
      await file.sync();
      await file.close();
      await rename(partPath, path);
      renamed = true;
      await syncDirectory(dirname(path));
      const stored = await stat(path);
      if (stored.size !== this.bytesWritten) {
        throw new StrongroomError('CHECKSUM_MISMATCH', `${path} has ${stored.size} bytes of ${this.bytesWritten}`);
      }
      this.settled = 'committed';
      return { key, sizeBytes: stored.size, modifiedAt: stored.mtime };
    } catch (thrown) {
      if (renamed) await unlink(path).catch(() => {});
      await this.discard().catch(() => {});
      throw translateSystemError(thrown, `finish ${path}`);
    }
  }

  discard(): Promise<void> {
    if (this.settled) return Promise.resolve();
    this.discarding ??= this.removePart().finally(() => (this.discarding = undefined));
    return this.discarding;
  }

  private async removePart(): Promise<void> {
    const { partPath, file } = this.target;
    this.stream.destroy();
    await this.writing.catch(() => {});
    try {
      await file.close();
      await unlink(partPath).catch((thrown: unknown) => {
        if (!isSystemError(thrown, 'ENOENT')) throw thrown;
      });
    } catch (thrown) {
      throw translateSystemError(thrown, `remove ${partPath}`);
    }
    this.settled = 'discarded';
    await this.target.cleanUp();
  }

  private writeAll(chunks: Buffer[]): Promise<void> {
    const writing = this.writeChunks(chunks).catch((thrown: unknown) => {
      throw translateSystemError(thrown, `write ${this.target.path}`);
    });
    this.writing = writing;
    return writing;
  }

  private async writeChunks(chunks: Buffer[]): Promise<void> {
    let rest = chunks;
    while (rest.length > 0) {
      let { bytesWritten } = await this.target.file.writev(rest);
      this.bytesWritten += bytesWritten;
      // A full disk shows as a short write first, and as ENOSPC when the rest is tried.
      rest = rest.flatMap((chunk) => {
        const taken = Math.min(bytesWritten, chunk.length);
        bytesWritten -= taken;
        return taken === chunk.length ? [] : [chunk.subarray(taken)];
      });
    }
  }
}

/** Makes names in a directory survive a power failure. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
