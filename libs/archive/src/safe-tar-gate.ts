/**
 * Lets the tar of a filestore through unchanged as long as unpacking it can touch nothing but one directory. What is
 * refused with ARCHIVE_UNSAFE: absolute names, `.`, `..` and empty components, names outside the one top directory,
 * every link (a filestore has none), devices and pipes. A tar that is cut short, or that is not as large as expected, ends
 * with ARCHIVE_CORRUPT: one that grows beyond that, before the first byte too many. The header of a refused entry never
 * leaves the gate whole, so nothing of the entry can be unpacked.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { StrongroomError } from '@app/core';
import { TarFormatError } from './tar-header';
import { TarScanner, type TarEntry } from './tar-scanner';

/** What a manifest says of the tar of its filestore. */
export interface ExpectedTar {
  /** Regular files. */
  files: number;
  tarBytes: number;
}

export class SafeTarGate extends Transform {
  /** Regular files so far. */
  files = 0;
  /** Sum of their sizes. */
  fileBytes = 0;
  /** Bytes of the tar so far. */
  tarBytes = 0;
  private readonly scanner = new TarScanner();
  private top: string | undefined;
  private readonly expected: ExpectedTar | undefined;

  /**
   * @param options.top the directory that every name must begin with; without it, the one that the first entry names
   * @param options.expected not compared when absent
   */
  constructor({ top, expected }: { top?: string; expected?: ExpectedTar } = {}) {
    super({ readableHighWaterMark: 1 << 18, writableHighWaterMark: 1 << 18 });
    this.top = top;
    this.expected = expected;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.tarBytes += chunk.length;
    if (this.expected && this.tarBytes > this.expected.tarBytes) {
      done(corrupt(`has more than the ${this.expected.tarBytes} bytes of the manifest`));
      return;
    }
    try {
      for (const event of this.scanner.push(chunk)) if (event.kind === 'entry') this.examine(event.entry);
    } catch (error) {
      done(error instanceof TarFormatError ? unsafe(error.message, { cause: error }) : (error as Error));
      return;
    }
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const { scanner, expected, files, tarBytes } = this;
    if (scanner.missing !== undefined) done(corrupt(`is cut short: ${scanner.missing}`));
    else if (expected && (files !== expected.files || tarBytes !== expected.tarBytes))
      done(
        corrupt(
          `has ${files} files and ${tarBytes} bytes where the manifest says ${expected.files} and ${expected.tarBytes}`,
        ),
      );
    else done();
  }

  private examine(entry: TarEntry): void {
    const shown = JSON.stringify(entry.name);
    if (entry.type === 'symlink' || entry.type === 'hardlink')
      throw unsafe(`${shown} is a ${entry.type} to ${JSON.stringify(entry.linkName)}`, {
        details: { entry: entry.name },
      });
    if (entry.type !== 'file' && entry.type !== 'directory')
      throw unsafe(`${shown} is a ${entry.type}`, { details: { entry: entry.name } });
    this.examineName(entry.name, entry);
    // A reader that does not know long names would use this one.
    if (entry.headerName !== entry.name && entry.headerName !== '') this.examineName(entry.headerName, entry);
    if (entry.type === 'directory' && entry.sizeBytes > 0)
      throw unsafe(`${shown} is a directory with content`, { details: { entry: entry.name } });
    if (entry.type === 'file') {
      this.files += 1;
      this.fileBytes += entry.sizeBytes;
    }
  }

  private examineName(name: string, entry: TarEntry): void {
    const shown = JSON.stringify(name);
    const refuse = (what: string) => unsafe(`${shown} ${what}`, { details: { entry: name } });
    if (name.startsWith('/')) throw refuse('is an absolute name');
    const path = entry.type === 'directory' && name.endsWith('/') ? name.slice(0, -1) : name;
    const components = path.split('/');
    const odd = components.find((component) => component === '' || component === '.' || component === '..');
    if (odd !== undefined) throw refuse(odd === '' ? 'has an empty component' : `has the component ${odd}`);
    this.top ??= components[0]!;
    if (components[0] !== this.top) throw refuse(`lies outside ${JSON.stringify(this.top)}`);
    if (components.length === 1 && entry.type !== 'directory') throw refuse('is not a directory');
  }
}

function unsafe(what: string, options: { cause?: unknown; details?: Record<string, unknown> }): StrongroomError {
  return new StrongroomError('ARCHIVE_UNSAFE', `The archive of the filestore is not safe to unpack: ${what}`, options);
}

const corrupt = (what: string) => new StrongroomError('ARCHIVE_CORRUPT', `The tar of the filestore ${what}`);
