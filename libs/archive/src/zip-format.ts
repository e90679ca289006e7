/**
 * The records of a ZIP of stored or deflated members whose sizes and sums are known only after their content (APPNOTE 6.3). ZIP64
 * where a number does not fit into 32 bits; there 0xffffffff itself means "look in the ZIP64 field", so a member of
 * exactly so many bytes needs it too. Times are UTC. Pure functions.
 */
export interface ZipEntry {
  name: string;
  mtime: Date;
  crc32: number;
  sizeBytes: number;
  /** What it takes in the ZIP when it is deflated; absent: it is stored. */
  deflatedBytes?: number;
  /** Where its local header begins. */
  start: number;
}

const LOCAL_HEADER_BYTES = 30;
const DESCRIPTOR_BYTES = 16;
const DESCRIPTOR_ZIP64_BYTES = 24;
const CENTRAL_HEADER_BYTES = 46;
const ZIP64_FIELD_BYTES = 28;
const ZIP64_END_BYTES = 56;
const ZIP64_LOCATOR_BYTES = 20;
const END_BYTES = 22;

const ZIP32_MAX = 0xffffffff;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_ON_UNIX = (3 << 8) | VERSION_ZIP64;
/** Sum and sizes follow the content; the name is UTF-8. */
const FLAGS = 0x0008 | 0x0800;
const DEFLATED = 8;
const MOST_ENTRIES = 0xffff;
const REGULAR_FILE_0644 = 0o100644 * 2 ** 16;

export function localHeader(name: string, mtime: Date, deflated = false): Buffer {
  const nameBytes = Buffer.from(name);
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(deflated ? DEFLATED : 0, 8);
  header.writeUInt32LE(dosTime(mtime), 10);
  header.writeUInt16LE(nameBytes.length, 26);
  return Buffer.concat([header, nameBytes]);
}

export const contentStart = ({ name, start }: ZipEntry): number => start + LOCAL_HEADER_BYTES + Buffer.byteLength(name);

/** What follows the content. */
export function dataDescriptor({ crc32, sizeBytes, deflatedBytes = sizeBytes }: Omit<ZipEntry, 'start'>): Buffer {
  const zip64 = Math.max(sizeBytes, deflatedBytes) >= ZIP32_MAX;
  const descriptor = Buffer.alloc(zip64 ? DESCRIPTOR_ZIP64_BYTES : DESCRIPTOR_BYTES);
  descriptor.write('PK\x07\x08', 'latin1');
  descriptor.writeUInt32LE(crc32, 4);
  for (const [field, bytes] of [deflatedBytes, sizeBytes].entries()) {
    if (zip64) descriptor.writeBigUInt64LE(BigInt(bytes), 8 + 8 * field);
    else descriptor.writeUInt32LE(bytes, 8 + 4 * field);
  }
  return descriptor;
}

/** The central directory and its end, for an archive whose members lie before the byte `start`. */
export function centralDirectory(entries: readonly ZipEntry[], start: number): Buffer {
  const headers = Buffer.concat(entries.map(centralHeader));
  return Buffer.concat([headers, directoryEnd({ entries: entries.length, bytes: headers.length, start })]);
}

/** The end of a directory of so many entries and bytes, which begins at `start`. */
export function directoryEnd(directory: { entries: number; bytes: number; start: number }): Buffer {
  const { entries, bytes, start } = directory;
  const end = Buffer.alloc(END_BYTES);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(entries, MOST_ENTRIES), 8);
  end.writeUInt16LE(Math.min(entries, MOST_ENTRIES), 10);
  end.writeUInt32LE(Math.min(bytes, ZIP32_MAX), 12);
  end.writeUInt32LE(Math.min(start, ZIP32_MAX), 16);
  const zip64 = start >= ZIP32_MAX || bytes >= ZIP32_MAX || entries >= MOST_ENTRIES;
  return zip64 ? Buffer.concat([zip64End(entries, bytes, start), end]) : end;
}

/** The entry of a member in the directory. */
export function centralHeader({ name, mtime, crc32, sizeBytes, start, ...member }: ZipEntry): Buffer {
  const { deflatedBytes = sizeBytes } = member;
  const zip64 = Math.max(sizeBytes, deflatedBytes, start) >= ZIP32_MAX;
  const nameBytes = Buffer.from(name);
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES);
  header.write('PK\x01\x02', 'latin1');
  header.writeUInt16LE(MADE_ON_UNIX, 4);
  header.writeUInt16LE(zip64 ? VERSION_ZIP64 : VERSION, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(member.deflatedBytes === undefined ? 0 : DEFLATED, 10);
  header.writeUInt32LE(dosTime(mtime), 12);
  header.writeUInt32LE(crc32, 16);
  header.writeUInt32LE(zip64 ? ZIP32_MAX : deflatedBytes, 20);
  header.writeUInt32LE(zip64 ? ZIP32_MAX : sizeBytes, 24);
  header.writeUInt16LE(nameBytes.length, 28);
  header.writeUInt16LE(zip64 ? ZIP64_FIELD_BYTES : 0, 30);
  header.writeUInt32LE(REGULAR_FILE_0644, 38);
  header.writeUInt32LE(zip64 ? ZIP32_MAX : start, 42);
  if (!zip64) return Buffer.concat([header, nameBytes]);
  const field = Buffer.alloc(ZIP64_FIELD_BYTES);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(ZIP64_FIELD_BYTES - 4, 2);
  [sizeBytes, deflatedBytes, start].forEach((value, i) => field.writeBigUInt64LE(BigInt(value), 4 + 8 * i));
  return Buffer.concat([header, nameBytes, field]);
}

function zip64End(count: number, headersBytes: number, start: number): Buffer {
  const record = Buffer.alloc(ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES);
  record.write('PK\x06\x06', 'latin1');
  // Counted without the signature and this field.
  record.writeBigUInt64LE(BigInt(ZIP64_END_BYTES - 12), 4);
  record.writeUInt16LE(MADE_ON_UNIX, 12);
  record.writeUInt16LE(VERSION_ZIP64, 14);
  [count, count, headersBytes, start].forEach((value, i) => record.writeBigUInt64LE(BigInt(value), 24 + 8 * i));
  record.write('PK\x06\x07', ZIP64_END_BYTES, 'latin1');
  record.writeBigUInt64LE(BigInt(start + headersBytes), ZIP64_END_BYTES + 8);
  record.writeUInt32LE(1, ZIP64_END_BYTES + 16);
  return record;
}

/** MS-DOS time and date as one number; it counts from 1980 in steps of two seconds. */
function dosTime(time: Date): number {
  const year = Math.min(Math.max(time.getUTCFullYear(), 1980), 2107) - 1980;
  const date = (year << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
  return date * 2 ** 16 + clock;
}
