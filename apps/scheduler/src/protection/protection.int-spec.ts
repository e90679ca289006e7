import {
  BackupCompleted,
  BackupFailed,
  type EventDefinition,
  PolicyChange,
  PolicyCreate,
  type PolicyPayload,
  PolicyProtected,
  type PolicyProtectionPayload,
  PolicyUnprotected,
} from '@app/contracts';
import { factOf, someBackup } from '../../../../libs/contracts/testing/sample-facts';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { somePolicy } from '../../testing/some-policy';
import { SchedulerModule } from '../app.module';
import { SchedulerConfig } from '../config';
import { Policy } from '../policies/policy.entity';
import { Timer } from '../timers/timer.entity';

const HOUR_MS = 3_600_000;

describeRequiring(['postgres', 'nats'], 'an environment whose policy watches it', () => {
  let scheduler: TestService;
  beforeAll(async () => {
    const environment = { SCHEDULE_LOOK_MS: '100' };
    const options = { service: 'scheduler', module: SchedulerModule, config: SchedulerConfig } as const;
    scheduler = await TestService.start({ ...options, environment });
  });
  afterAll(() => scheduler?.stop());

  const create = async (settings = {}) => (await scheduler.ask(PolicyCreate, somePolicy(settings))).policy;
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);
  const backedUp = async ({ environment_id, organization_id }: PolicyPayload, completedAt: Date) => {
    const backup = { ...someBackup(), environment_id, organization_id, completed_at: completedAt.toISOString() };
    await scheduler.tell(BackupCompleted, factOf(BackupCompleted, backup));
    await scheduler.settled();
  };
  /** Lets so much time pass for a policy. */
  const age = async ({ id }: PolicyPayload, hours: number) => {
    const earlier = { created_at: hoursAgo(hours) };
    await scheduler.dataSource.getRepository(Policy).update({ id }, earlier);
    await scheduler.dataSource.getRepository(Timer).update({ policy_id: id, kind: 'alert' }, { due_at: new Date() });
    const due = () => scheduler.dataSource.getRepository(Timer).findOneBy({ policy_id: id, kind: 'alert' });
    await eventually(async () => {
      const timer = await due();
      return timer === null || timer.due_at === null || timer.due_at > new Date();
    }, 'its timer was looked at');
  };
  const told = async (event: EventDefinition<PolicyProtectionPayload>, { id }: PolicyPayload) =>
    (await scheduler.told(event)).filter(({ policy_id }) => policy_id === id);

  it('is told to be unprotected once, and protected with the next good backup', async () => {
    const policy = await create({ alert_after_hours: 24, is_enabled: false });
    await age(policy, 23);
    expect(await told(PolicyUnprotected, policy)).toEqual([]);
    await age(policy, 25);
    expect(await told(PolicyUnprotected, policy)).toEqual([
      expect.objectContaining({
        environment_id: policy.environment_id,
        last_good_backup_at: null,
        alert_after_hours: 24,
      }),
    ]);
    const { environment_id, organization_id } = policy;
    await scheduler.tell(BackupFailed, factOf(BackupFailed, { ...someBackup(), environment_id, organization_id }));
    await backedUp(policy, hoursAgo(24.5));
    expect(await told(PolicyProtected, policy)).toEqual([]);
    const now = new Date();
    await backedUp(policy, now);
    await backedUp(policy, new Date(now.getTime() + 1));
    expect(await told(PolicyProtected, policy)).toEqual([
      expect.objectContaining({ last_good_backup_at: now.toISOString() }),
    ]);
    expect(await told(PolicyUnprotected, policy)).toHaveLength(1);
  });

  it('is never told to be unprotected where the policy says so', async () => {
    const policy = await create({ alert_after_hours: null });
    await age(policy, 1_000);
    await backedUp(policy, hoursAgo(500));
    expect(await told(PolicyUnprotected, policy)).toEqual([]);
  });

  it('is protected again when its policy allows more', async () => {
    const policy = await create({ alert_after_hours: 1 });
    await age(policy, 3);
    expect(await told(PolicyUnprotected, policy)).toHaveLength(1);
    const change = (alert_after_hours: number) =>
      scheduler.ask(PolicyChange, { environment_id: policy.environment_id, changes: { alert_after_hours } });
    await change(2);
    expect(await told(PolicyProtected, policy)).toEqual([]);
    await change(48);
    expect(await told(PolicyProtected, policy)).toHaveLength(1);
  });
});
