/**
 * Writes the ZIP that Odoo's database manager restores: `dump.sql`, the files below `filestore/`, and `manifest.json`, in one pass.
 * Nothing is held but its directory, some hundred bytes for each file. The dump is deflated; files are stored, as most of them are
 * squeezed already.
 */
import { pipeline, type Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { FilestoreEvent } from '../filestore-files';
import { centralHeader, dataDescriptor, directoryEnd, localHeader } from '../zip-format';

export interface OdooZipContent {
  /** Plain SQL. Fails where it is not whole. */
  dump: Readable;
  filestore?: AsyncIterable<FilestoreEvent>;
  /** Asked for when the dump has gone by. */
  manifest: () => object;
  /** When the backup was made. */
  takenAt: Date;
}

const DEFLATE_LEVEL = 3;
const CHUNK_BYTES = 1 << 18;

/** @throws what its sources throw: what was yielded until then has no end, and is no ZIP */
export async function* writeOdooZip(content: OdooZipContent): AsyncGenerator<Buffer, void, void> {
  const { dump, filestore, manifest, takenAt } = content;
  const zip = new ZipPages(takenAt);
  yield* zip.deflated('dump.sql', dump);
  if (filestore) yield* storedFiles(zip, filestore);
  yield* zip.stored('manifest.json', [Buffer.from(`${JSON.stringify(manifest(), null, 4)}\n`)]);
  yield* zip.end();
}

async function* storedFiles(zip: ZipPages, events: AsyncIterable<FilestoreEvent>): AsyncGenerator<Buffer, void, void> {
  for await (const event of events)
    if (event.kind === 'file') yield zip.begin(`filestore/${event.file.name}`);
    else if (event.kind === 'data') yield zip.add(event.bytes);
    else yield zip.finish();
}

interface Member {
  name: string;
  start: number;
  crc32: number;
  sizeBytes: number;
  deflatedBytes?: number;
}

/** Members one after the other, and their directory. */
class ZipPages {
  private at = 0;
  private member: Member | undefined;
  private readonly directory: Buffer[] = [];
  private page: Buffer[] = [];
  private pageBytes = 0;
  private entries = 0;
  private directoryBytes = 0;

  constructor(private readonly mtime: Date) {}

  /** @returns its local header */
  begin(name: string, deflated = false): Buffer {
    this.member = { name, start: this.at, crc32: 0, sizeBytes: 0, ...(deflated && { deflatedBytes: 0 }) };
    return this.passed(localHeader(name, this.mtime, deflated));
  }

  /** @returns what it was given */
  add(bytes: Buffer): Buffer {
    this.measure(bytes);
    return this.passed(bytes);
  }

  /** @returns what stands behind the member */
  finish(): Buffer {
    const member = { ...this.member!, mtime: this.mtime };
    this.note(centralHeader(member));
    return this.passed(dataDescriptor(member));
  }

  async *stored(name: string, chunks: Iterable<Buffer>): AsyncGenerator<Buffer, void, void> {
    yield this.begin(name);
    for (const chunk of chunks) yield this.add(chunk);
    yield this.finish();
  }

  async *deflated(name: string, source: Readable): AsyncGenerator<Buffer, void, void> {
    const header = this.begin(name, true);
    const deflate = createDeflateRaw({ level: DEFLATE_LEVEL, chunkSize: CHUNK_BYTES });
    const measure = async function* (this: ZipPages, chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        this.measure(chunk);
        yield chunk;
      }
    }.bind(this);
    // The error, if any, is that of what is read here.
    pipeline(source, measure, deflate, () => {});
    let isFirst = true;
    for await (const chunk of deflate as AsyncIterable<Buffer>) {
      this.member!.deflatedBytes! += chunk.length;
      // Whoever waits for the first bytes knows that the source gives some.
      const bytes = isFirst ? Buffer.concat([header, chunk]) : chunk;
      isFirst = false;
      this.passed(chunk);
      yield bytes;
    }
    yield this.finish();
  }

  async *end(): AsyncGenerator<Buffer, void, void> {
    this.turnPage();
    const start = this.at;
    for (const page of this.directory) yield page;
    yield directoryEnd({ entries: this.entries, bytes: this.directoryBytes, start });
  }

  private measure(bytes: Buffer): void {
    const member = this.member!;
    member.crc32 = crc32(bytes, member.crc32);
    member.sizeBytes += bytes.length;
  }

  private passed(bytes: Buffer): Buffer {
    this.at += bytes.length;
    return bytes;
  }

  /** Many small buffers would cost several times their bytes. */
  private note(header: Buffer): void {
    this.page.push(header);
    this.pageBytes += header.length;
    this.entries += 1;
    this.directoryBytes += header.length;
    if (this.pageBytes >= CHUNK_BYTES) this.turnPage();
  }

  private turnPage(): void {
    this.directory.push(Buffer.concat(this.page));
    [this.page, this.pageBytes] = [[], 0];
  }
}
