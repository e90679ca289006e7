import { randomUUID } from 'node:crypto';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Answer, type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';

interface Kept {
  environment?: Directory;
  status?: string;
  backup_type?: string;
  retention_type?: string;
  create_date: string;
  compressed_size?: number;
}

describeRequiring(['postgres', 'nats'], 'lists of backups', () => {
  let gateway: TestGateway;
  let mine: Directory;
  let foreign: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    mine = await makeDirectory(gateway);
    foreign = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  /** Rows as the life of a backup leaves them. @returns their ids */
  async function keep(...rows: Kept[]): Promise<string[]> {
    const ids: string[] = [];
    for (const { environment = mine, ...columns } of rows) {
      ids.push(randomUUID());
      await gateway.dataSource.query(
        `INSERT INTO backups (id, organization_id, project_id, environment_id, storage_config_id, status, backup_type,
                              retention_type, create_date, compressed_size)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          ids.at(-1),
          environment.organization.id,
          environment.project.id,
          environment.environment.id,
          environment.storage.id,
          columns.status ?? 'completed',
          columns.backup_type ?? 'manual',
          columns.retention_type ?? 'daily',
          columns.create_date,
          columns.compressed_size ?? 0,
        ],
      );
    }
    return ids;
  }

  async function anotherEnvironment(): Promise<Directory> {
    const environment = await gateway.make('/api/v1/environments', {
      project_id: mine.project.id,
      server_id: mine.server.id,
      name: 'Staging',
      type: 'staging',
      db_name: 'staging',
      slug: `s${randomUUID().slice(0, 8)}`,
      runtime: 'host',
    });
    return { ...mine, environment };
  }

  const listOf = ({ environment }: Directory, query = '', token?: string) =>
    gateway.get(`/api/v1/backups/environments/${environment.id}/backups${query}`, token);
  const idsOf = ({ body }: Answer): string[] => body.items.map(({ id }: { id: string }) => id);

  it('are narrowed by every filter, alone and together, and count what they narrow to', async () => {
    const environment = await anotherEnvironment();
    const [first, second, third, fourth, gone] = await keep(
      { environment, create_date: '2024-12-01T02:00:00Z', retention_type: 'monthly', backup_type: 'scheduled' },
      { environment, create_date: '2024-12-08T02:00:00Z', retention_type: 'weekly', backup_type: 'scheduled' },
      { environment, create_date: '2024-12-09T02:00:00Z', status: 'failed', backup_type: 'scheduled' },
      { environment, create_date: '2024-12-09T09:00:00.5Z', status: 'expired' },
      { environment, create_date: '2024-12-10T02:00:00Z', status: 'deleted' },
    );
    const found = async (query: string) => {
      const answer = await listOf(environment, query);
      expect(answer.body.total).toBe(answer.body.items.length);
      return idsOf(answer);
    };
    expect(await found('')).toEqual([fourth, third, second, first]);
    expect(await found('?status=deleted')).toEqual([gone]);
    expect(await found('?status=expired')).toEqual([fourth]);
    expect(await found('?status=uploading')).toEqual([]);
    expect(await found('?backup_type=scheduled')).toEqual([third, second, first]);
    expect(await found('?backup_type=scheduled&status=completed')).toEqual([second, first]);
    expect(await found('?retention_type=weekly')).toEqual([second]);
    expect(await found('?created_after=2024-12-08T02:00:00Z&created_before=2024-12-09T09:00:00Z')).toEqual([
      third,
      second,
    ]);
    expect(await found('?created_after=2024-12-09T10:00:00%2B01:00')).toEqual([fourth]);
  });

  it('go page by page through what was created at one moment too, without a gap or a double', async () => {
    const environment = await anotherEnvironment();
    const ids = await keep(...Array.from({ length: 45 }, () => ({ environment, create_date: '2024-12-11T02:00:00Z' })));
    const pages: string[] = [];
    for (let page = 1; page <= 3; page++) {
      const answer = await listOf(environment, `?page=${page}`);
      expect(answer.body).toMatchObject({ total: 45, page, page_size: 20, pages: 3 });
      pages.push(...idsOf(answer));
    }
    expect([...pages].sort()).toEqual([...ids].sort());
    expect((await listOf(environment, '?page=4')).body).toEqual({
      items: [],
      total: 45,
      page: 4,
      page_size: 20,
      pages: 3,
    });
    expect((await listOf(environment, '?page_size=100')).body.items).toHaveLength(45);
  });

  it('show the milliseconds of a moment only where there are any', async () => {
    const environment = await anotherEnvironment();
    await keep(
      { environment, create_date: '2024-12-11T10:30:00Z' },
      { environment, create_date: '2024-12-11T10:30:00.25Z' },
    );
    const { items } = (await listOf(environment)).body;
    expect(items.map(({ created_at }: { created_at: string }) => created_at)).toEqual([
      '2024-12-11T10:30:00.250Z',
      '2024-12-11T10:30:00Z',
    ]);
  });

  it.each([
    'status=odd',
    'backup_type=weekly',
    'retention_type=hourly',
    'page=0',
    'page_size=0',
    'page_size=101',
    'page=x',
    'created_after=yesterday',
    'created_after=2024-12-11',
    'created_after=0000-01-01T00:00:00Z',
    'created_before=2024-13-11T00:00:00Z',
    'created_before=2024-12-11T00:00:00Z&created_before=2024-12-12T00:00:00Z',
    'colour=red',
  ])('refuse %s', async (query) => {
    const field = query.split('=')[0];
    for (const path of [`/api/v1/backups/environments/${mine.environment.id}/backups`, '/api/v1/backups'])
      expect(await gateway.get(`${path}?${query}`)).toMatchObject({
        status: 422,
        body: { code: 'VALIDATION_FAILED', errors: expect.arrayContaining([expect.objectContaining({ field })]) },
      });
  });

  it('of the whole fleet show a caller what lies within its roles, and nothing else', async () => {
    const other = await anotherEnvironment();
    const [here, there] = await keep(
      { create_date: '2024-11-01T02:00:00Z' },
      { environment: other, create_date: '2024-11-02T02:00:00Z' },
    );
    const [away] = await keep({ environment: foreign, create_date: '2024-11-03T02:00:00Z' });
    const november = 'created_after=2024-11-01T00:00:00Z&created_before=2024-12-01T00:00:00Z';
    const fleet = async (query: string, token?: string) =>
      idsOf(await gateway.get(`/api/v1/backups?${november}${query}`, token));
    expect(await fleet('')).toEqual([away, there, here]);
    expect(await fleet(`&environment_id=${mine.environment.id}`)).toEqual([here]);
    expect(await fleet(`&project_id=${mine.project.id}`)).toEqual([there, here]);
    expect(await fleet(`&organization_id=${foreign.organization.id}`)).toEqual([away]);

    const member = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
    expect(await fleet('', member)).toEqual([there, here]);
    expect(await fleet(`&organization_id=${foreign.organization.id}`, member)).toEqual([]);
    expect(await fleet(`&environment_id=${foreign.environment.id}`, member)).toEqual([]);
    const guest = await tokenOf({
      role: 'project_member',
      organization_id: foreign.organization.id,
      project_id: foreign.project.id,
    });
    expect(await fleet('', guest)).toEqual([away]);
    expect((await gateway.get('/api/v1/backups', await tokenOf())).status).toBe(403);
  });

  it('are summed up for an environment, without what is deleted', async () => {
    const environment = await anotherEnvironment();
    const summary = async (token?: string) =>
      gateway.get(`/api/v1/backups/environments/${environment.environment.id}/summary`, token);
    expect((await summary()).body).toEqual({
      environment_id: environment.environment.id,
      total_backups: 0,
      completed_backups: 0,
      failed_backups: 0,
      total_size_bytes: 0,
      oldest_backup_at: null,
      newest_backup_at: null,
      last_successful_backup_at: null,
      policy_enabled: false,
      next_scheduled_backup: null,
    });
    await keep(
      { environment, create_date: '2024-10-01T02:00:00Z', status: 'deleted', compressed_size: 1 },
      { environment, create_date: '2024-11-01T02:00:00Z', status: 'expired', compressed_size: 10 },
      { environment, create_date: '2024-12-10T02:00:00Z', compressed_size: 3_000_000_000 },
      { environment, create_date: '2024-12-11T02:00:00Z', compressed_size: 3_000_000_000 },
      { environment, create_date: '2024-12-11T03:00:00Z', status: 'failed' },
      { environment, create_date: '2024-12-11T04:00:00Z', status: 'pending' },
    );
    expect(await summary()).toMatchObject({
      status: 200,
      body: {
        total_backups: 5,
        completed_backups: 2,
        failed_backups: 1,
        total_size_bytes: 6_000_000_000,
        oldest_backup_at: '2024-11-01T02:00:00Z',
        newest_backup_at: '2024-12-11T04:00:00Z',
        last_successful_backup_at: '2024-12-11T02:00:00Z',
      },
    });
    const stranger = await tokenOf({ role: 'org_owner', organization_id: foreign.organization.id });
    expect((await summary(stranger)).status).toBe(404);
    expect((await listOf(environment, '', stranger)).status).toBe(404);
  });

  /** A token of a new user with this role, or with none. */
  async function tokenOf(role?: Record<string, string>): Promise<string> {
    const user = await gateway.make('/api/v1/users', { email: `${randomUUID()}@example.com`, name: 'Someone' });
    if (role !== undefined) await gateway.make('/api/v1/role-assignments', { user_id: user.id, ...role });
    return (await gateway.make('/api/v1/api-tokens', { user_id: user.id, name: 'spec' })).token;
  }
});
