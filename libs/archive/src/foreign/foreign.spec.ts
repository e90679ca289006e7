import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { TarScanner } from '../tar-scanner';
import { openForeignDump } from './foreign-dump';
import { FilestoreNames, FilestoreTar } from './filestore-tar';
import { openOdooZip } from './odoo-zip';
import { planaBackup } from './plana-keys';

const SQL = `--
-- PostgreSQL database dump
--

-- Dumped from database version 16.3 (Debian 16.3-1)
-- Dumped by pg_dump version 16.4

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
SELECT 1;
`;
const FILES = ['one', 'two two', 'x'.repeat(3_000_000)].map((content) => {
  const sha1 = createHash('sha1').update(content).digest('hex');
  return { name: `${sha1.slice(0, 2)}/${sha1}`, content };
});

/** The names and contents of a tar. */
function filesOf(tar: Buffer): Record<string, string> {
  const scanner = new TarScanner();
  const files: Record<string, string> = {};
  let name = '';
  for (const event of scanner.push(tar)) {
    if (event.kind === 'entry') files[(name = event.entry.name)] = '';
    if (event.kind === 'data') files[name] += tar.toString('latin1', event.start, event.end);
  }
  expect(scanner.missing).toBeUndefined();
  return files;
}
const expected = Object.fromEntries(FILES.map(({ name, content }) => [`filestore/${name}`, content]));

describe('a foreign dump', () => {
  it.each([
    ['as it is', Buffer.from(SQL)],
    ['in gzip', gzipSync(SQL)],
  ])('of SQL is told by its content, %s', async (_how, bytes) => {
    const { facts, content } = await openForeignDump(Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]));
    expect(facts).toEqual({
      format: 'plain_sql',
      pgVersion: '16.3 (Debian 16.3-1)',
      dumpVersion: '16.4',
      compression: { method: 'gzip', level: 1 },
      hasUnaccent: true,
      hasPgTrgm: false,
    });
    expect((await buffer(content)).toString()).toBe(SQL);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a tar of pg_dump', Buffer.from(`PGDMP\x01\x10\x00\x04\x08\x03${'x'.repeat(100)}`, 'latin1')],
    ['the head of a dump', Buffer.from('PGDMP\x01\x10\x00\x04\x08\x01', 'latin1')],
    ['a script', gzipSync('DROP DATABASE x;')],
  ])('is refused when it is %s', async (_what, bytes) => {
    await expect(openForeignDump(Readable.from([bytes]))).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
  });

  it('in a damaged gzip fails with ARCHIVE_CORRUPT', async () => {
    const bytes = gzipSync(SQL.repeat(10_000));
    const { content } = await openForeignDump(Readable.from([bytes.subarray(0, -20)]));
    await expect(buffer(content)).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });
});

describe("PLANA's layout", () => {
  it('is told by its names, the moment in UTC', () => {
    expect(planaBackup('acme/backup-20260529T020000.dump.gz')).toEqual({
      slug: 'acme',
      takenAt: new Date('2026-05-29T02:00:00Z'),
      insurance: false,
      filestoreKey: 'acme/filestore-20260529T020000.tar.gz',
      manifestKey: 'acme/backup-20260529T020000.manifest.json',
    });
    expect(planaBackup('acme/insurance/backup-20260529T020000.dump.gz')).toMatchObject({ insurance: true });
    for (const key of ['backup-20260529T020000.dump.gz', 'a/backup-20261329T020000.dump.gz', 'a/backup-1.dump.gz'])
      expect(planaBackup(key)).toBeUndefined();
  });
});

describe('a foreign filestore', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'strongroom-foreign-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** With Python's tarfile, entries in the order given. */
  function packed(entries: { name: string; content?: string; link?: string }[]): Buffer {
    writeFileSync(join(folder, 'entries.json'), JSON.stringify(entries));
    const script = `import io, json, sys, tarfile
with tarfile.open(sys.argv[2], 'w') as tar:
  for entry in json.load(open(sys.argv[1])):
    info = tarfile.TarInfo(entry['name'])
    if 'link' in entry: info.type, info.linkname = tarfile.SYMTYPE, entry['link']
    elif 'content' not in entry: info.type = tarfile.DIRTYPE
    content = entry.get('content', '').encode()
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))`;
    execFileSync('python3', ['-c', script, join(folder, 'entries.json'), join(folder, 'a.tar')]);
    return readFileSync(join(folder, 'a.tar'));
  }
  async function made(tar: Buffer, names = new FilestoreNames()): Promise<Buffer> {
    const stage = new FilestoreTar(names);
    const [out] = await Promise.all([
      buffer(stage),
      pipeline(Readable.from([tar.subarray(0, 700), tar.subarray(700)]), stage),
    ]);
    return out;
  }

  it.each(['acme.planapulse.app/', './', '', 'filestore/acme/'])('is made anew from a tar below %j', async (prefix) => {
    const directories = prefix === '' ? [] : [{ name: prefix }];
    const tar = packed([...directories, ...FILES.map(({ name, content }) => ({ name: prefix + name, content }))]);
    expect(filesOf(await made(tar))).toEqual(expected);
  });

  it('takes over nothing but files with the names of a filestore, and tells of the others', async () => {
    const names = new FilestoreNames();
    const [first] = FILES;
    const tar = packed([
      { name: '../../etc/passwd', content: 'x' },
      { name: `db/${first!.name}`, content: first!.content },
      { name: 'db/link', link: '/etc' },
      { name: 'db/notes.txt', content: 'x' },
    ]);
    expect(Object.keys(filesOf(await made(tar, names)))).toEqual([`filestore/${first!.name}`]);
    expect(names.odd).toEqual(['../../etc/passwd', 'db/link', 'db/notes.txt']);
  });

  it('is refused when there are two in one, or when it is cut short', async () => {
    const two = packed(['one/', 'two/'].map((prefix) => ({ name: prefix + FILES[0]!.name, content: 'one' })));
    await expect(made(two)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    const cut = packed(FILES.map((file) => file)).subarray(0, 5000);
    await expect(made(cut)).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });

  it("is read out of the ZIP of Odoo's database manager, with its dump and its manifest", async () => {
    const zip = await openOdooZip(readerOf(zipOf(folder, FILES)));
    expect(zip.hasFilestore).toBe(true);
    expect(await zip.manifest()).toMatchObject({ db_name: 'acme', version: '19.0' });
    expect((await buffer(zip.dump())).toString()).toBe(SQL);
    expect(filesOf(await buffer(zip.filestore(new FilestoreNames())))).toEqual(expected);
  });

  it('is refused when its ZIP is damaged', async () => {
    const whole = zipOf(folder, FILES);
    await expect(openOdooZip(readerOf(whole.subarray(0, -30)))).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    await expect(openOdooZip(readerOf(Buffer.from('no zip at all')))).rejects.toMatchObject({
      code: 'ARCHIVE_INVALID',
    });
    const at = whole.indexOf('one');
    const flipped = Buffer.from(whole);
    flipped[at] = flipped[at]! ^ 1;
    const zip = await openOdooZip(readerOf(flipped));
    await expect(buffer(zip.filestore(new FilestoreNames()))).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });
});

const readerOf = (bytes: Buffer) => ({
  sizeBytes: bytes.length,
  read: async (start: number, end: number) => Readable.from(slicesOf(bytes.subarray(start, end))),
});

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000);
}

/** As odoo.tools.osutil.zip_dir makes it; a small file is stored. */
function zipOf(folder: string, files: { name: string; content: string }[]): Buffer {
  writeFileSync(join(folder, 'files.json'), JSON.stringify(files));
  writeFileSync(join(folder, 'dump.sql'), SQL);
  const script = `import json, sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(folder + '/odoo.zip', 'w', compression=zipfile.ZIP_DEFLATED, allowZip64=True) as z:
  z.write(folder + '/dump.sql', 'dump.sql')
  for f in json.load(open(folder + '/files.json')):
    small = len(f['content']) < 5
    z.writestr('filestore/' + f['name'], f['content'], zipfile.ZIP_STORED if small else None)
  z.writestr('manifest.json', json.dumps({'odoo_dump': '1', 'db_name': 'acme', 'version': '19.0', 'modules': {'base': '1'}}))`;
  execFileSync('python3', ['-c', script, folder]);
  return readFileSync(join(folder, 'odoo.zip'));
}
