/**
 * For specs: everything that may be wrong with a package, each with the code that a restore of it has to end with. What lies in a
 * storage was written by somebody else as far as a restore is concerned: by a broken disk, or by an enemy.
 */
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Manifest } from '@app/archive';
import { noise } from '../../../libs/archive/testing/byte-streams';
import { paxRecord, tarEntry, tarHeader, TAR_END, withChecksum } from '../../../libs/archive/testing/tar-samples';
import { filestoreOf, type PackageParts, packageOf, sampleDump, sampleTar } from './sample-package';

/** What is wrong, the code that it has to be refused with, and how it is made of the parts of a good package. */
export type Damage = [what: string, code: string, make: (good: PackageParts) => Promise<Buffer> | Buffer];

/** Damage of the bytes: the package was good once. */
const bytes =
  (change: (object: Buffer, zip: ZipMap) => Buffer | void) =>
  async (good: PackageParts): Promise<Buffer> => {
    const object = await packageOf(good);
    return change(object, mapOf(object)) ?? object;
  };
const flip = (place: (zip: ZipMap) => number, bit = 1) => bytes((object, zip) => void (object[place(zip)]! ^= bit));
const cut = (place: (zip: ZipMap) => number) => bytes((object, zip) => object.subarray(0, place(zip)));

/** A package that was written wrongly: all sums fit. */
const parts = (change: (good: PackageParts) => Partial<PackageParts>) => (good: PackageParts) =>
  packageOf({ ...good, ...change(good) });
const manifest = (change: (manifest: Manifest) => unknown) => parts(() => ({ manifest: change }));
const database = (change: object) => manifest((all) => ({ ...all, database: { ...all.database, ...change } }));
const filestore = (change: object) => manifest((all) => ({ ...all, filestore: { ...all.filestore, ...change } }));
const members = (change: PackageParts['members']) => parts(() => ({ members: change! }));
const tar = (...more: Buffer[]) => parts(() => filestoreOf(sampleTar(...more), 3 + more.length));
const dump = (change: (dump: Buffer) => Promise<Buffer> | Buffer) => async (good: PackageParts) =>
  packageOf({ ...good, dump: await change(good.dump) });

interface Member {
  /** Of its local header. */
  local: number;
  content: number;
  size: number;
  /** Of its entry in the directory. */
  central: number;
}
/** Where everything lies in a package, in bytes. */
interface ZipMap {
  dump: Member;
  filestore: Member;
  manifest: Member;
  directory: number;
  end: number;
  size: number;
}

function mapOf(object: Buffer): ZipMap {
  const end = object.length - 22;
  const directory = object.readUInt32LE(end + 16);
  const found: Member[] = [];
  for (let central = directory; central < end; central += 46 + object.readUInt16LE(central + 28)) {
    const local = object.readUInt32LE(central + 42);
    const content = local + 30 + object.readUInt16LE(local + 26);
    found.push({ local, content, size: object.readUInt32LE(central + 24), central });
  }
  const [first, second, third] = found as [Member, Member, Member];
  return { dump: first, filestore: second, manifest: third, directory, end, size: object.length };
}

const middle = ({ content, size }: Member) => content + Math.floor(size / 2);
const last = ({ content, size }: Member) => content + size - 1;

const TRUNCATED: Damage[] = [
  ['an empty object', 'ARCHIVE_INVALID', () => Buffer.alloc(0)],
  ['a single byte', 'ARCHIVE_INVALID', cut(() => 1)],
  ['cut in the first header', 'ARCHIVE_INVALID', cut(({ dump: { local } }) => local + 10)],
  ['cut in the dump', 'ARCHIVE_INVALID', cut(({ dump: member }) => middle(member))],
  ['cut between dump and filestore', 'ARCHIVE_INVALID', cut(({ filestore: { local } }) => local)],
  ['cut in the filestore', 'ARCHIVE_INVALID', cut(({ filestore: member }) => middle(member))],
  ['cut in the manifest', 'ARCHIVE_INVALID', cut(({ manifest: member }) => middle(member))],
  ['cut before the directory', 'ARCHIVE_INVALID', cut(({ directory }) => directory)],
  ['cut in the directory', 'ARCHIVE_INVALID', cut(({ directory }) => directory + 60)],
  ['cut before the end record', 'ARCHIVE_INVALID', cut(({ end }) => end)],
  ['cut by its last byte', 'ARCHIVE_INVALID', cut(({ size }) => size - 1)],
  ['no ZIP at all', 'ARCHIVE_INVALID', () => noise(1, 5000)],
  ['a byte behind its end', 'ARCHIVE_INVALID', bytes((object) => Buffer.concat([object, Buffer.from('x')]))],
  ['much behind its end', 'ARCHIVE_INVALID', bytes((object) => Buffer.concat([object, noise(2, 70_000)]))],
  ['bytes before its beginning', 'ARCHIVE_INVALID', bytes((object) => Buffer.concat([noise(3, 100), object]))],
];

const FLIPPED: Damage[] = [
  ['a bit in the signature of the end', 'ARCHIVE_INVALID', flip(({ end }) => end)],
  ['a bit in the number of members', 'ARCHIVE_INVALID', flip(({ end }) => end + 10)],
  ['a bit in the place of the directory', 'ARCHIVE_INVALID', flip(({ end }) => end + 16)],
  ['a bit in the signature of an entry', 'ARCHIVE_INVALID', flip(({ dump: { central } }) => central)],
  ['a bit in the flags of an entry', 'ARCHIVE_INVALID', flip(({ dump: { central } }) => central + 8)],
  ['a bit in the method of an entry', 'ARCHIVE_INVALID', flip(({ dump: { central } }) => central + 10, 8)],
  ['a bit in the CRC of the dump', 'ARCHIVE_CORRUPT', flip(({ dump: { central } }) => central + 16)],
  ['a bit in the size of the dump', 'ARCHIVE_INVALID', flip(({ dump: { central } }) => central + 24)],
  ['a bit in a name of the directory', 'ARCHIVE_INVALID', flip(({ dump: { central } }) => central + 46)],
  ['a bit in the place of the filestore', 'ARCHIVE_CORRUPT', flip(({ filestore: { central } }) => central + 42)],
  ['a bit in the CRC of the manifest', 'ARCHIVE_CORRUPT', flip(({ manifest: { central } }) => central + 16)],
  ['a bit in the header of the dump', 'ARCHIVE_CORRUPT', flip(({ dump: { local } }) => local)],
  ['a bit in the name in its header', 'ARCHIVE_CORRUPT', flip(({ dump: { local } }) => local + 30)],
  ['a bit in the length of that name', 'ARCHIVE_CORRUPT', flip(({ dump: { local } }) => local + 26)],
  ['a bit in the length of its extra field', 'ARCHIVE_CORRUPT', flip(({ dump: { local } }) => local + 29)],
  ['the first byte of the dump', 'ARCHIVE_CORRUPT', flip(({ dump: { content } }) => content)],
  ['a bit in the version of the dump', 'ARCHIVE_CORRUPT', flip(({ dump: { content } }) => content + 6, 64)],
  ['a bit in its table of contents', 'ARCHIVE_CORRUPT', flip(({ dump: { content } }) => content + 300)],
  ['a bit in the middle of the dump', 'ARCHIVE_CORRUPT', flip(({ dump: member }) => middle(member))],
  ['a bit in the last byte of the dump', 'ARCHIVE_CORRUPT', flip(({ dump: member }) => last(member))],
  ['a bit in the header of the filestore', 'ARCHIVE_CORRUPT', flip(({ filestore: { local } }) => local + 1)],
  ['a bit in the head of its gzip', 'ARCHIVE_CORRUPT', flip(({ filestore: { content } }) => content)],
  ['a bit in the middle of the filestore', 'ARCHIVE_CORRUPT', flip(({ filestore: member }) => middle(member))],
  ['a bit in the sum of its gzip', 'ARCHIVE_CORRUPT', flip(({ filestore: member }) => last(member) - 5)],
  ['a bit in the manifest', 'ARCHIVE_CORRUPT', flip(({ manifest: member }) => middle(member))],
];

const MANIFESTS: Damage[] = [
  ['no JSON', 'ARCHIVE_INVALID', manifest(() => 'not { JSON')],
  ['a list', 'ARCHIVE_INVALID', manifest(() => [])],
  ['nothing', 'ARCHIVE_INVALID', manifest(() => 'null')],
  ['another version', 'ARCHIVE_INVALID', manifest((all) => ({ ...all, version: '2.0' }))],
  ['no database', 'ARCHIVE_INVALID', manifest(({ database: _, ...rest }) => rest)],
  ['another format of the dump', 'ARCHIVE_INVALID', database({ format: 'plain' })],
  ['a size below zero', 'ARCHIVE_INVALID', database({ size: -1 })],
  ['a checksum that is none', 'ARCHIVE_INVALID', database({ checksum: 'x' })],
  ['a larger dump', 'ARCHIVE_CORRUPT', database({ size: 2 ** 40 })],
  ['another dump', 'ARCHIVE_CORRUPT', database({ checksum: 'a'.repeat(64) })],
  ['a smaller filestore', 'ARCHIVE_CORRUPT', filestore({ size: 1 })],
  ['another filestore', 'ARCHIVE_CORRUPT', filestore({ checksum: 'b'.repeat(64) })],
  ['one file more', 'ARCHIVE_CORRUPT', filestore({ files: 4 })],
  ['one file less', 'ARCHIVE_CORRUPT', filestore({ files: 2 })],
  ['a larger tar', 'ARCHIVE_CORRUPT', filestore({ tar_size: 2 ** 20 })],
  ['no filestore where there is one', 'ARCHIVE_INVALID', manifest((all) => ({ ...all, filestore: null }))],
  ['that it is encrypted', 'ARCHIVE_INVALID', manifest((all) => ({ ...all, encryption: { format: 'age' } }))],
  ['another backup', 'ARCHIVE_OTHER_BACKUP', parts(() => ({ backupId: '00000000-0000-4000-8000-000000000000' }))],
  ['more than a manifest has', 'ARCHIVE_INVALID', manifest((all) => ({ ...all, x: 'x'.repeat(1 << 20) }))],
];

const MEMBERS: Damage[] = [
  ['no dump', 'ARCHIVE_INVALID', members((all) => all.slice(1))],
  ['no filestore', 'ARCHIVE_INVALID', members((all) => all.filter((_, index) => index !== 1))],
  ['no manifest', 'ARCHIVE_INVALID', members((all) => all.slice(0, -1))],
  ['the dump twice', 'ARCHIVE_INVALID', members((all) => [all[0]!, ...all])],
  ['two manifests', 'ARCHIVE_INVALID', members((all) => [...all, all.at(-1)!])],
  [
    'a dump by another name',
    'ARCHIVE_INVALID',
    members((all) => all.map(([name, content]) => [name.replace('dump.sql', 'database.dump'), content])),
  ],
  ['one member more', 'ARCHIVE_INVALID', members((all) => [...all, ['more', Buffer.from('x')]])],
  ['a name that leads out', 'ARCHIVE_INVALID', members((all) => [...all, ['../../etc/cron.d/x', Buffer.from('x')]])],
  ['an absolute name', 'ARCHIVE_INVALID', members((all) => [...all, ['/etc/passwd', Buffer.from('x')]])],
  [
    'the two components exchanged',
    'ARCHIVE_CORRUPT',
    members((all) => all.map(([name], index) => [name, all[[1, 0, 2][index]!]![1]])),
  ],
];

const gzipOnly = (bytesOfGzip: (tarBytes: Buffer) => Buffer) =>
  parts(() => ({ ...filestoreOf(sampleTar()), filestore: bytesOfGzip(sampleTar()) }));

const TARS: Damage[] = [
  ['a name that leads out', 'ARCHIVE_UNSAFE', tar(tarEntry({ name: 'live/../../evil' }, 'x'))],
  ['an absolute name', 'ARCHIVE_UNSAFE', tar(tarEntry({ name: '/tmp/evil' }, 'x'))],
  ['a second directory', 'ARCHIVE_UNSAFE', tar(tarEntry({ name: 'liveEVIL/x' }, 'x'))],
  ['a symbolic link out', 'ARCHIVE_UNSAFE', tar(tarHeader({ name: 'live/l', typeFlag: '2', linkName: '/etc' }))],
  ['a hard link', 'ARCHIVE_UNSAFE', tar(tarHeader({ name: 'live/l', typeFlag: '1', linkName: '/etc/passwd' }))],
  ['a character device', 'ARCHIVE_UNSAFE', tar(tarHeader({ name: 'live/null', typeFlag: '3' }))],
  ['a block device', 'ARCHIVE_UNSAFE', tar(tarHeader({ name: 'live/sda', typeFlag: '4' }))],
  ['a pipe', 'ARCHIVE_UNSAFE', tar(tarHeader({ name: 'live/pipe', typeFlag: '6' }))],
  ['a sparse file', 'ARCHIVE_UNSAFE', tar(tarHeader({ name: 'live/sparse', typeFlag: 'S' }))],
  [
    'a long name that leads out',
    'ARCHIVE_UNSAFE',
    tar(
      tarEntry({ name: 'x', typeFlag: 'x' }, paxRecord('path', 'live/../../evil')),
      tarEntry({ name: 'live/x' }, 'x'),
    ),
  ],
  ['a long name without an end', 'ARCHIVE_UNSAFE', tar(tarEntry({ name: 'x', typeFlag: 'L' }, noise(4, 2 ** 21)))],
  [
    'a header with a wrong sum',
    'ARCHIVE_UNSAFE',
    tar(Buffer.concat([withChecksum(Buffer.alloc(512, 1)).fill(2, 0, 1)])),
  ],
  ['no end', 'ARCHIVE_CORRUPT', parts(() => filestoreOf(sampleTar().subarray(0, -TAR_END.length)))],
  ['half a file', 'ARCHIVE_CORRUPT', parts(() => filestoreOf(sampleTar().subarray(0, 3000), 2))],
  ['a file twice', 'FILESTORE_WRITE_FAILED', tar(tarEntry({ name: 'live/x' }, '1'), tarEntry({ name: 'live/x' }, '2'))],
  ['bytes that are no gzip', 'ARCHIVE_CORRUPT', gzipOnly((plain) => plain)],
  ['bytes behind the gzip', 'ARCHIVE_CORRUPT', gzipOnly((plain) => Buffer.concat([gzipSync(plain), noise(5, 99)]))],
  ['half a gzip', 'ARCHIVE_CORRUPT', gzipOnly((plain) => gzipSync(plain).subarray(0, -200))],
  ['a deflate stream without its gzip', 'ARCHIVE_CORRUPT', gzipOnly((plain) => deflateRawSync(plain))],
  [
    '64 MiB of zeros behind its end',
    'ARCHIVE_CORRUPT',
    gzipOnly((plain) => gzipSync(grown(plain, Buffer.alloc(1 << 26)))),
  ],
  [
    'entries without end',
    'ARCHIVE_CORRUPT',
    gzipOnly((plain) =>
      gzipSync(grown(plain.subarray(0, -TAR_END.length), Buffer.concat(Array<Buffer>(9999).fill(EMPTY)))),
    ),
  ],
];
const EMPTY = tarHeader({ name: 'live/again' });
const grown = (plain: Buffer, more: Buffer) => Buffer.concat([plain, more]);

const DUMPS: Damage[] = [
  ['nothing', 'PG_RESTORE_FAILED', dump(() => Buffer.alloc(0))],
  ['plain SQL', 'PG_RESTORE_FAILED', dump(() => Buffer.from('-- PostgreSQL database dump\n\\! touch /tmp/evil\n'))],
  ['noise', 'PG_RESTORE_FAILED', dump(() => noise(6, 9000))],
  ['half a table of contents', 'PG_RESTORE_FAILED', dump((whole) => whole.subarray(0, 500))],
  ['half the data', 'PG_RESTORE_FAILED', dump((whole) => whole.subarray(0, -4000))],
  ['a version of tomorrow', 'PG_VERSION_MISMATCH', dump((whole) => Buffer.from(whole).fill(99, 6, 7))],
  ['no users', 'RESTORE_CHECK_FAILED', dump(async () => (await sampleDump('')).dump)],
];

/** Damage of what nobody needs: all that is restored is proven by other sums. */
export const HARMLESS: Record<string, Damage[2]> = {
  'the size of the directory': flip(({ end }) => end + 12),
  'the time of a member': flip(({ dump: { local } }) => local + 10),
  'what follows a member': flip(({ dump: member }) => last(member) + 10),
  'the permissions of a member': flip(({ manifest: { central } }) => central + 40),
};

export const DAMAGES: Record<string, Damage[]> = {
  'is cut or grown': TRUNCATED,
  'has another bit': FLIPPED,
  'has a manifest that says': MANIFESTS,
  'holds other members': MEMBERS,
  'has a filestore with': TARS,
  'has a dump that holds': DUMPS,
};
