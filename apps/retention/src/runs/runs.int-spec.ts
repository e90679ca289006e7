import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackupCompleted,
  BackupDeleted,
  BackupExpired,
  type BackupExpiredPayload,
  BackupPromoted,
  DIRECTORY_EVENTS,
  ExpireBackups,
  PolicyCreated,
  RetentionAgree,
  RetentionCompleted,
  RetentionHeld,
  RetentionPreviewOf,
  type RetentionRunPayload,
  RetentionRunOf,
  RetentionRunsOf,
  type RetentionType,
  StorageAccessOf,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { factOf } from '../../../../libs/contracts/testing/sample-facts';
import { storageAccess } from '../../../../libs/contracts/testing/storage-access';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { RetentionModule } from '../app.module';
import { RetentionConfig } from '../config';
import { KeptBackup } from '../kept-backup.entity';
import { RetentionHold } from './retention-hold.entity';
import { RetentionRun } from './retention-run.entity';

const DAY_MS = 86_400_000;
/** A Monday, when the run of the schedule has just been. */
const START = '2027-06-21T03:00:10.000Z';

describeRequiring(['postgres', 'nats'], 'a run of retention', () => {
  let retention: TestService;
  let folder: string;
  /** The spec is the gateway: what it expires it tells of, with its place, unless it refuses it. */
  const refusals = new Map<string, StrongroomError>();
  const projectOf = new Map<string, { organization_id: string; project_id: string; environment_id: string }>();
  const storage = randomUUID();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-retention-'));
    retention = await TestService.start({
      service: 'retention',
      module: RetentionModule,
      config: RetentionConfig,
      environment: {
        STRONGROOM_CLOCK: `${START}@${new Date().toISOString()}x1`,
        RETENTION_INTERVAL_MS: '100',
        RETENTION_RETRY_MS: '200',
        REMOVAL_INTERVAL_MS: '100',
      },
    });
    await retention.answer(StorageAccessOf, ({ storage_config_id: id }) => ({
      storage: storageAccess({ id, path: id === storage ? folder : join(folder, 'absent') }),
    }));
    await retention.answer(ExpireBackups, ({ backups }) => {
      const refused = backups.filter(({ backup_id }) => refusals.has(backup_id));
      const expired = backups.filter(({ backup_id }) => !refusals.has(backup_id));
      for (const { backup_id, reason } of expired) void retention.tell(BackupExpired, expiryOf(backup_id, reason));
      return {
        expired: expired.map(({ backup_id }) => backup_id),
        refused: refused.map(({ backup_id }) => ({ backup_id, error: refusals.get(backup_id)!.toReport() })),
      };
    });
  });
  afterAll(async () => {
    await retention?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const expiryOf = (backup_id: string, reason: string): BackupExpiredPayload => ({
    ...projectOf.get(backup_id)!,
    backup_id,
    reason,
    expired_at: START,
    places: [{ storage_config_id: storage, key: `o/${backup_id}.zip`, manifest_key: `o/${backup_id}.manifest.json` }],
  });

  function someEnvironment(organization_id = randomUUID()) {
    return { organization_id, project_id: randomUUID(), environment_id: randomUUID() };
  }
  type Environment = ReturnType<typeof someEnvironment>;

  async function backupOf(environment: Environment, day: string, type: RetentionType, lives: number): Promise<string> {
    const backup_id = randomUUID();
    const at = new Date(`${day}T02:00:00Z`);
    projectOf.set(backup_id, environment);
    await mkdir(join(folder, 'o'), { recursive: true });
    for (const ending of ['zip', 'manifest.json']) await writeFile(join(folder, 'o', `${backup_id}.${ending}`), 'x');
    await retention.tell(
      BackupCompleted,
      factOf(BackupCompleted, {
        ...environment,
        backup_id,
        requested_at: at.toISOString(),
        completed_at: at.toISOString(),
        retention: { type, expires_at: new Date(at.getTime() + lives * DAY_MS).toISOString() },
      }),
    );
    return backup_id;
  }
  const policyOf = ({ organization_id, environment_id }: Environment) =>
    retention.tell(PolicyCreated, factOf(PolicyCreated, { organization_id, environment_id, timezone: 'UTC' }));

  async function run(organization_id: string | null, run_id = randomUUID()): Promise<RetentionRunPayload> {
    await retention.settled();
    await retention.ask(RetentionRunOf, { run_id, organization_id });
    await retention.ask(RetentionRunOf, { run_id, organization_id });
    return completed(run_id);
  }
  async function completed(run_id: string): Promise<RetentionRunPayload> {
    let runs: RetentionRunPayload[] = [];
    await eventually(async () => {
      ({ runs } = await retention.ask(RetentionRunsOf, { organization_id: null, run_id, page: 1, page_size: 100 }));
      return runs.length > 0 && runs.every(({ status }) => status === 'completed');
    }, 'the run is completed');
    return runs[0]!;
  }
  const kept = async ({ environment_id: environmentId }: Environment) =>
    (await retention.dataSource.manager.findBy(KeptBackup, { environmentId })).map(({ backupId }) => backupId).sort();

  it('promotes, expires, has the objects removed, and says so; a second one changes nothing', async () => {
    const environment = someEnvironment();
    await policyOf(environment);
    await backupOf(environment, '2027-01-01', 'yearly', 730);
    const june = await backupOf(environment, '2027-06-01', 'monthly', 360);
    const before = await backupOf(environment, '2027-06-10', 'daily', 7);
    const old = await backupOf(environment, '2027-06-13', 'daily', 7);
    const first = await backupOf(environment, '2027-06-14', 'daily', 7);
    await backupOf(environment, '2027-06-15', 'daily', 7);
    // the gateway says of one that it has to stay, and does not know of another
    const used = await backupOf(environment, '2027-06-11', 'daily', 7);
    refusals.set(used, new StrongroomError('BACKUP_PINNED', 'it is pinned'));
    const unknown = await backupOf(environment, '2027-06-12', 'daily', 7);
    refusals.set(unknown, new StrongroomError('NOT_FOUND', 'nobody knows it'));

    const result = await run(environment.organization_id);
    expect(result).toMatchObject({ expired: 1, deleted_storage: 1, promoted: 2, held: 0, error_count: 1 });
    expect(result.errors).toMatchObject([{ backup_id: unknown, code: 'NOT_FOUND' }]);
    expect(await kept(environment)).not.toContain(old);
    const names = await readdir(join(folder, 'o'));
    expect(names.filter((name) => name.startsWith(old))).toEqual([]);
    expect(names.filter((name) => name.startsWith(june))).toHaveLength(2);
    const promoted = (await retention.told(BackupPromoted)).filter(
      ({ organization_id }) => organization_id === environment.organization_id,
    );
    // the week before had none either
    expect(promoted.map(({ backup_id }) => backup_id).sort()).toEqual([first, before].sort());
    expect(promoted.find(({ backup_id }) => backup_id === first)).toMatchObject({
      ...environment,
      previous_type: 'daily',
      retention_type: 'weekly',
      reason: 'the first daily backup of the week that began on 2027-06-14, which had no weekly one',
    });
    expect(await retention.told(RetentionCompleted)).toMatchObject([
      { run_id: result.run_id, expired: 1, deleted_storage: 1, promoted: 2, errors: 1, held: 0 },
    ]);

    const left = await kept(environment);
    expect(await run(environment.organization_id)).toMatchObject({ expired: 0, promoted: 0, deleted_storage: 0 });
    expect(await kept(environment)).toEqual(left);
  });

  it('lets nothing go where most would, until somebody agrees, and then those alone', async () => {
    const environment = someEnvironment();
    const gone: string[] = [];
    for (let day = 1; day <= 7; day += 1) gone.push(await backupOf(environment, `2027-05-0${day}`, 'daily', 7));
    const newest = await backupOf(environment, '2027-06-20', 'daily', 7);
    const first = await run(environment.organization_id);
    expect(first).toMatchObject({ expired: 0, held: 1 });
    expect(await run(environment.organization_id)).toMatchObject({ expired: 0, held: 1 });
    const held = (await retention.told(RetentionHeld)).filter(
      ({ environment_id }) => environment_id === environment.environment_id,
    );
    expect(held).toMatchObject([{ run_id: first.run_id, would_expire: 7, of: 8, allowed_percent: 50 }]);
    const { environment_id } = environment;
    const preview = await retention.ask(RetentionPreviewOf, { environment_id, rules: null });
    expect(preview).toMatchObject({
      promote: 0,
      expire: 7,
      keep: 1,
      would_be_held: true,
      hold: { run_id: first.run_id, would_expire: 7, of: 8, agreed_at: null },
    });
    const agreed_by = randomUUID();
    await expect(retention.ask(RetentionAgree, { environment_id, run_id: randomUUID(), agreed_by })).rejects.toEqual(
      expect.objectContaining({ code: 'RETENTION_NOT_HELD' }),
    );
    const later = [];
    for (let day = 1; day <= 7; day += 1) later.push(await backupOf(environment, `2027-04-0${day}`, 'daily', 7));
    await retention.settled();
    for (const _ of [1, 2]) await retention.ask(RetentionAgree, { environment_id, run_id: first.run_id, agreed_by });
    expect(await run(environment.organization_id)).toMatchObject({ expired: 7, held: 0 });
    expect(await kept(environment)).toEqual([...later, newest].sort());
    expect(await run(environment.organization_id)).toMatchObject({ expired: 0, held: 1 });
  });

  it('holds nothing back of an environment whose backups somebody has deleted meanwhile', async () => {
    const environment = someEnvironment();
    const ids: string[] = [];
    for (let day = 1; day <= 8; day += 1) ids.push(await backupOf(environment, `2027-05-0${day}`, 'daily', 7));
    expect(await run(environment.organization_id)).toMatchObject({ expired: 0, held: 1 });
    const held = () =>
      retention.dataSource.manager.countBy(RetentionHold, { environmentId: environment.environment_id });
    expect(await held()).toBe(1);
    for (const backup_id of ids)
      await retention.tell(
        BackupDeleted,
        factOf(BackupDeleted, { ...environment, backup_id, deleted_at: START, places: [] }),
      );
    expect(await run(environment.organization_id)).toMatchObject({ expired: 0, held: 0 });
    expect(await held()).toBe(0);
  });

  it('previews what another policy would do', async () => {
    const environment = someEnvironment();
    const ids = [];
    for (let day = 14; day <= 20; day += 1) ids.push(await backupOf(environment, `2027-06-${day}`, 'daily', 30));
    await retention.settled();
    const { environment_id } = environment;
    const asIs = await retention.ask(RetentionPreviewOf, { environment_id, rules: null });
    expect(asIs).toMatchObject({ promote: 0, expire: 0, keep: 7, would_be_held: false, hold: null });
    const rules = { daily_retention: 7, monthly_retention: 0, yearly_retention: 0 };
    const other = await retention.ask(RetentionPreviewOf, { environment_id, rules });
    expect(other).toMatchObject({ promote: 1, expire: 0, keep: 6 });
    expect(other.decisions[0]).toMatchObject({ backup_id: ids[0], action: 'promote', retention_type: 'weekly' });
    expect(other.decisions[1]).toMatchObject({ backup_id: ids[6], action: 'keep' });
    await expect(
      retention.ask(RetentionPreviewOf, { environment_id, rules: { timezone: 'Europe/Atlantis' } }),
    ).rejects.toEqual(expect.objectContaining({ code: 'TIMEZONE_INVALID' }));
  });

  it('goes on where another process has died', async () => {
    const organization_id = randomUUID();
    const [done, open] = [someEnvironment(organization_id), someEnvironment(organization_id)].sort((a, b) =>
      a.environment_id < b.environment_id ? -1 : 1,
    ) as [Environment, Environment];
    for (const environment of [done, open]) {
      await backupOf(environment, '2027-05-01', 'daily', 7);
      await backupOf(environment, '2027-06-20', 'daily', 7);
    }
    await retention.settled();
    const runId = randomUUID();
    await retention.dataSource.manager.insert(RetentionRun, {
      runId,
      organizationId: organization_id,
      status: 'planning',
      requestedAt: new Date(START),
      startedAt: new Date(START),
      beganAt: new Date(),
      nextEnvironmentId: done.environment_id,
      expired: 3,
    });
    expect(await completed(runId)).toMatchObject({ expired: 4 });
    expect([await kept(done), await kept(open)].map(({ length }) => length)).toEqual([2, 1]);
  });

  it('leaves nothing of an environment that is gone, once its time is over', async () => {
    const environment = someEnvironment();
    await backupOf(environment, '2027-05-01', 'daily', 7);
    const { organization_id, environment_id: id } = environment;
    const { deleted } = DIRECTORY_EVENTS.environment;
    await retention.tell(deleted, factOf(deleted, { id, organization_id, changed_at: START }));
    expect(await run(organization_id)).toMatchObject({ expired: 1, deleted_storage: 1 });
  });

  it('comes by the schedule, and once for all times that were missed', async () => {
    const { manager } = retention.dataSource;
    const slot = new Date('2027-06-21T03:00:00Z');
    await manager.query(`UPDATE retention_slots SET slot = slot - interval '2 days'`);
    await eventually(async () => (await manager.countBy(RetentionRun, { slot })) > 0, 'what was missed is made up for');
    const runs = (await manager.find(RetentionRun)).filter((run) => run.slot !== null);
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(1);
    expect(await retention.deadLetters()).toBe(0);
  });
});
