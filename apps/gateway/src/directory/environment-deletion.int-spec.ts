import { BackupCancelled, BackupRun, DIRECTORY_EVENTS, RestoreCompleted } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { factOf } from '../../../../libs/contracts/testing/sample-facts';
import { OneBackup } from '../../testing/one-backup';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'deleting an environment', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let path: string;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    directory = await makeDirectory(gateway);
    path = `/api/v1/environments/${directory.environment.id}`;
  });
  afterAll(() => gateway?.stop());

  const shown = async (): Promise<Answer['body']> => (await gateway.get(`${path}?include_deleted=true`)).body;
  const backups = async (): Promise<Answer['body'][]> =>
    (await gateway.get(`/api/v1/backups/environments/${directory.environment.id}/backups`)).body.items;
  const deletions = async () =>
    (await gateway.messages('EVENTS', `events.*.${DIRECTORY_EVENTS.environment.deleted.name}`)).filter(
      (event) => event.data.id === directory.environment.id,
    );
  async function completedBackup(): Promise<OneBackup> {
    const backup = await OneBackup.request(gateway, directory);
    await backup.completed();
    await gateway.eventsAreSettled();
    return backup;
  }
  async function deletedAfterBackup(): Promise<{ task: Answer['body']; backup: OneBackup }> {
    const answer = await gateway.delete(`${path}?backup_first=true`);
    expect(answer).toMatchObject({ status: 202, body: { type: 'backup' } });
    const [created] = await backups();
    return { task: answer.body, backup: new OneBackup(gateway, directory, created) };
  }

  it('keeps its backups, hides it, and forgets how it was reached', async () => {
    await gateway.patch(path, { db_password: 'secret' });
    const { created } = await completedBackup();
    expect((await gateway.delete(path)).status).toBe(204);

    const listed = `/api/v1/environments?project_id=${directory.project.id}`;
    expect((await gateway.get(listed)).body.total).toBe(0);
    expect((await gateway.get(`${listed}&include_deleted=true`)).body.total).toBe(1);
    expect((await gateway.get(path)).status).toBe(404);
    expect(await shown()).toMatchObject({
      status: 'deleted',
      deleted_at: expect.any(String) as string,
      server_id: null,
      has_db_password: false,
    });
    expect((await backups()).map(({ id }) => id)).toEqual([created.id]);
    expect((await gateway.get(`/api/v1/backups/${created.id}`)).body.status).toBe('completed');
    expect((await gateway.delete(`/api/v1/servers/${directory.server.id}`)).status).toBe(204);
    await until(async () => (await deletions()).length === 1);
  });

  it('gives its slug free', async () => {
    await completedBackup();
    await gateway.delete(path);
    const { project, server } = directory;
    await gateway.make('/api/v1/environments', {
      project_id: project.id,
      server_id: server.id,
      name: 'Production',
      db_name: 'prod',
      slug: directory.environment.slug,
      runtime: 'host',
    });
  });

  it('leaves nothing of one that nothing refers to', async () => {
    expect((await gateway.delete(path)).status).toBe(204);
    expect((await gateway.get(`${path}?include_deleted=true`)).status).toBe(404);
    expect((await gateway.delete(`/api/v1/projects/${directory.project.id}`)).status).toBe(204);
  });

  it('is refused while somebody works on it, and while it has clones', async () => {
    const { created } = await OneBackup.request(gateway, directory);
    expect(await gateway.delete(path)).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', details: { references: [{ kind: 'task', id: created.task_id }] } },
    });
    const backup = await completedBackup();
    const restore = await gateway.make(`/api/v1/backups/${backup.created.id}/restore`, {});
    await gateway.tell(
      RestoreCompleted,
      factOf(RestoreCompleted, {
        organization_id: directory.organization.id,
        environment_id: directory.environment.id,
        restore_id: restore.id,
        task_id: restore.task_id,
        backup_id: backup.created.id,
      }),
    );
    await gateway.eventsAreSettled();
    expect(await gateway.delete(`${path}?backup_first=true`)).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', details: { references: [{ kind: 'clone', id: restore.id }] } },
    });
  });

  it('after a last backup is done by the completion of that backup', async () => {
    const { task, backup } = await deletedAfterBackup();
    expect(backup.created).toMatchObject({ backup_type: 'pre_destroy', task_id: task.id });
    const commands = await until(async () => {
      const all = await gateway.messages('JOBS', BackupRun.subject);
      return all.find((message) => message.backup_id === backup.created.id);
    });
    expect(commands).toMatchObject({ backup_type: 'pre_destroy', include_filestore: true });
    expect(await shown()).toMatchObject({ status: 'deleting', deleted_at: null });
    expect(await deletions()).toEqual([]);

    await backup.started();
    await backup.completed();
    await gateway.eventsAreSettled();
    expect(await shown()).toMatchObject({ status: 'deleted', deleted_at: expect.any(String) as string });
    expect(await backup.details()).toMatchObject({ status: 'completed' });
    await until(async () => (await deletions()).length === 1);
  });

  it('takes no other work meanwhile', async () => {
    const before = await completedBackup();
    await deletedAfterBackup();
    const refusal = { status: 409, body: { code: 'ENVIRONMENT_DELETING' } };
    expect(await gateway.post(`/api/v1/backups/environments/${directory.environment.id}/backups`, {})).toMatchObject(
      refusal,
    );
    expect(await gateway.post(`/api/v1/backups/${before.created.id}/restore`, {})).toMatchObject(refusal);
    expect(await gateway.delete(`${path}?backup_first=true`)).toMatchObject(refusal);
    expect(await gateway.patch(path, { status: 'running' })).toMatchObject(refusal);
  });

  it('is called off by the failure of the last backup, whose task says why', async () => {
    await gateway.patch(path, { status: 'maintenance' });
    const { backup } = await deletedAfterBackup();
    await backup.started();
    await backup.failed();
    await gateway.eventsAreSettled();
    expect(await shown()).toMatchObject({ status: 'maintenance', deleted_at: null, server_id: directory.server.id });
    expect(await backup.task()).toMatchObject({ status: 'failed', error: { code: 'SSH_UNREACHABLE' } });
    expect(await deletions()).toEqual([]);

    // A completion that comes late is believed of the backup, and no longer ends the environment.
    await backup.completed();
    await gateway.eventsAreSettled();
    expect(await backup.details()).toMatchObject({ status: 'completed' });
    expect(await shown()).toMatchObject({ status: 'maintenance', deleted_at: null });
  });

  it('is called off by the cancel of the last backup', async () => {
    const { task, backup } = await deletedAfterBackup();
    expect((await gateway.post(`/api/v1/tasks/${task.id}/cancel`)).status).toBe(202);
    await gateway.tell(BackupCancelled, {
      task_id: task.id,
      organization_id: directory.organization.id,
      environment_id: directory.environment.id,
      backup_id: backup.created.id,
      work: BackupRun.name,
      attempt: 0,
      cancelled_at: new Date().toISOString(),
    });
    await gateway.eventsAreSettled();
    expect(await backup.task()).toMatchObject({ status: 'cancelled' });
    expect(await shown()).toMatchObject({ status: directory.environment.status, deleted_at: null });
  });

  it('leaves backups that can be restored beside another environment', async () => {
    const { created } = await completedBackup();
    await gateway.delete(path);
    const restore = `/api/v1/backups/${created.id}/restore`;
    expect(await gateway.post(restore, {})).toMatchObject({ status: 409, body: { code: 'ENVIRONMENT_DELETED' } });
    const other = await gateway.make('/api/v1/environments', {
      project_id: directory.project.id,
      server_id: directory.server.id,
      name: 'Other',
      db_name: 'other',
      runtime: 'host',
    });
    expect(await gateway.make(restore, { environment_id: other.id })).toMatchObject({
      environment_id: other.id,
      backup_id: created.id,
      target_db: expect.stringMatching(/^other-clone-/) as string,
    });
    const elsewhere = await makeDirectory(gateway);
    expect(await gateway.post(restore, { environment_id: elsewhere.environment.id })).toMatchObject({ status: 422 });
  });
});
