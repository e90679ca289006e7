/**
 * Finds the entries of a tar while it streams by, whatever the chunk boundaries; content is handed out as slices of
 * the chunk, never copied. Knows ustar, GNU long names (`L`, `K`), PAX `path`, `linkpath` and `size`, and base-256
 * sizes. Refuses, with a TarFormatError, what a filestore never needs and what two readers of tar understand
 * differently: sparse files, PAX paths for all entries at once, two long names for one entry, bytes after the end.
 */
import {
  isZeroBlock,
  parseTarHeader,
  TAR_BLOCK_BYTES,
  TarFormatError,
  textUntilNul,
  type TarHeader,
} from './tar-header';

export type TarEntryType = 'file' | 'directory' | 'hardlink' | 'symlink' | 'character-device' | 'block-device' | 'fifo';

export interface TarEntry {
  name: string;
  /** The name in the header itself; differs from `name` when a long name replaces it. Not every reader knows those. */
  headerName: string;
  type: TarEntryType;
  sizeBytes: number;
  linkName: string;
  mode: number;
}

export type TarEvent =
  | { kind: 'entry'; entry: TarEntry }
  /** `chunk.subarray(start, end)` belongs to the content of the last entry. */
  | { kind: 'data'; start: number; end: number }
  | { kind: 'entry-end' }
  /** The marker of two zero blocks. */
  | { kind: 'end' };

const TYPES: Record<string, TarEntryType> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
};
/** Headers that describe the entry after them: GNU long name, GNU long link, PAX, PAX for all. */
const EXTENSIONS = 'LKxg';
const EXTENSION_MAX_BYTES = 1 << 20;

interface Overrides {
  name?: string;
  linkName?: string;
  sizeBytes?: number;
}

export class TarScanner {
  /** Bytes seen so far. */
  bytes = 0;
  private state: 'header' | 'content' | 'padding' | 'ended' = 'header';
  private readonly partial = Buffer.alloc(TAR_BLOCK_BYTES);
  private partialBytes = 0;
  private zeroBlocks = 0;
  private contentLeft = 0;
  private paddingLeft = 0;
  private extension: { flag: string; parts: Buffer[] } | undefined;
  private overrides: Overrides = {};
  private current: TarEntry | undefined;

  /** Consume the events before pushing the next chunk. */
  *push(chunk: Buffer): Generator<TarEvent, void, void> {
    const chunkOffset = this.bytes;
    let position = 0;
    while (position < chunk.length) {
      if (this.state === 'content') {
        const end = Math.min(chunk.length, position + this.contentLeft);
        if (this.extension) this.extension.parts.push(Buffer.from(chunk.subarray(position, end)));
        else yield { kind: 'data', start: position, end };
        this.contentLeft -= end - position;
        this.bytes = chunkOffset + (position = end);
        if (this.contentLeft === 0) yield* this.endContent();
      } else if (this.state === 'padding') {
        const end = Math.min(chunk.length, position + this.paddingLeft);
        this.paddingLeft -= end - position;
        this.bytes = chunkOffset + (position = end);
        if (this.paddingLeft === 0) this.state = 'header';
      } else if (this.state === 'ended') {
        if (!isZeroBlock(chunk.subarray(position))) throw new TarFormatError('bytes follow the end of the tar');
        this.bytes = chunkOffset + (position = chunk.length);
      } else {
        const block = this.nextBlock(chunk, position);
        position += block.taken;
        this.bytes = chunkOffset + position;
        if (block.bytes) yield* this.header(block.bytes);
      }
    }
  }

  /** What is missing when the input ends now, or undefined when the tar is whole. */
  get missing(): string | undefined {
    if (this.state === 'ended') return undefined;
    if (this.state === 'content' || this.state === 'padding') {
      const what = this.extension ? 'a long name' : (this.current?.name ?? 'an entry');
      return `it ends inside ${what} after ${this.bytes} bytes`;
    }
    return `it ends without its end marker after ${this.bytes} bytes`;
  }

  private nextBlock(chunk: Buffer, position: number): { taken: number; bytes?: Buffer } {
    if (this.partialBytes === 0 && chunk.length - position >= TAR_BLOCK_BYTES)
      return { taken: TAR_BLOCK_BYTES, bytes: chunk.subarray(position, position + TAR_BLOCK_BYTES) };
    const taken = chunk.copy(this.partial, this.partialBytes, position);
    this.partialBytes += taken;
    if (this.partialBytes < TAR_BLOCK_BYTES) return { taken };
    this.partialBytes = 0;
    return { taken, bytes: this.partial };
  }

  private *header(block: Buffer): Generator<TarEvent, void, void> {
    if (isZeroBlock(block)) {
      if (++this.zeroBlocks < 2) return;
      if (Object.keys(this.overrides).length > 0) throw new TarFormatError('the tar ends after a long name');
      this.state = 'ended';
      yield { kind: 'end' };
      return;
    }
    const at = this.bytes - TAR_BLOCK_BYTES;
    if (this.zeroBlocks > 0) throw new TarFormatError(`a lone zero block stands before byte ${at}`);
    const header = parseTarHeader(block, at);
    if (EXTENSIONS.includes(header.typeFlag)) {
      if (header.sizeBytes > EXTENSION_MAX_BYTES)
        throw new TarFormatError(`the long name at byte ${at} has ${header.sizeBytes} bytes`);
      this.extension = { flag: header.typeFlag, parts: [] };
      yield* this.beginContent(header.sizeBytes);
      return;
    }
    const entry = this.entryOf(header, at);
    this.overrides = {};
    this.current = entry;
    yield { kind: 'entry', entry };
    yield* this.beginContent(entry.sizeBytes);
  }

  private entryOf(header: TarHeader, at: number): TarEntry {
    const name = this.overrides.name ?? header.name;
    let type = TYPES[header.typeFlag];
    if (type === undefined)
      throw new TarFormatError(`${name} at byte ${at} has the unknown type ${JSON.stringify(header.typeFlag)}`);
    if (type === 'file' && name.endsWith('/')) type = 'directory';
    return {
      name,
      headerName: header.name,
      type,
      // A hard link repeats the size of the file that it links to, and has no content.
      sizeBytes: type === 'hardlink' ? 0 : (this.overrides.sizeBytes ?? header.sizeBytes),
      linkName: this.overrides.linkName ?? header.linkName,
      mode: header.mode,
    };
  }

  private *beginContent(sizeBytes: number): Generator<TarEvent, void, void> {
    this.contentLeft = sizeBytes;
    this.paddingLeft = (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
    this.state = 'content';
    if (sizeBytes === 0) yield* this.endContent();
  }

  private *endContent(): Generator<TarEvent, void, void> {
    this.state = this.paddingLeft > 0 ? 'padding' : 'header';
    if (!this.extension) {
      yield { kind: 'entry-end' };
      return;
    }
    const { flag, parts } = this.extension;
    this.extension = undefined;
    const content = Buffer.concat(parts);
    if (flag === 'L') this.override({ name: textUntilNul(content) });
    else if (flag === 'K') this.override({ linkName: textUntilNul(content) });
    else this.pax(parsePax(content), flag);
  }

  private pax(records: Map<string, string>, flag: string): void {
    for (const [key, value] of records) {
      if (key.startsWith('GNU.sparse.')) throw new TarFormatError('the tar holds a sparse file');
      if (key !== 'path' && key !== 'linkpath' && key !== 'size') continue;
      if (flag === 'g') throw new TarFormatError(`the tar sets ${key} for all entries at once`);
      if (key === 'path') this.override({ name: value });
      else if (key === 'linkpath') this.override({ linkName: value });
      else if (/^\d{1,16}$/.test(value) && Number.isSafeInteger(Number(value)))
        this.override({ sizeBytes: Number(value) });
      else throw new TarFormatError(`the tar has a size that is no number: ${JSON.stringify(value)}`);
    }
  }

  private override(more: Overrides): void {
    for (const key of Object.keys(more) as (keyof Overrides)[])
      if (this.overrides[key] !== undefined) throw new TarFormatError(`the tar sets the ${key} of one entry twice`);
    if (more.name === '') throw new TarFormatError('the tar has an empty long name');
    Object.assign(this.overrides, more);
  }
}

/** Records of the form `27 path=some/where\n`, where the number counts the whole record in bytes. */
function parsePax(content: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  let position = 0;
  while (position < content.length) {
    const space = content.indexOf(0x20, position);
    const digits = space < 0 ? '' : content.toString('latin1', position, space);
    const end = position + Number(digits);
    if (!/^[1-9]\d{0,7}$/.test(digits) || end > content.length || end <= space + 1 || content[end - 1] !== 0x0a)
      throw new TarFormatError('the tar has a broken PAX record');
    const record = content.toString('utf8', space + 1, end - 1);
    const equals = record.indexOf('=');
    if (equals < 1 || record.includes('\0')) throw new TarFormatError('the tar has a broken PAX record');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    position = end;
  }
  return records;
}
