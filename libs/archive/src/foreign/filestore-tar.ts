/**
 * Makes the tar of a filestore anew out of what somebody else has packed: nothing but plain files that bear the names of a
 * filestore, below one directory, with rights and owners of no account. What has another name is left out, and told.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { StrongroomError } from '@app/core';
import { TAR_BLOCK_BYTES, TarFormatError } from '../tar-header';
import { type TarEntry, TarScanner } from '../tar-scanner';

const TOP = 'filestore';
const STORED_FILE = /^((?:[^/]+\/)*?)((?:checklist\/)?[0-9a-f]{2}\/[0-9a-f]{40,64})$/;
const MAX_ODD_NAMES = 20;

/** Tells the files of one filestore from everything else. */
export class FilestoreNames {
  /** What was left out: the first names. */
  readonly odd: string[] = [];
  private prefix: string | undefined;

  /** @returns the name in the filestore; undefined: it is none of it. @throws StrongroomError ARCHIVE_INVALID for two filestores in one */
  place(name: string): string | undefined {
    const [, prefix, file] = STORED_FILE.exec(name.replace(/^(?:\.\/)+/, '')) ?? [];
    if (file === undefined) {
      this.leaveOut(name);
      return undefined;
    }
    this.prefix ??= prefix;
    if (prefix !== this.prefix)
      throw new StrongroomError(
        'ARCHIVE_INVALID',
        `The archive holds more than one filestore: ${JSON.stringify(this.prefix)} and ${JSON.stringify(prefix)}`,
      );
    return file;
  }

  leaveOut(name: string): void {
    if (this.odd.length < MAX_ODD_NAMES) this.odd.push(name);
  }
}

export function fileHeader(file: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  header.write(`${TOP}/${file}`, 0, 'latin1');
  header.write('0000644\0' + '0000000\0'.repeat(2), 100, 'latin1');
  const octal = sizeBytes.toString(8);
  if (octal.length < 12) header.write(`${octal.padStart(11, '0')}\0`, 124, 'latin1');
  else {
    header.writeUInt8(0x80, 124);
    header.writeBigUInt64BE(BigInt(sizeBytes), 128);
  }
  header.write(`${'0'.repeat(11)}\0${' '.repeat(8)}0`, 136, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

export const padding = (sizeBytes: number): Buffer =>
  Buffer.alloc((TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES);

export const tarEnd = (): Buffer => Buffer.alloc(2 * TAR_BLOCK_BYTES);

/** A foreign tar in, the tar of its filestore out. Ends with ARCHIVE_CORRUPT when the tar is damaged or cut short. */
export class FilestoreTar extends Transform {
  private readonly scanner = new TarScanner();
  private entry: TarEntry | undefined;

  constructor(private readonly names: FilestoreNames) {
    super({ readableHighWaterMark: 1 << 18, writableHighWaterMark: 1 << 18 });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      for (const event of this.scanner.push(chunk)) {
        if (event.kind === 'entry') this.begin(event.entry);
        else if (event.kind === 'data' && this.entry) this.push(chunk.subarray(event.start, event.end));
        else if (event.kind === 'entry-end') this.finish();
      }
      done();
    } catch (error) {
      done(error instanceof TarFormatError ? corrupt(error.message, error) : (error as Error));
    }
  }

  override _flush(done: TransformCallback): void {
    const { missing } = this.scanner;
    if (missing === undefined) this.push(tarEnd());
    done(missing === undefined ? null : corrupt(`it is cut short: ${missing}`));
  }

  private begin(entry: TarEntry): void {
    if (entry.type === 'directory') return;
    if (entry.type !== 'file') return this.names.leaveOut(entry.name);
    const file = this.names.place(entry.name);
    if (file === undefined) return;
    this.entry = entry;
    this.push(fileHeader(file, entry.sizeBytes));
  }

  private finish(): void {
    if (this.entry && this.entry.sizeBytes > 0) this.push(padding(this.entry.sizeBytes));
    this.entry = undefined;
  }
}

const corrupt = (what: string, cause?: unknown) =>
  new StrongroomError('ARCHIVE_CORRUPT', `The tar of the filestore cannot be read: ${what}`, { cause });
