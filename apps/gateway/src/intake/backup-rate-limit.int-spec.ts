import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type FullAnswer, postWith } from '../../testing/post-with';
import { type Directory, makeDirectory, startApp, TestGateway, until } from '../../testing/test-gateway';
import { IntakePurge } from './intake-purge';

describeRequiring(['postgres', 'nats'], 'the rate limit of manual backups', () => {
  let gateway: TestGateway;
  let replica: { app: NestExpressApplication; url: string };
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start({ BACKUP_RATE_LIMIT: '10', TRUST_PROXY: 'loopback' });
    replica = await startApp(gateway.infrastructure.environment);
    directory = await makeDirectory(gateway);
  });
  afterAll(async () => {
    await replica?.app.close();
    await gateway?.stop();
  });

  interface Wish {
    url?: string;
    token?: string;
    key?: string;
    environment?: string;
    body?: object;
  }
  function ask(address: string, wish: Wish = {}): Promise<FullAnswer> {
    const { url = gateway.url, token = gateway.token, key, body = {} } = wish;
    const environment = wish.environment ?? (directory.environment.id as string);
    return postWith(`${url}/api/v1/backups/environments/${environment}/backups`, {
      token,
      body,
      headers: { 'x-forwarded-for': address, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });
  }
  const statuses = (answers: FullAnswer[]) => answers.map(({ status }) => status).sort((a, b) => a - b);
  const times = (count: number, status: number) => Array<number>(count).fill(status);
  const useUp = async (address: string) => {
    for (let n = 0; n < 10; n++) expect((await ask(address)).status).toBe(201);
  };
  const backupCount = async () =>
    (await gateway.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM backups'))[0]!.count;

  it('lets exactly ten of twenty requests through that come at once to two gateways', async () => {
    const before = await backupCount();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ask('192.0.2.1', { url: n % 2 ? gateway.url : replica.url, key: randomUUID() }),
      ),
    );
    expect(statuses(answers)).toEqual([...times(10, 201), ...times(10, 429)]);
    expect(await backupCount()).toBe(before + 10);
    const left = answers
      .filter(({ status }) => status === 201)
      .map((each) => /r=(\d+)/.exec(each.header('ratelimit')!)![1]);
    expect(left.sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('tells in headers what is left, and when the next request is possible', async () => {
    const address = '192.0.2.2';
    const first = await ask(address);
    expect(first.header('ratelimit-policy')).toBe('"manual-backups";q=10;w=3600');
    expect(first.header('ratelimit')).toBe('"manual-backups";r=9;t=3600');
    expect(first.header('retry-after')).toBeNull();
    for (let n = 0; n < 9; n++) await ask(address);
    const refused = await ask(address);
    expect(refused).toMatchObject({
      status: 429,
      contentType: expect.stringContaining('application/problem+json') as string,
      body: {
        code: 'RATE_LIMITED',
        details: { limit: 10, window_seconds: 3600 },
        remedy: expect.any(String) as string,
      },
    });
    const seconds = refused.header('retry-after');
    expect(Number(seconds)).toBeGreaterThan(3500);
    expect(refused.header('ratelimit')).toBe(`"manual-backups";r=0;t=${seconds}`);
  });

  it('counts nothing that was refused or answered before', async () => {
    const address = '192.0.2.3';
    const key = randomUUID();
    const refused = [
      { body: { backup_type: 'never' } },
      { body: { storage_config_id: randomUUID() } },
      { environment: randomUUID() },
    ];
    for (const wish of refused) {
      const answer = await ask(address, wish);
      expect(answer.status).toBeGreaterThanOrEqual(404);
      expect(answer.header('ratelimit')).toBeNull();
    }
    for (let n = 0; n < 3; n++) expect((await ask(address, { key })).status).toBe(201);
    expect((await ask(address)).header('ratelimit')).toContain(';r=8;');
  });

  it('counts each address for itself, an IPv6 network as one, and each user for itself', async () => {
    await useUp('2001:db8:1:1::1');
    expect((await ask('2001:db8:1:1:ffff::2')).status).toBe(429);
    expect((await ask('2001:db8:1:2::1')).header('ratelimit')).toContain(';r=9;');
    const email = `${randomUUID()}@example.com`;
    const user = await gateway.make('/api/v1/users', { email, name: 'Second' });
    await gateway.make('/api/v1/role-assignments', {
      user_id: user.id,
      role: 'org_owner',
      organization_id: directory.organization.id,
    });
    const { token } = await gateway.make('/api/v1/api-tokens', { user_id: user.id, name: 'second' });
    expect((await ask('2001:db8:1:1::1', { token })).header('ratelimit')).toContain(';r=9;');
  });

  it('does not hold up the backups that protect what is about to be changed', async () => {
    await useUp('192.0.2.5');
    const insurance = await ask('192.0.2.5', { body: { backup_type: 'pre_upgrade' } });
    expect([insurance.status, insurance.header('ratelimit')]).toEqual([201, null]);
    expect((await ask('192.0.2.5')).status).toBe(429);
  });

  it('lets the next one through when the oldest has left the window, and not two', async () => {
    const settings = { BACKUP_RATE_LIMIT: '2', BACKUP_RATE_WINDOW_MS: '1500' };
    const brief = await startApp({ ...gateway.infrastructure.environment, ...settings });
    try {
      const address = '192.0.2.6';
      const again = () => ask(address, { url: brief.url });
      expect((await again()).status).toBe(201);
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(statuses([await again(), await again()])).toEqual([201, 429]);
      await until(async () => (await again()).status === 201);
      expect((await again()).status).toBe(429);
    } finally {
      await brief.app.close();
    }
  });

  it('takes the address of the socket unless the proxy is trusted, and knows no limit with 0', async () => {
    const start = (settings: Record<string, string>) =>
      startApp({ ...gateway.infrastructure.environment, TRUST_PROXY: '', ...settings });
    const [exposed, open] = [await start({ BACKUP_RATE_LIMIT: '1' }), await start({ BACKUP_RATE_LIMIT: '0' })];
    try {
      expect((await ask('192.0.2.71', { url: exposed.url })).status).toBe(201);
      expect((await ask('192.0.2.72', { url: exposed.url })).status).toBe(429);
      const answer = await ask('192.0.2.73', { url: open.url });
      expect([answer.status, answer.header('ratelimit'), answer.header('ratelimit-policy')]).toEqual([201, null, null]);
    } finally {
      await exposed.app.close();
      await open.app.close();
    }
  });

  it('forgets who has not asked within the window', async () => {
    await ask('192.0.2.81');
    await ask('192.0.2.82');
    const stale = `UPDATE backup_rates SET taken_at = ARRAY[now() - interval '61 minutes'] WHERE address = '192.0.2.81'`;
    await gateway.dataSource.query(stale);
    await gateway.app.get(IntakePurge).purge();
    const rows: object[] = await gateway.dataSource.query(
      `SELECT address FROM backup_rates WHERE address IN ('192.0.2.81', '192.0.2.82')`,
    );
    expect(rows).toEqual([{ address: '192.0.2.82/32' }]);
  });
});
