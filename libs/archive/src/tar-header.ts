/**
 * The 512 bytes that stand before each entry of a tar: ustar and GNU, with base-256 numbers. Refused are headers
 * with a wrong checksum, without the ustar magic (v7), and with numbers that are none.
 */
export const TAR_BLOCK_BYTES = 512;

/** The tar is not one, or one of a kind that a filestore never is. Users translate it into their own failure. */
export class TarFormatError extends Error {
  override readonly name = 'TarFormatError';
}

export interface TarHeader {
  name: string;
  linkName: string;
  mode: number;
  sizeBytes: number;
  /** The type flag as a character; NUL reads as '0'. */
  typeFlag: string;
}

const NAME = [0, 100] as const;
const MODE = [100, 108] as const;
const SIZE = [124, 136] as const;
const CHECKSUM = [148, 156] as const;
const TYPE_FLAG = 156;
const LINK_NAME = [157, 257] as const;
const MAGIC = [257, 265] as const;
const PREFIX = [345, 500] as const;

const POSIX_MAGIC = 'ustar\u000000';
const GNU_MAGIC = 'ustar  \u0000';

export function parseTarHeader(block: Buffer, tarOffset: number): TarHeader {
  if (!checksumMatches(block)) throw new TarFormatError(`the header at byte ${tarOffset} has a wrong checksum`);
  const magic = block.toString('latin1', ...MAGIC);
  if (magic !== POSIX_MAGIC && magic !== GNU_MAGIC)
    throw new TarFormatError(`the header at byte ${tarOffset} is not a ustar header`);
  const name = text(block, NAME);
  // In the GNU form other fields lie where the POSIX form has the prefix.
  const prefix = magic === POSIX_MAGIC ? text(block, PREFIX) : '';
  const flag = block[TYPE_FLAG] === 0 ? '0' : String.fromCharCode(block[TYPE_FLAG]!);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: text(block, LINK_NAME),
    mode: number(block, MODE, 'mode', tarOffset),
    sizeBytes: number(block, SIZE, 'size', tarOffset),
    typeFlag: flag,
  };
}

export function isZeroBlock(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** The text up to the first NUL. */
export function textUntilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function text(block: Buffer, [start, end]: readonly [number, number]): string {
  return textUntilNul(block.subarray(start, end));
}

function number(block: Buffer, [start, end]: readonly [number, number], what: string, tarOffset: number): number {
  const value = block[start]! & 0x80 ? base256(block, start, end) : octal(block.toString('latin1', start, end));
  if (!Number.isSafeInteger(value) || value < 0)
    throw new TarFormatError(`the header at byte ${tarOffset} has a ${what} that is no number`);
  return value;
}

function octal(field: string): number {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(field)?.[1];
  return digits === undefined ? NaN : digits === '' ? 0 : parseInt(digits, 8);
}

/** Big-endian; the top bit only marks the form, and the next one would make the number negative. */
function base256(block: Buffer, start: number, end: number): number {
  if (block[start] !== 0x80) return NaN;
  let value = 0;
  for (let i = start + 1; i < end; i++) value = value * 256 + block[i]!;
  return value;
}

/** The sum of all bytes, the checksum field itself counted as spaces. */
function checksumMatches(block: Buffer): boolean {
  const [start, end] = CHECKSUM;
  let sum = (end - start) * 0x20;
  for (let i = 0; i < start; i++) sum += block[i]!;
  for (let i = end; i < TAR_BLOCK_BYTES; i++) sum += block[i]!;
  return octal(block.toString('latin1', start, end)) === sum;
}
