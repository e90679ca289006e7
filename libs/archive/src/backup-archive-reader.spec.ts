import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { ZipArchive } from 'archiver';
import { StrongroomError } from '@app/core';
import { inChunks, MemorySink, noise, seededSizes } from '../testing/byte-streams';
import { MemoryReader, sampleArchive, sampleInput, writeSample } from '../testing/sample-backup';
import { openBackupArchive } from './backup-archive-reader';
import { buildManifest, manifestText } from './manifest';

const dump = noise(1, 1_500_000);
const filestore = noise(2, 1_200_000);

describe('openBackupArchive', () => {
  it('reads members and manifest of a backup by one ranged read', async () => {
    const { object, manifest } = await sampleArchive(dump, filestore);
    const reader = new MemoryReader(object);
    const archive = await openBackupArchive(reader);
    expect(archive.manifest).toEqual(manifest);
    expect(archive.members.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ['dump.sql', dump.length],
      ['filestore.tar.gz', filestore.length],
      ['manifest.json', Buffer.byteLength(manifestText(manifest))],
    ]);
    expect(reader.ranges).toEqual([[object.length - 2 ** 20, object.length]]);
  });

  it('streams each member by one ranged read', async () => {
    const { object } = await sampleArchive(dump, filestore);
    const reader = new MemoryReader(object);
    const archive = await openBackupArchive(reader);
    expect((await buffer(await archive.open('dump.sql'))).equals(dump)).toBe(true);
    expect((await buffer(await archive.open('filestore.tar.gz'))).equals(filestore)).toBe(true);
    expect(reader.ranges).toHaveLength(3);
  });

  it('opens a backup without a filestore, and an empty dump', async () => {
    const { object } = await sampleArchive(Buffer.alloc(0), null);
    const archive = await openBackupArchive(new MemoryReader(object));
    expect(archive.members.map(({ name }) => name)).toEqual(['dump.sql', 'manifest.json']);
    expect((await buffer(await archive.open('dump.sql'))).length).toBe(0);
    await expect(archive.open('filestore.tar.gz')).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
  });

  const zip = async (members: [string, Buffer][]): Promise<Buffer> => {
    const sink = new MemorySink();
    await writeSample(sink, members);
    return sink.content();
  };
  const manifestOf = (files: Buffer | null) => Buffer.from(manifestText(buildManifest(sampleInput(dump, files))));

  it.each<[string, () => Promise<Buffer>, RegExp]>([
    ['nothing', async () => Buffer.alloc(0), /End of central directory record signature not found/],
    ['no ZIP', async () => noise(3, 5000), /End of central directory record signature not found/],
    ['a cut ZIP', async () => (await sampleArchive(dump, null)).object.subarray(0, -30), /signature not found/],
    ['a ZIP without a manifest', () => zip([['dump.sql', dump]]), /has no manifest\.json/],
    ['a manifest that is none', () => zip([['manifest.json', Buffer.from('{}')]]), /backup_id is missing/],
    ['a huge manifest', () => zip([['manifest.json', Buffer.alloc(2 ** 21)]]), /The manifest has 2097152 bytes/],
    [
      'a member too many',
      () =>
        zip([
          ['dump.sql', dump],
          ['extra', dump],
          ['manifest.json', manifestOf(null)],
        ]),
      /holds dump\.sql, extra, manifest\.json where the manifest says dump\.sql, manifest\.json/,
    ],
    [
      'a member too few',
      () =>
        zip([
          ['dump.sql', dump],
          ['manifest.json', manifestOf(filestore)],
        ]),
      /filestore\.tar\.gz/,
    ],
    [
      'one member twice',
      () =>
        zip([
          ['dump.sql', dump],
          ['dump.sql', dump],
          ['manifest.json', manifestOf(null)],
        ]),
      /holds dump\.sql, dump\.sql/,
    ],
    ['many members', () => zip(Array.from({ length: 17 }, (_, i) => [`${i}`, dump.subarray(0, 9)])), /17 members/],
    ['a compressed member', () => compressed(manifestOf(null)), /is not simply stored/],
    ['a way up', async () => renamed(await zip([['xx/dump.sql', dump]]), 'xx/', '../'), /invalid relative path/],
    ['an absolute name', async () => renamed(await zip([['x/dump.sql', dump]]), 'x/', '//'), /absolute path/],
  ])('refuses %s', async (_what, make, message) => {
    await expect(openBackupArchive(new MemoryReader(await make()))).rejects.toMatchObject({
      code: 'ARCHIVE_INVALID',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a directory that does not lie at the end, and members that overlap', async () => {
    const { object } = await sampleArchive(dump, filestore);
    const far = Buffer.from(object);
    far.writeUInt32LE(100, far.length - 6);
    await expect(openBackupArchive(new MemoryReader(far))).rejects.toThrow(/does not lie at its end/);
    const overlapping = Buffer.from(object);
    const secondRecord = overlapping.indexOf(
      Buffer.from('PK\x01\x02', 'latin1'),
      overlapping.readUInt32LE(object.length - 6) + 4,
    );
    overlapping.writeUInt32LE(1000, secondRecord + 42);
    await expect(openBackupArchive(new MemoryReader(overlapping))).rejects.toThrow(/does not fit into its range/);
  });

  it('passes on what the storage says', async () => {
    const gone = new StrongroomError('STORAGE_UNREACHABLE', 'no answer');
    const reader = { sizeBytes: 1000, read: () => Promise.reject(gone) };
    await expect(openBackupArchive(reader)).rejects.toBe(gone);
    const dying = {
      sizeBytes: 1000,
      read: async () =>
        new Readable({
          read() {
            this.destroy(gone);
          },
        }),
    };
    await expect(openBackupArchive(dying)).rejects.toBe(gone);
  });
});

describe('a member that streams', () => {
  const flipped = (object: Buffer, at: number): Buffer => {
    const copy = Buffer.from(object);
    copy[at]! ^= 1;
    return copy;
  };

  it('is destroyed with ARCHIVE_CORRUPT, at its end, when one bit of it differs', async () => {
    const { object, written } = await sampleArchive(dump, filestore);
    const archive = await openBackupArchive(new MemoryReader(flipped(object, written.members[0]!.offset + 5)));
    await expect(buffer(await archive.open('dump.sql'))).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
    expect((await buffer(await archive.open('filestore.tar.gz'))).equals(filestore)).toBe(true);
  });

  it('is destroyed with ARCHIVE_CORRUPT when its local header is another one', async () => {
    const { object } = await sampleArchive(dump, filestore);
    const archive = await openBackupArchive(new MemoryReader(flipped(object, 32)));
    await expect(buffer(await archive.open('dump.sql'))).rejects.toThrow('does not begin with its own header');
  });

  it('is refused when its size is not that of the manifest', async () => {
    const lies = await sampleArchive(dump, null, (m) => ({ ...m, database: { ...m.database, size: 7 } }));
    const opening = openBackupArchive(new MemoryReader(lies.object));
    await expect(opening).rejects.toThrow('dump.sql has 1500000 bytes where the manifest says 7');
  });

  it('is destroyed with ARCHIVE_CORRUPT when its header claims to be longer than its range has room for', async () => {
    const { object } = await sampleArchive(dump, filestore);
    const archive = await openBackupArchive(new MemoryReader(flipped(object, 29)));
    await expect(buffer(await archive.open('dump.sql'))).rejects.toThrow('does not fit into its range');
  });

  it('is blamed for what a tool stumbled over when it is damaged, and only then', async () => {
    const { object, written } = await sampleArchive(dump, filestore);
    const stumbled = new StrongroomError('PG_RESTORE_FAILED', 'unexpected end of file');
    const unreachable = new StrongroomError('SSH_UNREACHABLE', 'no answer');
    const reader = new MemoryReader(flipped(object, written.members[0]!.offset + 5));
    const archive = await openBackupArchive(reader);
    expect(await archive.causeOf(stumbled, 'dump.sql')).toMatchObject({ code: 'ARCHIVE_CORRUPT' });
    expect(await archive.causeOf(stumbled, 'filestore.tar.gz')).toBe(stumbled);
    const before = reader.ranges.length;
    expect(await archive.causeOf(unreachable, 'dump.sql')).toBe(unreachable);
    expect(await archive.causeOf(stumbled, 'dump.sql', { signal: AbortSignal.abort() })).toBe(stumbled);
    expect(reader.ranges).toHaveLength(before);
  });

  it('is destroyed with OBJECT_TRUNCATED when the storage delivers too little', async () => {
    const { object } = await sampleArchive(dump, filestore);
    let calls = 0;
    const reader = new MemoryReader(object, (bytes) => (calls++ === 0 ? bytes : bytes.subarray(0, 1000)));
    const archive = await openBackupArchive(reader);
    await expect(buffer(await archive.open('dump.sql'))).rejects.toMatchObject({ code: 'OBJECT_TRUNCATED' });
  });

  it('destroys what it reads from when nobody wants it any more, and on a signal', async () => {
    const { object } = await sampleArchive(dump, filestore);
    const sources: Readable[] = [];
    const reader = new MemoryReader(object);
    const archive = await openBackupArchive({
      sizeBytes: object.length,
      read: async (start, end) => {
        if (sources.length === 0 && end === object.length) return reader.read(start, end);
        const silent = new Readable({ read() {} });
        sources.push(silent);
        return silent;
      },
    });
    const member = await archive.open('dump.sql');
    member.destroy();
    const abort = new AbortController();
    const reading = buffer(await archive.open('dump.sql', { signal: abort.signal }));
    abort.abort();
    await expect(reading).rejects.toThrow('The operation was aborted');
    expect(sources.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });
});

describe('the whole object', () => {
  it('streams as it lies in the storage, each byte read once', async () => {
    const { object } = await sampleArchive(dump, filestore);
    const reader = new MemoryReader(object);
    const whole = await buffer(await (await openBackupArchive(reader)).openWhole());
    expect(whole.equals(object)).toBe(true);
    expect(reader.ranges).toEqual([
      [object.length - 2 ** 20, object.length],
      [0, object.length - 2 ** 20],
    ]);
  });

  it('that is small streams from what the directory was read from', async () => {
    const { object } = await sampleArchive(dump.subarray(0, 1000), null);
    const reader = new MemoryReader(object);
    const whole = await buffer(await (await openBackupArchive(reader)).openWhole());
    expect(whole.equals(object)).toBe(true);
    expect(reader.ranges).toHaveLength(1);
  });

  it('is compared with the manifest wherever the chunks are cut', async () => {
    const { object, written } = await sampleArchive(dump.subarray(0, 70_000), filestore.subarray(0, 50_000));
    const damaged = Buffer.from(object);
    damaged[written.members[1]!.offset + 100]! ^= 1;
    for (const content of [object, damaged]) {
      const archive = await openBackupArchive({
        sizeBytes: content.length,
        read: async (start, end) => inChunks(content.subarray(start, end), seededSizes(7, 40)),
      });
      const reading = buffer(await archive.openWhole());
      if (content === object) expect((await reading).equals(object)).toBe(true);
      else
        await expect(reading).rejects.toMatchObject({
          code: 'ARCHIVE_CORRUPT',
          details: { member: 'filestore.tar.gz' },
        });
    }
  });
});

async function compressed(manifest: Buffer): Promise<Buffer> {
  const archive = new ZipArchive({ zlib: { level: 1 } });
  archive.append(manifest, { name: 'manifest.json' });
  const [content] = await Promise.all([buffer(archive), archive.finalize()]);
  return content;
}

function renamed(object: Buffer, from: string, to: string): Buffer {
  return Buffer.from(object.toString('latin1').replaceAll(`${from}dump.sql`, `${to}dump.sql`), 'latin1');
}
