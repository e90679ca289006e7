import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encryptionKeyId, generateEncryptionKey, type Manifest } from '@app/archive';
import { sampleArchive } from '../../libs/archive/testing/sample-backup';
import { describeRequiring } from '../../test/fixtures/requires';
import { MadeBackups, type Outcome } from './testing/made-backups';

/** The server of the specs may be older than the one of the sample. */
const ofAnOldServer = (manifest: Manifest): Manifest => ({
  ...manifest,
  database: { ...manifest.database, pg_version: '13.0' },
});
const unique = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;

describeRequiring(['postgres', 'nats', 'archivers'], 'the recovery script', () => {
  let backups: MadeBackups;
  let zip: string;
  beforeAll(async () => {
    backups = await MadeBackups.start();
    zip = await backups.make();
  });
  afterAll(() => backups?.stop());

  const restore = (name: string, archive = zip, more: string[] = [], tools?: string[]): Promise<Outcome> =>
    backups.run(['--database', name, '--filestore-dir', backups.filestores, ...more, '--', archive], tools);
  /** Neither the database nor the filestore is there, and no temporary file. */
  async function expectNothing(name: string): Promise<void> {
    expect(await backups.databaseExists(name)).toBe(false);
    expect(existsSync(join(backups.filestores, name))).toBe(false);
    expect(readdirSync(backups.scratch)).toEqual([]);
  }
  async function expectWhole(name: string, { status, stdout, stderr }: Outcome): Promise<void> {
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) as string });
    expect(stdout).toContain(`database ${name} with `);
    expect(await backups.content(name)).toEqual(await backups.content(backups.source));
    expect(backups.files(name)).toBe(backups.files(backups.source));
    expect(readdirSync(backups.scratch)).toEqual([]);
  }

  it.each([
    ['a plain name', 'recovered'],
    ['a host name', 'shop.example.com'],
    ['spaces and quotes', `it's "the" $(id) \`one\``],
    ['a leading dash', '--clean'],
    ['what psql takes for a connection', `dbname=x user='y' \\`],
  ])('restores rows, indexes and files under %s', async (_, kind) => {
    const name = unique(kind);
    await expectWhole(name, await restore(name));
  });

  it.each(['bsdtar', 'python3'])('does without unzip where there is %s', async (tool) => {
    const name = unique(tool);
    await expectWhole(name, await restore(name, zip, [], [tool]));
  });

  it('restores an archive whose path is odd, and the database alone', async () => {
    const odd = join(backups.root, '-odd [a]* "b"');
    mkdirSync(odd);
    copyFileSync(zip, join(odd, 'x.zip'));
    const name = unique('alone');
    const { status } = await backups.run(['--no-filestore', '--database', name, '--', '-odd [a]* "b"/x.zip']);
    expect(status).toBe(0);
    expect(await backups.content(name)).toEqual(await backups.content(backups.source));
    expect(existsSync(join(backups.filestores, name))).toBe(false);
  });

  it('says what a backup is, and whether it is whole', async () => {
    const { stdout } = await backups.run(['--list', zip]);
    expect(stdout).toContain('Environment  Production, Odoo 18.0');
    expect(stdout).toMatch(/Filestore {4}30 files, \d+ bytes/);
    expect((await backups.run(['--verify-only', zip])).status).toBe(0);
  });

  it.each(['dump.sql', 'filestore.tar.gz'])(
    'refuses an archive with another %s before anything is made',
    async (part) => {
      const tampered = withOther(part);
      const name = unique('tampered');
      const { status, stderr } = await restore(name, tampered);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringContaining(`${part} is not what`) as string,
      });
      await expectNothing(name);
      expect((await backups.run(['--verify-only', tampered])).status).toBe(1);
    },
  );

  it('refuses an archive that is cut short', async () => {
    const cut = join(backups.root, 'cut.zip');
    writeFileSync(cut, readFileSync(zip).subarray(0, -2000));
    const name = unique('cut');
    expect((await restore(name, cut)).status).toBe(1);
    await expectNothing(name);
  });

  it('refuses an existing database and an existing directory, and leaves both alone', async () => {
    const name = unique('taken');
    await backups.createDatabase(name);
    expect(await restore(name)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('exists already') as string,
    });
    expect(await backups.databaseExists(name)).toBe(true);

    const other = unique('taken');
    mkdirSync(join(backups.filestores, other));
    writeFileSync(join(backups.filestores, other, 'mine'), '');
    expect(await restore(other)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('exists already') as string,
    });
    expect(readdirSync(join(backups.filestores, other))).toEqual(['mine']);
    expect(await backups.databaseExists(other)).toBe(false);
  });

  it('removes what it made when the restore fails', async () => {
    const notADump = Buffer.from('PGDMP and nothing else');
    const files = execFileSync('tar', ['-cz', '-C', backups.filestores, '--', backups.source]);
    const { object } = await sampleArchive(notADump, files, ofAnOldServer);
    const broken = join(backups.root, 'broken.zip');
    writeFileSync(broken, object);
    const name = unique('broken');
    const { status, stderr } = await restore(name, broken);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('is removed again') as string });
    await expectNothing(name);
  });

  it.each([
    ['a link', ['link']],
    ['a path upwards', ['-P', '--transform', 's,^a,x/../../a,', 'a']],
    ['an absolute path', ['-P', '--transform', 's,^a,/tmp/a,', 'a']],
  ])('refuses a filestore that holds %s before anything is made', async (_, entries) => {
    const folder = join(backups.root, unique('files'));
    mkdirSync(folder);
    writeFileSync(join(folder, 'a'), 'a');
    symlinkSync('/etc', join(folder, 'link'));
    const files = execFileSync('tar', ['-cz', '-C', folder, ...entries]);
    const { object } = await sampleArchive(Buffer.from('x'), files, ofAnOldServer);
    const unsafe = join(backups.root, `${unique('unsafe')}.zip`);
    writeFileSync(unsafe, object);
    const name = unique('unsafe');
    const { status, stderr } = await restore(name, unsafe);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('not restored') as string });
    await expectNothing(name);
  });

  it.each([
    ['no database', ['--no-filestore', 'x.zip']],
    ['no place for the filestore', ['--database', 'x', 'x.zip']],
    ['an unknown option', ['--force', 'x.zip']],
    ['two backups', ['--list', 'x.zip', 'y.zip']],
    ['a name that no database has', ['--database', '../x', '--no-filestore', 'x.zip']],
  ])('does not understand %s', async (_, args) => {
    writeFileSync(join(backups.root, 'x.zip'), '');
    expect(await backups.run(args)).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage:') as string });
  });

  it('says which tool is missing', async () => {
    const { status, stderr } = await backups.run(['--list', zip], []);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('unzip') as string });
  });

  it('restores no filestore from a backup that has none, and says how to do without', async () => {
    const without = await backups.make({ filestore: false });
    const name = unique('without');
    expect(await restore(name, without)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--no-filestore') as string,
    });
    await expectNothing(name);
  });

  it('checks a dump of plain SQL and does not run it, because nobody knows what it does', async () => {
    const ran = join(backups.root, unique('ran'));
    const files = execFileSync('tar', ['-cz', '-C', backups.filestores, '--', backups.source]);
    const foreign = (manifest: Manifest): Manifest => ({
      ...manifest,
      database: { ...ofAnOldServer(manifest).database, format: 'plain_sql_gz' },
    });
    const { object } = await sampleArchive(gzipSync(`SELECT 1;\n\\! touch '${ran}'\n`), files, foreign);
    const imported = join(backups.root, `${unique('imported')}.zip`);
    writeFileSync(imported, object);
    expect((await backups.run(['--list', imported])).stdout).toMatch(/^Dump +plain SQL of somebody else/m);
    expect(await backups.run(['--verify-only', imported])).toMatchObject({ status: 0 });
    const name = unique('imported');
    expect(await restore(name, imported)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/plain SQL of somebody else.*docs\/recovery\.md/s) as string,
    });
    await expectNothing(name);
    expect(existsSync(ran)).toBe(false);
  });

  /** The backup with one other byte in the middle of a member; its checksums inside the ZIP are made to fit. */
  function withOther(part: string): string {
    const folder = join(backups.root, unique('other'));
    mkdirSync(folder);
    execFileSync('unzip', ['-q', zip, '-d', folder]);
    const bytes = readFileSync(join(folder, part));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(folder, part), bytes);
    execFileSync('zip', ['-q', '-0', '-r', 'other.zip', '.'], { cwd: folder });
    return join(folder, 'other.zip');
  }
});

describeRequiring(['postgres', 'nats', 'archivers', 'age'], 'the recovery script, for an encrypted backup', () => {
  let backups: MadeBackups;
  let zip: string;
  let identity: string;
  beforeAll(async () => {
    backups = await MadeBackups.start();
    const key = await generateEncryptionKey();
    const { recipient } = key;
    zip = await backups.make({
      encryption: { current: { key_id: encryptionKeyId(recipient), recipient }, identities: [] },
    });
    identity = join(backups.root, 'key file.txt');
    writeFileSync(identity, `# the key\n${key.identity}\n`);
  });
  afterAll(() => backups?.stop());

  it('restores it with its identity', async () => {
    const name = unique('opened');
    const args = ['--database', name, '--filestore-dir', backups.filestores, '--identity', identity, zip];
    expect(await backups.run(args, ['unzip', 'age'])).toMatchObject({ status: 0 });
    expect(await backups.content(name)).toEqual(await backups.content(backups.source));
    expect(backups.files(name)).toBe(backups.files(backups.source));
  });

  it('tells which key it needs, and makes nothing without it', async () => {
    const name = unique('shut');
    const args = ['--database', name, '--filestore-dir', backups.filestores, zip];
    expect(await backups.run(args, ['unzip', 'age'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/name the identity of the key [0-9a-f]{16}/) as string,
    });
    const wrong = join(backups.root, 'wrong.txt');
    writeFileSync(wrong, `${(await generateEncryptionKey()).identity}\n`);
    expect((await backups.run(['--identity', wrong, ...args], ['unzip', 'age'])).status).toBe(1);
    expect(await backups.databaseExists(name)).toBe(false);
    expect(existsSync(join(backups.filestores, name))).toBe(false);
  });

  it('checks without an identity what lies in the archive, and says what it cannot know', async () => {
    const { status, stderr } = await backups.run(['--verify-only', zip]);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('nobody knows whether') as string,
    });
  });
});
