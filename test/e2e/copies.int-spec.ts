import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { RestoreView, TaskView } from '../../deploy/demo/api-client';
import type { DirectoryIds } from '../../deploy/demo/directory';
import { seedOdooDatabase } from '../fixtures/odoo-data';
import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';
import { bucketContents, filesBelow, rowsInProgress } from './leftovers';
import { TestStrongroom, waitFor } from './strongroom';

interface Details {
  id: string;
  status: string;
  is_verified: boolean;
  verification_error: string | null;
  copies: { id: string; task_id: string; status: string; is_verified: boolean; storage_config_id: string }[];
}
type Restored = RestoreView & { warnings: { code: string; message: string }[] };
type EndedTask = TaskView & { result: Record<string, unknown> };

const FILE = randomBytes(500_000);
const NAME = createHash('sha1').update(FILE).digest('hex');

describeRequiring(['postgres', 'nats', 'docker'], 'a backup on a disk with a copy in S3', () => {
  let strongroom: TestStrongroom;
  let s3: TestS3;
  let bucket: string;
  let ids: DirectoryIds;
  let remote: string;
  const filestores = () => join(strongroom.home, 'filestores');

  beforeAll(async () => {
    [s3, strongroom] = await Promise.all([startS3(), TestStrongroom.start()]);
    bucket = await s3.bucket();
    const { hostname, port, username, password } = new URL(strongroom.embedded.postgresAdminUrl);
    await sql('postgres', 'CREATE DATABASE shop TEMPLATE template0');
    await seedOdooDatabase((text) => sql('shop', text), { partners: 2, users: 2, messages: 2, files: 0 });
    await sql(
      'shop',
      `INSERT INTO ir_attachment (name, type, store_fname, file_size)
       VALUES ('the file', 'binary', '${NAME.slice(0, 2)}/${NAME}', ${FILE.length})`,
    );
    const path = join(filestores(), 'shop', NAME.slice(0, 2), NAME);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, FILE);
    ids = await strongroom.register({
      name: 'Shop',
      server: { name: 'here', ip_address: '127.0.0.1', connection: 'local' },
      settings: {
        slug: 'shop',
        runtime: 'host',
        db_name: 'shop',
        db_host: hostname,
        db_port: Number(port),
        db_user: decodeURIComponent(username),
        db_password: decodeURIComponent(password) || undefined,
        filestore_root: filestores(),
      },
    });
    const storage = await strongroom.api.post<{ id: string }>('/api/v1/backups/storage-configs', {
      organization_id: ids.organization_id,
      name: 'S3',
      provider: 's3',
      endpoint: s3.endpoint,
      region: s3.region,
      bucket,
      credentials: { access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey },
      verify_after_upload: 'readable',
    });
    remote = storage.id;
  }, 900_000);
  afterAll(async () => {
    await strongroom?.stop();
    await s3?.stop();
  });

  async function sql(database: string, statement: string): Promise<Record<string, unknown>[]> {
    const url = new URL(strongroom.embedded.postgresAdminUrl);
    url.pathname = `/${database}`;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }
  const details = (id: string) => strongroom.api.get<Details>(`/api/v1/backups/${id}`);
  const ended = async (id: string) => (await strongroom.api.waitForTask(id, undefined, 240_000)) as EndedTask;
  async function copied(): Promise<Details> {
    const { backup } = await strongroom.backUp(ids.environment_id, { copy_storage_config_ids: [remote] });
    return waitFor('the copy', async () => {
      const now = await details(backup.id);
      return now.copies[0]?.status === 'completed' && now;
    });
  }
  async function restore(backup: Details, target_db: string): Promise<{ restored: Restored; task: EndedTask }> {
    const { id, task_id } = await strongroom.api.post<RestoreView>(`/api/v1/backups/${backup.id}/restore`, {
      target_db,
    });
    const task = await ended(task_id);
    return { restored: await strongroom.api.get<Restored>(`/api/v1/restores/${id}`), task };
  }
  async function expectWhole(name: string): Promise<void> {
    expect(await sql(name, 'SELECT count(*)::int AS users FROM res_users')).toEqual([{ users: 2 }]);
    expect((await readFile(join(filestores(), name, NAME.slice(0, 2), NAME))).equals(FILE)).toBe(true);
  }

  it('is completed with both, proven at the level of each storage', async () => {
    const backup = await copied();
    expect(backup).toMatchObject({ status: 'completed', is_verified: true });
    expect(backup.copies).toMatchObject([{ is_verified: true, storage_config_id: remote }]);
    const { keys, uploads } = await bucketContents(s3, bucket);
    expect(keys.map((key) => key.replace(/.*\//, '')).sort()).toEqual([
      `${backup.id}.manifest.json`,
      `${backup.id}.zip`,
    ]);
    expect(uploads).toEqual([]);
  });

  it('is restored from its own place while that is there', async () => {
    const backup = await copied();
    const { restored, task } = await restore(backup, 'from_disk');
    expect(task).toMatchObject({ status: 'completed', result: { storage_config_id: ids.storage_config_id } });
    expect(restored.warnings.map(({ code }) => code)).not.toContain('COPY_USED');
    await expectWhole('from_disk');
  });

  it('is restored from the copy when the first object was deleted, and says so', async () => {
    const backup = await copied();
    await rm(strongroom.storagePath, { recursive: true });
    await mkdir(strongroom.storagePath);
    const { restored, task } = await restore(backup, 'from_s3');
    expect(task).toMatchObject({ status: 'completed', result: { storage_config_id: remote } });
    expect(restored.warnings.slice(0, 1)).toEqual([
      { code: 'COPY_USED', message: expect.stringContaining('is not in the storage') as string },
    ]);
    await expectWhole('from_s3');
    const verification = await strongroom.api.post<TaskView>(`/api/v1/backups/${backup.id}/verify`);
    expect(await ended(verification.id)).toMatchObject({ status: 'failed', error: { code: 'OBJECT_NOT_FOUND' } });
    expect(await details(backup.id)).toMatchObject({ is_verified: false, copies: [{ is_verified: true }] });
  });

  it('is restored from the copy when the first object turns out to be damaged while it is read', async () => {
    const backup = await copied();
    const name = (await filesBelow(strongroom.storagePath)).find((file) => file === `${backup.id}.zip`)!;
    const folder = `organizations/${ids.organization_id}/projects/${ids.project_id}/environments/${ids.environment_id}`;
    const path = join(strongroom.storagePath, folder, name);
    const bytes = await readFile(path);
    bytes[bytes.indexOf(FILE.subarray(1000, 1032)) + 5]! ^= 1;
    await writeFile(path, bytes);
    const { restored, task } = await restore(backup, 'from_s3_after_all');
    expect(task).toMatchObject({ status: 'completed', result: { storage_config_id: remote } });
    expect(restored.warnings.map(({ code }) => code)).toContain('COPY_USED');
    await expectWhole('from_s3_after_all');
    expect(await rowsInProgress(strongroom)).toEqual([]);
  });
});
