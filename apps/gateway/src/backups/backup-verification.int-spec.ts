import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { completion, sampleError } from '../../testing/sample-events';
import { makeDirectory, TestGateway, type Answer, type Directory, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'backups, when verified,', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  async function completedBackup(): Promise<OneBackup> {
    const backup = await OneBackup.request(gateway, directory);
    await backup.completed();
    await until(async () => (await backup.details()).status === 'completed');
    return backup;
  }
  async function verification(backup: OneBackup): Promise<Answer['body']> {
    const answer = await gateway.post(`/api/v1/backups/${backup.created.id}/verify`);
    expect(answer).toMatchObject({ status: 202, body: { type: 'verify', backup_id: backup.created.id } });
    const [command] = await until(async () => {
      const all = await gateway.messages('JOBS', 'jobs.backup.verify');
      const mine = all.filter((message) => message.task_id === answer.body.id);
      return mine.length > 0 ? mine : undefined;
    });
    expect(command).toMatchObject({ key: completion.key, storage_config_id: directory.storage.id });
    return answer.body;
  }
  const task = async (id: string) => (await gateway.get(`/api/v1/tasks/${id}`)).body;

  it('and intact, say so', async () => {
    const backup = await completedBackup();
    const { id } = await verification(backup);
    await backup.verified(id);
    await until(async () => (await task(id)).status === 'completed');
    expect((await task(id)).result).toEqual({ backup_id: backup.created.id, intact: true, level: 'rehashed' });
    expect(await backup.details()).toMatchObject({ is_verified: true, verification_error: null });
  });

  it('and damaged, say what is wrong, and the task has failed', async () => {
    const backup = await completedBackup();
    const { id } = await verification(backup);
    await backup.verified(id, false, {
      ...sampleError,
      code: 'ARCHIVE_CORRUPT',
      kind: 'operator',
      message: 'other bytes',
    });
    await until(async () => (await task(id)).status === 'failed');
    expect(await task(id)).toMatchObject({ error: { code: 'ARCHIVE_CORRUPT' }, result: { intact: false } });
    expect(await backup.details()).toMatchObject({
      is_verified: false,
      verified_at: null,
      verification_error: 'other bytes',
    });
  });

  it('and not to be verified, are never shown as fine', async () => {
    const backup = await completedBackup();
    const { id } = await verification(backup);
    await backup.unverifiable(id);
    await until(async () => (await task(id)).status === 'failed');
    expect(await backup.details()).toMatchObject({
      status: 'completed',
      is_verified: false,
      verification_error: 'Could not be verified: no answer',
    });
  });

  it('before they are completed, are refused', async () => {
    const backup = await OneBackup.request(gateway, directory);
    const answer = await gateway.post(`/api/v1/backups/${backup.created.id}/verify`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });
});
