import { randomUUID } from 'node:crypto';
import { BackupRun, type BackupRunRequestPayload, RequestBackups, type RunOutcomePayload } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Directory, makeDirectory, startApp, TestGateway } from '../../testing/test-gateway';
import { samplePolicy } from '../../testing/sample-policy';
import { PolicyRecords } from '../policies/policy-records';
import { DueBackups } from './due-backups';

describeRequiring(['postgres', 'nats'], 'the backups of due runs', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  // in the order in which the relay locks them
  beforeEach(() => gateway.dataSource.query('TRUNCATE outbox, tasks, backups CASCADE'));
  afterAll(() => gateway?.stop());

  const due = (change: Partial<BackupRunRequestPayload> = {}): BackupRunRequestPayload => ({
    run_id: randomUUID(),
    policy_id: randomUUID(),
    organization_id: directory.organization.id,
    environment_id: directory.environment.id,
    slot: '2026-06-08T02:00:00Z',
    storage_config_id: null,
    copy_storage_config_ids: [],
    include_filestore: true,
    verify_after_upload: null,
    dump_compression: null,
    ...change,
  });
  const request = (...runs: BackupRunRequestPayload[]) => gateway.app.get(DueBackups).request(runs);
  const codes = (outcomes: RunOutcomePayload[]) => outcomes.map(({ refusal }) => refusal?.code ?? null);
  const makeEnvironment = async (slug: string) => {
    const { project, server } = directory;
    const body = { project_id: project.id, server_id: server.id, name: slug, slug, db_name: slug, runtime: 'host' };
    return (await gateway.make('/api/v1/environments', body)).id as string;
  };
  const commands = () =>
    gateway.dataSource.query<{ payload: object }[]>('SELECT payload FROM outbox WHERE subject = $1', [
      BackupRun.subject,
    ]);

  it('are asked for once by the scheduler, however often it asks and whichever gateway answers', async () => {
    const replica = await startApp(gateway.infrastructure.environment);
    const runs = [due(), due({ environment_id: await makeEnvironment('twice') })];
    const asked = await Promise.all([
      request(...runs),
      replica.app.get(DueBackups).request(runs.toReversed()),
      request(runs[1]!),
    ]);
    await replica.app.close();
    expect(asked.flatMap(codes)).toEqual([null, null, null, null, null]);
    const message = await gateway.infrastructure.nats.admin.request(RequestBackups.subject, JSON.stringify({ runs }));
    expect(message.json()).toEqual({ answer: { outcomes: runs.map(({ run_id }) => ({ run_id, refusal: null })) } });
    const rows = await gateway.dataSource.query('SELECT id, status, backup_type, created_by FROM backups');
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ id: runs[0]!.run_id, status: 'pending', backup_type: 'scheduled', created_by: null });
    expect(await commands()).toHaveLength(2);
  });

  it('go where the policy says, read back and compressed as it says, and are copied', async () => {
    const { id: organization_id } = directory.organization;
    const disk = { organization_id, name: 'Second', provider: 'local', path: '/srv/second' };
    const second = (await gateway.make('/api/v1/backups/storage-configs', disk)).id;
    const copy_storage_config_ids = [second, directory.storage.id];
    const run = due({ copy_storage_config_ids, verify_after_upload: 'readable', dump_compression: 'gzip:6' });
    expect(codes(await request(run))).toEqual([null]);
    const { body } = await gateway.get(`/api/v1/backups/${run.run_id}`);
    expect(body).toMatchObject({ storage_config_id: directory.storage.id, copies: [{ storage_config_id: second }] });
    const [command] = await commands();
    expect(command!.payload).toMatchObject({ verify_after_upload: 'readable', dump_compression: 'gzip:6' });
    expect((await gateway.get(`/api/v1/tasks/${body.task_id}`)).body).toMatchObject({ type: 'backup' });
    await gateway.dataSource.query('TRUNCATE backups CASCADE');
    await gateway.delete(`/api/v1/backups/storage-configs/${second}`);
  });

  it('are refused one by one where they cannot be, and the others are made', async () => {
    const foreign = await makeDirectory(gateway);
    const gone = await makeEnvironment('gone');
    const lost = await makeEnvironment('lost');
    await gateway.dataSource.query('UPDATE environments SET deleted_at = now() WHERE id = $1', [gone]);
    await gateway.dataSource.query('UPDATE environments SET server_id = NULL WHERE id = $1', [lost]);
    const outcomes = await request(
      due({ environment_id: randomUUID() }),
      due({ environment_id: gone }),
      due({ environment_id: lost }),
      due({ storage_config_id: foreign.storage.id }),
      due({ copy_storage_config_ids: [foreign.storage.id] }),
      due(),
      due(),
    );
    const reasons = [
      'NOT_FOUND',
      'ENVIRONMENT_DELETED',
      'ENVIRONMENT_INCOMPLETE',
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
    ];
    expect(codes(outcomes)).toEqual([...reasons, null, 'ENVIRONMENT_BUSY']);
    await gateway.dataSource.query('UPDATE storage_configs SET is_default = false WHERE id = $1', [foreign.storage.id]);
    const homeless = due({ environment_id: foreign.environment.id, organization_id: foreign.organization.id });
    expect(codes(await request(homeless))).toEqual(['NO_STORAGE_CONFIG']);
  });

  it('do not pile up behind one that takes longer than the schedule, and are not held up by what is asked for by hand', async () => {
    await gateway.make(`/api/v1/backups/environments/${directory.environment.id}/backups`, {});
    const [first, second] = [due(), due()];
    expect(codes(await request(first))).toEqual([null]);
    expect(codes(await request(second))).toEqual(['ENVIRONMENT_BUSY']);
    await gateway.dataSource.query(`UPDATE tasks SET status = 'completed' WHERE backup_id = $1`, [first.run_id]);
    expect(codes(await request(second))).toEqual([null]);
  });

  it('are made over the quota too, and the organization is told again of that, at intervals', async () => {
    const { organization, environment } = directory;
    const set = (level: string, ago: string | null) =>
      gateway.dataSource.query(
        `UPDATE organizations SET quota_level = $2, quota_told_at = now() - $3::interval WHERE id = $1`,
        [organization.id, level, ago],
      );
    const told = () =>
      gateway.dataSource.query<{ payload: { data: object } }[]>(
        'SELECT payload FROM outbox WHERE subject = $1 ORDER BY id',
        [`events.${organization.id}.quota.exceeded`],
      );
    const runs = async () => {
      expect(codes(await request(due()))).toEqual([null]);
      await gateway.dataSource.query(`UPDATE tasks SET status = 'completed' WHERE environment_id = $1`, [
        environment.id,
      ]);
    };
    for (const [level, ago, times] of [
      ['warning', '1 week', 0],
      ['exceeded', '19 hours', 0],
      ['exceeded', '21 hours', 1],
      ['exceeded', null, 2],
    ] as const) {
      await set(level, ago);
      for (let n = 0; n < 2; n++) await runs();
      expect(await told()).toHaveLength(times);
    }
    expect((await told())[0]!.payload.data).toMatchObject({
      organization_id: organization.id,
      level: 'exceeded',
      threshold_percent: 100,
      total_backup_storage: 0,
    });
    await set('within', null);
  });

  it('take tier and expiry by the policy of the environment, in its time zone, the first of the period the higher one', async () => {
    const plain = await makeEnvironment('plain');
    const environment_id = directory.environment.id;
    const now = new Date();
    // wherever it is now, this policy has the weekly day
    const weekly_backup_day = (now.getUTCDay() + 6) % 7;
    const policy = samplePolicy(directory, { weekly_backup_day, daily_retention: 3, weekly_retention: 5 });
    await gateway.app.get(PolicyRecords).keep({ ...policy, monthly_retention: 0, yearly_retention: 0 });
    const [first, second, other] = [due(), due(), due({ environment_id: plain })];
    await request(first, other);
    await gateway.dataSource.query(`UPDATE tasks SET status = 'completed' WHERE backup_id = $1`, [first.run_id]);
    await request(second);
    const retentionOf = async ({ run_id }: BackupRunRequestPayload) => {
      const [row] = await gateway.dataSource.query(
        `SELECT payload -> 'retention' ->> 'type' AS type,
                extract(epoch FROM (payload -> 'retention' ->> 'expires_at')::timestamptz
                                 - (payload ->> 'created_at')::timestamptz) / 86400 AS days
           FROM outbox WHERE payload ->> 'backup_id' = $1`,
        [run_id],
      );
      return { type: row.type, days: Number(row.days) };
    };
    expect(await retentionOf(first)).toEqual({ type: 'weekly', days: 35 });
    expect(await retentionOf(second)).toEqual({ type: 'daily', days: 3 });
    const byDefault = await retentionOf(other);
    expect(byDefault.days).toBe({ daily: 7, weekly: 28, monthly: 360, yearly: 730 }[byDefault.type as 'daily']);
    const { body } = await gateway.get(`/api/v1/backups/environments/${environment_id}/summary`);
    expect(body).toMatchObject({ policy_enabled: true, next_scheduled_backup: expect.stringMatching(/T02:00:00Z$/) });
  });
});
