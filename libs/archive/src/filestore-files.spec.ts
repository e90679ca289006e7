import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { noise } from '../testing/byte-streams';
import { MemoryReader, sampleArchive, sealedArchive } from '../testing/sample-backup';
import { filestorePath, TAR_END, tarEntry, tarHeader } from '../testing/tar-samples';
import { openBackupArchive } from './backup-archive-reader';
import { generateEncryptionKey } from './encryption-keys';
import { FilestoreFiles } from './filestore-files';
import type { Manifest } from './manifest';

const never = new AbortController().signal;
const CONTENTS = ['one', '', noise(1, 300_000), noise(2, 2_000_000)].map((content) => Buffer.from(content));
const NAMES = CONTENTS.map((content) => filestorePath('db', content).slice('db/'.length));
const TAR = Buffer.concat([
  tarHeader({ name: 'db/', typeFlag: '5' }),
  ...CONTENTS.map((content, index) => tarEntry({ name: `db/${NAMES[index]}` }, content)),
  tarEntry({ name: `db/aa/${'a'.repeat(40)}` }, 'not what its name says'),
  tarEntry({ name: 'db/checklist/aa/note' }, 'x'),
  TAR_END,
]);
const DUMP = noise(3, 1000);
const tell = (tarBytes: number) => (manifest: Manifest) => ({
  ...manifest,
  filestore: { ...manifest.filestore!, files: 6, tar_size: tarBytes },
});

async function filesOf(tar = TAR, tarBytes = tar.length) {
  const { object } = await sampleArchive(DUMP, gzipSync(tar), tell(tarBytes));
  const reader = new MemoryReader(object);
  return { files: new FilestoreFiles(await openBackupArchive(reader)), reader };
}

describe('the files of a filestore', () => {
  it('are listed with their sizes, page by page', async () => {
    const { files } = await filesOf();
    const all = await files.list({ limit: 100 }, never);
    expect(all).toEqual({
      files: [
        ...NAMES.map((name, index) => ({ name, sizeBytes: CONTENTS[index]!.length })),
        { name: `aa/${'a'.repeat(40)}`, sizeBytes: 22 },
        { name: 'checklist/aa/note', sizeBytes: 1 },
      ],
      next: null,
    });
    const pages: string[][] = [];
    for (let after: string | undefined, more = true; more;) {
      const { files: page, next } = await files.list({ limit: 2, after }, never);
      pages.push(page.map(({ name }) => name));
      more = next !== null;
      after = next ?? undefined;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 2]);
    expect(pages.flat()).toEqual(all.files.map(({ name }) => name));
    expect((await files.list({ prefix: 'checklist/', limit: 1 }, never)).files).toHaveLength(1);
    expect(await files.list({ after: 'gone', limit: 5 }, never)).toEqual({ files: [], next: null });
  });

  it('come each with one end; directories are none of them', async () => {
    const { files } = await filesOf(Buffer.concat([tarHeader({ name: 'db/aa/', typeFlag: '5' }), TAR]));
    const kinds: string[] = [];
    for await (const { kind } of files.events(never)) if (kind !== 'data') kinds.push(kind);
    expect(kinds).toEqual(Array.from({ length: 6 }, () => ['file', 'end']).flat());
  });

  it('are read one by one, without the dump', async () => {
    const { files, reader } = await filesOf();
    for (const [index, name] of NAMES.entries()) {
      const { content, ...file } = await files.open(name, never);
      expect(file).toEqual({ name, sizeBytes: CONTENTS[index]!.length });
      expect((await buffer(content)).equals(CONTENTS[index]!)).toBe(true);
    }
    const byDigest = await files.open(NAMES[0]!.slice(3), never);
    expect((await buffer(byDigest.content)).toString()).toBe('one');
    expect(reader.ranges.slice(1).every(([start]) => start >= DUMP.length)).toBe(true);
  });

  it('are read no further than wanted', async () => {
    const { object } = await sampleArchive(DUMP, gzipSync(TAR, { level: 0 }), tell(TAR.length));
    const reader = new MemoryReader(object);
    let destroyed = 0;
    const counted = {
      sizeBytes: reader.sizeBytes,
      read: async (start: number, end: number) =>
        (await reader.read(start, end)).once('close', () => void (destroyed += 1)),
    };
    const files = new FilestoreFiles(await openBackupArchive(counted));
    const before = destroyed;
    await files.list({ limit: 1 }, never);
    const { content } = await files.open(NAMES[2]!, never);
    content.destroy();
    await new Promise((resolve) => content.once('close', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(destroyed).toBe(before + 2);
  });

  it('are read out of an encrypted package with its key', async () => {
    const { identity, recipient } = await generateEncryptionKey();
    const tar = Buffer.concat([tarEntry({ name: `db/${NAMES[0]}` }, 'one'), TAR_END]);
    const padded = Buffer.concat([tar, Buffer.alloc(10_240 - tar.length)]);
    const { object } = await sealedArchive(DUMP, gzipSync(padded), recipient);
    const opened = new FilestoreFiles(await openBackupArchive(new MemoryReader(object), { identities: [identity] }));
    expect((await buffer((await opened.open(NAMES[0]!, never)).content)).toString()).toBe('one');
    const closed = new FilestoreFiles(await openBackupArchive(new MemoryReader(object)));
    await expect(closed.open(NAMES[0]!, never)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_MISSING' });
  });

  it.each(['../../etc/passwd', '/etc/passwd', `db/${NAMES[0]}`, 'aa', ''])('do not hold %j', async (name) => {
    const { files } = await filesOf();
    await expect(files.open(name, never)).rejects.toMatchObject({ code: 'BACKUP_FILE_NOT_FOUND' });
  });

  it('are given to nobody as whole when they are not what their names say', async () => {
    const { files } = await filesOf();
    const { content } = await files.open('a'.repeat(40), never);
    await expect(buffer(content)).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });

  it('of a tar larger than the manifest says are refused', async () => {
    const { files } = await filesOf(TAR, 5000);
    await expect(files.list({ limit: 100 }, never)).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });

  it('of a backup without a filestore are none', async () => {
    const { object } = await sampleArchive(DUMP, null);
    const archive = await openBackupArchive(new MemoryReader(object));
    expect(() => new FilestoreFiles(archive)).toThrow(expect.objectContaining({ code: 'BACKUP_WITHOUT_FILESTORE' }));
  });

  it('end with a signal', async () => {
    const { files } = await filesOf();
    await expect(files.list({ limit: 9 }, AbortSignal.abort())).rejects.toThrow('abort');
  });
});
