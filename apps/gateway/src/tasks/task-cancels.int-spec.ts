import { BackupCancel, BackupCancelled, BackupVerify, RestoreCancel, RestoreCancelled } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { makeDirectory, TestGateway, type Directory, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'the cancel of a task', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const cancel = (id: string, token?: string) =>
    gateway.request('POST', `/api/v1/tasks/${id}/cancel`, undefined, token);
  const show = async (id: string) => (await gateway.get(`/api/v1/tasks/${id}`)).body;
  const commands = async (subject: string, task_id: string) =>
    (await gateway.messages('JOBS', subject)).filter((message) => message.task_id === task_id);
  const now = () => new Date().toISOString();

  it('asks the executor once, and is answered with 202 each time', async () => {
    const { created, task } = await OneBackup.request(gateway, directory);
    const answer = await cancel(created.task_id);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id: created.task_id, cancel_outcome: 'requested' });
    expect(await cancel(created.task_id)).toMatchObject({
      status: 202,
      body: { cancel_requested_at: answer.body.cancel_requested_at },
    });
    const sent = await until(async () => {
      const all = await commands(BackupCancel.subject, created.task_id);
      return all.length > 0 ? all : undefined;
    });
    expect(sent).toEqual([
      {
        task_id: created.task_id,
        organization_id: directory.organization.id,
        environment_id: directory.environment.id,
        backup_id: created.id,
        work: 'backup.run',
      },
    ]);
    expect((await task()).status).not.toBe('cancelled');
  });

  it.each(['before it was begun', 'between two attempts', 'while it runs'])(
    'shows the task cancelled and the backup failed with TASK_CANCELLED when it comes %s',
    async (when) => {
      const backup = await OneBackup.request(gateway, directory);
      const attempt = when === 'before it was begun' ? 0 : 1;
      if (attempt) await backup.started(1);
      if (when === 'between two attempts') await backup.retrying(1);
      await cancel(backup.created.task_id);
      await gateway.tell(BackupCancelled, {
        task_id: backup.created.task_id,
        organization_id: directory.organization.id,
        environment_id: directory.environment.id,
        backup_id: backup.created.id,
        work: 'backup.run',
        attempt,
        cancelled_at: now(),
      });
      await until(async () => (await backup.task()).status === 'cancelled');
      expect(await backup.task()).toMatchObject({
        cancel_outcome: 'cancelled',
        error: { code: 'TASK_CANCELLED', kind: 'cancelled' },
        completed_at: expect.any(String) as string,
      });
      expect(await backup.details()).toMatchObject({ status: 'failed', error_details: { code: 'TASK_CANCELLED' } });
      expect((await cancel(backup.created.task_id)).status).toBe(202);
    },
  );

  it('that loses against the completion is told so', async () => {
    const backup = await OneBackup.request(gateway, directory);
    await cancel(backup.created.task_id);
    await backup.completed(1);
    await until(async () => (await backup.task()).status === 'completed');
    expect(await backup.task()).toMatchObject({ cancel_outcome: 'too_late' });
    expect(await cancel(backup.created.task_id)).toMatchObject({ status: 409, body: { code: 'TASK_ENDED' } });
  });

  it('of a verification says nothing about the backup', async () => {
    const backup = await OneBackup.request(gateway, directory);
    await backup.completed(1);
    await until(async () => (await backup.details()).status === 'completed');
    const { id: task_id } = (await gateway.post(`/api/v1/backups/${backup.created.id}/verify`)).body;
    const before = await backup.details();
    await until(async () => (await commands(BackupVerify.subject, task_id)).length > 0);
    await cancel(task_id);
    await gateway.tell(BackupCancelled, {
      task_id,
      organization_id: directory.organization.id,
      environment_id: directory.environment.id,
      backup_id: backup.created.id,
      work: 'backup.verify',
      attempt: 0,
      cancelled_at: now(),
    });
    await until(async () => (await show(task_id)).status === 'cancelled');
    expect(await backup.details()).toEqual(before);
  });

  it('of a restore and of its teardown goes to the executor of restores, and both can be torn down again', async () => {
    const backup = await OneBackup.request(gateway, directory);
    await backup.completed(1);
    await until(async () => (await backup.details()).status === 'completed');
    const restore = (await gateway.post(`/api/v1/backups/${backup.created.id}/restore`)).body;
    const end = async (task_id: string, work: string) => {
      expect((await cancel(task_id)).status).toBe(202);
      await until(async () => (await commands(RestoreCancel.subject, task_id)).length > 0);
      const references = { organization_id: directory.organization.id, environment_id: directory.environment.id };
      const fact = { task_id, ...references, restore_id: restore.id, work, attempt: 0, cancelled_at: now() };
      await gateway.tell(RestoreCancelled, fact);
      await until(async () => (await show(task_id)).status === 'cancelled');
      expect((await gateway.get(`/api/v1/restores/${restore.id}`)).body).toMatchObject({ status: 'failed' });
    };
    await end(restore.task_id, 'restore.run');
    const teardown = await gateway.request('DELETE', `/api/v1/restores/${restore.id}`);
    expect(teardown.status).toBe(202);
    await end(teardown.body.teardown_task_id, 'restore.teardown');
    expect((await gateway.request('DELETE', `/api/v1/restores/${restore.id}`)).status).toBe(202);
  });
});
