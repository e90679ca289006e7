import {
  RestoreFailed,
  RestoreRun,
  RestoreStarted,
  RestoreTeardown,
  RestoreTeardownFailed,
  RestoreTornDown,
} from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { OneRestore } from '../../testing/one-restore';
import { completion, sampleError } from '../../testing/sample-events';
import { makeDirectory, TestGateway, type Answer, type Directory, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'restores', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let backup: OneBackup;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
    backup = await completedBackup();
  });
  afterAll(() => gateway?.stop());

  async function completedBackup(more: Partial<typeof completion> = {}): Promise<OneBackup> {
    const made = await OneBackup.request(gateway, directory);
    await made.completed(1, more);
    await until(async () => (await made.details()).status === 'completed');
    return made;
  }
  const clone = (body?: object, of = backup) => gateway.post(`/api/v1/backups/${of.created.id}/restore`, body);
  const show = async (id: string) => (await gateway.get(`/api/v1/restores/${id}`)).body;
  const task = async (id: string) => (await gateway.get(`/api/v1/tasks/${id}`)).body;
  const command = (subject: string, task_id: string) =>
    until(async () => (await gateway.messages('JOBS', subject)).find((message) => message.task_id === task_id));

  const now = () => new Date().toISOString();
  const played = (restore: Answer['body']) => new OneRestore(gateway, restore);

  it('make a clone beside the live database, under a name of their own', async () => {
    const answer = await clone();
    expect(answer).toMatchObject({
      status: 201,
      body: {
        backup_id: backup.created.id,
        environment_id: directory.environment.id,
        target_db: expect.stringMatching(/^prod_db_main-clone-\d{14}$/),
        restore_filestore: true,
        status: 'pending',
      },
    });
    const restore = answer.body;
    expect(await command(RestoreRun.subject, restore.task_id)).toMatchObject({
      restore_id: restore.id,
      backup_id: backup.created.id,
      key: completion.key,
      target_db: restore.target_db,
      restore_filestore: true,
      storage_config_id: directory.storage.id,
    });
    await played(restore).tell(RestoreStarted, { started_at: now() });
    await until(async () => (await show(restore.id)).status === 'in_progress');
    expect(await task(restore.task_id)).toMatchObject({ type: 'restore', status: 'running', restore_id: restore.id });
    await played(restore).completed();
    await played(restore).completed();
    await until(async () => (await show(restore.id)).status === 'completed');
    expect(await show(restore.id)).toMatchObject({
      duration_seconds: 120,
      database_bytes: 10,
      filestore_bytes: 20,
      filestore_files: 3,
      users: 4,
      warnings: [{ code: 'W', message: 'look at it' }],
    });
    expect(await task(restore.task_id)).toMatchObject({ status: 'completed', result: { restore_id: restore.id } });
    const list = await gateway.get(`/api/v1/restores?backup_id=${backup.created.id}&status=completed`);
    expect(list.body).toMatchObject({ total: 1, items: [{ id: restore.id }] });
  });

  it.each([`o'brien"; DROP DATABASE x; --`, '$(reboot)', '-rf', 'acme.planapulse.app'])(
    'take the odd but legal name %j',
    async (target_db) => expect(await clone({ target_db })).toMatchObject({ status: 201, body: { target_db } }),
  );

  it.each(['', 'a/b', '..', 'a\0b', 'template0', 'x'.repeat(64), 'ü'.repeat(32)])(
    'refuse the name %j',
    async (target_db) => {
      expect(await clone({ target_db })).toMatchObject({ status: 422, body: { errors: [{ field: 'target_db' }] } });
    },
  );

  it('never overwrite the live database', async () => {
    const answer = await clone({ target_db: 'prod_db_main' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'DATABASE_EXISTS' } });
  });

  it('refuse a second clone of the same name, also when both are asked for at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => clone({ target_db: 'twice' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await clone({ target_db: 'twice' })).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });

  it('refuse a backup that is not completed', async () => {
    const pending = await OneBackup.request(gateway, directory);
    expect(await clone({}, pending)).toMatchObject({ status: 409, body: { code: 'BACKUP_NOT_RESTORABLE' } });
  });

  it('without a filestore, say which backup has one, and go on without it when asked to', async () => {
    const bare = await completedBackup({ filestore: null });
    expect(await clone({}, bare)).toMatchObject({
      status: 422,
      body: {
        code: 'BACKUP_WITHOUT_FILESTORE',
        detail: expect.stringContaining(backup.created.id),
        details: { newest_backup_with_filestore: backup.created.id },
      },
    });
    const answer = await clone({ restore_filestore: false, target_db: 'bare' }, bare);
    expect(answer).toMatchObject({ status: 201, body: { restore_filestore: false } });
  });

  describe('when torn down', () => {
    it('end with their clone, and only once they are completed or failed', async () => {
      const restore = (await clone({ target_db: 'short-lived' })).body;
      expect(await gateway.delete(`/api/v1/restores/${restore.id}`)).toMatchObject({
        status: 409,
        body: { code: 'CONFLICT' },
      });
      await played(restore).completed();
      await until(async () => (await show(restore.id)).status === 'completed');
      const answer = await gateway.delete(`/api/v1/restores/${restore.id}`);
      expect(answer).toMatchObject({ status: 202, body: { status: 'tearing_down' } });
      const { teardown_task_id } = answer.body;
      expect(await command(RestoreTeardown.subject, teardown_task_id)).toEqual({
        restore_id: restore.id,
        server_id: directory.server.id,
        task_id: teardown_task_id,
        organization_id: directory.organization.id,
        environment_id: directory.environment.id,
        target_db: 'short-lived',
      });
      expect((await gateway.delete(`/api/v1/restores/${restore.id}`)).status).toBe(409);
      await played(restore).tell(RestoreTornDown, { torn_down_at: now() }, teardown_task_id);
      await until(async () => (await show(restore.id)).status === 'torn_down');
      expect(await task(teardown_task_id)).toMatchObject({ type: 'restore_teardown', status: 'completed' });
      expect((await clone({ target_db: 'short-lived' })).status).toBe(201);
    });

    it('without success, say so, and can be asked again with a new task', async () => {
      const restore = (await clone({ target_db: 'stubborn' })).body;
      await played(restore).completed();
      await until(async () => (await show(restore.id)).status === 'completed');
      const first = (await gateway.delete(`/api/v1/restores/${restore.id}`)).body;
      await played(restore).tell(
        RestoreTeardownFailed,
        { error: sampleError, failed_at: now() },
        first.teardown_task_id,
      );
      await until(async () => (await show(restore.id)).status === 'failed');
      expect(await show(restore.id)).toMatchObject({
        error_message: 'no answer',
        error_details: { code: 'SSH_UNREACHABLE' },
      });
      const second = await gateway.delete(`/api/v1/restores/${restore.id}`);
      expect(second.status).toBe(202);
      expect(second.body.teardown_task_id).not.toBe(first.teardown_task_id);
    });

    it('do not take the clone of another restore with them', async () => {
      const failed = (await clone({ target_db: 'shared' })).body;
      await played(failed).tell(RestoreFailed, { error: sampleError, failed_at: now() });
      await until(async () => (await show(failed.id)).status === 'failed');
      const living = (await clone({ target_db: 'shared' })).body;
      const answer = await gateway.delete(`/api/v1/restores/${failed.id}`);
      expect(answer).toMatchObject({ status: 409, body: { details: { restore_id: living.id } } });
    });
  });
});
