import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { inChunks, MemorySink, noise, seededSizes } from '../testing/byte-streams';
import { filestorePath, TAR_END, tarEntry, tarHeader, tarOf, withDirectory, writeTree } from '../testing/tar-samples';
import { AttachmentLedger } from './attachment-ledger';
import { FilestoreTap } from './filestore-tap';

async function compress(tar: Buffer, ledger?: AttachmentLedger, nextSize = () => 65_536) {
  const tap = new FilestoreTap(ledger);
  const sink = new MemorySink();
  await pipeline(inChunks(tar, nextSize), tap, sink);
  return { tap, gzip: sink.content() };
}

const text = (seed: number, sizeBytes: number): Buffer =>
  Buffer.from(
    `<p>${seed} Lorem ipsum dolor sit amet, ${createHash('md5').update(`${seed}`).digest('hex')}</p>\n`.repeat(
      1 + sizeBytes / 60,
    ),
  ).subarray(0, sizeBytes);

const files = (...contents: Buffer[]): Record<string, Buffer> =>
  Object.fromEntries(contents.map((content) => [filestorePath('db', content), content]));

const row = (content: Buffer) => ({ storeFname: filestorePath('db', content).slice(3), sizeBytes: content.length });

describe('FilestoreTap', () => {
  it('gives back the very tar, whatever the mixture of contents and the chunks', () =>
    withDirectory(async (root) => {
      const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), noise(1, 300_000)]);
      writeTree(root, {
        ...files(text(1, 1_500_000), jpeg, noise(2, 200_000), text(2, 90_000), noise(3, 65_535), noise(4, 600_000)),
        ...files(...Array.from({ length: 60 }, (_, i) => (i % 2 ? noise(i + 10, 20_000) : text(i, 20_000)))),
        ...files(...Array.from({ length: 60 }, (_, i) => text(i + 100, i * 17))),
        'db/checklist/ab/abcdef': '',
      });
      const tar = tarOf(root, 'db');
      for (const nextSize of [() => tar.length, () => 65_536, seededSizes(5, 2000), seededSizes(6, 100_000)]) {
        const { tap, gzip } = await compress(tar, undefined, nextSize);
        expect(gunzipSync(gzip).equals(tar)).toBe(true);
        expect(tap).toMatchObject({ files: 127, tarBytes: tar.length, oddEntries: [] });
      }
    }));

  it('squeezes text and stores what is compressed already', async () => {
    const squeezed = await compress(Buffer.concat([...bigEntry(text(1, 2_000_000)), TAR_END]));
    expect(squeezed.gzip.length).toBeLessThan(400_000);
    for (const content of [noise(1, 2_000_000), Buffer.concat([Buffer.from('%PDF-1.7\n'), text(1, 2_000_000)])]) {
      const { gzip } = await compress(Buffer.concat([...bigEntry(content), TAR_END]));
      const overhead = gzip.length - content.length - 512 - 1024;
      expect(overhead).toBeGreaterThan(-600);
      expect(overhead).toBeLessThan(1000);
    }
  });

  it('does not change its mind for every small file', async () => {
    const mixed = Array.from({ length: 400 }, (_, i) => (i % 2 ? noise(i, 4000) : text(i, 4000)));
    const { gzip } = await compress(
      Buffer.concat([...mixed.map((content) => tarEntry({ name: filestorePath('db', content) }, content)), TAR_END]),
    );
    // Each change would leave a mark of its own: an empty stored block that ends a squeezed segment.
    expect(gzip.toString('latin1').split('\x00\x00\xff\xff').length).toBeLessThan(20);
  });

  it('checks every file off against the ledger', () =>
    withDirectory(async (root) => {
      const [present, damaged, unknown, gone] = [text(1, 5000), text(2, 70_000), text(3, 10), text(4, 10)];
      writeTree(root, {
        ...files(present, unknown),
        [filestorePath('db', damaged)]: damaged.subarray(1),
        'db/readme': 'x',
      });
      const ledger = await AttachmentLedger.collect([present, damaged, gone].map(row));
      await compress(tarOf(root, 'db'), ledger, seededSizes(1, 9000));
      expect(ledger.proof()).toEqual({
        expected: 3,
        present: 2,
        missing: 1,
        corrupt: 1,
        unreferenced: 1,
        foreign: 0,
        missing_files: [row(gone).storeFname],
        corrupt_files: [row(damaged).storeFname],
      });
    }));

  it('knows an empty attachment by its name too', async () => {
    const empty = Buffer.alloc(0);
    const ledger = await AttachmentLedger.collect([row(empty)]);
    await compress(Buffer.concat([tarEntry({ name: filestorePath('db', empty) }), TAR_END]), ledger);
    expect(ledger.proof()).toMatchObject({ expected: 1, present: 1, corrupt: 0 });
  });

  it('names what a restore would refuse', async () => {
    const link = tarHeader({ name: 'db/ab', typeFlag: '2', linkName: '/mnt/other' });
    const { tap } = await compress(Buffer.concat([tarHeader({ name: 'db/', typeFlag: '5' }), link, TAR_END]));
    expect([tap.files, tap.oddEntries]).toEqual([0, ['db/ab (symlink)']]);
  });

  it('is destroyed with FILESTORE_TRUNCATED by a tar that is cut anywhere, and writes no end', async () => {
    const tar = Buffer.concat([
      tarEntry({ name: 'db/a' }, text(1, 3000)),
      tarEntry({ name: 'db/b' }, noise(1, 3000)),
      TAR_END,
    ]);
    for (let end = 0; end < tar.length; end += 512) {
      const sink = new MemorySink();
      const cut = pipeline(
        inChunks(tar.subarray(0, end), () => 700),
        new FilestoreTap(),
        sink,
      );
      await expect(cut).rejects.toMatchObject({ code: 'FILESTORE_TRUNCATED' });
      expect(() => gunzipSync(sink.content())).toThrow('unexpected end of file');
    }
  });

  it('is destroyed with FILESTORE_READ_FAILED by a damaged tar', async () => {
    const tar = Buffer.concat([tarEntry({ name: 'db/a' }, 'x'), Buffer.alloc(512, 'not a header'), TAR_END]);
    await expect(compress(tar)).rejects.toMatchObject({ code: 'FILESTORE_READ_FAILED' });
  });

  it('holds its input back while nobody takes its output', async () => {
    const tap = new FilestoreTap();
    const tar = tarHeader({ name: 'db/a', sizeBytes: 2 ** 33, gnu: true });
    const chunk = noise(1, 1 << 20);
    let taken = 0;
    tap.write(tar);
    const write = () => void tap.write(chunk, () => (taken += 1) && write());
    write();
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    while (tap.readableLength < tap.readableHighWaterMark) await turn();
    for (let i = 0; i < 50; i++) await turn();
    expect(taken).toBeLessThan(10);
    tap.destroy();
  });
});

function bigEntry(content: Buffer): Buffer[] {
  return [tarEntry({ name: filestorePath('db', content) }, content)];
}
