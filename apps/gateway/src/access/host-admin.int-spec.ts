import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestGateway } from '../../testing/test-gateway';
import { issueHostToken } from './host-admin';

const HOUR_MS = 3_600_000;

describeRequiring(['postgres', 'nats'], 'a token that is made on the host', () => {
  let gateway: TestGateway;
  beforeAll(async () => (gateway = await TestGateway.start()));
  afterAll(() => gateway?.stop());
  const issue = () => issueHostToken(gateway.dataSource, HOUR_MS);

  it('is that of a portal_admin, until its hour is over, and stands in the audit log', async () => {
    const { token, expiresAt } = await issue();
    const { body } = await gateway.get('/api/v1/auth/me', token);
    expect(body).toMatchObject({
      user: { email: 'admin@localhost' },
      roles: [{ role: 'portal_admin', organization_id: null, project_id: null }],
    });
    expect(expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + HOUR_MS);
    const audited = await gateway.get('/api/v1/audit?action=api_token.created', token);
    expect(audited.body.items[0]).toMatchObject({
      actor_id: null,
      address: '127.0.0.1',
      details: { user_id: body.user.id, on_the_host: true, expires_at: expiresAt.toISOString() },
    });
    expect(JSON.stringify(audited.body)).not.toContain(token);
    await gateway.dataSource.query(`UPDATE api_tokens SET expires_at = now() WHERE name = 'made on the host'`);
    expect((await gateway.get('/api/v1/auth/me', token)).status).toBe(401);
  });

  it('lets in whom nobody else could: without the role, with a password to be changed, or gone', async () => {
    const { user } = (await gateway.get('/api/v1/auth/me')).body;
    await gateway.request('PUT', `/api/v1/users/${user.id}/password`, {
      password: 'one that nobody knows',
      must_change_password: true,
    });
    await gateway.dataSource.query(`DELETE FROM role_assignments WHERE user_id = $1`, [user.id]);
    expect((await gateway.get('/api/v1/users')).status).toBe(403);
    expect((await gateway.get('/api/v1/users', (await issue()).token)).status).toBe(200);
    await gateway.dataSource.query(`UPDATE users SET email = 'other@example.com' WHERE id = $1`, [user.id]);
    const { body } = await gateway.get('/api/v1/auth/me', (await issue()).token);
    expect(body).toMatchObject({ user: { email: 'admin@localhost' }, roles: [{ role: 'portal_admin' }] });
    expect(body.user.id).not.toBe(user.id);
  });
});
