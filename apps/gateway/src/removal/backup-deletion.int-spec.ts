import {
  BackupCopied,
  BackupDeleted,
  BackupObjectRemovalFailed,
  BackupObjectRemoved,
  type BackupType,
  RestoreFailed,
} from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { completion, sampleError } from '../../testing/sample-events';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'a backup that is deleted', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const pathOf = ({ created }: OneBackup, rest = '') => `/api/v1/backups/${created.id}${rest}`;
  async function completedBackup(body: object = {}): Promise<OneBackup> {
    const backup = await OneBackup.request(gateway, directory, body);
    await backup.completed();
    await until(async () => (await backup.details()).status === 'completed');
    return backup;
  }
  const toldOf = async (backup: OneBackup): Promise<Answer['body'][]> =>
    (await gateway.messages('EVENTS', `events.*.${BackupDeleted.name}`))
      .map(({ data }) => data)
      .filter(({ backup_id }) => backup_id === backup.created.id);
  const references = ({ created }: OneBackup, storage_config_id: string) => ({
    organization_id: directory.organization.id as string,
    project_id: directory.project.id as string,
    environment_id: directory.environment.id as string,
    backup_id: created.id as string,
    storage_config_id,
    key: completion.key,
  });
  const removed = (backup: OneBackup, storageId: string) =>
    gateway.tell(BackupObjectRemoved, { ...references(backup, storageId), removed_at: '2026-02-01T00:00:00.000Z' });
  const storage = async (id: string) => (await gateway.get(`/api/v1/backups/storage-configs/${id}`)).body;
  const anotherStorage = async (name: string): Promise<string> =>
    (
      await gateway.make('/api/v1/backups/storage-configs', {
        organization_id: directory.organization.id,
        name,
        provider: 'local',
        path: `/var/backups/${name}`,
      })
    ).id;

  it('keeps its record, tells where its objects lie, and shows when they are gone', async () => {
    const further = await anotherStorage('further');
    const backup = await completedBackup({ copy_storage_config_ids: [further] });
    const command = await until(async () => (await gateway.messages('JOBS', 'jobs.backup.copy'))[0]);
    const { organization_id, environment_id, backup_id, copy_id, task_id } = command;
    await gateway.tell(BackupCopied, {
      organization_id,
      environment_id,
      backup_id,
      copy_id,
      task_id,
      attempt: 1,
      storage_config_id: further,
      source_storage_config_id: directory.storage.id,
      completed_at: '2026-01-01T00:00:00.000Z',
      key: completion.key,
      manifest_key: completion.manifest_key,
      location: '/further/b.zip',
      object_size_bytes: 9,
      verification: { level: 'rehashed', verified_at: '2026-01-01T00:00:00.000Z' },
    });
    await until(async () => (await backup.details()).copies[0].status === 'completed');
    const { object_count: objectsBefore } = await storage(directory.storage.id);

    const answer = await gateway.delete(pathOf(backup));
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    const details = await backup.details();
    expect(details).toMatchObject({
      status: 'deleted',
      deleted_at: expect.any(String),
      deleted_by: expect.any(String),
      object_removed_at: null,
      removal_error: null,
      copies: [{ status: 'deleted' }],
    });
    const told = await until(async () => (await toldOf(backup))[0]);
    const { key, manifest_key } = completion;
    expect(told).toMatchObject({
      deleted_by: details.deleted_by,
      places: [
        { storage_config_id: directory.storage.id, key, manifest_key },
        { storage_config_id: further, key, manifest_key },
      ],
    });

    await gateway.tell(BackupObjectRemovalFailed, {
      ...references(backup, further),
      attempt: 1,
      failed_at: '2026-01-31T00:00:00.000Z',
      next_attempt_at: '2026-02-01T00:00:00.000Z',
      error: { ...sampleError, code: 'STORAGE_UNREACHABLE' },
    });
    await until(async () => (await backup.details()).removal_error?.code === 'STORAGE_UNREACHABLE');
    await removed(backup, directory.storage.id);
    await removed(backup, directory.storage.id);
    await gateway.eventsAreSettled();
    expect(await backup.details()).toMatchObject({
      database_key: null,
      sidecar_key: null,
      location: null,
      object_removed_at: null,
      removal_error: { storage_config_id: further },
    });
    expect(await storage(directory.storage.id)).toMatchObject({ object_count: objectsBefore - 1 });
    const refused = await gateway.delete(`/api/v1/backups/storage-configs/${further}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'STORAGE_CONFIG_IN_USE']);

    await removed(backup, further);
    await until(async () => (await backup.details()).object_removed_at);
    expect(await backup.details()).toMatchObject({
      object_removed_at: '2026-02-01T00:00:00Z',
      removal_error: null,
      copies: [{ status: 'deleted', location: null, object_removed_at: '2026-02-01T00:00:00Z' }],
      database_size: completion.database.size_bytes,
    });
    expect(await storage(further)).toMatchObject({ object_count: 0, total_size_bytes: 0 });
    expect((await gateway.delete(`/api/v1/backups/storage-configs/${further}`)).status).toBe(204);
    expect(await backup.details()).toMatchObject({ status: 'deleted', copies: [] });
  });

  it('may be deleted again, and is told of once', async () => {
    const backup = await completedBackup();
    for (const _ of [1, 2]) expect((await gateway.delete(pathOf(backup))).status).toBe(204);
    const { status, body } = await gateway.get(
      `/api/v1/backups/environments/${directory.environment.id}/backups?status=completed&page_size=100`,
    );
    expect([status, body.items.map(({ id }: Answer['body']) => id)]).toEqual([
      200,
      expect.not.arrayContaining([backup.created.id]),
    ]);
    await until(async () => (await toldOf(backup)).length === 1);
    await gateway.eventsAreSettled();
    expect(await toldOf(backup)).toHaveLength(1);
  });

  it.each<[string, string, object]>([
    ['restored', '/restore', {}],
    ['verified', '/verify', {}],
    ['copied', '/copies', { storage_config_id: '00000000-0000-4000-8000-000000000001' }],
  ])('cannot be %s any more', async (_, path, body) => {
    const backup = await completedBackup();
    await gateway.delete(pathOf(backup));
    const answer = await gateway.post(pathOf(backup, path), body);
    expect(answer).toMatchObject({ status: 409, body: { code: 'BACKUP_DELETED' } });
  });

  it('stays deleted when it turns out that it had not failed, and its object has to go', async () => {
    const backup = await OneBackup.request(gateway, directory);
    await backup.failed();
    await until(async () => (await backup.details()).status === 'failed');
    await gateway.delete(pathOf(backup));
    expect(await backup.details()).toMatchObject({ status: 'deleted', object_removed_at: expect.any(String) });
    await backup.completed(2);
    await until(async () => (await toldOf(backup)).length === 2);
    expect((await toldOf(backup)).map(({ places }) => places.length)).toEqual([0, 1]);
    expect(await backup.details()).toMatchObject({ status: 'deleted', object_removed_at: null });
    await removed(backup, directory.storage.id);
    await until(async () => (await backup.details()).object_removed_at);
  });

  describe('is refused', () => {
    it('while it is made', async () => {
      const backup = await OneBackup.request(gateway, directory);
      const answer = await gateway.delete(pathOf(backup));
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'BACKUP_IN_PROGRESS', details: { task_id: backup.created.task_id } },
      });
    });

    it('while a restore reads it', async () => {
      const backup = await completedBackup();
      const restore = await gateway.post(pathOf(backup, '/restore'), { target_db: 'clone_of_it' });
      const answer = await gateway.delete(pathOf(backup));
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'BACKUP_IN_USE', details: { tasks: [{ id: restore.body.task_id, type: 'restore' }] } },
      });
      expect((await backup.details()).status).toBe('completed');
      const { id: restore_id, task_id, organization_id, environment_id } = restore.body;
      await gateway.tell(RestoreFailed, {
        organization_id,
        environment_id,
        restore_id,
        task_id,
        attempt: 1,
        error: sampleError,
        failed_at: '2026-01-01T00:00:00.000Z',
      });
      await until(async () => (await gateway.get(`/api/v1/restores/${restore.body.id}`)).body.status === 'failed');
      expect((await gateway.delete(pathOf(backup))).status).toBe(204);
    });

    it.each<BackupType>(['pre_restore', 'pre_upgrade', 'pre_destroy'])(
      'as %s of this week, unless it is forced',
      async (backup_type) => {
        const backup = await completedBackup({ backup_type });
        expect(await gateway.delete(pathOf(backup))).toMatchObject({
          status: 409,
          body: { code: 'BACKUP_INSURED', details: { insured_until: expect.any(String) } },
        });
        expect((await gateway.delete(pathOf(backup, '?force=perhaps'))).status).toBe(422);
        expect((await gateway.delete(pathOf(backup, '?force=true'))).status).toBe(204);
      },
    );
  });
});
