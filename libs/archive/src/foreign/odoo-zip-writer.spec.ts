import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { noise } from '../../testing/byte-streams';
import { MemoryReader } from '../../testing/sample-backup';
import { filestorePath, withDirectory } from '../../testing/tar-samples';
import type { FilestoreEvent } from '../filestore-files';
import { TarScanner } from '../tar-scanner';
import { FilestoreNames } from './filestore-tar';
import { InstalledModules, odooManifest } from './odoo-manifest';
import { openOdooZip } from './odoo-zip';
import { writeOdooZip } from './odoo-zip-writer';

const TAKEN_AT = new Date('2026-05-29T02:00:00Z');
const SQL = 'SELECT 1;\n'.repeat(50_000);
const CONTENTS = [noise(1, 300_000), Buffer.alloc(0), Buffer.from('text')];

async function* filestoreOf(contents: Iterable<Buffer>): AsyncGenerator<FilestoreEvent, void, void> {
  for (const content of contents) {
    yield { kind: 'file', file: { name: nameOf(content), sizeBytes: content.length } };
    for (const half of [content.subarray(0, 9), content.subarray(9)])
      if (half.length) yield { kind: 'data', bytes: half };
    yield { kind: 'end' };
  }
}
const nameOf = (content: Buffer) => filestorePath('db', content).slice('db/'.length);

function zipOf({ dump = Readable.from([SQL], { objectMode: false }), filestore = filestoreOf(CONTENTS) } = {}) {
  return buffer(writeOdooZip({ dump, filestore, manifest: () => ({ odoo_dump: '1' }), takenAt: TAKEN_AT }));
}

describe("the ZIP of Odoo's database manager", () => {
  it('is read by the importer as it was written', async () => {
    const zip = await openOdooZip(new MemoryReader(await zipOf()));
    expect(await zip.manifest()).toEqual({ odoo_dump: '1' });
    expect((await buffer(zip.dump())).toString()).toBe(SQL);
    const names = new FilestoreNames();
    const tar = await buffer(zip.filestore(names));
    const found: string[] = [];
    for (const event of new TarScanner().push(tar)) if (event.kind === 'entry') found.push(event.entry.name);
    expect([found, names.odd]).toEqual([CONTENTS.map((content) => `filestore/${nameOf(content)}`), []]);
  });

  it('has no end when the dump is not whole', async () => {
    const dump = Readable.from(
      (async function* () {
        yield Buffer.from(SQL);
        throw new Error('cut off');
      })(),
    );
    const chunks: Buffer[] = [];
    const written = writeOdooZip({ dump, manifest: () => ({}), takenAt: TAKEN_AT });
    await expect(
      (async () => {
        for await (const chunk of written) chunks.push(chunk);
      })(),
    ).rejects.toThrow('cut off');
    expect(Buffer.concat(chunks).includes('PK\x05\x06')).toBe(false);
  });

  describeRequiring('archivers', 'as others read it', () => {
    it.each([
      ['of a few files', CONTENTS],
      ['of more files than 16 bits can count', Array.from({ length: 65_600 }, (_, i) => Buffer.from(`file ${i}`))],
    ])('opens with unzip and Python, %s', (_what, contents) =>
      withDirectory(async (directory) => {
        const path = join(directory, 'odoo.zip');
        writeFileSync(path, await zipOf({ filestore: filestoreOf(contents) }));
        execFileSync('unzip', ['-tq', path], { stdio: 'pipe' });
        const count =
          'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))';
        expect(execFileSync('python3', ['-c', count, path]).toString().trim()).toBe(String(contents.length + 2));
      }),
    );
  });
});

describe('the manifest of Odoo', () => {
  const COPY = `SET x = 1;

COPY public.ir_module_module (id, name, state, latest_version) FROM stdin;
1\tbase\tinstalled\t17.0.1.3
2\tsale\tuninstalled\t\\N
3\tweb\tinstalled\t17.0.1.0
\\.

COPY public.other (id) FROM stdin;
`;

  it.each([1, 7, 1000])('names the installed modules, in pieces of %i bytes', async (bytes) => {
    const modules = new InstalledModules();
    const pieces = COPY.match(new RegExp(`[^]{1,${bytes}}`, 'g'))!.map((piece) => Buffer.from(piece));
    expect((await buffer(Readable.from(pieces).pipe(modules))).toString()).toBe(COPY);
    expect(modules.modules).toEqual({ base: '17.0.1.3', web: '17.0.1.0' });
  });

  it('says what is known', () => {
    const database = { name: 'prod', pgVersion: '16.3 (Debian 16.3-1)', odooVersion: undefined };
    const modules = { base: '17.0.1.3' };
    expect(odooManifest(database, modules)).toEqual({
      odoo_dump: '1',
      db_name: 'prod',
      version: '17.0',
      version_info: [17, 0, 0, 'final', 0, ''],
      major_version: '17.0',
      pg_version: '16.0',
      modules,
    });
    expect(odooManifest({ ...database, odooVersion: '18.0' }, {})).toMatchObject({ major_version: '18.0' });
    expect(odooManifest(database, {})).toEqual({ odoo_dump: '1', db_name: 'prod', pg_version: '16.0', modules: {} });
  });
});
