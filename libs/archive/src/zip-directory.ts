/**
 * The central directory of a ZIP, out of the last bytes of the object. Refuses with ARCHIVE_INVALID compressed and
 * encrypted members, ranges that overlap, and a directory that does not lie in those last bytes.
 */
import { PassThrough, type Readable } from 'node:stream';
import yauzl from 'yauzl';
import { StrongroomError } from '@app/core';

export interface DirectoryEntry {
  name: string;
  sizeBytes: number;
  crc32: number;
  /** Where the local header begins. */
  start: number;
  /** Where the next member, or the directory, begins. */
  end: number;
}

const MAX_MEMBERS = 16;
const STORED = 0;

/** `tail`: the last bytes of an object of `objectBytes`. */
export async function readDirectory(tail: Buffer, objectBytes: number): Promise<DirectoryEntry[]> {
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new TailReader(tail, objectBytes), objectBytes, {
      autoClose: false,
      strictFileNames: true,
    });
    if (zip.entryCount > MAX_MEMBERS) throw new Error(`it has ${zip.entryCount} members`);
    const directoryStart = zip.readEntryCursor as unknown as number;
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return toRanges(entries, directoryStart);
  } catch (cause) {
    const { message } = cause as Error;
    throw new StrongroomError('ARCHIVE_INVALID', `The object is not a ZIP that Strongroom wrote: ${message}`, {
      cause,
    });
  }
}

function toRanges(entries: readonly yauzl.Entry[], directoryStart: number): DirectoryEntry[] {
  const inOrder = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  return inOrder.map((entry, index) => {
    const name = entry.fileName;
    if (entry.isEncrypted() || entry.compressionMethod !== STORED) throw new Error(`${name} is not simply stored`);
    const start = entry.relativeOffsetOfLocalHeader;
    const end = inOrder[index + 1]?.relativeOffsetOfLocalHeader ?? directoryStart;
    if (start + entry.uncompressedSize > end) throw new Error(`${name} does not fit into its range`);
    return { name, sizeBytes: entry.uncompressedSize, crc32: entry.crc32, start, end };
  });
}

/** Answers yauzl out of the tail alone: a directory that lies anywhere else is none of ours. */
export class TailReader extends yauzl.RandomAccessReader {
  constructor(
    private readonly tail: Buffer,
    private readonly objectBytes: number,
  ) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const stream = new PassThrough();
    const shift = this.objectBytes - this.tail.length;
    if (start < shift || end > this.objectBytes)
      process.nextTick(() => stream.destroy(new Error('its directory does not lie at its end')));
    else stream.end(this.tail.subarray(start - shift, end - shift));
    return stream;
  }
}
