import type { Client } from 'pg';
import type { BackupView, RestoreView, TaskView } from '../../deploy/demo/api-client';
import { type DemoEnvironment, makeDemoEnvironment } from '../../deploy/demo/demo-environment';
import { describeRequiring } from '../fixtures/requires';
import { TestStrongroom, waitFor } from './strongroom';

interface Listed {
  items: BackupView[];
}
interface RescanTask extends TaskView {
  result: { found: number; added: number; known: number; invalid: number; without_manifest: number } | null;
}

/** What a storage alone tells. Whose task made a backup, and when it was verified, only the lost catalog knew. */
const TOLD = [
  'id',
  'environment_id',
  'project_id',
  'status',
  'backup_type',
  'include_filestore',
  'database_key',
  'sidecar_key',
  'location',
  'database_size',
  'filestore_size',
  'total_size',
  'compressed_size',
  'database_checksum',
  'filestore_checksum',
  'retention_type',
  'expires_at',
  'created_at',
  'attempt',
  'degraded',
  'attachments',
  'warnings',
  'environment_snapshot',
] as const;
const told = (backup: BackupView) =>
  Object.fromEntries(TOLD.map((field) => [field, (backup as unknown as Record<string, unknown>)[field]]));

describeRequiring(['postgres', 'nats'], 'a catalog that is lost', () => {
  let lost: TestStrongroom;
  let demo: DemoEnvironment;
  let environmentId: string;
  let before: BackupView[];

  beforeAll(async () => {
    lost = await TestStrongroom.start();
    demo = await makeDemoEnvironment(lost.embedded, lost.home);
    const ids = await lost.register(demo.registration);
    environmentId = ids.environment_id;
    for (const include_filestore of [true, false, true]) await lost.backUp(environmentId, { include_filestore });
    before = await detailed(lost);
  }, 900_000);
  afterAll(() => lost?.stop());

  async function detailed({ api }: TestStrongroom): Promise<BackupView[]> {
    const { items } = await api.get<Listed>(`/api/v1/backups/environments/${environmentId}/backups`);
    return Promise.all(items.map(({ id }) => api.get<BackupView>(`/api/v1/backups/${id}`)));
  }

  it('is rebuilt from its storage alone by another Strongroom, which verifies and restores from it', async () => {
    const anew = await TestStrongroom.start();
    try {
      const { api } = anew;
      const organization = await api.post<{ id: string }>('/api/v1/organizations', { name: 'Anew', slug: 'anew' });
      const storage = await api.post<{ id: string }>('/api/v1/backups/storage-configs', {
        organization_id: organization.id,
        name: 'The old disk',
        provider: 'local',
        path: lost.storagePath,
        is_default: true,
      });
      const rescan = async (): Promise<RescanTask> => {
        const { id } = await api.post<TaskView>(`/api/v1/backups/storage-configs/${storage.id}/rescan`);
        return (await api.waitForTask(id)) as RescanTask;
      };
      expect(await rescan()).toMatchObject({
        status: 'completed',
        result: { found: 3, added: 3, known: 0, invalid: 0, without_manifest: 0 },
      });
      const rebuilt = await detailed(anew);
      expect(rebuilt.map(told)).toEqual(before.map(told));
      expect(rebuilt.every(({ status, is_verified }) => status === 'completed' && !is_verified)).toBe(true);

      expect(await rescan()).toMatchObject({ result: { found: 3, added: 0, known: 3 } });
      expect(await detailed(anew)).toEqual(rebuilt);

      const [newest] = rebuilt;
      const check = await api.post<TaskView>(`/api/v1/backups/${newest!.id}/verify`);
      expect(await api.waitForTask(check.id)).toMatchObject({ status: 'completed' });
      await waitFor(
        'the verdict',
        async () => (await api.get<BackupView>(`/api/v1/backups/${newest!.id}`)).is_verified,
      );

      const restore = () => api.post<RestoreView>(`/api/v1/backups/${newest!.id}/restore`, { target_db: 'again' });
      await expect(restore()).rejects.toMatchObject({ status: 409, problem: { code: 'ENVIRONMENT_INCOMPLETE' } });
      const { server, settings } = demo.registration;
      const { id: server_id } = await api.post<{ id: string }>('/api/v1/servers', {
        organization_id: organization.id,
        ...server,
      });
      await api.patch(`/api/v1/environments/${environmentId}`, { server_id, db_password: settings['db_password'] });
      const { task_id } = await restore();
      expect(await api.waitForTask(task_id)).toMatchObject({ status: 'completed' });
      await demo.withClients(demo.dbName, 'again', async (source, clone) => {
        expect(await rowCounts(clone)).toEqual(await rowCounts(source));
      });
    } finally {
      await anew.stop();
    }
  }, 900_000);
});

async function rowCounts(client: Client): Promise<unknown[]> {
  const { rows } = await client.query(
    `SELECT (SELECT count(*) FROM res_users) AS users, (SELECT count(*) FROM mail_message) AS messages,
            (SELECT count(*) FROM ir_attachment) AS attachments`,
  );
  return rows;
}
