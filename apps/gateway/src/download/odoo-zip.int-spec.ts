/** A backup of Strongroom becomes a ZIP of Odoo's database manager: what Odoo itself does with it is tested by test/e2e/real-odoo. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { FilestoreNames, generateEncryptionKey, type Manifest, openForeignDump, openOdooZip } from '@app/archive';
import { SqlGate } from '@app/odoo';
import { noise } from '../../../../libs/archive/testing/byte-streams';
import { MemoryReader, sampleArchive, sealedArchive } from '../../../../libs/archive/testing/sample-backup';
import { filestorePath, TAR_END, tarEntry, tarHeader } from '../../../../libs/archive/testing/tar-samples';
import { freshDatabase, sharedPostgres } from '../../../../test/fixtures/postgres';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { makePlace, type Place, storedBackup } from '../../testing/stored-backup';
import { type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';

const run = promisify(execFile);
const FILES = [noise(1, 3000), noise(2, 200_000), Buffer.from('note')];
const TAR = Buffer.concat([
  tarHeader({ name: 'db/', typeFlag: '5' }),
  ...FILES.map((content) => tarEntry({ name: filestorePath('db', content) }, content)),
  TAR_END,
]);
const SEED = `CREATE TABLE res_users AS SELECT id, 'user ' || id AS login FROM generate_series(1, 5000) id;
  CREATE TABLE ir_module_module (id integer, name text, state text, latest_version text);
  INSERT INTO ir_module_module VALUES (1, 'base', 'installed', '17.0.1.3'), (2, 'sale', 'uninstalled', NULL)`;

describeRequiring(['postgres', 'nats'], 'the download of a backup as a ZIP for Odoo', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let folder: string;
  let place: Place;
  let source: Awaited<ReturnType<typeof freshDatabase>>;
  let dump: Buffer;
  let version: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-odoo-zip-'));
    const { binDir } = sharedPostgres();
    gateway = await TestGateway.start({ PG_RESTORE_DIRS: binDir });
    directory = await makeDirectory(gateway);
    place = await makePlace(gateway, directory, { provider: 'local', path: folder });
    source = await freshDatabase();
    version = await inDatabase(source.url, async (client) => {
      await client.query(SEED);
      return (await client.query<{ server_version: string }>('SHOW server_version')).rows[0]!.server_version;
    });
    const options = { encoding: 'buffer' as const, maxBuffer: 1 << 26 };
    dump = (await run(`${binDir}/pg_dump`, ['-Fc', `--dbname=${source.url}`], options)).stdout;
  });
  afterAll(async () => {
    await gateway?.stop();
    await source?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const ofThisServer = (manifest: Manifest): Manifest => ({
    ...manifest,
    database: { ...manifest.database, pg_version: version, dump_version: version },
    ...(manifest.filestore && { filestore: { ...manifest.filestore, files: FILES.length, tar_size: TAR.length } }),
  });
  const stored = async (object: Buffer) => (await storedBackup(gateway, directory, object, [place])).id;
  const ask = (id: string) => gateway.get(`/api/v1/backups/${id}/download?format=odoo_zip`);
  async function addressOf(id: string): Promise<string> {
    const { status, body } = await ask(id);
    expect([status, body.database_url]).toEqual([200, expect.stringContaining('format=odoo_zip')]);
    return body.database_url;
  }

  describe('of a whole environment', () => {
    let id: string;
    let address: string;
    let zip: Awaited<ReturnType<typeof openOdooZip>>;
    let status: number;
    let headers: Headers;
    beforeAll(async () => {
      id = await stored((await sampleArchive(dump, gzipSync(TAR), ofThisServer)).object);
      address = await addressOf(id);
      const response = await fetch(address);
      ({ status, headers } = response);
      zip = await openOdooZip(new MemoryReader(Buffer.from(await response.arrayBuffer())));
    });

    it('is a file with a name, of no known size', () => {
      expect([status, headers.get('content-type'), headers.get('accept-ranges')]).toEqual([
        200,
        'application/zip',
        'none',
      ]);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+-odoo\.zip"$/);
      expect(headers.get('content-length')).toBeNull();
    });

    it('holds SQL that psql loads into an empty database, without owners', async () => {
      const sql = await buffer(zip.dump());
      expect(sql.toString()).not.toMatch(/OWNER TO|GRANT /);
      const target = await freshDatabase();
      try {
        const loading = run(`${sharedPostgres().binDir}/psql`, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', target.url]);
        loading.child.stdin!.end(sql);
        await loading;
        const users = 'SELECT count(*)::int AS n, max(login) AS last FROM res_users';
        const rows = await Promise.all(
          [source, target].map(({ url }) => inDatabase(url, async (client) => (await client.query(users)).rows)),
        );
        expect(rows[1]).toEqual(rows[0]);
      } finally {
        await target.drop();
      }
    });

    it('is what an import takes in: its dump passes the gate for foreign SQL, its filestore is the same', async () => {
      const { facts, content } = await openForeignDump(zip.dump());
      expect(facts).toMatchObject({ format: 'plain_sql', pgVersion: expect.stringContaining(version) as string });
      await pipeline(content, new SqlGate(), async (chunks: AsyncIterable<Buffer>) => {
        for await (const _ of chunks);
      });
      const names = new FilestoreNames();
      const tar = await buffer(zip.filestore(names));
      for (const content of FILES) expect(tar.includes(content)).toBe(true);
      expect(names.odd).toEqual([]);
    });

    it('says in its manifest what Odoo says', async () => {
      expect(await zip.manifest()).toEqual({
        odoo_dump: '1',
        db_name: 'prod_db_main',
        version: '17.0',
        version_info: [17, 0, 0, 'final', 0, ''],
        major_version: '17.0',
        pg_version: `${Number.parseInt(version, 10)}.0`,
        modules: { base: '17.0.1.3' },
      });
    });

    it('is given by no address of another format, and noted', async () => {
      expect((await fetch(address.replace('&format=odoo_zip', ''))).status).toBe(403);
      const head = await fetch(address, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, null]);
      const { body } = await gateway.get(`/api/v1/audit?object_id=${id}&action=backup.download_requested`);
      expect(body.items[0].details).toMatchObject({ format: 'odoo_zip' });
    });
  });

  it('of an imported backup holds the SQL as it came', async () => {
    const sql = Buffer.from('SELECT 1;\n'.repeat(100));
    const { object } = await sampleArchive(gzipSync(sql), null, (manifest) => ({
      ...manifest,
      database: { ...manifest.database, format: 'plain_sql_gz' },
    }));
    const response = await fetch(await addressOf(await stored(object)));
    const zip = await openOdooZip(new MemoryReader(Buffer.from(await response.arrayBuffer())));
    expect(await buffer(zip.dump())).toEqual(sql);
    expect(zip.hasFilestore).toBe(false);
  });

  it('of a damaged dump breaks off without an end', async () => {
    const { object } = await sampleArchive(dump, null, ofThisServer);
    object[object.indexOf('PGDMP') + dump.length - 1000]! ^= 1;
    const response = await fetch(await addressOf(await stored(object)));
    const received = response.ok ? response.arrayBuffer() : Promise.reject(new Error(await response.text()));
    await expect(received).rejects.toThrow();
  });

  it.each([
    ['is newer than every pg_restore', 502, 'PG_RESTORE_MISSING', newer],
    ['is encrypted with a key that is not stored', 409, 'ENCRYPTION_KEY_MISSING', sealed],
    ['is no backup', 422, 'ARCHIVE_INVALID', () => Promise.resolve(Buffer.from('no ZIP'))],
  ])('is refused before there is an address when it %s', async (_what, status, code, make) => {
    expect(await ask(await stored(await make()))).toMatchObject({ status, body: { code } });
  });

  async function newer(): Promise<Buffer> {
    const change = (manifest: Manifest) => ({
      ...manifest,
      database: { ...manifest.database, dump_version: '99.1' },
    });
    return (await sampleArchive(dump, null, change)).object;
  }
  async function sealed(): Promise<Buffer> {
    return (await sealedArchive(dump, null, (await generateEncryptionKey()).recipient)).object;
  }
});

async function inDatabase<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return use(client).finally(() => client.end());
}
