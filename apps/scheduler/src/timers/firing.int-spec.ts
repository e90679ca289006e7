import type { INestApplication } from '@nestjs/common';
import {
  type BackupRunRequestPayload,
  type ErrorPayload,
  PolicyChange,
  PolicyCreate,
  type PolicyCreateRequest,
  PolicyDelete,
  PolicyOf,
  PolicyRunMissed,
  RequestBackups,
  RequestDrills,
  type RunOutcomePayload,
} from '@app/contracts';
import { type ErrorCode, StrongroomError } from '@app/core';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { somePolicy } from '../../testing/some-policy';
import { SchedulerModule } from '../app.module';
import { SchedulerConfig } from '../config';
import { Policy } from '../policies/policy.entity';
import { Run } from '../runs/run.entity';
import { Timer } from './timer.entity';

const HOUR_MS = 3_600_000;

describeRequiring(['postgres', 'nats'], 'due policies', () => {
  let scheduler: TestService;
  let replica: INestApplication;
  let asked: BackupRunRequestPayload[] = [];
  let refusalOf: (run: BackupRunRequestPayload) => ErrorPayload | null | 'silence';
  const refusal = (code: ErrorCode) => new StrongroomError(code, 'not now').toReport();

  beforeAll(async () => {
    const options = { service: 'scheduler', module: SchedulerModule, config: SchedulerConfig } as const;
    const environment = {
      SCHEDULE_SPREAD_SECONDS: '0',
      SCHEDULE_LOOK_MS: '100',
      RUN_REQUEST_TIMEOUT_MS: '1000',
      RUN_RETRY_MS: '20',
    };
    scheduler = await TestService.start({ ...options, environment });
    replica = await scheduler.replica();
    const answer = ({ runs }: { runs: BackupRunRequestPayload[] }): { outcomes: RunOutcomePayload[] } => {
      asked.push(...runs);
      const outcomes = runs.map((run) => ({ run_id: run.run_id, refusal: refusalOf(run) }));
      return { outcomes: outcomes.filter((outcome): outcome is RunOutcomePayload => outcome.refusal !== 'silence') };
    };
    await scheduler.answer(RequestBackups, answer);
    await scheduler.answer(RequestDrills, answer as never);
  });
  afterAll(async () => {
    await replica?.close();
    await scheduler?.stop();
  });
  beforeEach(() => {
    asked = [];
    refusalOf = () => null;
  });

  const create = async (settings: Partial<PolicyCreateRequest> = {}) =>
    (await scheduler.ask(PolicyCreate, somePolicy(settings))).policy;
  /** Lets a policy have been due at a time that has passed. */
  const due = (policy_id: string, slot: Date, kind: 'backup' | 'drill' = 'backup') =>
    scheduler.dataSource.getRepository(Timer).update({ policy_id, kind }, { slot, due_at: slot });
  const askedFor = (policyId: string) => asked.filter(({ policy_id }) => policy_id === policyId);
  const runsOf = (policy_id: string) => scheduler.dataSource.getRepository(Run).findBy({ policy_id });
  const missed = async (policyId: string) =>
    (await scheduler.told(PolicyRunMissed)).filter(({ policy_id }) => policy_id === policyId);
  const statusIs = (policyId: string, status: string) =>
    eventually(async () => (await runsOf(policyId)).some((run) => run.status === status), `a run is ${status}`);

  /** A cron expression that was due some hours ago, on the hour, and is due every day. */
  function daily(hoursAgo: number): { schedule_cron: string; slot: Date } {
    const slot = new Date(Math.floor(Date.now() / HOUR_MS - hoursAgo) * HOUR_MS);
    return { schedule_cron: `0 ${slot.getUTCHours()} * * *`, slot };
  }

  it('are fired once each by two replicas', async () => {
    const { schedule_cron, slot } = daily(1);
    const policies = [];
    for (let n = 0; n < 40; n++) policies.push(await create({ schedule_cron }));
    await scheduler.dataSource.query(
      `UPDATE timers SET slot = $1, due_at = $1 WHERE kind = 'backup' AND policy_id = ANY ($2)`,
      [slot, policies.map(({ id }) => id)],
    );
    await eventually(
      async () => (await scheduler.dataSource.getRepository(Run).countBy({ slot, status: 'requested' })) === 40,
      'all are requested',
    );
    const ids = policies.flatMap(({ id }) => askedFor(id)).map(({ run_id }) => run_id);
    expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
    const { policy } = await scheduler.ask(PolicyOf, { environment_id: policies[0]!.environment_id });
    expect(policy.next_backup_at).toBe(new Date(slot.getTime() + 24 * HOUR_MS).toISOString());
    expect(askedFor(policy.id)[0]).toMatchObject({
      environment_id: policy.environment_id,
      organization_id: policy.organization_id,
      slot: slot.toISOString(),
      include_filestore: true,
    });
  });

  it('that were missed while nobody was there fire once, and say how many were missed', async () => {
    const { schedule_cron, slot } = daily(4);
    const { id } = await create({ schedule_cron });
    await due(id, new Date(slot.getTime() - 5 * 24 * HOUR_MS));
    await statusIs(id, 'requested');
    expect(askedFor(id).map((run) => run.slot)).toEqual([slot.toISOString()]);
    expect(await missed(id)).toEqual([
      expect.objectContaining({ kind: 'backup', slot: slot.toISOString(), missed: 6, caught_up: true, error: null }),
    ]);
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('have a run that survives whoever fired it, under the id that it has', async () => {
    const { schedule_cron, slot } = daily(1);
    const { id } = await create({ schedule_cron });
    // as a scheduler leaves it that dies between its transaction and the question, or before the answer
    refusalOf = () => 'silence';
    await due(id, slot);
    await eventually(() => Promise.resolve(askedFor(id).length > 0), 'it is asked for');
    refusalOf = () => null;
    await statusIs(id, 'requested');
    expect(new Set(askedFor(id).map(({ run_id }) => run_id)).size).toBe(1);
    expect(askedFor(id).length).toBeGreaterThan(1);
    expect((await runsOf(id)).map((run) => run.id)).toEqual([askedFor(id)[0]!.run_id]);
  });

  it('that the gateway cannot serve yet are asked for again', async () => {
    const { schedule_cron, slot } = daily(1);
    const { id } = await create({ schedule_cron });
    refusalOf = (run) => (askedFor(run.policy_id).length < 3 ? refusal('ENVIRONMENT_BUSY') : null);
    await due(id, slot);
    await statusIs(id, 'requested');
    expect(askedFor(id)).toHaveLength(3);
  });

  it('that the gateway refuses for good are told at once', async () => {
    const { schedule_cron, slot } = daily(2);
    const { id } = await create({ schedule_cron, drill_cron: schedule_cron });
    refusalOf = () => refusal('NOTHING_TO_DRILL');
    await due(id, slot, 'drill');
    await statusIs(id, 'refused');
    const told = await missed(id);
    expect(told.map(({ caught_up, error, kind }) => [kind, caught_up, error?.code])).toEqual([
      ['drill', true, undefined],
      ['drill', false, 'NOTHING_TO_DRILL'],
    ]);
    expect(askedFor(id)).toHaveLength(1);
  });

  it('give up when their next time has come', async () => {
    const { schedule_cron, slot } = daily(3);
    const { id } = await create({ schedule_cron });
    refusalOf = () => refusal('ENVIRONMENT_BUSY');
    await due(id, slot);
    await eventually(() => Promise.resolve(askedFor(id).length > 0), 'it is asked for');
    await scheduler.dataSource.getRepository(Run).update({ policy_id: id }, { next_slot: new Date() });
    await statusIs(id, 'missed');
    expect((await missed(id)).at(-1)).toMatchObject({ caught_up: false, error: { code: 'ENVIRONMENT_BUSY' } });
  });

  it('whose zone is understood no more stop, and hold no other up', async () => {
    const { schedule_cron, slot } = daily(3);
    const [broken, sound] = [await create({ schedule_cron }), await create({ schedule_cron })];
    await scheduler.dataSource.getRepository(Policy).update({ id: broken.id }, { timezone: 'Mars/Olympus' });
    await scheduler.dataSource.query(
      `UPDATE timers SET slot = $1, due_at = $1 WHERE kind = 'backup' AND policy_id = ANY ($2)`,
      [slot, [broken.id, sound.id]],
    );
    await statusIs(sound.id, 'requested');
    await eventually(async () => (await missed(broken.id)).length > 0, 'it is told');
    expect(await missed(broken.id)).toEqual([
      expect.objectContaining({
        caught_up: false,
        error: expect.objectContaining({ code: 'TIMEZONE_INVALID' }) as object,
      }),
    ]);
    expect(await runsOf(broken.id)).toEqual([]);
  });

  it('fire no more once they are changed, disabled or deleted', async () => {
    refusalOf = () => refusal('ENVIRONMENT_BUSY');
    const { schedule_cron, slot } = daily(3);
    const [changed, deleted] = [await create({ schedule_cron }), await create({ schedule_cron })];
    for (const { id } of [changed, deleted]) {
      await due(id, slot);
      await statusIs(id, 'waiting');
    }
    await scheduler.ask(PolicyChange, { environment_id: changed.environment_id, changes: { is_enabled: false } });
    await scheduler.ask(PolicyDelete, { environment_id: deleted.environment_id });
    for (const { id } of [changed, deleted]) {
      expect(await runsOf(id)).toEqual([]);
      const timers = await scheduler.dataSource.getRepository(Timer).findBy({ policy_id: id });
      expect(timers.filter(({ kind }) => kind !== 'alert')).toEqual([]);
    }
  });
});
