/**
 * Writes a backup as a ZIP of stored members, in one pass. The first failure of any source, of a sink or of the signal
 * rejects at once whatever is awaited, destroys every source and every sink, and leaves no end of central directory
 * behind: a cut archive never looks like a whole one. That a source ends only when it is whole is the promise of the
 * source.
 *
 * A storage may take the end of an object while its beginning is still being written: then there is a second sink, the
 * tail, whose bytes lie behind all of the first. The first member goes into the first sink and everything else into the
 * tail, at the same time. Only the directory waits for both: it tells where each member begins.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { centralDirectory, contentStart, dataDescriptor, localHeader, type ZipEntry } from './zip-format';

export interface WrittenMember {
  name: string;
  /** Where the content begins in the object, in bytes. */
  offset: number;
  size: number;
}

export interface WrittenArchive {
  sizeBytes: number;
  members: WrittenMember[];
}

/** A sink, and what was written into it: its members follow each other. */
class Stretch {
  readonly entries: ZipEntry[] = [];
  bytes = 0;
  /** Settles, never rejecting, when the member that was added last is done with. */
  free: Promise<unknown> = Promise.resolve();

  constructor(readonly sink: Writable) {}

  async write(bytes: Buffer, signal: AbortSignal): Promise<void> {
    this.bytes += bytes.length;
    if (!this.sink.write(bytes)) await once(this.sink, 'drain', { signal });
  }
}

export class BackupArchiveWriter {
  /** Whether the first member and the others can be written at the same time; else each waits for the one before. */
  readonly sideBySide: boolean;
  private readonly stretches: Stretch[];
  private readonly failed = new AbortController();
  /** Settles, never rejecting, once all sinks have finished or everything is destroyed. */
  private readonly sunk: Promise<unknown>;
  private first = true;

  /** @param tail takes all that lies behind the first member; without it `head` takes everything */
  constructor(head: Writable, signal?: AbortSignal, tail?: Writable) {
    this.sideBySide = tail !== undefined;
    this.stretches = (tail ? [head, tail] : [head]).map((sink) => new Stretch(sink));
    this.sunk = Promise.all(
      this.stretches.map(({ sink }) => finished(sink, { readable: false }).catch((error: unknown) => this.fail(error))),
    );
    const onAbort = () => this.fail(signal?.reason);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    void this.sunk.then(() => signal?.removeEventListener('abort', onAbort));
  }

  /**
   * Streams one member in. The source is destroyed on any failure.
   * @param options.sum who has hashed the very same bytes already hands the sum over, and it is not taken again
   */
  async addMember(
    name: string,
    source: Readable,
    options: { mtime?: Date; sum?: () => string } = {},
  ): Promise<{ sizeBytes: number; sha256: string }> {
    // It may fail before its turn has come; whoever reads it then learns of it.
    source.on('error', () => {});
    const stretch = this.first ? this.stretches[0]! : this.stretches.at(-1)!;
    this.first = false;
    const written = stretch.free.then(() => this.writeMember(stretch, name, source, options));
    stretch.free = written.catch(() => {});
    try {
      return await written;
    } catch (error) {
      source.destroy(asError(error));
      throw await this.abandon(error);
    }
  }

  /** Writes the directory and resolves once the sinks have finished. Call it when all members have been added. */
  async finish(): Promise<WrittenArchive> {
    const { signal } = this.failed;
    const { entries, sizeBytes } = this.layOut();
    const directory = centralDirectory(entries, sizeBytes);
    if (!signal.aborted) {
      this.stretches.at(-1)!.sink.end(directory);
      await this.sunk;
    }
    if (signal.aborted) throw await this.abandon(signal.reason);
    return {
      sizeBytes: sizeBytes + directory.length,
      members: entries.map((entry) => ({ name: entry.name, offset: contentStart(entry), size: entry.sizeBytes })),
    };
  }

  /** Gives the archive up. Resolves when everything is destroyed; does nothing after a success. */
  async abort(error: Error): Promise<void> {
    await this.abandon(error);
  }

  private async writeMember(
    stretch: Stretch,
    name: string,
    source: Readable,
    options: { mtime?: Date; sum?: () => string },
  ): Promise<{ sizeBytes: number; sha256: string }> {
    const { signal } = this.failed;
    signal.throwIfAborted();
    const hash = options.sum ? undefined : createHash('sha256');
    const entry = { name, mtime: options.mtime ?? new Date(), crc32: 0, sizeBytes: 0, start: stretch.bytes };
    await stretch.write(localHeader(name, entry.mtime), signal);
    await pipeline(
      source,
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          hash?.update(chunk);
          entry.crc32 = crc32(chunk, entry.crc32);
          entry.sizeBytes += chunk.length;
          await stretch.write(chunk, signal);
        }
      },
      { signal },
    );
    await stretch.write(dataDescriptor(entry), signal);
    stretch.entries.push(entry);
    // What lies behind the first member learns where it begins.
    if (stretch !== this.stretches.at(-1)) stretch.sink.end();
    return { sizeBytes: entry.sizeBytes, sha256: hash?.digest('hex') ?? options.sum!() };
  }

  /** The entries of all stretches, each where it lies in the whole, and the size of the whole. */
  private layOut(): { entries: ZipEntry[]; sizeBytes: number } {
    let sizeBytes = 0;
    const entries = this.stretches.flatMap((stretch) => {
      const begin = sizeBytes;
      sizeBytes += stretch.bytes;
      return stretch.entries.map((entry) => ({ ...entry, start: begin + entry.start }));
    });
    return { entries, sizeBytes };
  }

  /** The first failure is the one that counts: what follows from it only hides it. */
  private async abandon(error: unknown): Promise<unknown> {
    this.fail(error);
    await this.sunk;
    return this.failed.signal.reason;
  }

  private fail(error: unknown): void {
    if (this.failed.signal.aborted) return;
    this.failed.abort(error);
    for (const { sink } of this.stretches) sink.destroy(asError(error));
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
