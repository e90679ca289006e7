import { execFileSync } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { inChunks, MemorySink, seededSizes } from '../testing/byte-streams';
import { paxRecord, TAR_END, tarEntry, tarHeader, tarOf, withDirectory, writeTree } from '../testing/tar-samples';
import { type ExpectedTar, SafeTarGate } from './safe-tar-gate';

async function through(tar: Buffer, top?: string, nextSize = seededSizes(7, 3000)) {
  const gate = new SafeTarGate({ top });
  const sink = new MemorySink();
  await pipeline(inChunks(tar, nextSize), gate, sink);
  return { gate, passed: sink.content() };
}

describe('SafeTarGate', () => {
  it('lets a filestore through unchanged and counts its files', () =>
    withDirectory(async (root) => {
      writeTree(root, { 'db/ab/one': 'x'.repeat(2000), 'db/cd/two': '', [`db/ef/${'long'.repeat(60)}`]: 'three' });
      for (const format of ['gnu', 'posix']) {
        const tar = tarOf(root, `--format=${format}`, 'db');
        const { gate, passed } = await through(tar, 'db');
        expect(passed.equals(tar)).toBe(true);
        expect(gate).toMatchObject({ files: 3, fileBytes: 2005, tarBytes: tar.length });
      }
    }));

  it.each<[string, string[], RegExp]>([
    ['an absolute name', ['-P', '--transform=s,db/a,/etc/a,'], /"\/etc\/a" is an absolute name/],
    ['a way up', ['-P', '--transform=s,db/a,db/../../a,'], /has the component \.\./],
    ['a way up at the end', ['-P', '--transform=s,db/a,db/..,'], /has the component \.\./],
    ['a name in another directory', ['--transform=s,db/a,dbEVIL/a,'], /lies outside "db"/],
    ['names below the current directory', ['--transform=s,^,./,'], /has the component \./],
  ])('refuses %s in a real tar', (_what, options, message) =>
    withDirectory(async (root) => {
      writeTree(root, { 'db/a': 'content' });
      await expect(through(tarOf(root, ...options, 'db'))).rejects.toMatchObject({
        code: 'ARCHIVE_UNSAFE',
        message: expect.stringMatching(message),
      });
    }),
  );

  it.each<[string, string, RegExp]>([
    ['a symbolic link out', 'ln -s /etc/passwd a', /"db\/a" is a symlink to "\/etc\/passwd"/],
    ['a symbolic link within', 'touch b; ln -s b a', /is a symlink to "b"/],
    ['a hard link', 'touch a; ln a b', /is a hardlink to "db\/[ab]"/],
    ['a pipe', 'mkfifo a', /"db\/a" is a fifo/],
  ])('refuses %s in a real tar', (_what, script, message) =>
    withDirectory(async (root) => {
      execFileSync('sh', ['-c', `mkdir db; cd db; ${script}`], { cwd: root });
      await expect(through(tarOf(root, 'db'), 'db')).rejects.toMatchObject({
        code: 'ARCHIVE_UNSAFE',
        message: expect.stringMatching(message),
      });
    }),
  );

  const top = tarHeader({ name: 'db/', typeFlag: '5' });
  it.each<[string, Buffer, RegExp]>([
    ['a character device', tarHeader({ name: 'db/null', typeFlag: '3' }), /is a character-device/],
    ['a block device', tarHeader({ name: 'db/sda', typeFlag: '4' }), /is a block-device/],
    ['an empty component', tarEntry({ name: 'db//a' }), /has an empty component/],
    ['an empty name', tarEntry({ name: '' }), /has an empty component/],
    ['a file in place of the top', tarEntry({ name: 'db' }, 'x'), /is not a directory/],
    ['a directory with content', tarHeader({ name: 'db/a/', typeFlag: '5', sizeBytes: 9 }), /directory with content/],
    ['an unknown type', tarHeader({ name: 'db/a', typeFlag: 'Z' }), /unknown type "Z"/],
    [
      'a bad name that a long name hides from some readers only',
      Buffer.concat([tarEntry({ name: 'p', typeFlag: 'x' }, paxRecord('path', 'db/a')), tarEntry({ name: '../a' })]),
      /"\.\.\/a" has the component/,
    ],
    [
      'a bad long name',
      Buffer.concat([tarEntry({ name: 'L', typeFlag: 'L' }, '/etc/a\0'), tarEntry({ name: 'db/a' })]),
      /"\/etc\/a" is an absolute name/,
    ],
  ])('refuses %s', async (_what, entry, message) => {
    await expect(through(Buffer.concat([top, entry, TAR_END]), 'db')).rejects.toMatchObject({
      code: 'ARCHIVE_UNSAFE',
      message: expect.stringMatching(message),
    });
  });

  it('never lets the whole header of a refused entry out', async () => {
    const tar = Buffer.concat([
      top,
      tarEntry({ name: 'db/ok' }, 'fine'),
      tarEntry({ name: '../evil' }, 'evil'),
      TAR_END,
    ]);
    for (const size of [1, 100, 511, 512, 1536, 2047, 2048, tar.length]) {
      const sink = new MemorySink();
      await expect(
        pipeline(
          inChunks(tar, () => size),
          new SafeTarGate({ top: 'db' }),
          sink,
        ),
      ).rejects.toThrow('../evil');
      expect(sink.content().length).toBeLessThan(2048);
    }
  });

  it('refuses a tar that is cut anywhere', () =>
    withDirectory(async (root) => {
      writeTree(root, { 'db/a': 'x'.repeat(1300), 'db/b': 'y' });
      const tar = tarOf(root, '--blocking-factor=1', 'db');
      for (let end = 0; end < tar.length; end += 512)
        await expect(through(tar.subarray(0, end), 'db')).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
    }));

  it.each<[string, object, RegExp]>([
    ['has more bytes than the manifest says', { tarBytes: 10_239 }, /has more than the 10239 bytes of the manifest/],
    ['has fewer bytes', { tarBytes: 10_241 }, /has 2 files and 10240 bytes where the manifest says 2 and 10241/],
    ['has another number of files', { files: 3 }, /where the manifest says 3 and 10240/],
  ])('refuses a tar that %s', (_what, wrong, message) =>
    withDirectory(async (root) => {
      writeTree(root, { 'db/a': 'x'.repeat(1300), 'db/b': 'y' });
      const tar = tarOf(root, 'db');
      const checked = (expected: ExpectedTar) =>
        pipeline(inChunks(tar, seededSizes(5, 900)), new SafeTarGate({ expected }), new MemorySink());
      await checked({ files: 2, tarBytes: 10_240 });
      await expect(checked({ files: 2, tarBytes: 10_240, ...wrong })).rejects.toMatchObject({
        code: 'ARCHIVE_CORRUPT',
        message: expect.stringMatching(message),
      });
    }),
  );
});
