import { randomUUID } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import {
  BackupCompleted,
  BackupExpired,
  BackupPromoted,
  ExpireBackups,
  PolicyCreated,
  RetentionCompleted,
  RetentionHeld,
  RetentionRunOf,
  type RetentionRunPayload,
  RetentionRunsOf,
} from '@app/contracts';
import { factOf } from '../../../../libs/contracts/testing/sample-facts';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { RetentionModule } from '../app.module';
import { RetentionConfig } from '../config';
import { RetentionRun } from './retention-run.entity';
import { Runs } from './runs.repository';

const DAY_MS = 86_400_000;
const NOW = '2027-06-21T03:00:10.000Z';
/** More than fit into a page of a run. */
const ENVIRONMENTS = 250;
const BACKUPS_EACH = 10;
/** Of Monday 14 to Sunday 20: Monday's is promoted, and those of the three days before the last week go. */
const GO_EACH = 2;

describeRequiring(['postgres', 'nats'], 'two replicas of retention', () => {
  let retention: TestService;
  let other: INestApplication;
  /** How often the gateway was asked to let each backup expire. */
  const asked = new Map<string, number>();
  let onAsked: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    retention = await TestService.start({
      service: 'retention',
      module: RetentionModule,
      config: RetentionConfig,
      environment: {
        STRONGROOM_CLOCK: `${NOW}@${new Date().toISOString()}x1`,
        RETENTION_INTERVAL_MS: '50',
        RETENTION_RETRY_MS: '200',
        RETENTION_EXPIRY_TIMEOUT_MS: '2000',
        RETENTION_BRAKE_PERCENT: '60',
        REMOVAL_INTERVAL_MS: '100',
      },
    });
    await retention.answer(ExpireBackups, ({ organization_id, backups }) => {
      for (const { backup_id, reason } of backups) {
        asked.set(backup_id, (asked.get(backup_id) ?? 0) + 1);
        const nowhere = { reason, expired_at: NOW, places: [] };
        const ids = { organization_id, project_id: randomUUID(), environment_id: randomUUID(), backup_id };
        void retention.tell(BackupExpired, factOf(BackupExpired, { ...ids, ...nowhere }));
      }
      void onAsked?.();
      return { expired: backups.map(({ backup_id }) => backup_id), refused: [] };
    });
    other = await retention.replica();
  });
  beforeEach(() => {
    asked.clear();
    onAsked = undefined;
  });
  afterAll(async () => {
    await other?.close();
    await retention?.stop();
  });

  /** Written where retention keeps them: what it makes of facts is seen elsewhere. */
  async function fleet(): Promise<string> {
    const organization_id = randomUUID();
    await retention.dataSource.query(
      `WITH fleet AS (SELECT gen_random_uuid() AS environment_id FROM generate_series(1, $2::int)), ruled AS (
         INSERT INTO policies (environment_id, revision, is_enabled, rules)
         SELECT environment_id, 1, true, '{"counts": {"daily": 7, "weekly": 4, "monthly": 0, "yearly": 0},
                "weeklyBackupDay": 6, "timezone": "UTC"}' FROM fleet)
       INSERT INTO kept_backups (backup_id, organization_id, project_id, environment_id, storage_config_id, backup_type, key,
                                 manifest_key, size_bytes, retention_type, expires_at, created_at, completed_at)
       SELECT gen_random_uuid(), $1, $1, environment_id, $1, 'scheduled', 'k', 'm', 1, 'daily',
              at + interval '7 days', at, at
         FROM generate_series(0, $3::int - 1) AS day, LATERAL (SELECT $4::timestamptz - day * interval '1 day' AS at) slot, fleet`,
      [organization_id, ENVIRONMENTS, BACKUPS_EACH, '2027-06-20T02:00:00Z'],
    );
    return organization_id;
  }
  async function begin(organization_id: string): Promise<string> {
    const run_id = randomUUID();
    await retention.ask(RetentionRunOf, { run_id, organization_id });
    return run_id;
  }
  async function completed(run_id: string): Promise<RetentionRunPayload> {
    let runs: RetentionRunPayload[] = [];
    await eventually(async () => {
      ({ runs } = await retention.ask(RetentionRunsOf, { organization_id: null, run_id, page: 1, page_size: 100 }));
      return runs.length > 0 && runs.every(({ status }) => status === 'completed');
    }, 'the run is completed');
    return runs[0]!;
  }
  const toldOf = async (run_id: string) =>
    (await retention.told(RetentionCompleted)).filter((one) => one.run_id === run_id);
  const promotedOf = async (organization_id: string) =>
    (await retention.told(BackupPromoted))
      .filter((one) => one.organization_id === organization_id)
      .map(({ backup_id }) => backup_id);

  it('decide on each backup once, and tell of it once', async () => {
    const organization_id = await fleet();
    const run = await completed(await begin(organization_id));
    expect(run).toMatchObject({ expired: GO_EACH * ENVIRONMENTS, error_count: 0, held: 0 });
    expect(asked.size).toBe(GO_EACH * ENVIRONMENTS);
    expect([...asked.values()].every((times) => times === 1)).toBe(true);
    const promoted = await promotedOf(organization_id);
    expect(promoted).toHaveLength(run.promoted);
    expect(new Set(promoted).size).toBe(run.promoted);
    expect(run.promoted).toBeGreaterThanOrEqual(ENVIRONMENTS);
    expect(await toldOf(run.run_id)).toHaveLength(1);
  });

  it('make one run of a time of the schedule', async () => {
    await fleet();
    await retention.dataSource.query(`UPDATE retention_slots SET slot = slot - interval '3 days'`);
    const slot = new Date('2027-06-21T03:00:00Z');
    const runs = () => retention.dataSource.manager.findBy(RetentionRun, { slot });
    await eventually(async () => {
      const made = await runs();
      return made.length > 0 && made.every(({ status }) => status === 'completed');
    }, 'what was missed is made up for');
    expect(new Set((await runs()).map(({ runId }) => runId)).size).toBe(1);
  });

  it('finish what is begun when the one at work loses its lock', async () => {
    const organization_id = await fleet();
    let lost = 0;
    onAsked = async () => {
      if (lost > 1) return;
      const gone = await retention.dataSource.query<object[]>(
        `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
          WHERE locktype = 'advisory' AND granted AND datname = current_database() AND state = 'idle'`,
      );
      lost += gone.length;
    };
    const run = await completed(await begin(organization_id));
    expect(lost).toBeGreaterThan(0);
    expect(asked.size).toBe(GO_EACH * ENVIRONMENTS);
    const promoted = await promotedOf(organization_id);
    expect(promoted).toHaveLength(run.promoted);
    expect(new Set(promoted).size).toBe(run.promoted);
    expect(await toldOf(run.run_id)).toHaveLength(1);
    const [left] = await retention.dataSource.query<[{ count: number }]>(
      'SELECT count(*)::int FROM kept_backups WHERE organization_id = $1',
      [organization_id],
    );
    expect(left.count).toBe((BACKUPS_EACH - GO_EACH) * ENVIRONMENTS);
    expect(await retention.deadLetters()).toBe(0);
  });

  it('count no page twice, and tell of no end twice, when both are at one run', async () => {
    const { manager } = retention.dataSource;
    const ids = { runId: randomUUID(), organizationId: randomUUID() };
    const later = new Date(Date.now() + DAY_MS); // out of reach of both runners
    await manager.insert(RetentionRun, { ...ids, requestedAt: new Date(NOW), nextAttemptAt: later });
    const replicas = await Promise.all(
      [retention.app, other].map(async (app) => ({
        runs: app.get(Runs),
        run: await manager.findOneByOrFail(RetentionRun, ids),
      })),
    );
    const [first, second] = replicas as [(typeof replicas)[0], (typeof replicas)[0]];
    expect(await first.runs.begin(first.run)).toBe(true);
    expect(await second.runs.begin(second.run)).toBe(false);
    second.run = await manager.findOneByOrFail(RetentionRun, ids);

    const environmentId = randomUUID();
    const hold = { ...ids, environmentId, backupIds: [], wouldExpire: 6, ofBackups: 8, heldAt: new Date(NOW) };
    const page = { lastEnvironmentId: environmentId, held: 1, errors: [], released: [] };
    const holds = [{ ...hold, agreedAt: null, agreedBy: null }];
    expect(await first.runs.passed({ ...page, holds, run: first.run })).toBe(true);
    expect(await second.runs.passed({ ...page, holds, run: second.run })).toBe(false);
    for (const { runs, run } of replicas) await runs.beginRemoving(run);
    for (const { runs, run } of replicas) await runs.complete(run);
    expect(await manager.findOneByOrFail(RetentionRun, ids)).toMatchObject({ status: 'completed', held: 1 });
    expect(await toldOf(ids.runId)).toHaveLength(1);
    const held = await retention.told(RetentionHeld);
    expect(held.filter((one) => one.environment_id === environmentId)).toHaveLength(1);
  });

  it('hold an environment back once', async () => {
    const ids = { organization_id: randomUUID(), project_id: randomUUID(), environment_id: randomUUID() };
    await retention.tell(PolicyCreated, factOf(PolicyCreated, { ...ids, timezone: 'UTC' }));
    for (let day = 1; day <= 8; day += 1) {
      const at = new Date(`2027-05-0${day}T02:00:00Z`).toISOString();
      const expires_at = new Date(Date.parse(at) + 7 * DAY_MS).toISOString();
      const retained = { type: 'daily' as const, expires_at };
      const moments = { requested_at: at, completed_at: at };
      const backup = { ...ids, ...moments, backup_id: randomUUID(), retention: retained };
      await retention.tell(BackupCompleted, factOf(BackupCompleted, backup));
    }
    await retention.settled();
    const runs = await Promise.all([1, 2, 3].map(() => begin(ids.organization_id)));
    for (const run_id of runs) expect(await completed(run_id)).toMatchObject({ held: 1, expired: 0 });
    const held = (await retention.told(RetentionHeld)).filter((one) => one.organization_id === ids.organization_id);
    expect(held).toHaveLength(1);
  });
});
