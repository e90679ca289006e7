/**
 * A range of an object that arrives whole or fails. A connection that breaks, or that ends early as if all were well,
 * is opened again from the byte that is missing; after `resumes` breaks without a byte in between the stream fails.
 * A reader that pauses for long costs nothing: the source is opened again only when somebody asks for more.
 */
import { Readable } from 'node:stream';
import { StrongroomError } from '@app/core';

export interface ExactRange {
  /** First byte. */
  start: number;
  /** One after the last byte. */
  end: number;
  /** For messages. */
  name: string;
  /** How often in a row a source that broke is opened again. */
  resumes: number;
  /** Delivers the bytes from `from` up to `end`. */
  open(from: number): Promise<Readable>;
  /** The source from `start`, when it is open already. */
  first?: Readable;
  translate(thrown: unknown): StrongroomError;
  signal?: AbortSignal;
}

export class ExactRangeStream extends Readable {
  private position: number;
  private source?: Readable;
  private breaks = 0;
  private opening = false;
  /** _read was called and nothing pushed since: Node does not call it again before a push. */
  private wanted = false;

  constructor(private readonly range: ExactRange) {
    super({ highWaterMark: 1024 ** 2, signal: range.signal });
    this.position = range.start;
    if (range.first) this.attach(range.first);
  }

  override _read(): void {
    this.wanted = true;
    if (this.position === this.range.end) this.push(null);
    else if (this.source) this.source.resume();
    else if (!this.opening) void this.openAgain();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.detach();
    callback(error);
  }

  private async openAgain(): Promise<void> {
    this.opening = true;
    try {
      const source = await this.range.open(this.position);
      if (this.destroyed) source.on('error', () => {}).destroy();
      else this.attach(source).resume();
    } catch (thrown) {
      this.broken(this.range.translate(thrown));
    } finally {
      this.opening = false;
    }
  }

  private attach(source: Readable): Readable {
    this.source = source;
    source.on('data', (chunk: Buffer) => this.source === source && this.receive(chunk));
    source.on('error', (error) => this.source === source && this.broken(this.range.translate(error)));
    source.on('close', () => this.source === source && this.broken(this.truncated('ended early')));
    return source.pause();
  }

  private receive(chunk: Buffer): void {
    if (this.position + chunk.length > this.range.end) {
      this.destroy(this.truncated('sent more bytes than were asked for'));
      return;
    }
    this.position += chunk.length;
    this.breaks = 0;
    this.wanted = false;
    const wantsMore = this.push(chunk);
    if (this.position === this.range.end) {
      this.detach();
      this.push(null);
    } else if (!wantsMore) this.source?.pause();
  }

  private broken(error: StrongroomError): void {
    this.detach();
    if (this.destroyed) return;
    this.breaks += 1;
    if (!error.retryable || this.breaks > this.range.resumes) this.destroy(error);
    else if (this.wanted) setImmediate(() => this.destroyed || this.source || this._read());
  }

  private detach(): void {
    const source = this.source;
    this.source = undefined;
    source?.removeAllListeners('data');
    source?.on('error', () => {}).destroy();
  }

  private truncated(how: string): StrongroomError {
    const { start, end, name } = this.range;
    return new StrongroomError('OBJECT_TRUNCATED', `${name} ${how}: ${this.position - start} of ${end - start} bytes`, {
      details: { expected_bytes: end - start, received_bytes: this.position - start },
    });
  }
}
