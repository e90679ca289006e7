import { BackupCopied, BackupCopyFailed, BackupVerified } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { completion, sampleError } from '../../testing/sample-events';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'copies of a backup', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  let storages = 0;
  const anotherStorage = async (organization_id: string = directory.organization.id): Promise<string> => {
    const storage = {
      organization_id,
      name: `further ${(storages += 1)}`,
      provider: 'local',
      path: `/copies/${storages}`,
    };
    return (await gateway.make('/api/v1/backups/storage-configs', storage)).id;
  };
  const commands = async (backup: OneBackup): Promise<Answer['body'][]> =>
    (await gateway.messages('JOBS', 'jobs.backup.copy')).filter(({ backup_id }) => backup_id === backup.created.id);
  const firstCommand = (backup: OneBackup) => until(async () => (await commands(backup))[0]);
  const ref = ({ organization_id, environment_id, backup_id, copy_id, task_id }: Answer['body'], attempt = 1) => ({
    organization_id,
    environment_id,
    backup_id,
    copy_id,
    task_id,
    attempt,
  });
  const copied = (command: Answer['body']) =>
    gateway.tell(BackupCopied, {
      ...ref(command),
      storage_config_id: command.storage_config_id,
      source_storage_config_id: command.sources[0].storage_config_id,
      completed_at: '2026-01-01T00:00:00.000Z',
      key: command.key,
      manifest_key: command.manifest_key,
      location: '/copies/b.zip',
      object_size_bytes: 9,
      verification: { level: 'rehashed', verified_at: '2026-01-01T00:00:00.000Z' },
    });
  const task = async (id: string) => (await gateway.get(`/api/v1/tasks/${id}`)).body;
  const copiesOf = async (backup: OneBackup) => (await backup.details()).copies as Answer['body'][];
  async function completedBackup(body: object = {}): Promise<OneBackup> {
    const backup = await OneBackup.request(gateway, directory, body);
    await backup.completed();
    await until(async () => (await backup.details()).status === 'completed');
    return backup;
  }
  const ask = (backup: OneBackup, storage_config_id: string) =>
    gateway.post(`/api/v1/backups/${backup.created.id}/copies`, { storage_config_id });

  it('that were wanted from the start are asked for once the backup is completed', async () => {
    const further = [await anotherStorage(), await anotherStorage()];
    const backup = await OneBackup.request(gateway, directory, { copy_storage_config_ids: further });
    expect((await copiesOf(backup)).map(({ status, task_id }) => [status, task_id])).toEqual([
      ['pending', null],
      ['pending', null],
    ]);
    expect(await commands(backup)).toEqual([]);
    await backup.completed();
    await backup.completed();
    await until(async () => (await commands(backup)).length === 2);
    for (const command of await commands(backup)) {
      expect(command).toMatchObject({
        sources: [{ storage_config_id: directory.storage.id, key: completion.key }],
        key: completion.key,
        manifest_key: completion.manifest_key,
      });
      await copied(command);
    }
    await until(async () => (await copiesOf(backup)).every(({ status }) => status === 'completed'));
    const copies = await copiesOf(backup);
    expect(copies.map(({ storage_config_id }) => storage_config_id).sort()).toEqual(further.sort());
    expect(copies[0]).toMatchObject({
      location: '/copies/b.zip',
      is_verified: true,
      verification_levels: { rehashed: '2026-01-01T00:00:00Z', readable: null },
      error_message: null,
    });
    expect(await task(copies[0].task_id)).toMatchObject({ type: 'copy', status: 'completed' });
    const storage = (await gateway.get(`/api/v1/backups/storage-configs/${further[0]}`)).body;
    expect(storage).toMatchObject({ object_count: 1, total_size_bytes: 9 });
  });

  it('that were wanted from the start fail with the backup, and come when it is completed after all', async () => {
    const backup = await OneBackup.request(gateway, directory, { copy_storage_config_ids: [await anotherStorage()] });
    await backup.failed();
    await until(async () => (await copiesOf(backup))[0].status === 'failed');
    await backup.completed(2);
    expect(await firstCommand(backup)).toMatchObject({ backup_id: backup.created.id });
  });

  it('can be asked for later, and again after a failure', async () => {
    const backup = await completedBackup();
    const storage = await anotherStorage();
    const first = await ask(backup, storage);
    expect(first).toMatchObject({ status: 202, body: { type: 'copy', backup_id: backup.created.id } });
    expect(await ask(backup, storage)).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    const command = await firstCommand(backup);
    await gateway.tell(BackupCopyFailed, { ...ref(command), error: sampleError, failed_at: new Date().toISOString() });
    await until(async () => (await copiesOf(backup))[0].status === 'failed');
    expect((await copiesOf(backup))[0]).toMatchObject({ error_message: 'no answer' });
    const second = await ask(backup, storage);
    expect(second).toMatchObject({ status: 202 });
    await until(async () => (await commands(backup)).length === 2);
    await copied((await commands(backup))[1]);
    await until(async () => (await copiesOf(backup))[0].status === 'completed');
    expect((await copiesOf(backup))[0]).toMatchObject({ task_id: second.body.id, error_message: null });
  });

  it('are verified by their storage, and a bad verdict is theirs alone', async () => {
    const backup = await completedBackup();
    const storage = await anotherStorage();
    await ask(backup, storage);
    const command = await firstCommand(backup);
    await copied(command);
    await until(async () => (await copiesOf(backup))[0].is_verified);
    const path = `/api/v1/backups/${backup.created.id}/verify`;
    const answer = await gateway.post(path, { storage_config_id: storage, level: 'readable' });
    expect(answer).toMatchObject({ status: 202, body: { type: 'verify' } });
    const verify = await until(async () =>
      (await gateway.messages('JOBS', 'jobs.backup.verify')).find(({ task_id }) => task_id === answer.body.id),
    );
    expect(verify).toMatchObject({ storage_config_id: storage, copy_id: command.copy_id, level: 'readable' });
    await gateway.tell(BackupVerified, {
      ...ref({ ...command, task_id: answer.body.id }),
      level: 'readable',
      intact: false,
      verified_at: new Date().toISOString(),
      error: { ...sampleError, code: 'ARCHIVE_CORRUPT', message: 'other bytes' },
    });
    await until(async () => (await task(answer.body.id)).status === 'failed');
    expect((await copiesOf(backup))[0]).toMatchObject({ is_verified: false, verification_error: 'other bytes' });
    expect(await backup.details()).toMatchObject({ verification_error: null });
  });

  it('are sources of a restore, after the place of the backup', async () => {
    const backup = await completedBackup();
    const storage = await anotherStorage();
    await ask(backup, storage);
    await copied(await firstCommand(backup));
    await until(async () => (await copiesOf(backup))[0].status === 'completed');
    const restore = await gateway.make(`/api/v1/backups/${backup.created.id}/restore`, {});
    const command = await until(async () =>
      (await gateway.messages('JOBS', 'jobs.restore.run')).find(({ restore_id }) => restore_id === restore.id),
    );
    expect(command.sources).toEqual([
      { storage_config_id: directory.storage.id, key: completion.key },
      { storage_config_id: storage, key: completion.key },
    ]);
  });

  it('keep their storage from being deleted', async () => {
    const storage = await anotherStorage();
    await OneBackup.request(gateway, directory, { copy_storage_config_ids: [storage] });
    const answer = await gateway.delete(`/api/v1/backups/storage-configs/${storage}`);
    expect(answer).toMatchObject({ status: 409, body: { code: expect.stringMatching(/IN_USE$/) as string } });
  });

  it.each([
    ['another organization', async () => [await anotherStorage((await makeDirectory(gateway)).organization.id)]],
    ['the storage of the backup itself', async () => [directory.storage.id]],
    ['one storage twice', async () => Array<string>(2).fill(await anotherStorage())],
    ['no id', async () => ['x']],
  ])('into %s are refused', async (_what, ids) => {
    const path = `/api/v1/backups/environments/${directory.environment.id}/backups`;
    const answer = await gateway.post(path, { copy_storage_config_ids: await ids() });
    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED' } });
  });

  it('of a backup that is not completed, or into its own storage, are refused', async () => {
    const pending = await OneBackup.request(gateway, directory);
    expect(await ask(pending, await anotherStorage())).toMatchObject({ status: 409 });
    expect(await ask(await completedBackup(), directory.storage.id)).toMatchObject({ status: 409 });
    const elsewhere = await gateway.post(`/api/v1/backups/${pending.created.id}/verify`, {
      storage_config_id: await anotherStorage(),
    });
    expect(elsewhere).toMatchObject({ status: 409 });
  });
});
