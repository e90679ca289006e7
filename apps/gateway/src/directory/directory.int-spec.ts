import { utils } from 'ssh2';
import { BackupAccess, DIRECTORY_EVENTS, EnvironmentAccessOf, StorageProbe } from '@app/contracts';
import { SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { makeDirectory, TestGateway, type Answer, type Directory, until } from '../../testing/test-gateway';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describeRequiring(['postgres', 'nats'], 'the directory', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  /** One of each thing, as the API takes it, what is changed, and a second one that collides with it. */
  const things = (): [string, string, object, object][] => [
    ['organization', '/api/v1/organizations', { name: 'Acme', slug: 'acme' }, { billing_plan: 'business' }],
    [
      'project',
      '/api/v1/projects',
      { organization_id: directory.organization.id, name: 'P', slug: 'p', odoo_version: '18.0' },
      { odoo_version: '19.0' },
    ],
    [
      'server',
      '/api/v1/servers',
      { organization_id: directory.organization.id, name: 's', ip_address: '165.22.65.97' },
      { ssh_port: 2222, accepts_drills: true },
    ],
    [
      'environment',
      '/api/v1/environments',
      {
        project_id: directory.project.id,
        server_id: directory.server.id,
        name: 'Staging',
        type: 'staging',
        db_name: `o'brien & "co"`,
        slug: 'staging',
        runtime: 'docker',
      },
      { status: 'stopped', container_name: null },
    ],
    [
      'storage_config',
      '/api/v1/backups/storage-configs',
      { organization_id: directory.organization.id, name: 'Second', provider: 'local', path: '/mnt' },
      { prefix: 'odoo' },
    ],
    ['user', '/api/v1/users', { name: 'Ada', email: 'ada@example.com' }, { name: 'Ada L.' }],
  ];

  it.each([0, 1, 2, 3, 4, 5])('creates, shows, lists, changes and deletes things of kind %i', async (index) => {
    const [kind, path, body, change] = things()[index]!;
    const created = await gateway.make(path, body);
    expect(created).toMatchObject({ ...body, id: expect.any(String), created_at: expect.stringMatching(/Z$/) });
    expect((await gateway.get(`${path}/${created.id}`)).body).toEqual(created);

    const page = (await gateway.get(`${path}?page_size=1`)).body;
    expect(page).toMatchObject({ page: 1, page_size: 1, pages: page.total });
    expect(page.items).toEqual([created]);

    expect((await gateway.post(path, body)).status).toBe(409);

    const changed = await gateway.patch(`${path}/${created.id}`, change);
    expect(changed).toMatchObject({ status: 200, body: { ...created, ...change, updated_at: expect.any(String) } });
    expect(changed.body.updated_at >= created.updated_at).toBe(true);
    expect((await gateway.patch(`${path}/${created.id}`, { organization_id: NOBODY, nonsense: 1 })).status).toBe(422);

    expect((await gateway.delete(`${path}/${created.id}`)).status).toBe(204);
    expect((await gateway.get(`${path}/${created.id}`)).status).toBe(404);
    expect((await gateway.patch(`${path}/${created.id}`, change)).status).toBe(404);
    expect((await gateway.delete(`${path}/${created.id}`)).status).toBe(404);

    if (kind === 'user') return;
    const told = await until(async () => {
      const events = await gateway.messages('EVENTS', `events.*.${kind}.*`);
      const mine = events.filter((event) => event.data.id === created.id);
      return mine.length === 3 ? mine : undefined;
    });
    const family = DIRECTORY_EVENTS[kind as keyof typeof DIRECTORY_EVENTS];
    expect(told.map((event) => event.type)).toEqual(
      [family.created, family.updated, family.deleted].map(({ name }) => `strongroom.${name}.v1`),
    );
  });

  it('refuses to delete what is in use, and names what refers to it', async () => {
    const refused = await gateway.delete(`/api/v1/organizations/${directory.organization.id}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'IN_USE' } });
    expect(refused.body.detail).toContain('1 project (Shop), 1 server (local), 1 storage config (Disk)');
    expect(refused.body.details.references).toContainEqual({ kind: 'project', count: 1, ids: [directory.project.id] });
    for (const path of [`projects/${directory.project.id}`, `servers/${directory.server.id}`])
      expect(await gateway.delete(`/api/v1/${path}`)).toMatchObject({
        status: 409,
        body: { code: 'IN_USE', detail: expect.stringContaining('1 environment (Production)') },
      });
  });

  it.each(['', 'a/b', '..', 'postgres', 'template1', 'x'.repeat(64)])(
    'refuses the database name %j',
    async (db_name) => {
      const answer = await gateway.patch(`/api/v1/environments/${directory.environment.id}`, { db_name });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'db_name' }] } });
    },
  );

  it('refuses a server of another organization', async () => {
    const other = await makeDirectory(gateway);
    const answer = await gateway.patch(`/api/v1/environments/${directory.environment.id}`, {
      server_id: other.server.id,
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'server_id' }] } });
  });

  it.each([
    ['private_key', 'hello', 'SSH_KEY_INVALID'],
    ['host_key', 'SHA256:abc', 'VALIDATION_FAILED'],
  ])('refuses a %s that is none', async (field, value, code) => {
    const answer = await gateway.patch(`/api/v1/servers/${directory.server.id}`, { [field]: value });
    expect(answer).toMatchObject({ status: 422, body: { code } });
  });

  it.each([
    [{ provider: 's3', bucket: 'b' }, 'credentials'],
    [{ provider: 'r2', bucket: 'b', credentials: { access_key_id: 'a', secret_access_key: 's' } }, 'endpoint'],
    [{ provider: 'local' }, 'path'],
    [{ provider: 'local', path: 'relative' }, 'absolute'],
  ])('refuses the storage %j for lack of %s', async (settings, missing) => {
    const body = { organization_id: directory.organization.id, name: 'x', ...settings };
    const answer = await gateway.post('/api/v1/backups/storage-configs', body);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'STORAGE_CONFIG_INVALID', detail: expect.stringContaining(missing) },
    });
  });

  it('has one default storage for an organization: a new one takes over', async () => {
    const { organization, storage } = await makeDirectory(gateway);
    const path = '/api/v1/backups/storage-configs';
    const body = { organization_id: organization.id, name: 'New', provider: 'local', path: '/new', is_default: true };
    const next = await gateway.make(path, body);
    const isDefault = async (id: string) => (await gateway.get(`${path}/${id}`)).body.is_default;
    expect([await isDefault(storage.id), await isDefault(next.id)]).toEqual([false, true]);
    await gateway.patch(`${path}/${storage.id}`, { is_default: true });
    expect([await isDefault(storage.id), await isDefault(next.id)]).toEqual([true, false]);
  });

  describe('secrets', () => {
    const pair = utils.generateKeyPairSync('ed25519');
    const credentials = { access_key_id: 'AKIASPECIMEN', secret_access_key: 'clear-secret-access-key' };
    let secret: Directory;
    const box = () => SecretBox.fromMasterKeys(gateway.infrastructure.environment['STRONGROOM_MASTER_KEYS']!);
    beforeAll(async () => {
      secret = await makeDirectory(gateway);
      const { server, environment, storage } = secret;
      await gateway.patch(`/api/v1/servers/${server.id}`, {
        private_key: pair.private,
        host_key: `${pair.public} me@here`,
      });
      await gateway.patch(`/api/v1/environments/${environment.id}`, { db_password: 'clear-db-password' });
      await gateway.patch(`/api/v1/backups/storage-configs/${storage.id}`, { credentials });
    });

    it('are never shown: only whether there are some', async () => {
      const shown: [string, object][] = [
        [`servers/${secret.server.id}`, { has_private_key: true, host_key: pair.public }],
        [`environments/${secret.environment.id}`, { has_db_password: true }],
        [`backups/storage-configs/${secret.storage.id}`, { has_credentials: true }],
      ];
      for (const [path, expected] of shown) {
        const { body } = await gateway.get(`/api/v1/${path}`);
        expect(body).toMatchObject(expected);
        expect(
          Object.keys(body).filter(
            (key) => /sealed|password$|private_key$|^credentials/.test(key) && !key.startsWith('has_'),
          ),
        ).toEqual([]);
      }
    });

    it('stand in clear in no table', async () => {
      const tables: { name: string }[] = await gateway.dataSource.query(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'gateway'`,
      );
      expect(tables.length).toBeGreaterThan(11);
      const dump: Answer['body'][] = [];
      for (const { name } of tables)
        dump.push(...(await gateway.dataSource.query(`SELECT to_jsonb(t) AS row FROM ${name} t`)));
      const text = JSON.stringify(dump);
      expect(text).toContain('v1.k1.');
      const [, keyBody = 'missing'] = pair.private.split('\n');
      for (const clear of ['clear-db-password', 'clear-secret-access-key', 'AKIASPECIMEN', keyBody, gateway.token])
        expect({ clear, found: text.includes(clear) }).toEqual({ clear, found: false });
    });

    it('reach an executor sealed, for their own place, and not found is told as such', async () => {
      const ask = async (definition: { subject: string }, request: object) => {
        const reply = await gateway.infrastructure.nats.admin.request(definition.subject, JSON.stringify(request), {
          timeout: 5000,
        });
        return reply.json<Answer['body']>();
      };
      const request = { environment_id: secret.environment.id, storage_config_id: secret.storage.id };
      const { answer } = await ask(BackupAccess, request);
      expect(answer).toMatchObject({
        project: { id: secret.project.id, name: 'Shop', slug: 'shop', odoo_version: '18.0' },
        server: { id: secret.server.id, connection: 'local', host_key: pair.public },
        environment: { db_name: 'prod_db_main', db_user: 'odoo', filestore_root: '/var/lib/odoo/filestore' },
        storage: { provider: 'local', path: '/var/backups/odoo' },
      });
      expect(box().open(answer.server.private_key_sealed, `server:${secret.server.id}:private_key`)).toBe(pair.private);
      expect(
        box().open(answer.environment.db_password_sealed, `environment:${secret.environment.id}:db_password`),
      ).toBe('clear-db-password');
      expect(
        JSON.parse(box().open(answer.storage.credentials_sealed, `storage_config:${secret.storage.id}:credentials`)),
      ).toEqual(credentials);

      const { answer: reach } = await ask(EnvironmentAccessOf, { environment_id: secret.environment.id });
      const { environment, server, project } = answer;
      expect(reach).toEqual({ environment, server, project });
      const missing = await ask(BackupAccess, { ...request, environment_id: NOBODY });
      expect(JSON.stringify(missing)).toContain('NOT_FOUND');
    });

    it('can be taken away again', async () => {
      const path = `/api/v1/servers/${secret.server.id}`;
      expect((await gateway.patch(path, { private_key: null })).body.has_private_key).toBe(false);
    });
  });

  it('tests a storage through an executor, and says which step failed and why', async () => {
    const seen: Answer['body'][] = [];
    const failure = { code: 'STORAGE_FULL', kind: 'operator', message: 'full', remedy: 'free', details: {} };
    const answer = {
      ok: false,
      steps: [
        { step: 'write', ok: false, error: failure },
        { step: 'read', ok: true, error: null },
      ],
    };
    const executor = gateway.infrastructure.nats.admin.subscribe(StorageProbe.subject, {
      callback: (_, message) => {
        seen.push(message.json());
        message.respond(JSON.stringify({ answer }));
      },
    });
    const tested = await gateway.post(`/api/v1/backups/storage-configs/${directory.storage.id}/test`);
    executor.unsubscribe();
    expect(tested).toMatchObject({ status: 200, body: answer });
    expect(seen).toMatchObject([{ storage: { id: directory.storage.id, provider: 'local' } }]);
  });
});
