import { describeRequiring } from '../../../../test/fixtures/requires';
import { makeDirectory, TestGateway, type Answer, type Directory } from '../../testing/test-gateway';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describeRequiring(['postgres', 'nats'], 'access', () => {
  let gateway: TestGateway;
  let mine: Directory;
  let foreign: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    mine = await makeDirectory(gateway);
    foreign = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  let users = 0;
  async function tokenOf(role: object): Promise<{ token: string; user: Answer['body'] }> {
    const user = await gateway.make('/api/v1/users', { name: `User ${++users}`, email: `user${users}@example.com` });
    await gateway.make('/api/v1/role-assignments', { user_id: user.id, ...role });
    const { token } = await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: user.id });
    return { token, user };
  }

  describe('tokens', () => {
    it.each([
      ['none', undefined, 'Bearer'],
      ['another scheme', 'Basic abc', 'Bearer'],
      ['an empty one', 'Bearer ', 'Bearer'],
      ['one of another form', 'Bearer hello', 'Bearer error="invalid_token"'],
      ['an unknown one', `Bearer srk_${'0'.repeat(12)}_${'a'.repeat(43)}`, 'Bearer error="invalid_token"'],
    ])('are required: %s is answered 401', async (_, authorization, challenge) => {
      const response = await fetch(`${gateway.url}/api/v1/organizations`, {
        headers: authorization ? { authorization } : {},
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe(challenge);
      expect(await response.json()).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    });

    it('are shown once, listed without their secret, and end when revoked', async () => {
      const created = await gateway.make('/api/v1/api-tokens', { name: 'script' });
      expect(created.token).toMatch(/^srk_[0-9a-f]{12}_/);
      expect(await gateway.get('/api/v1/api-tokens', created.token)).toMatchObject({ status: 200 });
      const shown = await gateway.get(`/api/v1/api-tokens/${created.id}`);
      expect(shown.body).toMatchObject({ name: 'script', revoked_at: null, last_used_at: expect.any(String) });
      expect(JSON.stringify(shown.body)).not.toContain(created.token);
      expect(shown.body).not.toHaveProperty('hash');
      expect((await gateway.delete(`/api/v1/api-tokens/${created.id}`)).status).toBe(204);
      expect((await gateway.get('/api/v1/api-tokens', created.token)).status).toBe(401);
    });

    it('end at their time', async () => {
      const refused = await gateway.post('/api/v1/api-tokens', { name: 'old', expires_at: '2020-01-01T00:00:00Z' });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'expires_at' }] } });
      const { id, token } = await gateway.make('/api/v1/api-tokens', {
        name: 'short',
        expires_at: '2999-01-01T00:00:00Z',
      });
      expect((await gateway.get('/api/v1/organizations', token)).status).toBe(200);
      await gateway.dataSource.query(`UPDATE api_tokens SET expires_at = now() WHERE id = $1`, [id]);
      expect((await gateway.get('/api/v1/organizations', token)).status).toBe(401);
    });

    it('write the time of their use at most once a minute', async () => {
      const { id, token } = await gateway.make('/api/v1/api-tokens', { name: 'busy' });
      const used = async () => (await gateway.get(`/api/v1/api-tokens/${id}`)).body.last_used_at;
      await gateway.get('/api/v1/organizations', token);
      const first = await used();
      await gateway.get('/api/v1/organizations', token);
      expect(await used()).toBe(first);
      await gateway.dataSource.query(`UPDATE api_tokens SET last_used_at = now() - interval '61 s' WHERE id = $1`, [
        id,
      ]);
      await gateway.get('/api/v1/organizations', token);
      expect(Date.parse(await used())).toBeGreaterThanOrEqual(Date.parse(first));
    });

    it('are limited to some permissions and one place, and make no token that is wider or lasts longer', async () => {
      const limit = {
        scopes: ['project.backups.list', 'account.tokens.manage'],
        organization_id: mine.organization.id,
      };
      const expires_at = '2999-01-01T00:00:00.000Z';
      const made = await gateway.make('/api/v1/api-tokens', { name: 'narrow', ...limit, expires_at });
      expect(made).toMatchObject({ ...limit, project_id: null });
      const list = ({ environment }: Directory) => `/api/v1/backups/environments/${environment.id}/backups`;
      expect((await gateway.get(list(mine), made.token)).status).toBe(200);
      expect((await gateway.get(list(foreign), made.token)).status).toBe(404);
      expect((await gateway.post(list(mine), {}, made.token)).status).toBe(403);
      expect((await gateway.get('/api/v1/users', made.token)).status).toBe(403);
      const again = (body: object) =>
        gateway.post('/api/v1/api-tokens', { name: 'n', ...limit, expires_at, ...body }, made.token);
      expect((await again({})).status).toBe(201);
      for (const wider of [
        { scopes: null },
        { scopes: [...limit.scopes, 'project.backups.delete'] },
        { organization_id: null },
        { expires_at: null },
        { expires_at: '2999-01-01T00:00:01.000Z' },
      ])
        expect(await again(wider)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      const elsewhere = await again({ organization_id: foreign.organization.id });
      expect(elsewhere).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      for (const wrong of [{ scopes: [] }, { scopes: ['project.backups.all'] }, { project_id: 'x' }])
        expect((await again(wrong)).status).toBe(422);
    });

    it('of others are nobody’s business', async () => {
      const { token } = await tokenOf({ role: 'org_owner', organization_id: mine.organization.id });
      const own = await gateway.get('/api/v1/api-tokens', token);
      expect(own.body.total).toBe(1);
      const all = await gateway.get('/api/v1/api-tokens');
      const other = all.body.items.find((item: { user_id: string }) => item.user_id !== own.body.items[0].user_id);
      expect((await gateway.delete(`/api/v1/api-tokens/${other.id}`, token)).status).toBe(404);
      expect((await gateway.post('/api/v1/api-tokens', { name: 'x', user_id: other.user_id }, token)).status).toBe(403);
    });
  });

  describe('roles', () => {
    it('hide another organization: everything of it is 404, and no list shows it', async () => {
      const { token } = await tokenOf({ role: 'org_owner', organization_id: mine.organization.id });
      const paths = [
        `/api/v1/organizations/${foreign.organization.id}`,
        `/api/v1/projects/${foreign.project.id}`,
        `/api/v1/servers/${foreign.server.id}`,
        `/api/v1/environments/${foreign.environment.id}`,
        `/api/v1/backups/storage-configs/${foreign.storage.id}`,
        `/api/v1/backups/environments/${foreign.environment.id}/backups`,
      ];
      const absent = paths.map((path) => path.replace(/[0-9a-f-]{36}/, NOBODY));
      for (const path of [...paths, ...absent]) {
        const { status, body } = await gateway.get(path, token);
        expect({ path, status, code: body.code }).toEqual({ path, status: 404, code: 'NOT_FOUND' });
      }
      const lists = ['organizations', 'projects', 'servers', 'environments', 'backups/storage-configs'];
      for (const list of lists) {
        const { body } = await gateway.get(`/api/v1/${list}`, token);
        expect({ list, total: body.total }).toEqual({ list, total: 1 });
        expect(JSON.stringify(body)).not.toContain(foreign.organization.id);
      }
    });

    it('refuse with 403 what a member of the organization may not do', async () => {
      const { token } = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
      expect((await gateway.get(`/api/v1/environments/${mine.environment.id}`, token)).status).toBe(200);
      const refused = await gateway.post(`/api/v1/backups/environments/${mine.environment.id}/backups`, {}, token);
      expect(refused).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN', details: { permission: 'project.backups.create' } },
      });
      expect((await gateway.get('/api/v1/servers', token)).status).toBe(403);
      expect((await gateway.get('/api/v1/users', token)).status).toBe(403);
      expect((await gateway.post('/api/v1/organizations', { name: 'n', slug: 'n' }, token)).status).toBe(403);
    });

    it('let a project role work in its project only', async () => {
      const { token } = await tokenOf({ role: 'project_admin', project_id: mine.project.id });
      const other = await gateway.make('/api/v1/projects', {
        organization_id: mine.organization.id,
        name: 'Other',
        slug: 'other',
        odoo_version: '17.0',
      });
      expect((await gateway.get('/api/v1/projects', token)).body.total).toBe(1);
      expect((await gateway.get(`/api/v1/projects/${other.id}`, token)).status).toBe(404);
      expect((await gateway.get(`/api/v1/organizations/${mine.organization.id}`, token)).status).toBe(200);
      const path = `/api/v1/backups/environments/${mine.environment.id}/backups`;
      expect((await gateway.post(path, {}, token)).status).toBe(201);
    });

    it('are given only where one has the right to, and only portal_admin gives portal_admin', async () => {
      const { token, user } = await tokenOf({ role: 'org_owner', organization_id: mine.organization.id });
      const give = (body: object) => gateway.post('/api/v1/role-assignments', { user_id: user.id, ...body }, token);
      expect((await give({ role: 'org_member', organization_id: mine.organization.id })).status).toBe(201);
      expect((await give({ role: 'org_member', organization_id: mine.organization.id })).status).toBe(409);
      expect((await give({ role: 'org_member', organization_id: foreign.organization.id })).status).toBe(404);
      expect((await give({ role: 'portal_admin' })).status).toBe(403);
      expect((await give({ role: 'org_member' })).status).toBe(422);
      expect((await give({ role: 'project_member' })).status).toBe(422);
      expect((await give({ role: 'portal_admin', organization_id: mine.organization.id })).status).toBe(422);
    });

    it('are given and taken by nobody who may do less', async () => {
      const { user } = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
      const limit = {
        scopes: ['org.roles.create', 'org.roles.delete', 'project.backups.view'],
        organization_id: mine.organization.id,
      };
      const { token } = await gateway.make('/api/v1/api-tokens', { name: 'roles only', ...limit });
      const body = { user_id: user.id, role: 'project_admin', project_id: mine.project.id };
      const above = { status: 403, body: { code: 'ROLE_ABOVE_OWN', details: { role: 'project_admin' } } };
      expect(await gateway.post('/api/v1/role-assignments', body, token)).toMatchObject(above);
      const given = await gateway.make('/api/v1/role-assignments', body);
      expect(await gateway.delete(`/api/v1/role-assignments/${given.id}`, token)).toMatchObject(above);
    });

    it('of the portal are not known to an organization', async () => {
      const { token } = await tokenOf({ role: 'org_owner', organization_id: mine.organization.id });
      const { items } = (await gateway.get('/api/v1/role-assignments')).body;
      const ofPortal = items.find((item: { role: string }) => item.role === 'portal_admin');
      expect((await gateway.get(`/api/v1/role-assignments/${ofPortal.id}`)).status).toBe(200);
      expect((await gateway.get(`/api/v1/role-assignments/${ofPortal.id}`, token)).status).toBe(404);
      expect((await gateway.delete(`/api/v1/role-assignments/${ofPortal.id}`, token)).status).toBe(404);
    });

    it('leave an organization its last owner and the portal its last admin, whoever goes at once', async () => {
      const { organization } = await makeDirectory(gateway);
      const owners = await Promise.all(
        [0, 1].map(() => tokenOf({ role: 'org_owner', organization_id: organization.id })),
      );
      const path = `/api/v1/role-assignments?organization_id=${organization.id}`;
      const { items } = (await gateway.get(path)).body;
      const answers = await Promise.all(
        items.map(({ id }: { id: string }, n: number) =>
          gateway.delete(`/api/v1/role-assignments/${id}`, owners[n]!.token),
        ),
      );
      // the second may come after its own role is gone
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      const [left, ...none] = (await gateway.get(path)).body.items;
      expect(none).toEqual([]);
      const last = { status: 409, body: { code: 'LAST_OWNER' } };
      expect(await gateway.delete(`/api/v1/role-assignments/${left.id}`)).toMatchObject(last);
      const admins = (await gateway.get('/api/v1/role-assignments?page_size=100')).body.items.filter(
        ({ role }: { role: string }) => role === 'portal_admin',
      );
      expect(admins).toHaveLength(1);
      expect(await gateway.delete(`/api/v1/role-assignments/${admins[0].id}`)).toMatchObject(last);
    });

    it('go with their organization', async () => {
      const organization = await gateway.make('/api/v1/organizations', { name: 'Short-lived' });
      const { user } = await tokenOf({ role: 'org_owner', organization_id: organization.id });
      expect((await gateway.delete(`/api/v1/organizations/${organization.id}`)).status).toBe(204);
      expect((await gateway.get(`/api/v1/role-assignments?user_id=${user.id}`)).body.total).toBe(0);
    });
  });

  describe('problems', () => {
    it.each([
      ['an unknown route', 'GET', '/api/v1/nothing', undefined, 404, 'NOT_FOUND'],
      ['JSON that is none', 'POST', '/api/v1/organizations', '{"name":', 400, 'BAD_REQUEST'],
      ['a list as body', 'POST', '/api/v1/organizations', '[]', 422, 'VALIDATION_FAILED'],
      ['a path without a UUID', 'GET', '/api/v1/backups/1', undefined, 422, 'VALIDATION_FAILED'],
      ['a UUID of nothing', 'GET', `/api/v1/backups/${NOBODY}`, undefined, 404, 'NOT_FOUND'],
    ])('answer %s', async (_, method, path, body, status, code) => {
      const answer = await gateway.request(method, path, body);
      expect(answer).toMatchObject({
        status,
        contentType: expect.stringContaining('application/problem+json'),
        body: {
          type: expect.stringContaining('/docs/errors#'),
          title: expect.any(String),
          status,
          detail: expect.any(String),
          instance: path,
          code,
          remedy: expect.any(String),
        },
      });
    });

    it.each([
      ['an unknown field', { name: 'a', slug: 'a', colour: 'red' }, ['colour']],
      ['missing fields', {}, ['name']],
      ['wrong fields', { name: 1, slug: 'NO', billing_plan: 'gold' }, ['name', 'slug', 'billing_plan']],
      ['a NUL character', { name: 'a\0b', slug: 'a' }, ['name']],
      ['null where there is none', { name: 'a', slug: 'a', billing_plan: null }, ['billing_plan']],
    ])('name every field: %s', async (_, body, fields) => {
      const answer = await gateway.post('/api/v1/organizations', body);
      expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED' } });
      const named = answer.body.errors.map((error: { field: string }) => error.field);
      expect([...new Set(named)].toSorted()).toEqual(fields.toSorted());
    });

    it.each(['page=0', 'page_size=101', 'page_size=0', 'page=x', 'page=1.5', 'colour=red'])(
      'refuse the query %s',
      async (query) => {
        const { status, body } = await gateway.get(`/api/v1/organizations?${query}`);
        expect({ status, code: body.code }).toEqual({ status: 422, code: 'VALIDATION_FAILED' });
      },
    );

    it('tell nothing of an internal failure but its trace id', async () => {
      await gateway.dataSource.query('ALTER TABLE tasks RENAME TO tasks_away');
      try {
        const answer = await gateway.get('/api/v1/tasks');
        expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL', trace_id: expect.any(String) } });
        expect(JSON.stringify(answer.body)).not.toMatch(/relation|tasks_away|SELECT/);
      } finally {
        await gateway.dataSource.query('ALTER TABLE tasks_away RENAME TO tasks');
      }
    });
  });
});
