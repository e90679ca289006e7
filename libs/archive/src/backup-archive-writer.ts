/**
 * Writes a backup as a ZIP of stored members into a sink, in one pass. The first failure of any source, of the sink or
 * of the signal rejects at once whatever is awaited, destroys every source and the sink, and leaves no end of central
 * directory behind: a cut archive never looks like a whole one.
 *
 * archiver by itself hangs when a source dies, and closes a valid-looking archive over a source that ended early. So
 * it is fed through a PassThrough that never sees an error, and destroyed on the first failure; that a source ends
 * only when it is whole is the promise of the source.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';

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

const BUFFER_BYTES = 1 << 20;
const LOCAL_HEADER_BYTES = 30;
const DESCRIPTOR_BYTES = 16;
const DESCRIPTOR_ZIP64_BYTES = 24;
const ZIP32_MAX = 0xffffffff;

export class BackupArchiveWriter {
  private readonly archive = new ZipArchive({ store: true, highWaterMark: BUFFER_BYTES });
  private readonly failed = new AbortController();
  /** Settles, never rejecting, once the sink has finished or everything is destroyed. */
  private readonly sunk: Promise<void>;
  private readonly members: WrittenMember[] = [];
  private position = 0;

  constructor(sink: Writable, signal?: AbortSignal) {
    // The error arrives by the pipeline; without a listener it would end the process.
    this.archive.on('error', () => {});
    this.sunk = pipeline(this.archive, sink).catch((error: unknown) => this.fail(error));
    const onAbort = () => this.fail(signal?.reason);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    void this.sunk.then(() => signal?.removeEventListener('abort', onAbort));
  }

  /**
   * Streams one member in. Members come one after the other; the source is destroyed on any failure.
   * @param options.sum who has hashed the very same bytes already hands the sum over, and it is not taken again
   */
  async addMember(
    name: string,
    source: Readable,
    options: { mtime?: Date; sum?: () => string } = {},
  ): Promise<{ sizeBytes: number; sha256: string }> {
    if (this.failed.signal.aborted) {
      source.on('error', () => {}).destroy(asError(this.failed.signal.reason));
      throw this.failed.signal.reason;
    }
    const { signal } = this.failed;
    const entrance = new PassThrough({ highWaterMark: BUFFER_BYTES });
    const hash = options.sum ? undefined : createHash('sha256');
    let sizeBytes = 0;
    const written = once(this.archive, 'entry', { signal });
    written.catch(() => {});
    this.archive.append(entrance, { name, date: options.mtime ?? new Date() });
    try {
      await pipeline(
        source,
        async (chunks: AsyncIterable<Buffer>) => {
          for await (const chunk of chunks) {
            hash?.update(chunk);
            sizeBytes += chunk.length;
            if (!entrance.write(chunk)) await once(entrance, 'drain', { signal });
          }
        },
        { signal },
      );
      entrance.end();
      await written;
    } catch (error) {
      throw await this.abandon(error);
    }
    const offset = this.position + LOCAL_HEADER_BYTES + Buffer.byteLength(name);
    this.members.push({ name, offset, size: sizeBytes });
    this.position = offset + sizeBytes + (sizeBytes > ZIP32_MAX ? DESCRIPTOR_ZIP64_BYTES : DESCRIPTOR_BYTES);
    return { sizeBytes, sha256: hash?.digest('hex') ?? options.sum!() };
  }

  /** Writes the directory and resolves once the sink has finished. */
  async finish(): Promise<WrittenArchive> {
    const { signal } = this.failed;
    if (!signal.aborted) {
      // Settles when the archive has been read empty; when it is destroyed, never.
      this.archive.finalize().catch((error: unknown) => this.fail(error));
      await this.sunk;
    }
    if (signal.aborted) throw await this.abandon(signal.reason);
    return { sizeBytes: this.archive.pointer(), members: this.members };
  }

  /** Gives the archive up. Resolves when everything is destroyed; does nothing after a success. */
  async abort(error: Error): Promise<void> {
    await this.abandon(error);
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
    this.archive.destroy(asError(error));
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
