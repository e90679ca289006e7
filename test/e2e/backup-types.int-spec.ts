import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import type { BackupView, TaskView } from '../../deploy/demo/api-client';
import { type DemoEnvironment, makeDemoEnvironment } from '../../deploy/demo/demo-environment';
import type { DirectoryIds } from '../../deploy/demo/directory';
import { describeRequiring } from '../fixtures/requires';
import { rowsInProgress } from './leftovers';
import { TestStrongroom } from './strongroom';

const DAY_MS = 24 * 3_600_000;

interface Details extends BackupView {
  backup_type: string;
  include_filestore: boolean;
  created_at: string;
  expires_at: string;
  warnings: { code: string }[];
}

describeRequiring(['postgres', 'nats'], 'backups of every kind', () => {
  let strongroom: TestStrongroom;
  let demo: DemoEnvironment;
  let ids: DirectoryIds;
  let environment: string;

  beforeAll(async () => {
    strongroom = await TestStrongroom.start();
    demo = await makeDemoEnvironment(strongroom.embedded, strongroom.home);
    ids = await strongroom.register(demo.registration);
    environment = `/api/v1/environments/${ids.environment_id}`;
  }, 900_000);
  afterAll(() => strongroom?.stop());

  async function completed(body: object): Promise<Details> {
    const { backup, task } = await strongroom.backUp(ids.environment_id, body);
    expect({ task: task.status, error: task.error }).toEqual({ task: 'completed', error: null });
    return backup as Details;
  }

  it.each(['manual', 'scheduled', 'pre_restore', 'pre_upgrade', 'pre_destroy'])(
    'are made as %s, and live for at least a week',
    async (backup_type) => {
      const backup = await completed({ backup_type, retention_type: 'daily' });
      expect(backup).toMatchObject({ status: 'completed', backup_type, warnings: [] });
      const lifeMs = Date.parse(backup.expires_at) - Date.parse(backup.created_at);
      expect(lifeMs).toBeGreaterThanOrEqual(7 * DAY_MS);
    },
  );

  it('leave the filestore out when they are asked to', async () => {
    const backup = await completed({ include_filestore: false });
    expect(backup).toMatchObject({
      include_filestore: false,
      filestore_checksum: null,
      attachments: null,
      warnings: [],
    });
  });

  it.each(['absent', 'empty'])('warn of a filestore that is %s, and are made all the same', async (state) => {
    const filestore = demo.filestoreOf(demo.dbName);
    await rename(filestore, `${filestore}.aside`);
    try {
      if (state === 'empty') await mkdir(filestore);
      const backup = await completed({});
      expect(backup).toMatchObject({ status: 'completed', filestore_checksum: null, degraded: true });
      expect(backup.warnings.map(({ code }) => code)).toContain('FILESTORE_EMPTY');
    } finally {
      await rm(filestore, { recursive: true, force: true });
      await rename(`${filestore}.aside`, filestore);
    }
  });

  it('keep an environment that cannot be backed up before its deletion', async () => {
    const filestores = await readdir(demo.filestoreRoot);
    await strongroom.api.patch(environment, { db_name: 'no such database' });
    const task = await strongroom.api.delete<TaskView>(`${environment}?backup_first=true`);
    expect(await strongroom.api.waitForTask(task.id)).toMatchObject({
      status: 'failed',
      error: { code: 'DATABASE_NOT_FOUND' },
    });
    expect(await strongroom.api.get(environment)).toMatchObject({ status: 'running', deleted_at: null });
    await strongroom.api.patch(environment, { db_name: demo.dbName });
    expect(await readdir(demo.filestoreRoot)).toEqual(filestores);
  });

  it('outlive their environment, the last one made before its deletion included', async () => {
    const { api } = strongroom;
    const list = `/api/v1/backups/environments/${ids.environment_id}/backups`;
    const before = await api.get<{ total: number }>(list);
    const task = await api.delete<TaskView>(`${environment}?backup_first=true`);
    expect(await api.waitForTask(task.id)).toMatchObject({ status: 'completed' });
    await expect(api.get(environment)).rejects.toMatchObject({ status: 404 });
    expect(await api.get(`${environment}?include_deleted=true`)).toMatchObject({ status: 'deleted', server_id: null });

    const after = await api.get<{ total: number; items: Details[] }>(list);
    expect(after.total).toBe(before.total + 1);
    const [last] = after.items;
    expect(last).toMatchObject({ backup_type: 'pre_destroy', status: 'completed' });
    const check = await api.post<TaskView>(`/api/v1/backups/${last!.id}/verify`);
    expect(await api.waitForTask(check.id)).toMatchObject({ status: 'completed' });
    expect(await rowsInProgress(strongroom)).toEqual([]);
  });
});
