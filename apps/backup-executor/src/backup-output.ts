/**
 * What a backup is written into: one ZIP, or a pair of objects in PLANA's layout. Nothing of either is to be seen before
 * `commit`, and `giveUp` leaves nothing.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  BackupArchiveWriter,
  type BackupKeys,
  type ComponentSink,
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  GZIP_TYPE,
  MANIFEST_MEMBER,
  type Manifest,
  type ManifestObject,
  manifestText,
  ZIP_TYPE,
} from '@app/archive';
import { toStrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { ObjectStore, ObjectWriter } from '@app/storage';
import { takeBack } from './backup-objects';

export interface ExpectedBytes {
  database: number;
  filestore: number;
  /** What an earlier attempt has come to, where that was more than was expected. */
  atLeast?: number;
  /** Whether the filestore may be written while the dump is, where the storage can do that. */
  sideBySide?: boolean;
}

export interface BackupOutput {
  /** Takes the components, the dump first. */
  readonly components: ComponentSink;
  readonly bytesWritten: number;
  /** Takes the manifest, where it has a place for it. */
  describe(manifest: Manifest): Promise<void>;
  /** Resolves when everything was sent. */
  finish(): Promise<ManifestObject['members']>;
  /** Makes it appear. @returns bytes of everything */
  commit(): Promise<number>;
  /** Ends what is under way, and takes back what was begun and what has appeared. */
  giveUp(error: unknown, job: Pick<RunningJob, 'tenure'>): Promise<void>;
}

export async function openOutput(
  store: ObjectStore,
  keys: BackupKeys,
  expected: ExpectedBytes,
  signal: AbortSignal,
): Promise<BackupOutput> {
  if (keys.filestore !== undefined)
    return new PairOutput(store, { ...keys, filestore: keys.filestore }, expected, signal);
  const { database, filestore, atLeast = 0, sideBySide } = expected;
  const writer = await store.write(keys.archive, {
    estimateBytes: Math.max(database + filestore, atLeast),
    ...(sideBySide && { tailBytes: filestore }),
    contentType: ZIP_TYPE,
    signal,
  });
  return new ZipOutput(store, keys, writer, signal);
}

class ZipOutput implements BackupOutput {
  readonly components: BackupArchiveWriter;
  private stored = false;

  constructor(
    private readonly store: ObjectStore,
    private readonly keys: BackupKeys,
    private readonly writer: ObjectWriter,
    signal: AbortSignal,
  ) {
    this.components = new BackupArchiveWriter(writer.stream, signal, writer.tail);
  }

  get bytesWritten(): number {
    return this.writer.bytesWritten;
  }

  async describe(manifest: Manifest): Promise<void> {
    await this.components.addMember(MANIFEST_MEMBER, Readable.from([Buffer.from(manifestText(manifest))]));
  }

  async finish(): Promise<ManifestObject['members']> {
    return (await this.components.finish()).members;
  }

  async commit(): Promise<number> {
    const { sizeBytes } = await this.writer.commit();
    this.stored = true;
    return sizeBytes;
  }

  async giveUp(error: unknown, job: Pick<RunningJob, 'tenure'>): Promise<void> {
    await this.components.abort(toStrongroomError(error));
    const { store, keys, writer, stored: committed } = this;
    await takeBack({ store, archive: keys.archive, writers: [writer], committed }, job);
  }
}

/** The dump and the filestore, one after the other, each an object of its own. The manifest lies beside them alone. */
class PairOutput implements BackupOutput, ComponentSink {
  readonly components = this;
  readonly sideBySide = false;
  private readonly writers: ObjectWriter[] = [];
  private readonly failed = new AbortController();
  private readonly signal: AbortSignal;
  private stored = false;

  constructor(
    private readonly store: ObjectStore,
    private readonly keys: Required<BackupKeys>,
    private readonly expected: ExpectedBytes,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.failed.signal]);
  }

  get bytesWritten(): number {
    return this.writers.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  }

  async addMember(
    name: string,
    source: Readable,
    { sum }: { sum?: () => string } = {},
  ): Promise<{ sizeBytes: number; sha256: string }> {
    // It may fail before its object is begun; whoever reads it then learns of it.
    source.on('error', () => {});
    try {
      const { key, estimateBytes } = this.placeOf(name);
      const { signal } = this;
      const writer = await this.store.write(key, { estimateBytes, contentType: GZIP_TYPE, signal });
      this.writers.push(writer);
      const hash = sum ? undefined : createHash('sha256');
      let sizeBytes = 0;
      const measured = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          sizeBytes += chunk.length;
          hash?.update(chunk);
          yield chunk;
        }
      };
      await pipeline(source, measured, writer.stream, { signal });
      return { sizeBytes, sha256: hash?.digest('hex') ?? sum!() };
    } catch (error) {
      const cause = this.signal.aborted ? (this.signal.reason as unknown) : error;
      source.destroy(toStrongroomError(cause));
      throw cause;
    }
  }

  async abort(error: Error): Promise<void> {
    this.failed.abort(error);
  }

  async describe(): Promise<void> {}

  async finish(): Promise<ManifestObject['members']> {
    this.signal.throwIfAborted();
    return [];
  }

  async commit(): Promise<number> {
    let bytes = 0;
    for (const writer of this.writers) {
      bytes += (await writer.commit()).sizeBytes;
      this.stored = true;
    }
    return bytes;
  }

  async giveUp(error: unknown, job: Pick<RunningJob, 'tenure'>): Promise<void> {
    await this.abort(toStrongroomError(error));
    const { store, keys, writers, stored: committed } = this;
    await takeBack({ store, archive: keys.archive, writers, committed }, job);
  }

  private placeOf(name: string): { key: string; estimateBytes: number } {
    const { database, filestore, atLeast = 0 } = this.expected;
    if (name === DATABASE_MEMBER) return { key: this.keys.archive, estimateBytes: Math.max(database, atLeast) };
    if (name === FILESTORE_MEMBER) return { key: this.keys.filestore, estimateBytes: Math.max(filestore, atLeast) };
    throw new Error(`A pair has no ${name}`);
  }
}
