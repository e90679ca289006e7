/**
 * The tar of a filestore goes in, its gzip comes out. On the way every filestore file is checked off in the ledger and
 * its SHA-1 compared with its name, and each file is stored or squeezed according to its content. A tar that ends
 * early destroys the tap with FILESTORE_TRUNCATED; a damaged one with FILESTORE_READ_FAILED.
 */
import { createHash, hash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { StrongroomError } from '@app/core';
import { filestoreDigest, type AttachmentLedger } from './attachment-ledger';
import { isCompressedAlready, SAMPLE_BYTES } from './content-sniffer';
import { SegmentedGzip, type SegmentKind } from './segmented-gzip';
import { TarFormatError } from './tar-header';
import { TarScanner, type TarEntry } from './tar-scanner';

/** Smaller files go the way of their neighbours. */
const SNIFF_MIN_BYTES = 512;
/** By so many bytes the files that want the other kind must outweigh the others before it changes: thousands of small
 * files of mixed kinds do not cut the stream to pieces. */
const SWITCH_BYTES = 32 * 1024;
const MAX_ODD_NAMES = 20;

export class FilestoreTap extends Transform {
  /** Regular files so far. */
  files = 0;
  /** Bytes of the tar so far. */
  tarBytes = 0;
  /** Names of entries that are neither file nor directory (at most 20): a restore refuses to unpack links and devices. */
  readonly oddEntries: string[] = [];

  private readonly scanner = new TarScanner();
  private readonly gzip: SegmentedGzip;
  private kind: SegmentKind = 'deflated';
  private bytesAgainst = 0;

  private entry: TarEntry | undefined;
  private digest: string | undefined;
  private sha1: Hash | undefined;
  /** SHA-1 of a file that lay in one chunk. */
  private wholeSha1: string | undefined;
  private readonly sample = Buffer.allocUnsafeSlow(SAMPLE_BYTES);
  private sampleBytes = 0;
  private sampleWanted = 0;

  constructor(private readonly ledger?: AttachmentLedger) {
    super({ readableHighWaterMark: 1 << 20, writableHighWaterMark: 1 << 18 });
    this.gzip = new SegmentedGzip((bytes) => this.destroyed || this.push(bytes));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.scan(chunk);
    } catch (error) {
      done(asReadFailure(error));
      return;
    }
    const room = this.gzip.room();
    if (room) room.then(() => done(), done);
    else done();
  }

  override _flush(done: TransformCallback): void {
    const { missing } = this.scanner;
    if (missing !== undefined) {
      done(new StrongroomError('FILESTORE_TRUNCATED', `The tar of the filestore is cut short: ${missing}`));
      return;
    }
    this.gzip.finish().then(() => done(), done);
  }

  private scan(chunk: Buffer): void {
    this.tarBytes += chunk.length;
    this.gzip.account(chunk);
    let position = 0;
    for (const event of this.scanner.push(chunk)) {
      if (event.kind === 'entry') this.beginEntry(event.entry);
      else if (event.kind === 'entry-end') this.endEntry();
      else if (event.kind === 'data') {
        if (event.start > position) this.gzip.append(chunk.subarray(position, event.start), this.kind);
        this.content(chunk.subarray(event.start, event.end));
        position = event.end;
      }
    }
    if (position < chunk.length) this.gzip.append(chunk.subarray(position), this.kind);
  }

  private beginEntry(entry: TarEntry): void {
    this.entry = entry;
    this.digest = undefined;
    this.sha1 = undefined;
    this.wholeSha1 = undefined;
    this.sampleBytes = 0;
    this.sampleWanted = 0;
    if (entry.type === 'file') {
      this.files += 1;
      this.digest = filestoreDigest(entry.name.slice(entry.name.indexOf('/') + 1));
      if (entry.sizeBytes >= SNIFF_MIN_BYTES) this.sampleWanted = Math.min(SAMPLE_BYTES, entry.sizeBytes);
    } else if (entry.type !== 'directory' && this.oddEntries.length < MAX_ODD_NAMES) {
      this.oddEntries.push(`${entry.name} (${entry.type})`);
    }
  }

  private content(bytes: Buffer): void {
    if (this.digest !== undefined) this.hashContent(bytes);
    if (this.sampleWanted === 0) this.gzip.append(bytes, this.kind);
    else this.sampled(bytes);
  }

  /** Holds the first bytes back until there are enough of them to choose the kind. */
  private sampled(bytes: Buffer): void {
    if (this.sampleBytes === 0 && bytes.length >= this.sampleWanted) {
      this.choose(bytes.subarray(0, this.sampleWanted));
      this.gzip.append(bytes, this.kind);
      return;
    }
    const taken = bytes.copy(this.sample, this.sampleBytes, 0, this.sampleWanted - this.sampleBytes);
    this.sampleBytes += taken;
    if (this.sampleBytes < this.sampleWanted) return;
    const sample = this.sample.subarray(0, this.sampleWanted);
    this.choose(sample);
    this.gzip.append(sample, this.kind);
    this.gzip.append(bytes.subarray(taken), this.kind);
  }

  private choose(sample: Buffer): void {
    this.sampleWanted = 0;
    const wanted: SegmentKind = isCompressedAlready(sample) ? 'stored' : 'deflated';
    const { sizeBytes } = this.entry!;
    if (wanted === this.kind) this.bytesAgainst = Math.max(0, this.bytesAgainst - sizeBytes);
    else if ((this.bytesAgainst += sizeBytes) >= SWITCH_BYTES) {
      this.kind = wanted;
      this.bytesAgainst = 0;
    }
  }

  private hashContent(bytes: Buffer): void {
    if (bytes.length === this.entry!.sizeBytes) this.wholeSha1 = hash('sha1', bytes);
    else (this.sha1 ??= createHash('sha1')).update(bytes);
  }

  private endEntry(): void {
    if (this.digest === undefined) return;
    const actual = this.wholeSha1 ?? (this.sha1 ?? createHash('sha1')).digest('hex');
    this.ledger?.check(this.digest, actual === this.digest);
  }
}

function asReadFailure(error: unknown): Error {
  if (error instanceof TarFormatError)
    return new StrongroomError('FILESTORE_READ_FAILED', `The tar of the filestore is damaged: ${error.message}`, {
      cause: error,
    });
  return error as Error;
}
