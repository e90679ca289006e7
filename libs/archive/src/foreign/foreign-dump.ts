import { pipeline, Readable } from 'node:stream';
import { gunzipStream } from '../gunzip-stream';
import { DUMP_HEAD_BYTES, dumpFacts, type DumpFacts } from './dump-facts';

export interface ForeignDump {
  facts: DumpFacts;
  /** Not compressed, but for what the dump does itself. */
  content: Readable;
}

/**
 * Opens a dump whatever it is: custom format or SQL, in gzip or not.
 * @throws StrongroomError ARCHIVE_INVALID when it is none, ARCHIVE_CORRUPT, and what the source fails with
 */
export async function openForeignDump(source: Readable): Promise<ForeignDump> {
  const raw = await withHead(source, 2);
  const isGzip = raw.head.length >= 2 && raw.head.readUInt16BE(0) === 0x1f8b;
  const { head, whole } = isGzip
    ? await withHead(gunzipped(raw.whole), DUMP_HEAD_BYTES)
    : await withHead(raw.whole, DUMP_HEAD_BYTES);
  try {
    return { facts: dumpFacts(head.subarray(0, DUMP_HEAD_BYTES)), content: whole };
  } catch (error) {
    whole.destroy();
    throw error;
  }
}

function gunzipped(source: Readable): Readable {
  const gunzip = gunzipStream('dump');
  // The error, if any, is that of the returned stream.
  pipeline(source, gunzip, () => {});
  return gunzip;
}

/** The first bytes of a stream, and a stream that begins with them. */
async function withHead(source: Readable, bytes: number): Promise<{ head: Buffer; whole: Readable }> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head: Buffer = Buffer.alloc(0);
  while (head.length < bytes) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const all = async function* () {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  return {
    head,
    whole: Readable.from(all(), { objectMode: false, highWaterMark: 1 << 18 }).on('close', () => source.destroy()),
  };
}
