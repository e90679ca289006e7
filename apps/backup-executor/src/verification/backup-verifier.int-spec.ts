import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSidecar, type Sidecar } from '@app/archive';
import type { BackupRunPayload } from '@app/contracts';
import { sampleArchive } from '../../../../libs/archive/testing/sample-backup';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestBackups } from '../../testing/test-backups';

describeRequiring(['postgres', 'nats'], 'a verification', () => {
  let backups: TestBackups;
  let backup: BackupRunPayload;
  let path: string;
  let whole: string;
  let sidecar: Sidecar;

  const place = (storageId: string, key: string) => join(backups.storage(storageId).path!, key);
  beforeAll(async () => {
    backups = await TestBackups.start();
    backup = backups.request(backups.addStorage());
    await backups.runWell(backup);
    path = place(backup.storage_config_id, backups.keys(backup).archive);
    sidecar = parseSidecar(readFileSync(path.replace(/\.zip$/, '.manifest.json'), 'utf8'));
    whole = join(backups.root, 'whole.zip');
    copyFileSync(path, whole);
  });
  beforeEach(() => copyFileSync(whole, path));
  afterAll(() => backups?.stop());

  const verdict = async (level?: 'rehashed' | 'readable') => {
    const job = await backups.verify(backup, level && { level });
    return { job, last: (await backups.told(job.id)).at(-1)! };
  };
  const damage = (change: (bytes: Buffer) => void) => {
    const bytes = readFileSync(path);
    change(bytes);
    writeFileSync(path, bytes);
  };
  const member = (name: string) => sidecar.object.members.find((each) => each.name === name)!;

  it.each([undefined, 'rehashed', 'readable'] as const)('of a whole backup passes at the level %s', async (level) => {
    const { last } = await verdict(level);
    expect(last).toMatchObject({
      name: 'backup.verified',
      data: { intact: true, level: level ?? 'rehashed', error: null },
    });
  });

  const flip = (at: () => number) => () => damage((bytes) => (bytes[at()]! ^= 1));
  const layers: [string, () => void][] = [
    ['an object that is gone', () => rmSync(path)],
    ['an empty object', () => truncateSync(path, 0)],
    ['an object cut in the middle', () => truncateSync(path, member('filestore.tar.gz').offset)],
    ['an object without its last byte', () => truncateSync(path, readFileSync(path).length - 1)],
    ['a flipped bit in the directory of the ZIP', flip(() => readFileSync(path).lastIndexOf('PK\x01\x02') + 16)],
    ['a flipped bit in a header of the ZIP', flip(() => member('dump.sql').offset - 2)],
    ['a flipped bit in the header of the dump', flip(() => member('dump.sql').offset + 6)],
    ['a flipped bit in the table of contents of the dump', flip(() => member('dump.sql').offset + 500)],
    ['a flipped bit in the data of the dump', flip(() => member('dump.sql').offset + (member('dump.sql').size >> 1))],
    ['a flipped bit in the header of the gzip', flip(() => member('filestore.tar.gz').offset)],
    ['a flipped bit in the tar', flip(() => member('filestore.tar.gz').offset + 200)],
    ['a flipped bit in a file', flip(() => member('filestore.tar.gz').offset + 100_000)],
    ['a flipped bit in the manifest', flip(() => member('manifest.json').offset + 60)],
  ];
  it.each(
    layers.flatMap(([what, change]) =>
      (['rehashed', 'readable'] as const).map((level) => [what, level, change] as const),
    ),
  )('finds %s (%s)', async (_what, level, change) => {
    change();
    const { job, last } = await verdict(level);
    expect(job.status).toBe('completed');
    expect(last).toMatchObject({ name: 'backup.verified', data: { intact: false, level } });
    const { code } = last.data['error'] as { code: string };
    expect(['ARCHIVE_CORRUPT', 'ARCHIVE_INVALID', 'OBJECT_NOT_FOUND']).toContain(code);
  });

  it('of a copy says that it is about the copy', async () => {
    const copy_id = backup.project_id;
    const job = await backups.verify(backup, { copy_id });
    const told = await backups.told(job.id);
    expect(told.map(({ name, data }) => [name, data['copy_id']])).toEqual([
      ['backup.verification_started', copy_id],
      ['backup.verified', copy_id],
    ]);
  });

  it('fails, and gives no verdict, when the storage does not answer', async () => {
    const storage_config_id = backups.addStorage({ path: '/nonexistent/storage' });
    const job = await backups.verify(backup, { storage_config_id });
    expect(job.status).toBe('failed');
    expect((await backups.told(job.id)).at(-1)!.name).toBe('backup.verification_failed');
  });

  describe('of a dump that is too new for every pg_restore', () => {
    const newer: BackupRunPayload['storage_config_id'][] = [];
    beforeAll(async () => {
      const { object } = await sampleArchive(Buffer.from('PGDMP from the future'), null, (manifest) => ({
        ...manifest,
        database: { ...manifest.database, dump_version: '99.1' },
      }));
      newer.push(backups.addStorage());
      const file = place(newer[0]!, backups.keys(backup).archive);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, object);
    });

    it('passes as re-hashed', async () => {
      const job = await backups.verify(backup, { storage_config_id: newer[0]! });
      expect((await backups.told(job.id)).at(-1)!.data).toMatchObject({ intact: true });
    });

    it('fails as readable with what is missing, and is never taken for fine', async () => {
      const job = await backups.verify(backup, { storage_config_id: newer[0]!, level: 'readable' });
      expect(job).toMatchObject({ status: 'failed', error: { code: 'PG_RESTORE_MISSING' } });
      expect((await backups.told(job.id)).at(-1)!.name).toBe('backup.verification_failed');
    });
  });
});
