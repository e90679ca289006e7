/**
 * The ZIP of Odoo's database manager: `dump.sql`, `manifest.json` and the files of the filestore below `filestore/`, deflated
 * or stored. It is read by ranges: its directory, the dump, and all files of the filestore in one go.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';
import { StrongroomError } from '@app/core';
import type { RangeReader } from '../backup-archive-reader';
import { TailReader } from '../zip-directory';
import { FilestoreNames, fileHeader, padding, tarEnd } from './filestore-tar';

interface Member {
  name: string;
  deflated: boolean;
  storedBytes: number;
  sizeBytes: number;
  crc32: number;
  /** Where its local header begins. */
  start: number;
}

const TAIL_BYTES = 1 << 20;
const DIRECTORY_MAX_BYTES = 512 * 1024 ** 2;
const MANIFEST_MAX_BYTES = 1 << 20;
const AT_ONCE_BYTES = 1 << 20;
const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;

/** @throws StrongroomError ARCHIVE_INVALID when it is no such ZIP, and what the reader throws */
export async function openOdooZip(reader: RangeReader, signal?: AbortSignal): Promise<OdooZip> {
  const directory = await readDirectory(reader, signal);
  for (const name of ['dump.sql', 'manifest.json'])
    if (!directory.members.some((member) => member.name === name))
      throw new StrongroomError('ARCHIVE_INVALID', `The ZIP has no ${name}: it is not one of Odoo's database manager`);
  return new OdooZip(reader, directory, signal);
}

export class OdooZip {
  private readonly members: readonly Member[];

  constructor(
    private readonly reader: RangeReader,
    private readonly directory: { members: Member[]; start: number },
    private readonly signal?: AbortSignal,
  ) {
    this.members = directory.members.toSorted((a, b) => a.start - b.start);
  }

  get hasFilestore(): boolean {
    return this.members.some(isStoredFile);
  }

  /** What Odoo says of it: db_name, version, modules. */
  async manifest(): Promise<Record<string, unknown>> {
    const member = this.members.find(({ name }) => name === 'manifest.json')!;
    if (member.sizeBytes > MANIFEST_MAX_BYTES) throw invalid(`Its manifest has ${member.sizeBytes} bytes`);
    const text = (await buffer(this.content([member]))).toString('utf8');
    try {
      return { ...(JSON.parse(text) as object) };
    } catch (cause) {
      throw invalid('Its manifest is not JSON', cause);
    }
  }

  dump(): Readable {
    return this.content(this.members.filter(({ name }) => name === 'dump.sql'));
  }

  /** The filestore as the tar that a backup has. `names` hears what is left out. */
  filestore(names: FilestoreNames): Readable {
    const files = this.members.filter(isStoredFile);
    for (const { name } of this.members)
      if (name.startsWith('filestore/') && !name.endsWith('/') && !STORED_FILE.test(name)) names.leaveOut(name);
    const tar = async function* (members: AsyncIterable<Opened>) {
      for await (const { member, content } of members) {
        yield fileHeader(names.place(member.name)!, member.sizeBytes);
        yield* content;
        yield padding(member.sizeBytes);
      }
      yield tarEnd();
    };
    return Readable.from(tar(this.walk(files)), { objectMode: false, highWaterMark: 1 << 18 });
  }

  private content(members: readonly Member[]): Readable {
    const all = async function* (opened: AsyncIterable<Opened>) {
      for await (const { content } of opened) yield* content;
    };
    return Readable.from(all(this.walk(members)), { objectMode: false, highWaterMark: 1 << 18 });
  }

  /** In the order of the object, by one read. The content of each has to be taken before the next. */
  private async *walk(members: readonly Member[]): AsyncGenerator<Opened, void, void> {
    const [first] = members;
    if (first === undefined) return;
    const last = members.at(-1)!;
    const next = this.members[this.members.indexOf(last) + 1];
    const source = await this.reader.read(first.start, next?.start ?? this.directory.start, { signal: this.signal });
    const cursor = new Cursor(source, first.start);
    try {
      for (const member of members) {
        await cursor.skipTo(member.start);
        const header = await cursor.take(LOCAL_HEADER_BYTES);
        if (header.readUInt32LE(0) !== 0x04034b50) throw corrupt(member, 'does not begin with its own header');
        await cursor.skipTo(member.start + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28));
        yield { member, content: checked(member, contentOf(member, cursor)) };
      }
    } finally {
      source.destroy();
    }
  }
}

const STORED_FILE = /^filestore\/(?:checklist\/)?[0-9a-f]{2}\/[0-9a-f]{40,64}$/;
const isStoredFile = ({ name }: Member) => STORED_FILE.test(name);

interface Opened {
  member: Member;
  content: AsyncIterable<Buffer>;
}

/** Neither more nor other bytes than the directory says. */
async function* checked(member: Member, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let bytes = 0;
  let sum = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > member.sizeBytes) throw corrupt(member, 'is larger than the directory of the ZIP says');
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (bytes !== member.sizeBytes || sum !== member.crc32)
    throw corrupt(member, 'is not what the directory of the ZIP says');
}

async function* contentOf(member: Member, cursor: Cursor): AsyncGenerator<Buffer, void, void> {
  if (!member.deflated) {
    yield* cursor.stream(member.storedBytes);
    return;
  }
  try {
    if (Math.max(member.storedBytes, member.sizeBytes) <= AT_ONCE_BYTES) {
      const deflated = await cursor.take(member.storedBytes);
      yield inflateRawSync(deflated, { maxOutputLength: Math.max(1, member.sizeBytes) });
      return;
    }
    const inflate = createInflateRaw({ chunkSize: 1 << 18 });
    const source = Readable.from(cursor.stream(member.storedBytes)).on('error', (error) => inflate.destroy(error));
    yield* source.pipe(inflate) as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw /^(?:Z_|ERR_BUFFER_TOO_LARGE)/.test(code) ? corrupt(member, 'cannot be inflated', error) : error;
  }
}

/** Bytes of a stream by count. */
class Cursor {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    source: Readable,
    private at: number,
  ) {
    this.chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async skipTo(position: number): Promise<void> {
    if (position < this.at) throw invalid('Its members overlap');
    for await (const _ of this.stream(position - this.at));
  }

  async take(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.stream(bytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *stream(bytes: number): AsyncGenerator<Buffer, void, void> {
    for (let left = bytes; left > 0;) {
      if (this.rest.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done) throw new StrongroomError('OBJECT_TRUNCATED', `The storage delivered ${left} bytes too few`);
        this.rest = value;
      }
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      this.at += part.length;
      yield part;
    }
  }
}

async function readDirectory(reader: RangeReader, signal?: AbortSignal): Promise<{ members: Member[]; start: number }> {
  const { sizeBytes } = reader;
  const tailFrom = async (start: number) => buffer(await reader.read(start, sizeBytes, { signal }));
  let start = Math.max(0, sizeBytes - TAIL_BYTES);
  let zip = await openDirectory(await tailFrom(start), sizeBytes);
  const directoryStart = zip.readEntryCursor as unknown as number;
  if (sizeBytes - directoryStart > DIRECTORY_MAX_BYTES) throw invalid('Its directory is too large');
  if (directoryStart < start) {
    start = directoryStart;
    zip = await openDirectory(await tailFrom(start), sizeBytes);
  }
  const members: Member[] = [];
  try {
    for await (const entry of zip.eachEntry()) members.push(memberOf(entry));
  } catch (cause) {
    throw cause instanceof StrongroomError ? cause : invalid((cause as Error).message, cause);
  }
  return { members, start: directoryStart };
}

async function openDirectory(tail: Buffer, objectBytes: number): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.fromRandomAccessReaderPromise(new TailReader(tail, objectBytes), objectBytes, {
      autoClose: false,
      strictFileNames: true,
    });
  } catch (cause) {
    throw invalid((cause as Error).message, cause);
  }
}

function memberOf(entry: yauzl.Entry): Member {
  const { fileName: name, compressionMethod, compressedSize, uncompressedSize, relativeOffsetOfLocalHeader } = entry;
  if (entry.isEncrypted() || (compressionMethod !== 0 && compressionMethod !== DEFLATED))
    throw invalid(`${JSON.stringify(name)} is neither stored nor deflated`);
  return {
    name,
    deflated: compressionMethod === DEFLATED,
    storedBytes: compressedSize,
    sizeBytes: uncompressedSize,
    crc32: entry.crc32,
    start: relativeOffsetOfLocalHeader,
  };
}

const invalid = (reason: string, cause?: unknown) =>
  new StrongroomError('ARCHIVE_INVALID', `The object is not a ZIP that can be read: ${reason}`, { cause });
const corrupt = ({ name }: Member, what: string, cause?: unknown) =>
  new StrongroomError('ARCHIVE_CORRUPT', `${name} ${what}`, { cause, details: { member: name } });
