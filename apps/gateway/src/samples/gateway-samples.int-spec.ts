import { METRICS, refreshSamples } from '@app/telemetry';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';

const TIMEOUT_MS = 60_000;

describeRequiring(['postgres', 'nats'], 'what the gateway tells of everything', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start({ METRICS_MAX_ENVIRONMENTS: '1' });
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const lastOf = async (kind: 'lastBackup' | 'lastVerifiedBackup') => {
    await refreshSamples(TIMEOUT_MS);
    const { values } = await METRICS[kind].get();
    return values.map(({ labels, value }) => ({ ...labels, value }));
  };
  const open = async () => {
    await refreshSamples(TIMEOUT_MS);
    const { values } = await METRICS.tasksOpen.get();
    return values.map(({ labels, value }) => ({ ...labels, value }));
  };

  it('is 0 for an environment without a backup, and the end of its last one afterwards', async () => {
    const environment = { organization_id: directory.organization.id, environment_id: directory.environment.id };
    expect(await lastOf('lastBackup')).toEqual([{ ...environment, value: 0 }]);

    const backup = await OneBackup.request(gateway, directory);
    await backup.started();
    await backup.completed(1, { completed_at: '2030-05-06T07:08:09.000Z' });
    await gateway.eventsAreSettled();
    const completedAt = Date.parse('2030-05-06T07:08:09.000Z') / 1000;
    expect(await lastOf('lastBackup')).toEqual([{ ...environment, value: completedAt }]);

    const failing = await OneBackup.request(gateway, directory);
    await failing.started();
    await failing.failed();
    await gateway.eventsAreSettled();
    expect(await lastOf('lastBackup')).toEqual([{ ...environment, value: completedAt }]);
  });

  it('takes a backup as verified only when it was read back', async () => {
    const backup = await OneBackup.request(gateway, directory);
    await backup.started();
    await backup.completed(1, {
      completed_at: '2031-01-01T00:00:00.000Z',
      verification: { level: 'uploaded', verified_at: '2031-01-01T00:00:00.000Z' },
    });
    await gateway.eventsAreSettled();
    const after = Date.parse('2031-01-01T00:00:00.000Z') / 1000;
    expect((await lastOf('lastBackup'))[0]!.value).toBe(after);
    expect((await lastOf('lastVerifiedBackup'))[0]!.value).not.toBe(after);

    const task = (await gateway.post(`/api/v1/backups/${backup.created.id}/verify`)).body;
    await backup.verified(task.id);
    await gateway.eventsAreSettled();
    expect((await lastOf('lastVerifiedBackup'))[0]!.value).toBe(after);
  });

  it('counts the tasks that have not ended, and how long one waits', async () => {
    expect(await open()).toEqual([]);
    const backup = await OneBackup.request(gateway, directory);
    await gateway.eventsAreSettled();
    const [waiting] = await open();
    expect(waiting).toMatchObject({ type: 'backup', value: 1 });
    expect(['pending', 'queued']).toContain((waiting as unknown as { status: string }).status);
    await gateway.dataSource.query(`UPDATE tasks SET created_at = created_at - interval '1 hour' WHERE id = $1`, [
      backup.created.task_id,
    ]);
    await refreshSamples(TIMEOUT_MS);
    expect((await METRICS.taskOldestWaiting.get()).values[0]!.value).toBeGreaterThan(3_600);
    await backup.started();
    await backup.completed();
    await gateway.eventsAreSettled();
    expect(await open()).toEqual([]);
    expect((await METRICS.taskOldestWaiting.get()).values).toEqual([]);
  });

  it('tells the environments up to a limit, and how many there are beyond it', async () => {
    await makeDirectory(gateway);
    expect(await lastOf('lastBackup')).toHaveLength(1);
    expect((await METRICS.environmentsUntold.get()).values[0]!.value).toBe(1);
  });
});
