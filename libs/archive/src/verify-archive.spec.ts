import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { StrongroomError } from '@app/core';
import { noise } from '../testing/byte-streams';
import { MemoryReader, sampleArchive } from '../testing/sample-backup';
import { TAR_END, tarEntry, tarHeader } from '../testing/tar-samples';
import type { Manifest } from './manifest';
import { openBackupArchive, type RangeReader } from './backup-archive-reader';
import { verifyBackup } from './verify-archive';

const dump = noise(1, 1_500_000);
const tar = Buffer.concat([
  tarEntry({ name: 'db/', typeFlag: '5' }),
  tarEntry({ name: 'db/one' }, noise(2, 700_000)),
  tarEntry({ name: 'db/two' }, noise(3, 600_000)),
  tarEntry({ name: 'db/three' }, 'small'),
  TAR_END,
]);
const filestore = gzipSync(tar, { level: 1 });

/** Takes any dump for readable. */
const readDump = async (stream: Readable) => void (await buffer(stream));
const LEVELS = { rehashed: {}, readable: { readDump } };

const of = (reader: RangeReader) => (how: Parameters<typeof openBackupArchive>[1]) => openBackupArchive(reader, how);

const flipped = (object: Buffer, at: number) => {
  const copy = Buffer.from(object);
  copy[at]! ^= 1;
  return copy;
};

describe.each(Object.entries(LEVELS))('an archive that is to be %s', (_level, options) => {
  it('is intact when every byte is as it was', async () => {
    const { object, manifest } = await sampleArchive(dump, filestore);
    expect(await verifyBackup(of(new MemoryReader(object)), { ...options, expected: manifest })).toEqual({
      intact: true,
    });
  });

  type Sample = Awaited<ReturnType<typeof sampleArchive>>;
  const member = ({ written }: Sample, index: number) => written.members[index]!.offset;
  const record = ({ object }: Sample) => object.lastIndexOf('PK\x01\x02');
  it.each<[string, (sample: Sample) => Buffer]>([
    ['cut in the dump', (sample) => sample.object.subarray(0, member(sample, 0) + 1000)],
    ['cut in the directory', ({ object }) => object.subarray(0, -10)],
    ['without its last byte', ({ object }) => object.subarray(0, -1)],
    ['empty', () => Buffer.alloc(0)],
    ['of zeros', ({ object }) => Buffer.alloc(object.length)],
    ['with a bit flipped in the dump', (sample) => flipped(sample.object, member(sample, 0) + 700_000)],
    ['with a bit flipped in the first byte of the dump', (sample) => flipped(sample.object, member(sample, 0))],
    ['with a bit flipped in the filestore', (sample) => flipped(sample.object, member(sample, 1) + 700_000)],
    ['with a bit flipped in the manifest', (sample) => flipped(sample.object, member(sample, 2) + 100)],
    ['with a bit flipped in a local header', (sample) => flipped(sample.object, member(sample, 0) - 1)],
    ['with a bit flipped in a CRC-32 of the directory', (sample) => flipped(sample.object, record(sample) + 16)],
    ['with a bit flipped in a size of the directory', (sample) => flipped(sample.object, record(sample) + 24)],
    ['with a bit flipped in an offset of the directory', (sample) => flipped(sample.object, record(sample) + 42)],
  ])('is damaged when it is %s', async (_what, damage) => {
    const sample = await sampleArchive(dump, filestore);
    const { intact, error } = await verifyBackup(of(new MemoryReader(damage(sample))), options);
    expect([intact, error?.code]).toEqual([false, expect.stringMatching(/^ARCHIVE_(CORRUPT|INVALID)$/)]);
  });

  it('is damaged when it is another backup, whole as it may be', async () => {
    const { manifest } = await sampleArchive(dump, filestore);
    const another = await sampleArchive(dump, null);
    const verdict = await verifyBackup(of(new MemoryReader(another.object)), { ...options, expected: manifest });
    expect(verdict).toMatchObject({ intact: false, error: { code: 'ARCHIVE_CORRUPT' } });
  });

  it('gets no verdict when the storage fails', async () => {
    const { object } = await sampleArchive(dump, filestore);
    let reads = 0;
    const short = new MemoryReader(object, (bytes) => (reads++ === 0 ? bytes : bytes.subarray(0, 1000)));
    await expect(verifyBackup(of(short), options)).rejects.toMatchObject({ code: 'OBJECT_TRUNCATED' });
  });
});

describe('an archive whose checksums are those of what was damaged before', () => {
  const packed = (content: Buffer) => gzipSync(content, { level: 1 });
  const withFiles = (files: number) => (m: Manifest) => ({ ...m, filestore: m.filestore && { ...m.filestore, files } });
  it.each<[string, Buffer, number]>([
    ['a flipped bit in the gzip', flipped(filestore, filestore.length - 300_000), 3],
    ['a gzip that ends early', filestore.subarray(0, -1000), 3],
    ['bytes after the gzip', Buffer.concat([filestore, noise(4, 99)]), 3],
    ['no gzip', noise(5, 5000), 3],
    ['a flipped bit in a header of the tar', packed(flipped(tar, 512 + 3)), 3],
    ['a tar that ends early', packed(tar.subarray(0, -2000)), 3],
    ['a tar without its end marker', packed(tar.subarray(0, -1024)), 3],
    ['a file that is longer than the tar', packed(Buffer.concat([tarHeader({ name: 'db/a', sizeBytes: 9999 })])), 1],
    ['a file too few', filestore, 4],
    ['a file too many', filestore, 2],
  ])('passes as re-hashed, and not as readable, with %s', async (_what, content, files) => {
    const { object } = await sampleArchive(dump, content, withFiles(files));
    expect(await verifyBackup(of(new MemoryReader(object)))).toEqual({ intact: true });
    const verdict = await verifyBackup(of(new MemoryReader(object)), { readDump });
    expect(verdict).toMatchObject({ intact: false, error: { code: 'ARCHIVE_CORRUPT' } });
  });

  it('is judged by the one who reads the dump', async () => {
    const { object } = await sampleArchive(dump, filestore);
    const says = (code: 'ARCHIVE_CORRUPT' | 'PG_TOOLS_MISSING') =>
      verifyBackup(of(new MemoryReader(object)), {
        readDump: async (stream) => {
          stream.destroy();
          throw new StrongroomError(code, 'as the spec wants it');
        },
      });
    expect(await says('ARCHIVE_CORRUPT')).toMatchObject({ intact: false });
    await expect(says('PG_TOOLS_MISSING')).rejects.toMatchObject({ code: 'PG_TOOLS_MISSING' });
  });
});

describe('verifyBackupArchive', () => {
  it('reads each byte of the object once, and tells how many', async () => {
    const { object } = await sampleArchive(dump, filestore);
    let bytes = 0;
    const reader = new MemoryReader(object);
    await verifyBackup(of(reader), { onBytes: (n) => (bytes += n) });
    expect(bytes).toBe(object.length);
    expect(reader.ranges).toHaveLength(2);
  });
});
