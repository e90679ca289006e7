import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackupCompleted,
  BackupDeleted,
  KnownObjectsOf,
  OrphanReportOf,
  OrphanSweepRun,
  RetentionAgree,
  RetentionRunOf,
  RetentionRunsOf,
  type StorageAccess,
  StorageAccesses,
  StorageAccessOf,
} from '@app/contracts';
import { METRICS, refreshSamples } from '@app/telemetry';
import { factOf } from '../../../libs/contracts/testing/sample-facts';
import { eventually } from '../../../libs/messaging/testing';
import { TestService } from '../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../test/fixtures/requires';
import { RetentionModule } from './app.module';
import { RetentionConfig } from './config';

const TIMEOUT_MS = 60_000;
const NOW = '2027-06-21T03:00:10.000Z';
const DAY_MS = 86_400_000;
const SIZE = 4096;

describeRequiring(['postgres', 'nats'], 'what retention tells of everything', () => {
  let retention: TestService;
  let folder: string;
  const organization_id = randomUUID();
  const ids = { organization_id, project_id: randomUUID(), environment_id: randomUUID() };
  const [disk, away, gone] = [randomUUID(), randomUUID(), randomUUID()];
  let isAway = true;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-samples-'));
    retention = await TestService.start({
      service: 'retention',
      module: RetentionModule,
      config: RetentionConfig,
      environment: {
        STRONGROOM_CLOCK: `${NOW}@${new Date().toISOString()}x1`,
        RETENTION_INTERVAL_MS: '100',
        REMOVAL_INTERVAL_MS: '100',
        REMOVAL_RETRY_MS: '100',
        ORPHAN_SWEEP_POLL_MS: '100',
      },
    });
    const nothing = { endpoint: null, region: null, bucket: null, prefix: null, storage_class: null, host_key: null };
    const local: Omit<StorageAccess, 'id' | 'path'> = {
      ...nothing,
      name: 'disk',
      provider: 'local',
      server_side_encryption: null,
      credentials_sealed: null,
    };
    await retention.answer(StorageAccesses, () => ({ storages: [], next: null }));
    await retention.answer(StorageAccessOf, ({ storage_config_id: id }) => ({
      // a file where a folder ought to be
      storage: { ...local, id, path: id === away && isAway ? join(folder, 'file') : folder },
    }));
    await retention.answer(KnownObjectsOf, ({ of, after }) => {
      const lost = { backup_id: gone, copy_id: null, own: true, state: 'stored' as const, ...keysOf('lost') };
      return { objects: of === 'backups' && after === null ? [lost] : [], next: null };
    });
    await writeFile(join(folder, 'file'), '');
  });
  afterAll(async () => {
    await retention?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const keysOf = (name: string) => ({
    key: `organizations/o/${name}.zip`,
    manifest_key: `organizations/o/${name}.manifest.json`,
  });
  async function told() {
    await refreshSamples(TIMEOUT_MS);
    const valueOf = async (gauge: { get(): Promise<{ values: { value: number }[] }> }) =>
      (await gauge.get()).values.map(({ value }) => value);
    return {
      run: (await valueOf(METRICS.retentionRunOldest))[0]!,
      holds: await valueOf(METRICS.retentionHolds),
      hold: (await valueOf(METRICS.retentionHoldOldest))[0]!,
      removals: await valueOf(METRICS.removalsWaiting),
      refused: (await valueOf(METRICS.removalOldestRefused))[0]!,
      orphans: [...(await valueOf(METRICS.orphanObjects)), ...(await valueOf(METRICS.orphanBytes))],
      missing: await valueOf(METRICS.missingObjects),
      failed: await valueOf(METRICS.orphanSweepsFailed),
    };
  }
  const counted = async (counter: { get(): Promise<{ values: { labels: object; value: number }[] }> }) =>
    (await counter.get()).values.map(({ labels, value }) => ({ ...labels, value }));
  async function backupOf(day: string): Promise<string> {
    const backup_id = randomUUID();
    const at = new Date(`${day}T02:00:00Z`);
    const fact = factOf(BackupCompleted, {
      ...ids,
      backup_id,
      requested_at: at.toISOString(),
      completed_at: at.toISOString(),
      object_size_bytes: SIZE,
      retention: { type: 'daily', expires_at: new Date(at.getTime() + 7 * DAY_MS).toISOString() },
    });
    await retention.tell(BackupCompleted, fact);
    return backup_id;
  }
  async function run(): Promise<void> {
    const run_id = randomUUID();
    await retention.ask(RetentionRunOf, { run_id, organization_id });
    await eventually(async () => {
      const { runs } = await retention.ask(RetentionRunsOf, { organization_id, run_id, page: 1, page_size: 1 });
      return runs[0]?.status === 'completed';
    }, 'the run is completed');
  }

  it('is nothing at first', async () => {
    expect(await told()).toEqual({
      run: 0,
      holds: [0],
      hold: 0,
      removals: [0, 0],
      refused: 0,
      orphans: [0, 0],
      missing: [0],
      failed: [0],
    });
  });

  it('tells of what waits for an agreement, for how long, and until somebody agrees', async () => {
    for (let day = 1; day <= 7; day += 1) await backupOf(`2027-05-0${day}`);
    await backupOf('2027-06-20');
    await retention.settled();
    await run();
    await retention.dataSource.query(`UPDATE retention_holds SET held_at = held_at - interval '1 day'`);
    const waiting = await told();
    expect(waiting.holds).toEqual([1]);
    expect(waiting.hold).toBeGreaterThan(86_400);
    expect(waiting.hold).toBeLessThan(2 * 86_400);
    const [hold] = await retention.dataSource.query<[{ run_id: string }]>('SELECT run_id FROM retention_holds');
    const agreement = { environment_id: ids.environment_id, run_id: hold.run_id, agreed_by: null };
    await retention.ask(RetentionAgree, agreement);
    expect(await told()).toMatchObject({ holds: [0], hold: 0 });
  });

  it('counts what a storage refuses, for how long, and the bytes that go in the end', async () => {
    const backup_id = await backupOf('2027-06-19');
    await retention.settled();
    const deleted_at = '2027-06-20T03:00:00.000Z';
    const places = [{ storage_config_id: away, ...keysOf(backup_id) }];
    await retention.tell(BackupDeleted, factOf(BackupDeleted, { ...ids, backup_id, deleted_at, places }));
    await eventually(async () => (await told()).removals[1] === 1, 'the storage has refused');
    const { refused, removals } = await told();
    expect(removals).toEqual([0, 1]);
    expect(refused).toBeGreaterThan(86_400);
    const [failed] = await counted(METRICS.removals);
    expect(failed).toMatchObject({ value: expect.any(Number) as number });
    expect(failed).not.toMatchObject({ outcome: 'removed' });
    isAway = false;
    await eventually(async () => (await told()).removals[1] === 0, 'it is removed');
    expect(await told()).toMatchObject({ removals: [0, 0], refused: 0 });
    expect(await counted(METRICS.removals)).toContainEqual({ outcome: 'removed', value: 1 });
    expect(await counted(METRICS.removedBytes)).toEqual([{ value: SIZE }]);
  });

  it('tells how long the oldest run has not come to its end, and counts those that did', async () => {
    await retention.dataSource.query(
      `INSERT INTO retention_runs (run_id, organization_id, requested_at, next_attempt_at)
       VALUES ($1, $2, $3::timestamptz - interval '7 hours', now() + interval '1 hour')`,
      [randomUUID(), randomUUID(), NOW],
    );
    expect((await told()).run).toBeGreaterThan(7 * 3_600);
    const { values } = await METRICS.retentionRunDuration.get();
    expect(values.filter(({ metricName }) => metricName?.endsWith('_count'))).toMatchObject([
      { labels: { outcome: 'completed' }, value: 1 },
    ]);
  });

  it('tells what the last look at each storage has found', async () => {
    const stray = join(folder, keysOf('stray').key);
    await mkdir(join(folder, 'organizations', 'o'), { recursive: true });
    await writeFile(stray, 'stray');
    const long = new Date(Date.now() - 2 * DAY_MS);
    await utimes(stray, long, long);
    await retention.ask(OrphanSweepRun, { storage_config_id: disk });
    await eventually(async () => {
      const { sweep } = await retention.ask(OrphanReportOf, { storage_config_id: disk });
      return sweep?.status === 'completed' || sweep?.status === 'failed';
    }, 'the sweep has ended');
    expect(await told()).toMatchObject({ orphans: [1, 5], missing: [2], failed: [0] });
  });
});
