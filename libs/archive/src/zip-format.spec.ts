import { crc32 } from 'node:zlib';
import { centralDirectory, contentStart, dataDescriptor, localHeader, type ZipEntry } from './zip-format';

const MTIME = new Date('2024-12-11T10:30:58Z');
const entry = (changes: Partial<ZipEntry> = {}): ZipEntry => ({
  name: 'dump.sql',
  mtime: MTIME,
  crc32: 0x01020304,
  sizeBytes: 5,
  start: 0,
  ...changes,
});
const END = Buffer.from('PK\x05\x06', 'latin1');
const ZIP64_END = Buffer.from('PK\x06\x06', 'latin1');
const GIB4 = 2 ** 32;

describe('a record of a ZIP', () => {
  it('is the same for the same member', () => {
    const bytes = () => Buffer.concat([localHeader('dump.sql', MTIME), centralDirectory([entry()], 99)]);
    expect(crc32(bytes())).toBe(crc32(bytes()));
  });

  it('tells the time in UTC, to two seconds', () => {
    const header = localHeader('dump.sql', MTIME);
    expect(header.readUInt16LE(10)).toBe((10 << 11) | (30 << 5) | 29);
    expect(header.readUInt16LE(12)).toBe((44 << 9) | (12 << 5) | 11);
  });

  it.each(['1970-01-01', '2200-01-01'])('has some time for %s, which the format cannot tell', (date) => {
    expect(() => localHeader('dump.sql', new Date(date))).not.toThrow();
  });

  it('names members in UTF-8, and counts their bytes', () => {
    const header = localHeader('dünp', MTIME);
    expect([header.readUInt16LE(26), header.length]).toEqual([5, 35]);
    expect(contentStart(entry({ name: 'dünp', start: 100 }))).toBe(135);
  });

  it.each([
    [0xfffffffe, 16],
    [0xffffffff, 24],
    [GIB4, 24],
  ])('describes %d bytes of content in %i bytes', (sizeBytes, length) => {
    expect(dataDescriptor(entry({ sizeBytes }))).toHaveLength(length);
  });

  it.each([
    ['neither', { sizeBytes: 0xfffffffe, start: 0xfffffffe }, 46 + 8],
    ['the largest number of 32 bits as size', { sizeBytes: 0xffffffff }, 46 + 8 + 28],
    ['the largest number of 32 bits as place', { start: 0xffffffff }, 46 + 8 + 28],
    ['a place beyond 4 GiB', { start: GIB4 + 7 }, 46 + 8 + 28],
  ])('uses ZIP64 in the directory for %s', (_what, changes, length) => {
    const directory = centralDirectory([entry(changes)], 200);
    expect(directory.indexOf(END)).toBe(length);
  });

  it.each([
    [0xfffffffe, false],
    [0xffffffff, true],
    [GIB4, true],
  ])('says by ZIP64 that the directory begins at %d: %s', (start, zip64) => {
    const directory = centralDirectory([entry()], start);
    const at = directory.indexOf(ZIP64_END);
    expect(at >= 0).toBe(zip64);
    if (!zip64) return expect(directory.readUInt32LE(directory.length - 6)).toBe(start);
    expect(directory.readBigUInt64LE(at + 48)).toBe(BigInt(start));
    // The locator behind it says where it lies.
    expect(directory.readBigUInt64LE(at + 56 + 8)).toBe(BigInt(start + at));
  });
});
