import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'answers to those who build on the API', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  async function ask(method: string, path: string, authorization: string | null = `Bearer ${gateway.token}`) {
    const headers: Record<string, string> = authorization === null ? {} : { authorization };
    const response = await fetch(`${gateway.url}${path}`, { method, headers });
    return {
      status: response.status,
      header: (name: string) => response.headers.get(name),
      text: await response.text(),
    };
  }

  it.each([
    ['PUT', '/api/v1/organizations', 'GET, HEAD, POST'],
    ['POST', '/api/v1/backups/0d9f6b1e-3c52-4c7a-9f10-000000000001', 'DELETE, GET, HEAD'],
    ['GET', '/api/v1/auth/login', 'POST'],
  ])('name the methods that an address takes: %s %s', async (method, path, allow) => {
    const { status, header, text } = await ask(method, path);
    expect([status, header('allow')]).toEqual([405, allow]);
    expect(JSON.parse(text)).toMatchObject({ code: 'METHOD_NOT_ALLOWED', detail: expect.stringContaining(allow) });
  });

  it('say of an address that leads nowhere, and of a thing that is not there, that there is nothing', async () => {
    for (const path of ['/api/v1/nothing', '/api/v1/backups/0d9f6b1e-3c52-4c7a-9f10-000000000001']) {
      const { status, header } = await ask('GET', path);
      expect([status, header('allow')]).toEqual([404, null]);
    }
  });

  it('tell who sent a token that does not count that it is the token', async () => {
    const challenge = async (authorization: string | null) =>
      (await ask('GET', '/api/v1/organizations', authorization)).header('www-authenticate');
    expect(await challenge('Bearer srk_0a1b2c3d4e5f_nothing')).toBe('Bearer error="invalid_token"');
    expect(await challenge('Basic YTpi')).toBe('Bearer');
    expect(await challenge(null)).toBe('Bearer');
  });

  it('lead by the type of a problem to what it means', async () => {
    const { type } = JSON.parse((await ask('GET', '/api/v1/nothing')).text) as { type: string };
    const { status, header, text } = await ask('GET', type, null);
    expect([status, header('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain(`id="${type.split('#')[1]}"`);
  });

  it('name in a conflict what is taken', async () => {
    const { organization, project } = directory;
    const twin = { organization_id: organization.id, name: 'Twin', slug: project.slug, odoo_version: '19.0' };
    const { status, body } = await gateway.post('/api/v1/projects', twin);
    expect(status).toBe(409);
    expect(body.detail).toBe(`There is already a project with the same slug (${project.slug}).`);
  });

  it('find a user by the address of email, however it is written', async () => {
    const { id } = await gateway.make('/api/v1/users', { name: 'Ada', email: 'ada@example.com' });
    const found = await gateway.get('/api/v1/users?email=Ada@Example.com');
    expect(found.body).toMatchObject({ total: 1, items: [{ id }] });
    expect((await gateway.get('/api/v1/users?email=nobody@example.com')).body.total).toBe(0);
  });
});
