import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type FullAnswer, postWith } from '../../testing/post-with';
import { type Directory, makeDirectory, startApp, TestGateway } from '../../testing/test-gateway';
import { IntakePurge } from './intake-purge';

describeRequiring(['postgres', 'nats'], 'the rate limit of backups that are asked for', () => {
  let gateway: TestGateway;
  let replica: { app: NestExpressApplication; url: string };
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start({ BACKUP_RATE_LIMIT: '10', INSURANCE_RATE_LIMIT: '3', TRUST_PROXY: 'loopback' });
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
        details: { policy: 'manual-backups', limit: 10, window_seconds: 3600 },
        remedy: expect.any(String) as string,
      },
    });
    const seconds = refused.header('retry-after');
    expect(Number(seconds)).toBeGreaterThan(3000);
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

  it('counts whatever is asked for by hand as manual, and what protects from a change apart from it', async () => {
    const address = '192.0.2.5';
    expect((await ask(address, { body: { backup_type: 'scheduled' } })).header('ratelimit')).toContain(';r=9;');
    for (let n = 0; n < 9; n++) await ask(address);
    expect((await ask(address, { body: { backup_type: 'scheduled' } })).status).toBe(429);
    const insurance = (backup_type: string) => ask(address, { body: { backup_type } });
    expect((await insurance('pre_upgrade')).header('ratelimit-policy')).toBe('"insurance-backups";q=3;w=3600');
    expect((await insurance('pre_restore')).header('ratelimit')).toMatch(/^"insurance-backups";r=1;/);
    expect((await insurance('pre_destroy')).status).toBe(201);
    expect(await insurance('pre_upgrade')).toMatchObject({
      status: 429,
      body: { code: 'RATE_LIMITED', details: { policy: 'insurance-backups', limit: 3 } },
    });
  });

  it('lets the next one through when the oldest has left the window, and not two', async () => {
    const address = '192.0.2.6';
    await useUp(address);
    const agoInMinutes = [61, 40, 35, 30, 25, 20, 15, 10, 5, 1];
    await gateway.dataSource.query(
      `UPDATE backup_rates SET taken_at = ARRAY(SELECT now() - at * interval '1 minute' FROM unnest($2::int[]) WITH ORDINALITY AS ago (at, n) ORDER BY n)
        WHERE address = $1`,
      [address, agoInMinutes],
    );
    expect((await ask(address)).header('ratelimit')).toContain(';r=0;');
    const refused = await ask(address);
    expect(refused.status).toBe(429);
    expect(Number(refused.header('retry-after'))).toBeLessThanOrEqual(20 * 60);
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
