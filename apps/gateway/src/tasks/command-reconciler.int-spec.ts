import { jetstreamManager } from '@nats-io/jetstream';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';
import { GatewayConfig } from '../config';
import { CommandReconciler } from './command-reconciler';

describeRequiring(['postgres', 'nats'], 'the reconciler of commands', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const reconcile = () => gateway.app.get(CommandReconciler).reconcile();
  const commandsOf = async (backup: OneBackup) =>
    (await gateway.messages('JOBS', 'jobs.backup.run')).filter(({ task_id }) => task_id === backup.created.task_id);
  const loseAllMessages = async () => (await jetstreamManager(gateway.infrastructure.nats.admin)).streams.purge('JOBS');
  /** A backup that waits without news for so long. */
  async function waitingBackup(hours: number): Promise<OneBackup> {
    const backup = await OneBackup.request(gateway, directory);
    await until(async () => (await backup.task()).status === 'queued');
    for (const [table, column, key] of [
      ['tasks', 'updated_at', 'id::text'],
      ['outbox', 'published_at', `payload ->> 'task_id'`],
    ])
      await gateway.dataSource.query(
        `UPDATE ${table} SET ${column} = now() - $1 * interval '1 hour' WHERE ${key} = $2`,
        [hours, backup.created.task_id],
      );
    return backup;
  }

  it('sends a command once more that the broker has lost, once', async () => {
    const backup = await waitingBackup(1);
    const [command] = await commandsOf(backup);
    await loseAllMessages();
    expect(await reconcile()).toBe(1);
    const again = await until(async () => {
      const found = await commandsOf(backup);
      return found.length > 0 ? found : undefined;
    });
    expect(again).toEqual([command]);
    expect(await reconcile()).toBe(0);
  });

  it('leaves alone what is young, running, or dead already', async () => {
    const dead = await waitingBackup(1);
    await gateway.dataSource.query(
      `INSERT INTO dead_letters (id, stream, consumer, sequence, message_id, subject, kind, headers, body, task_id, code,
         message, attempts, replay, died_at)
       SELECT gen_random_uuid(), 'JOBS', 'backup-run', 1, 'm', 's', 'k', '{}', '', $1, 'INTERNAL', 'm', 1, 0, now()`,
      [dead.created.task_id],
    );
    const running = await waitingBackup(1);
    await running.started();
    await until(async () => (await running.task()).status === 'running');
    await gateway.dataSource.query(`UPDATE tasks SET updated_at = now() - interval '1 hour' WHERE id = $1`, [
      running.created.task_id,
    ]);
    await waitingBackup(0.01);
    await loseAllMessages();
    expect(await reconcile()).toBe(0);
  });

  it('leaves alone what may still lie in the stream behind something older, however long nothing was heard of it', async () => {
    gateway.app.get(GatewayConfig).reconcileAfterMs = 0;
    await loseAllMessages();
    await OneBackup.request(gateway, directory);
    const backup = await OneBackup.request(gateway, directory);
    await until(async () => (await backup.task()).status === 'queued');
    await reconcile();
    expect(await commandsOf(backup)).toHaveLength(1);
    await loseAllMessages();
    await reconcile();
    await until(async () => (await commandsOf(backup)).length === 1);
  });
});
