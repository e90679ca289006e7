/**
 * Takes the tar of a filestore to its end and keeps nothing of it: proof that it can be unpacked. Ends with
 * ARCHIVE_CORRUPT when the tar is damaged or cut short, or holds another number of regular files than expected.
 */
import { Writable } from 'node:stream';
import { StrongroomError } from '@app/core';
import { TarFormatError } from './tar-header';
import { TarScanner } from './tar-scanner';

export class FilestoreWalk extends Writable {
  private files = 0;
  private readonly scanner = new TarScanner();

  constructor(private readonly expectedFiles: number) {
    super({ highWaterMark: 1 << 18 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    try {
      for (const event of this.scanner.push(chunk))
        if (event.kind === 'entry' && event.entry.type === 'file') this.files += 1;
      done();
    } catch (error) {
      done(error instanceof TarFormatError ? corrupt(`is damaged: ${error.message}`, error) : (error as Error));
    }
  }

  override _final(done: (error?: Error) => void): void {
    const { missing } = this.scanner;
    if (missing !== undefined) done(corrupt(`is cut short: ${missing}`));
    else if (this.files !== this.expectedFiles)
      done(corrupt(`holds ${this.files} files where the manifest says ${this.expectedFiles}`));
    else done();
  }
}

const corrupt = (what: string, cause?: unknown) =>
  new StrongroomError('ARCHIVE_CORRUPT', `The tar of the filestore ${what}`, { cause });
