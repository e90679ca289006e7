import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { QuotaExceeded, QuotaRelieved, QuotaWarning } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { EventClient } from '../../testing/event-client';
import { OneBackup } from '../../testing/one-backup';
import { sampleFound } from '../../testing/sample-found';
import { type Answer, type Directory, makeDirectory, startApp, TestGateway, until } from '../../testing/test-gateway';
import { BackupAdoption } from '../catalog/backup-adoption';
import { GB } from './plans';
import { PLACES, STORED } from './stored-backups';

describeRequiring(['postgres', 'nats'], 'the quota of a plan', () => {
  let gateway: TestGateway;
  let replica: { app: NestExpressApplication; url: string };
  beforeAll(async () => {
    gateway = await TestGateway.start();
    replica = await startApp(gateway.infrastructure.environment);
  });
  afterAll(async () => {
    await replica?.app.close();
    await gateway?.stop();
  });

  const pathOf = ({ environment }: Directory) => `/api/v1/backups/environments/${environment.id}/backups`;
  const ask = (directory: Directory, body: object = {}, token?: string) => gateway.post(pathOf(directory), body, token);
  const usage = async ({ organization }: Directory, token?: string): Promise<Answer['body']> =>
    (await gateway.get(`/api/v1/organizations/${organization.id}/usage`, token)).body;
  const plan = ({ organization }: Directory, billing_plan: string, token?: string) =>
    gateway.patch(`/api/v1/organizations/${organization.id}`, { billing_plan }, token);
  const told = async ({ organization }: Directory) =>
    (await gateway.messages('EVENTS', `events.${organization.id}.quota.*`)).map(({ type, data }) => ({
      type,
      ...data,
    }));
  const kinds = async (directory: Directory) =>
    (await told(directory)).map(({ type, level, threshold_percent }) => [type.split('.')[2], level, threshold_percent]);

  /** Each is waited for: two gateways publish, and what one holds the other passes. */
  const toldSoFar = (directory: Directory, count: number) => until(async () => (await told(directory)).length >= count);

  /** A completed backup whose ZIP has this size. */
  async function stored(directory: Directory, gb: number, body: object = {}): Promise<OneBackup> {
    const backup = await OneBackup.request(gateway, directory, body);
    await backup.completed(1, { object_size_bytes: gb * GB });
    await until(async () => (await backup.details()).status === 'completed');
    return backup;
  }
  /** As an expiry or a deletion does it. */
  const changeStatus = (backup: OneBackup, status: string) =>
    gateway.dataSource.query('UPDATE backups SET status = $2 WHERE id = $1', [backup.created.id, status]);
  async function member(directory: Directory, role: string, project_id?: string): Promise<string> {
    const user = await gateway.make('/api/v1/users', { email: `${randomUUID()}@example.com`, name: role });
    const organization_id = directory.organization.id;
    await gateway.make('/api/v1/role-assignments', { user_id: user.id, role, organization_id, project_id });
    return (await gateway.make('/api/v1/api-tokens', { user_id: user.id, name: role })).token;
  }

  it('is told with what takes how much, by the rule of the reference', async () => {
    const directory = await makeDirectory(gateway);
    expect(await usage(directory)).toMatchObject({
      billing_plan: 'free',
      total_backup_storage: 0,
      backup_storage_quota: 5 * GB,
      used_percent: 0,
      quota_level: 'within',
      additional_storage: { availability: 'not_available', price_per_gb_month: null, estimated_monthly_cost: null },
    });
    await plan(directory, 'starter');
    const [expired, deleted] = [await stored(directory, 1), await stored(directory, 2)];
    await stored(directory, 12);
    await stored(directory, 3, { backup_type: 'pre_upgrade' });
    await changeStatus(expired, 'expired');
    await changeStatus(deleted, 'deleted');
    const failed = await OneBackup.request(gateway, directory);
    await failed.failed();
    await until(async () => (await failed.details()).status === 'failed');
    await OneBackup.request(gateway, directory);

    const { organization, project, environment, storage } = directory;
    const figures = { total_backup_storage: 15 * GB, backup_count: 2 };
    expect(await usage(directory)).toEqual({
      organization_id: organization.id,
      billing_plan: 'starter',
      ...figures,
      pending_backup_storage: 3 * GB,
      backup_storage_quota: 50 * GB,
      used_percent: 30,
      quota_level: 'within',
      additional_storage: {
        availability: 'priced',
        price_per_gb_month: 0.1,
        currency: 'USD',
        additional_gb: 0,
        estimated_monthly_cost: 0,
      },
      projects: [
        {
          project_id: project.id,
          name: 'Shop',
          ...figures,
          environments: [{ environment_id: environment.id, name: 'Production', ...figures, deleted_at: null }],
        },
      ],
      storage_configs: [
        {
          storage_config_id: storage.id,
          name: 'Disk',
          provider: 'local',
          ...figures,
          total_size_bytes: 18 * GB,
          object_count: 4,
          last_used_at: '2024-12-11T10:35:23.000Z',
        },
      ],
    });
    const [byRule]: { total: string }[] = await gateway.dataSource.query(
      `SELECT sum(compressed_size) AS total FROM backups WHERE environment_id IN (
         SELECT id FROM environments WHERE project_id IN (SELECT id FROM projects WHERE organization_id = $1)
       ) AND status NOT IN ('expired', 'deleted')`,
      [organization.id],
    );
    expect(Number(byRule!.total)).toBe(figures.total_backup_storage);
  });

  it('shows members of a project the sums and their own project alone', async () => {
    const directory = await makeDirectory(gateway);
    await stored(directory, 1);
    const other = await gateway.make('/api/v1/projects', {
      organization_id: directory.organization.id,
      name: 'Other',
      slug: 'other',
      odoo_version: '18.0',
    });
    const names = ({ projects }: Answer['body']) => projects.map(({ name }: { name: string }) => name);
    const inProject = await usage(directory, await member(directory, 'project_member', other.id));
    expect(inProject).toMatchObject({ total_backup_storage: GB, storage_configs: null });
    expect(names(inProject)).toEqual(['Other']);
    const inOrganization = await usage(directory, await member(directory, 'org_member'));
    expect([names(inOrganization), inOrganization.storage_configs]).toEqual([['Shop', 'Other'], null]);
    const admin = await usage(directory, await member(directory, 'org_admin'));
    expect(admin.storage_configs).toMatchObject([{ name: 'Disk', backup_count: 1 }]);
    const elsewhere = await makeDirectory(gateway);
    const foreign = await member(elsewhere, 'org_owner');
    expect(await gateway.get(`/api/v1/organizations/${directory.organization.id}/usage`, foreign)).toMatchObject({
      status: 404,
    });
  });

  it('refuses what is asked for by hand once it is used up, and nothing else', async () => {
    const directory = await makeDirectory(gateway);
    const kept = await stored(directory, 6);
    const details = {
      organization_id: directory.organization.id,
      billing_plan: 'free',
      total_backup_storage: 6 * GB,
      pending_backup_storage: 0,
      backup_storage_quota: 5 * GB,
      used_percent: 120,
    };
    for (const backup_type of [undefined, 'manual', 'scheduled']) {
      const answer = await ask(directory, { backup_type });
      expect(answer).toMatchObject({ status: 409, body: { code: 'QUOTA_EXCEEDED', details } });
    }
    for (const backup_type of ['pre_upgrade', 'pre_restore', 'pre_destroy'])
      expect(await ask(directory, { backup_type })).toMatchObject({ status: 201 });
    const verification = await gateway.post(`/api/v1/backups/${kept.created.id}/verify`, {});
    expect(verification.status).toBe(202);
    const deletion = await gateway.delete(`/api/v1/environments/${directory.environment.id}?backup_first=true`);
    expect(deletion.status).toBe(202);
    expect(await kept.details()).toMatchObject({ status: 'completed' });
  });

  it('counts what is under way with the size of the last one, so that of many requests at once one passes', async () => {
    const directory = await makeDirectory(gateway);
    await stored(directory, 4);
    const urls = [gateway.url, replica.url];
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const response = await fetch(`${urls[n % 2]}${pathOf(directory)}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
          body: '{}',
        });
        return { status: response.status, body: (await response.json()) as Answer['body'] };
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    for (const { body } of answers.filter(({ status }) => status === 409))
      expect(body).toMatchObject({ code: 'QUOTA_EXCEEDED', details: { pending_backup_storage: 4 * GB } });
    const running = new OneBackup(gateway, directory, answers.find(({ status }) => status === 201)!.body);
    await running.failed();
    await until(async () => (await running.details()).status === 'failed');
    expect((await ask(directory)).status).toBe(201);
  });

  it('is told once at each crossing, and anew after the usage has fallen', async () => {
    const directory = await makeDirectory(gateway);
    const first = await stored(directory, 4);
    await toldSoFar(directory, 1);
    await stored(directory, 0.5);
    const insurance = { backup_type: 'pre_upgrade' };
    const last = await stored(directory, 1, insurance);
    await stored(directory, 1, insurance);
    const soFar = [
      ['warning', 'warning', 80],
      ['exceeded', 'exceeded', 100],
    ];
    await toldSoFar(directory, 2);
    expect(await kinds(directory)).toEqual(soFar);
    expect((await told(directory))[1]).toMatchObject({
      type: `strongroom.${QuotaExceeded.name}.v1`,
      billing_plan: 'free',
      total_backup_storage: 5.5 * GB,
      backup_storage_quota: 5 * GB,
      used_percent: 110,
    });

    for (const { created } of [last, first])
      expect((await gateway.delete(`/api/v1/backups/${created.id}?force=true`)).status).toBe(204);
    await toldSoFar(directory, 3);
    await stored(directory, 0.5);
    await stored(directory, 3);
    await toldSoFar(directory, 4);
    expect(await kinds(directory)).toEqual([...soFar, ['relieved', 'within', 80], ['exceeded', 'exceeded', 100]]);
  });

  it('follows the plan at once, which the portal alone may change', async () => {
    const directory = await makeDirectory(gateway);
    await stored(directory, 4.5);
    await toldSoFar(directory, 1);
    const owner = await member(directory, 'org_owner');
    expect(await plan(directory, 'enterprise', owner)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await plan(directory, 'free', owner)).toMatchObject({ status: 200 });
    expect((await plan(directory, 'enterprise')).status).toBe(200);
    expect(await usage(directory)).toMatchObject({
      backup_storage_quota: null,
      used_percent: null,
      quota_level: 'within',
      additional_storage: { availability: 'included', estimated_monthly_cost: 0 },
    });
    await toldSoFar(directory, 2);
    await stored(directory, 60);
    expect((await plan(directory, 'starter')).status).toBe(200);
    expect((await usage(directory)).additional_storage).toMatchObject({
      additional_gb: 15,
      estimated_monthly_cost: 1.5,
    });
    expect((await ask(directory)).body).toMatchObject({ code: 'QUOTA_EXCEEDED' });
    await toldSoFar(directory, 3);
    const events = await told(directory);
    expect(events.map(({ type }) => type)).toEqual(
      [QuotaWarning, QuotaRelieved, QuotaExceeded].map(({ name }) => `strongroom.${name}.v1`),
    );
    expect(events[1]).toMatchObject({ billing_plan: 'enterprise', level: 'within' });
  });

  it('counts backups that a rescan has found', async () => {
    const { organization, storage, project, environment } = await makeDirectory(gateway);
    const rescan = await gateway.post(`/api/v1/backups/storage-configs/${storage.id}/rescan`);
    const found = sampleFound({
      organization_id: organization.id,
      made_for_organization_id: organization.id,
      project_id: project.id,
      environment_id: environment.id,
      storage_config_id: storage.id,
      task_id: rescan.body.id,
      object_size_bytes: 5 * GB,
    });
    await gateway.app.get(BackupAdoption).adopt({
      task_id: rescan.body.id,
      organization_id: organization.id,
      storage_config_id: storage.id,
      backups: [found],
    });
    await until(
      async () => (await gateway.messages('EVENTS', `events.${organization.id}.quota.exceeded`)).length === 1,
    );
  });

  it('is told over the event stream of every gateway to whoever may see the organization', async () => {
    const directory = await makeDirectory(gateway);
    const url = `${replica.url}/api/v1/events/stream?types=quota.*`;
    const owner = await EventClient.connect(url, await member(directory, 'project_member', directory.project.id));
    const foreign = await EventClient.connect(url, await member(await makeDirectory(gateway), 'org_owner'));
    await owner.placed();
    await foreign.placed();
    await stored(directory, 5);
    await until(async () => owner.named('quota.exceeded').length === 1);
    expect(owner.events[0]!.data).toMatchObject({ organization_id: directory.organization.id, used_percent: 100 });
    expect(foreign.events).toEqual([]);
    owner.close();
    foreign.close();
  });

  it('is read from the index alone, however many backups there are', async () => {
    const { organization, project, environment, storage } = await makeDirectory(gateway);
    await gateway.dataSource.query(
      `INSERT INTO backups (id, organization_id, project_id, environment_id, storage_config_id, status, backup_type, compressed_size, environment_snapshot)
       SELECT gen_random_uuid(), $1, $2, $3, $4, CASE WHEN n % 2 = 0 THEN 'completed' ELSE 'expired' END, 'scheduled', 1000, jsonb_build_object('text', repeat(md5(n::text), 20))
         FROM generate_series(1, 10000) AS n`,
      [organization.id, project.id, environment.id, storage.id],
    );
    await gateway.dataSource.query('VACUUM ANALYZE backups');
    for (const query of [STORED, PLACES]) {
      const plan: object[] = await gateway.dataSource.query(`EXPLAIN ${query}`, [organization.id]);
      expect(JSON.stringify(plan)).toMatch(/Index Only Scan using backups_usage/);
    }
    expect(await usage({ organization } as Directory)).toMatchObject({
      total_backup_storage: 5_000_000,
      backup_count: 5000,
      projects: [{ total_backup_storage: 5_000_000 }],
    });
  });
});
