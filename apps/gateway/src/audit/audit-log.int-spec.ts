import { randomUUID } from 'node:crypto';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { makeDirectory, TestGateway, type Answer, type Directory } from '../../testing/test-gateway';
import { AuditPurge } from './audit-purge';

const ADDRESS = '203.0.113.7';

describeRequiring(['postgres', 'nats'], 'the audit log', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let owner: { id: string; token: string; tokenId: string };
  beforeAll(async () => {
    gateway = await TestGateway.start({ TRUST_PROXY: 'loopback', AUDIT_RETENTION_DAYS: '30' });
    directory = await makeDirectory(gateway);
    owner = await member('org_owner', directory);
  });
  afterAll(() => gateway?.stop());

  async function member(role: string, { organization }: Directory) {
    const user = await gateway.make('/api/v1/users', { name: 'Ada', email: `${randomUUID()}@example.com` });
    await gateway.make('/api/v1/role-assignments', { user_id: user.id, role, organization_id: organization.id });
    const { id: tokenId, token } = await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: user.id });
    return { id: user.id as string, token: token as string, tokenId: tokenId as string };
  }

  async function entries(query: string, token?: string): Promise<Answer['body'][]> {
    const answer = await gateway.get(`/api/v1/audit?page_size=100&${query}`, token);
    expect(answer.status).toBe(200);
    return answer.body.items;
  }

  it('tells who did what to what, from where, when and with which token', async () => {
    const before = Date.now();
    const response = await fetch(`${gateway.url}/api/v1/projects/${directory.project.id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${owner.token}`,
        'content-type': 'application/json',
        'x-forwarded-for': ADDRESS,
      },
      body: JSON.stringify({ name: 'Store' }),
    });
    expect(response.status).toBe(200);
    const [entry, ...others] = await entries(`object_id=${directory.project.id}&action=project.updated`);
    expect(others).toEqual([]);
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      actor_id: owner.id,
      actor_name: 'Ada',
      token_id: owner.tokenId,
      address: ADDRESS,
      action: 'project.updated',
      object_type: 'project',
      object_id: directory.project.id,
      object_name: 'Store',
      organization_id: directory.organization.id,
      details: { name: { from: 'Shop', to: 'Store' } },
      outcome: 'done',
    });
    // two clocks, of one machine
    expect(Date.parse(entry.at)).toBeGreaterThan(before - 60_000);
  });

  it('never has a secret', async () => {
    const secret = 'not-for-the-log';
    const { id } = await gateway.make('/api/v1/backups/storage-configs', {
      organization_id: directory.organization.id,
      name: 'Bucket',
      provider: 's3',
      bucket: 'b',
      region: 'eu-central-1',
      credentials: { access_key_id: 'key', secret_access_key: secret },
    });
    await gateway.patch(`/api/v1/environments/${directory.environment.id}`, { db_password: secret });
    const { identity } = await gateway.make(`/api/v1/backups/storage-configs/${id}/encryption-keys`, {});
    const { token } = await gateway.make('/api/v1/api-tokens', { name: 'secret' });
    const [{ log }] = await gateway.dataSource.query(
      `SELECT jsonb_agg(to_jsonb(audit_log))::text AS log FROM audit_log`,
    );
    for (const hidden of [secret, identity, token]) expect(log).not.toContain(hidden);
    const rows: { hidden: string }[] = await gateway.dataSource.query(
      `SELECT credentials_sealed AS hidden FROM storage_configs WHERE credentials_sealed IS NOT NULL
        UNION ALL SELECT identity_sealed FROM encryption_keys UNION ALL SELECT hash FROM api_tokens
        UNION ALL SELECT db_password_sealed FROM environments WHERE db_password_sealed IS NOT NULL`,
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const { hidden } of rows) expect(log).not.toContain(hidden);
    const [changed] = await entries(`object_id=${directory.environment.id}&action=environment.updated`);
    expect(changed.details).toEqual({ db_password_sealed: 'changed' });
  });

  it('has nothing of what was refused or rolled back', async () => {
    const count = async () => (await gateway.get('/api/v1/audit')).body.total;
    const before = await count();
    const { id: organization_id, slug } = directory.organization;
    expect((await gateway.post('/api/v1/organizations', { name: 'Twin', slug })).status).toBe(409);
    expect((await gateway.delete(`/api/v1/organizations/${organization_id}`)).status).toBe(409);
    expect((await gateway.post('/api/v1/projects', { organization_id })).status).toBe(422);
    expect((await gateway.post('/api/v1/users', { name: 'x', email: 'x@example.com' }, owner.token)).status).toBe(403);
    expect((await gateway.post(`/api/v1/backups/${randomUUID()}/restore`, {})).status).toBe(404);
    expect(await count()).toBe(before);
  });

  it('has one entry for work that was asked for twice with one key', async () => {
    const path = `${gateway.url}/api/v1/backups/environments/${directory.environment.id}/backups`;
    const ask = () =>
      fetch(path, {
        method: 'POST',
        headers: { authorization: `Bearer ${owner.token}`, 'Idempotency-Key': 'audited-once' },
      });
    const { id } = (await (await ask()).json()) as { id: string };
    expect((await ask()).headers.get('idempotency-replayed')).toBe('true');
    expect(await entries(`object_id=${id}`)).toMatchObject([
      {
        action: 'backup.requested',
        object_type: 'backup',
        details: { backup_type: 'manual', include_filestore: true },
      },
    ]);
  });

  it('shows an owner the organization, nobody else’s and nothing of the portal', async () => {
    const foreign = await makeDirectory(gateway);
    const seen = await entries('', owner.token);
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen.map((entry) => entry.organization_id))).toEqual(new Set([directory.organization.id]));
    const own = await gateway.get(
      `/api/v1/organizations/${directory.organization.id}/audit?page_size=100`,
      owner.token,
    );
    expect(own.body.items.map(({ id }: { id: string }) => id)).toEqual(seen.map(({ id }) => id));
    expect(await entries(`organization_id=${foreign.organization.id}`, owner.token)).toEqual([]);
    expect((await gateway.get(`/api/v1/organizations/${foreign.organization.id}/audit`, owner.token)).status).toBe(404);
    expect(await entries(`action=user.created&actor_id=${owner.id}`)).toEqual([]);
    expect((await entries('action=user.created'))[0]).toMatchObject({ organization_id: null, actor_name: 'admin' });
    for (const role of ['org_admin', 'org_member']) {
      const { token } = await member(role, directory);
      expect((await gateway.get('/api/v1/audit', token)).status).toBe(403);
      const path = `/api/v1/organizations/${directory.organization.id}/audit`;
      expect((await gateway.get(path, token)).status).toBe(403);
    }
  });

  it('is filtered by actor, action, object and time', async () => {
    const all = await entries('');
    const times = all.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const middle = all[Math.floor(all.length / 2)].at;
    const [late, early] = [await entries(`from=${middle}`), await entries(`to=${middle}`)];
    // as exact as the API tells the time
    expect(late.every(({ at }) => at >= middle)).toBe(true);
    expect(early.every(({ at }) => at <= middle)).toBe(true);
    expect(early.length).toBeGreaterThan(0);
    const mine = await entries(`actor_id=${owner.id}`);
    expect(mine).toEqual(all.filter(({ actor_id }) => actor_id === owner.id));
    expect(await entries('object_type=server')).toEqual(all.filter(({ object_type }) => object_type === 'server'));
    for (const query of ['from=2024-W05', 'to=yesterday', 'action=world.ended', 'actor_id=me'])
      expect((await gateway.get(`/api/v1/audit?${query}`)).status).toBe(422);
  });

  it.each([
    ['UPDATE', `UPDATE audit_log SET actor_name = 'Eve'`],
    ['DELETE', `DELETE FROM audit_log`],
    ['TRUNCATE', `TRUNCATE audit_log`],
  ])('refuses the gateway’s own %s', async (_, statement) => {
    await expect(gateway.dataSource.query(statement)).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it('refuses a change also where the right was granted again', async () => {
    await gateway.dataSource.transaction(async (manager) => {
      await manager.query('GRANT UPDATE ON audit_log TO CURRENT_USER');
      await expect(manager.query(`UPDATE audit_log SET actor_name = 'Eve'`)).rejects.toThrow('append-only');
    });
  });

  it('is purged of what is older than it is kept', async () => {
    const insert = (days: number) =>
      gateway.dataSource.query(
        `INSERT INTO audit_log (id, at, address, action, object_type, details)
         VALUES ($1, now() - $2::integer * interval '1 day', '127.0.0.1', 'user.created', 'spec', '{}')`,
        [randomUUID(), days],
      );
    await insert(31);
    await insert(29);
    const before = (await gateway.get('/api/v1/audit')).body.total;
    await gateway.app.get(AuditPurge).purge();
    expect((await gateway.get('/api/v1/audit')).body.total).toBe(before - 1);
    expect(await entries('object_type=spec')).toHaveLength(1);
  });
});
