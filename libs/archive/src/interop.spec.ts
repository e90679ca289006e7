/** What other programs make of a backup. */
import { execFileSync } from 'node:child_process';
import { createWriteStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeRequiring } from '../../../test/fixtures/requires';
import { BackupArchiveWriter } from './backup-archive-writer';
import { FilestoreTap } from './filestore-tap';
import { inChunks, MemorySink, noise } from '../testing/byte-streams';
import { sampleArchive } from '../testing/sample-backup';
import { filestorePath, tarOf, withDirectory, writeTree } from '../testing/tar-samples';

const ZIP_LIST =
  'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(*z.namelist())';
/** 4.3 GiB take half a minute: asked for by STRONGROOM_BIG_SPECS=1. */
const BIG = process.env.STRONGROOM_BIG_SPECS === '1';

describeRequiring('archivers', 'the ZIP of a backup', () => {
  it('has every member where the writer says', async () => {
    const [dump, filestore] = [noise(1, 100_000), noise(2, 70_000)];
    const { object, written } = await sampleArchive(dump, filestore);
    expect(written.sizeBytes).toBe(object.length);
    const [first, second] = written.members.map(({ offset, size }) => object.subarray(offset, offset + size));
    expect([first!.equals(dump), second!.equals(filestore)]).toEqual([true, true]);
  });

  const check = (path: string): void => {
    execFileSync('unzip', ['-tq', path], { stdio: 'pipe' });
    execFileSync('bsdtar', ['-tf', path], { stdio: 'pipe' });
    execFileSync('python3', ['-c', ZIP_LIST, path], { stdio: 'pipe' });
  };

  it('opens with unzip, bsdtar and Python', () =>
    withDirectory(async (directory) => {
      const path = join(directory, 'backup.zip');
      writeFileSync(path, (await sampleArchive(noise(1, 100_000), noise(2, 70_000))).object);
      expect(() => check(path)).not.toThrow();
    }));

  if (BIG)
    // The last number of 32 bits means "more than that" in a ZIP.
    it.each([2 ** 32 - 2, 2 ** 32 - 1, 4403 * 2 ** 20])(
      'opens with unzip, bsdtar and Python when a member has %d bytes and another begins behind it',
      (sizeBytes) =>
        withDirectory(async (directory) => {
          const path = join(directory, 'backup.zip');
          const writer = new BackupArchiveWriter(createWriteStream(path));
          expect((await writer.addMember('dump.sql', zeros(sizeBytes))).sizeBytes).toBe(sizeBytes);
          await writer.addMember('filestore.tar.gz', Readable.from([Buffer.from('files')]));
          const { members } = await writer.finish();
          const descriptorBytes = sizeBytes < 2 ** 32 - 1 ? 16 : 24;
          expect(members[1]).toEqual({
            name: 'filestore.tar.gz',
            offset: 38 + sizeBytes + descriptorBytes + 46,
            size: 5,
          });
          expect(() => check(path)).not.toThrow();
        }),
      300_000,
    );
});

function zeros(sizeBytes: number): Readable {
  const chunk = Buffer.alloc(1 << 20);
  let left = sizeBytes;
  return new Readable({
    read() {
      this.push(left > 0 ? chunk.subarray(0, left) : null);
      left -= chunk.length;
    },
  });
}

describe('filestore.tar.gz', () => {
  it('unpacks with tar into equal files with their permissions and times', () =>
    withDirectory(async (directory) => {
      const contents = [noise(1, 700_000), Buffer.from('text '.repeat(100_000)), Buffer.alloc(0), noise(2, 300)];
      const paths = contents.map((content) => filestorePath('db', content));
      writeTree(join(directory, 'from'), Object.fromEntries(paths.map((path, i) => [path, contents[i]!])));
      const sink = new MemorySink();
      await pipeline(
        inChunks(tarOf(join(directory, 'from'), 'db'), () => 32_768),
        new FilestoreTap(),
        sink,
      );
      const archive = join(directory, 'filestore.tar.gz');
      writeFileSync(archive, sink.content());
      execFileSync('gzip', ['-t', archive]);
      execFileSync('sh', ['-c', 'mkdir "$1" && tar -xzpf "$0" -C "$1"', archive, join(directory, 'to')]);
      paths.forEach((path, i) => {
        const unpacked = join(directory, 'to', path);
        expect(readFileSync(unpacked).equals(contents[i]!)).toBe(true);
        const { mode, mtimeMs } = statSync(unpacked);
        expect([(mode & 0o7777).toString(8), mtimeMs]).toEqual(['640', 1_700_000_000_000]);
      });
    }));
});
