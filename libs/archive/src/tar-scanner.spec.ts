import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { inChunks, seededSizes } from '../testing/byte-streams';
import {
  paxRecord,
  TAR_END,
  tarEntry,
  tarHeader,
  tarOf,
  withChecksum,
  withDirectory,
  writeTree,
} from '../testing/tar-samples';
import { TarScanner, type TarEntry } from './tar-scanner';

interface Seen extends Pick<TarEntry, 'name' | 'type' | 'sizeBytes' | 'linkName'> {
  content: string;
  ended: boolean;
}

async function scan(tar: Buffer, nextSize = () => tar.length): Promise<{ seen: Seen[]; scanner: TarScanner }> {
  const scanner = new TarScanner();
  const seen: Seen[] = [];
  for await (const chunk of inChunks(tar, nextSize) as AsyncIterable<Buffer>)
    for (const event of scanner.push(chunk)) {
      const last = seen.at(-1);
      if (event.kind === 'entry') {
        const { name, type, sizeBytes, linkName } = event.entry;
        seen.push({ name, type, sizeBytes, linkName, content: '', ended: false });
      } else if (event.kind === 'data') last!.content += chunk.toString('latin1', event.start, event.end);
      else if (event.kind === 'entry-end') last!.ended = true;
    }
  return { seen, scanner };
}

const HOSTILE = {
  'db/plain': 'plain',
  'db/empty': '',
  [`db/${'long'.repeat(60)}`]: 'a component of 240 bytes',
  [`db/${`${'deep'.repeat(20)}/`.repeat(5)}leaf`]: 'a path of 400 bytes',
  'db/new\nline': 'x'.repeat(511),
  'db/-C': 'x'.repeat(512),
  'db/--checkpoint-action=exec=sh': 'x'.repeat(513),
  'db/quote"\'$(touch x)`\\': 'x'.repeat(100_000),
  'db/ünïcödé 漢字 🗄': 'u',
  'db/ leading and trailing ': 's',
};

describe('TarScanner', () => {
  it.each(['gnu', 'posix', 'oldgnu'])(
    'reads names, types, sizes and contents of a real %s tar in any chunks',
    (format) =>
      withDirectory(async (root) => {
        writeTree(root, HOSTILE);
        const tar = tarOf(root, `--format=${format}`, 'db');
        for (const nextSize of [
          () => tar.length,
          () => 1000,
          seededSizes(1, 700),
          seededSizes(2, 5000),
          seededSizes(3, 9),
        ]) {
          const { seen, scanner } = await scan(tar, nextSize);
          const files = Object.fromEntries(seen.filter(({ type }) => type === 'file').map((e) => [e.name, e.content]));
          expect(files).toEqual(HOSTILE);
          expect(seen.every(({ ended }) => ended)).toBe(true);
          expect(seen[0]).toMatchObject({ name: 'db/', type: 'directory' });
          expect(scanner.missing).toBeUndefined();
          expect(scanner.bytes).toBe(tar.length);
        }
      }),
  );

  it('reads links and pipes of a real tar, long link targets included', () =>
    withDirectory(async (root) => {
      writeTree(root, { 'db/a': 'content' });
      const target = 'far/'.repeat(40);
      for (const format of ['gnu', 'posix']) {
        execFileSync('sh', [
          '-c',
          'ln -sf "$1" "$0/s"; ln -f "$0/a" "$0/h"; rm -f "$0/p"; mkfifo "$0/p"',
          `${root}/db`,
          target,
        ]);
        const { seen } = await scan(tarOf(root, `--format=${format}`, '--sort=name', 'db'));
        expect(seen.slice(1)).toEqual([
          { name: 'db/a', type: 'file', sizeBytes: 7, linkName: '', content: 'content', ended: true },
          { name: 'db/h', type: 'hardlink', sizeBytes: 0, linkName: 'db/a', content: '', ended: true },
          { name: 'db/p', type: 'fifo', sizeBytes: 0, linkName: '', content: '', ended: true },
          { name: 'db/s', type: 'symlink', sizeBytes: 0, linkName: target, content: '', ended: true },
        ]);
      }
    }));

  it('says what is missing at every block where a tar can be cut', () =>
    withDirectory(async (root) => {
      writeTree(root, { 'db/a': 'x'.repeat(1300), [`db/${'long'.repeat(60)}`]: 'y' });
      const tar = tarOf(root, '--format=gnu', '--blocking-factor=1', 'db');
      for (let end = 0; end < tar.length; end += 512)
        expect((await scan(tar.subarray(0, end))).scanner.missing).toMatch(
          /^it ends (inside .+|without its end marker)/,
        );
      expect((await scan(tar.subarray(0, 512 + 512 + 1000))).scanner.missing).toBe(
        'it ends inside db/a after 2024 bytes',
      );
      expect((await scan(tar)).scanner.missing).toBeUndefined();
    }));

  it('reads sizes from 8 GiB on, in base 256 and in PAX', async () => {
    const big = 9 * 2 ** 30 + 7;
    const base256 = await scan(tarHeader({ name: 'db/big', sizeBytes: big, gnu: true }));
    expect(base256.seen[0]).toMatchObject({ name: 'db/big', sizeBytes: big });
    expect(base256.scanner.missing).toMatch(/^it ends inside db\/big/);
    const pax = await scan(
      Buffer.concat([
        tarEntry({ name: 'pax', typeFlag: 'x' }, paxRecord('size', `${big}`)),
        tarHeader({ name: 'db/big' }),
      ]),
    );
    expect(pax.seen[0]).toMatchObject({ name: 'db/big', sizeBytes: big });
  });

  it('applies a PAX size to the content that follows', async () => {
    const header = tarHeader({ name: 'db/a', sizeBytes: 0 });
    const content = Buffer.alloc(512, 'abc');
    const pax = tarEntry({ name: 'pax', typeFlag: 'x' }, paxRecord('size', '3'));
    const { seen } = await scan(Buffer.concat([pax, header, content, tarEntry({ name: 'db/b' }, 'next'), TAR_END]));
    expect(seen.map(({ name, content: text }) => [name, text])).toEqual([
      ['db/a', 'abc'],
      ['db/b', 'next'],
    ]);
  });

  const file = tarEntry({ name: 'db/a' }, 'content');
  const damaged = Buffer.from(file);
  damaged[3]! ^= 1;
  const v7 = withChecksum(Buffer.from(file.subarray(0, 512)).fill(0, 257, 265));
  const negative = Buffer.from(file.subarray(0, 512));
  negative.fill(0xff, 124, 136);
  it.each<[string, Buffer[], RegExp]>([
    ['a header with one wrong bit', [damaged], /byte 0 has a wrong checksum/],
    ['a header without the ustar magic', [v7], /not a ustar header/],
    ['a negative size', [withChecksum(negative)], /size that is no number/],
    ['a lone zero block', [file, Buffer.alloc(512), file], /lone zero block/],
    ['bytes after the end', [file, TAR_END, Buffer.alloc(512), Buffer.from('x')], /bytes follow the end/],
    ['an old GNU sparse file', [tarHeader({ name: 'db/a', typeFlag: 'S', gnu: true })], /unknown type "S"/],
    ['a PAX sparse file', [tarEntry({ name: 'p', typeFlag: 'x' }, paxRecord('GNU.sparse.major', '1'))], /sparse file/],
    ['a PAX path for all entries', [tarEntry({ name: 'p', typeFlag: 'g' }, paxRecord('path', 'x'))], /all entries/],
    ['a broken PAX record', [tarEntry({ name: 'p', typeFlag: 'x' }, '99 path=x\n')], /broken PAX record/],
    ['a PAX path with a NUL', [tarEntry({ name: 'p', typeFlag: 'x' }, paxRecord('path', 'a\0b'))], /broken PAX record/],
    ['a PAX size that is none', [tarEntry({ name: 'p', typeFlag: 'x' }, paxRecord('size', '-1'))], /size that is no/],
    [
      'two long names for one entry',
      [
        tarEntry({ name: 'L', typeFlag: 'L' }, 'db/b\0'),
        tarEntry({ name: 'p', typeFlag: 'x' }, paxRecord('path', 'db/c')),
      ],
      /name of one entry twice/,
    ],
    ['a long name of 2 MiB', [tarHeader({ name: 'L', typeFlag: 'L', sizeBytes: 2 ** 21 })], /2097152 bytes/],
    ['a long name for nothing', [tarEntry({ name: 'L', typeFlag: 'L' }, 'db/b\0'), TAR_END], /ends after a long name/],
  ])('refuses %s', async (_what, parts, message) => {
    await expect(scan(Buffer.concat(parts))).rejects.toThrow(message);
  });

  it('refuses a sparse file of the real tar', () =>
    withDirectory(async (root) => {
      writeTree(root, { 'db/a': '' });
      truncateSync(`${root}/db/a`, 1 << 20);
      await expect(scan(tarOf(root, '--sparse', '--format=gnu', 'db'))).rejects.toThrow(/unknown type "S"/);
      await expect(scan(tarOf(root, '--sparse', '--format=posix', 'db'))).rejects.toThrow(/sparse file/);
    }));
});
