import { randomUUID } from 'node:crypto';
import {
  BackupCancelled,
  BackupCompleted,
  DIRECTORY_EVENTS,
  type EventDefinition,
  PolicyChange,
  PolicyCreate,
  PolicyCreated,
  type PolicyCreateRequest,
  PolicyDelete,
  PolicyDeleted,
  PolicyOf,
  type PolicyPayload,
  type PolicySettingsPayload,
  PolicyUpdated,
} from '@app/contracts';
import { factOf, someBackup } from '../../../../libs/contracts/testing/sample-facts';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { somePolicy } from '../../testing/some-policy';
import { SchedulerModule } from '../app.module';
import { SchedulerConfig } from '../config';

describeRequiring(['postgres', 'nats'], 'policies', () => {
  let scheduler: TestService;
  beforeAll(async () => {
    const environment = { SCHEDULE_SPREAD_SECONDS: '0' };
    scheduler = await TestService.start({
      service: 'scheduler',
      module: SchedulerModule,
      config: SchedulerConfig,
      environment,
    });
  });
  afterAll(() => scheduler?.stop());

  const create = async (settings: Partial<PolicyCreateRequest> = {}) =>
    (await scheduler.ask(PolicyCreate, somePolicy(settings))).policy;
  const change = async (environment_id: string, changes: Partial<PolicySettingsPayload>) =>
    (await scheduler.ask(PolicyChange, { environment_id, changes })).policy;
  const of = async (environment_id: string) => (await scheduler.ask(PolicyOf, { environment_id })).policy;
  const told = async (event: EventDefinition<PolicyPayload>, environmentId: string) =>
    (await scheduler.told(event)).filter(({ environment_id }) => environment_id === environmentId);

  it('are created, read and told as they were given', async () => {
    const given = somePolicy({ drill_cron: '0 5 * * 0', timezone: 'Europe/Berlin' });
    const { policy } = await scheduler.ask(PolicyCreate, given);
    expect(policy).toMatchObject({ ...given, revision: 1, last_backup_at: null, last_backup_status: null });
    expect(await of(given.environment_id)).toEqual(policy);
    const { last_backup_at: _, last_backup_status: _s, next_backup_at, next_drill_at, next_runs, ...fact } = policy;
    expect(await told(PolicyCreated, given.environment_id)).toEqual([fact]);
    expect(next_runs).toHaveLength(5);
    expect(next_runs[0]).toBe(next_backup_at);
    expect(new Date(next_drill_at!).getTime()).toBeGreaterThan(Date.now());
  });

  it('are one an environment, also when two are asked for at once', async () => {
    const given = somePolicy();
    const answers = await Promise.allSettled([given, given, given].map((one) => scheduler.ask(PolicyCreate, one)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as object);
    expect(refusals).toEqual([
      expect.objectContaining({ code: 'POLICY_EXISTS' }),
      expect.objectContaining({ code: 'POLICY_EXISTS' }),
    ]);
  });

  it('are changed in part, and what comes of it is judged as a whole', async () => {
    const { environment_id, created_at } = await create({ daily_retention: 7 });
    const changed = await change(environment_id, { weekly_retention: 0, monthly_retention: 0, yearly_retention: 0 });
    expect(changed).toMatchObject({ daily_retention: 7, weekly_retention: 0, revision: 2, created_at });
    await expect(change(environment_id, { daily_retention: 0 })).rejects.toMatchObject({ code: 'RETENTION_INVALID' });
    await expect(change(environment_id, { daily_retention: 366 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(change(environment_id, { timezone: 'Mars' })).rejects.toMatchObject({ code: 'TIMEZONE_INVALID' });
    await expect(change(environment_id, { drill_cron: '0 0 30 2 *' })).rejects.toMatchObject({
      code: 'SCHEDULE_INVALID',
      details: { setting: 'drill_cron', field: 'day of month' },
    });
    const identity = { id: randomUUID(), revision: 70, environment_id: randomUUID() } as object;
    expect(await change(environment_id, identity)).toEqual({
      ...changed,
      revision: 3,
      updated_at: expect.any(String) as string,
    });
    expect((await told(PolicyUpdated, environment_id)).map(({ revision }) => revision)).toEqual([2, 3]);
  });

  it('that are not enabled have no next time, and get one when they are', async () => {
    const { environment_id, ...policy } = await create({ is_enabled: false, drill_cron: '0 5 * * *' });
    expect(policy).toMatchObject({ next_backup_at: null, next_drill_at: null, next_runs: [] });
    const enabled = await change(environment_id, { is_enabled: true });
    expect([enabled.next_backup_at, enabled.next_drill_at]).not.toContain(null);
    expect(await change(environment_id, { drill_cron: null })).toMatchObject({ next_drill_at: null });
  });

  it('are deleted, and the next one goes on counting', async () => {
    const { environment_id, id } = await create();
    const { deleted } = await scheduler.ask(PolicyDelete, { environment_id });
    expect(deleted).toMatchObject({ id, environment_id, revision: 2 });
    expect((await scheduler.told(PolicyDeleted)).filter((fact) => fact.id === id)).toEqual([deleted]);
    for (const rpc of [PolicyOf, PolicyDelete])
      await expect(scheduler.ask(rpc as typeof PolicyOf, { environment_id })).rejects.toMatchObject({
        code: 'POLICY_NOT_FOUND',
      });
    await expect(change(environment_id, {})).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    expect(await create({ environment_id })).toMatchObject({ revision: 3 });
  });

  it('show how the last backup ended', async () => {
    const { environment_id, organization_id } = await create();
    const backup = () => ({ ...someBackup(), environment_id, organization_id });
    await scheduler.tell(
      BackupCompleted,
      factOf(BackupCompleted, { ...backup(), completed_at: '2026-01-01T02:00:00.000Z' }),
    );
    await scheduler.settled();
    expect(await of(environment_id)).toMatchObject({
      last_backup_at: '2026-01-01T02:00:00.000Z',
      last_backup_status: 'completed',
    });
    const cancelled = { ...factOf(BackupCancelled), ...backup(), cancelled_at: '2026-01-02T02:00:00.000Z' };
    await scheduler.tell(BackupCancelled, { ...cancelled, work: 'backup.verify' });
    await scheduler.settled();
    expect(await of(environment_id)).toMatchObject({ last_backup_status: 'completed' });
    await scheduler.tell(BackupCancelled, { ...cancelled, work: 'backup.run' });
    await scheduler.settled();
    expect(await of(environment_id)).toMatchObject({
      last_backup_at: '2026-01-02T02:00:00.000Z',
      last_backup_status: 'failed',
    });
  });

  it('go with their environment, which gets no other', async () => {
    const { environment_id, organization_id, id } = await create();
    const { deleted } = DIRECTORY_EVENTS.environment;
    await scheduler.tell(deleted, factOf(deleted, { id: environment_id, organization_id }));
    await scheduler.settled();
    expect((await scheduler.told(PolicyDeleted)).some((fact) => fact.id === id)).toBe(true);
    await expect(create({ environment_id })).rejects.toMatchObject({ code: 'ENVIRONMENT_DELETED' });
  });
});
