import { utils } from 'ssh2';
import { BackupAccess } from '@app/contracts';
import { SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Answer, type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';

const PATH = '/api/v1/backups/storage-configs';
const keys = { access_key_id: 'AKIASPECIMEN', secret_access_key: 'clear-secret-key' };
const login = { username: 'ops-login', password: 'clear pass word' };

describeRequiring(['postgres', 'nats'], 'storage configs', () => {
  const pair = utils.generateKeyPairSync('ed25519');
  let gateway: TestGateway;
  let directory: Directory;
  let names = 0;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const body = (settings: object) => ({
    organization_id: directory.organization.id,
    name: `storage ${(names += 1)}`,
    ...settings,
  });
  const sealedIn = async (id: string): Promise<object> => {
    const request = { environment_id: directory.environment.id, storage_config_id: id };
    const reply = await gateway.infrastructure.nats.admin.request(BackupAccess.subject, JSON.stringify(request));
    const { answer } = reply.json<Answer['body']>();
    const box = SecretBox.fromMasterKeys(gateway.infrastructure.environment['STRONGROOM_MASTER_KEYS']!);
    return JSON.parse(box.open(answer.storage.credentials_sealed, `storage_config:${id}:credentials`)) as object;
  };

  it.each<[string, object, object]>([
    ['ftp', { endpoint: 'ftps://backup.example.org', path: 'odoo' }, login],
    ['sftp', { endpoint: 'sftp://backup.example.org:2222', host_key: pair.public }, login],
    ['sftp', { endpoint: 'sftp://[::1]' }, { username: 'ops-login', private_key: pair.private }],
    ['minio', { endpoint: 'https://minio.example.org', bucket: 'b', storage_class: 'REDUCED_REDUNDANCY' }, keys],
    ['s3', { bucket: 'b', storage_class: 'GLACIER_IR', server_side_encryption: 'aws:kms' }, keys],
  ])('takes one of %s and shows of %j everything but the credentials', async (provider, settings, credentials) => {
    const created = await gateway.make(PATH, body({ provider, ...settings, credentials }));
    expect(created).toMatchObject({ provider, ...settings, has_credentials: true });
    const shown = JSON.stringify([created, (await gateway.get(`${PATH}/${created.id}`)).body]);
    for (const secret of Object.values(credentials)) expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(await sealedIn(created.id)).toEqual(credentials);
  });

  it.each<[string, object]>([
    ['credentials.username', { provider: 'ftp', endpoint: 'ftp://h' }],
    ['credentials.username', { provider: 'ftp', endpoint: 'ftp://h', credentials: keys }],
    ['credentials.password', { provider: 'ftp', endpoint: 'ftp://h', credentials: { username: 'u' } }],
    [
      'credentials.password',
      { provider: 'ftp', endpoint: 'ftp://h', credentials: { username: 'u', password: 'a\nb' } },
    ],
    ['credentials.password', { provider: 'sftp', endpoint: 'sftp://h', credentials: { username: 'u' } }],
    ['credentials.access_key_id', { provider: 's3', bucket: 'b', credentials: login }],
    ['endpoint', { provider: 'ftp', credentials: login }],
    ['endpoint', { provider: 'ftp', endpoint: 'sftp://h', credentials: login }],
    ['endpoint', { provider: 'sftp', endpoint: 'h:22', credentials: login }],
    ['endpoint', { provider: 'ftp', endpoint: 'ftp://u:p@h', credentials: login }],
    ['endpoint', { provider: 'sftp', endpoint: 'sftp://h/backups', credentials: login }],
    ['path', { provider: 'sftp', endpoint: 'sftp://h', path: '../others', credentials: login }],
    ['prefix', { provider: 'local', path: '/srv', prefix: 'a/../../b' }],
    ['ca_certificate', { provider: 'ftp', endpoint: 'ftps://h', credentials: login, ca_certificate: 'PEM' }],
    [
      'storage_class',
      { provider: 'r2', endpoint: 'https://h', bucket: 'b', credentials: keys, storage_class: 'GLACIER' },
    ],
    ['storage_class', { provider: 'local', path: '/srv', storage_class: 'STANDARD' }],
    [
      'server_side_encryption',
      { provider: 'b2', endpoint: 'https://h', bucket: 'b', credentials: keys, server_side_encryption: 'aws:kms' },
    ],
    [
      'server_side_encryption',
      { provider: 'ftp', endpoint: 'ftp://h', credentials: login, server_side_encryption: 'AES256' },
    ],
  ])('names %s when it refuses %j', async (field, settings) => {
    const answer = await gateway.post(PATH, body(settings));
    const [, setting] = field.split('.');
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'STORAGE_CONFIG_INVALID', details: { field }, detail: expect.stringContaining(setting ?? field) },
    });
    expect(JSON.stringify(answer.body)).not.toContain('clear');
  });

  it.each<[string, object, string]>([
    ['private_key', { credentials: { username: 'u', private_key: 'hello' } }, 'SSH_KEY_INVALID'],
    ['host_key', { host_key: 'SHA256:abc', credentials: login }, 'VALIDATION_FAILED'],
  ])('reads a %s before it is stored', async (_field, settings, code) => {
    const answer = await gateway.post(PATH, body({ provider: 'sftp', endpoint: 'sftp://h', ...settings }));
    expect(answer).toMatchObject({ status: 422, body: { code } });
  });

  it('judges a change by what the config is afterwards', async () => {
    const { id } = await gateway.make(PATH, body({ provider: 'ftp', endpoint: 'ftp://h', credentials: login }));
    const change = (changes: object) => gateway.patch(`${PATH}/${id}`, changes);
    const refused = (field: string) => ({ status: 422, body: { code: 'STORAGE_CONFIG_INVALID', details: { field } } });
    expect(await change({ storage_class: 'STANDARD' })).toMatchObject(refused('storage_class'));
    expect(await change({ provider: 'sftp' })).toMatchObject(refused('endpoint'));
    expect(await change({ provider: 's3', bucket: 'b', endpoint: null })).toMatchObject(
      refused('credentials.access_key_id'),
    );
    expect(await change({ credentials: null })).toMatchObject(refused('credentials.username'));
    expect(await change({ provider: 'sftp', endpoint: 'sftp://h' })).toMatchObject({ status: 200 });
    expect(await change({ credentials: { username: 'ops-login', private_key: pair.private } })).toMatchObject({
      status: 200,
    });
    expect(await sealedIn(id)).toEqual({ username: 'ops-login', private_key: pair.private });
  });

  it('cannot be deleted while backups lie there, even by an organization that has another default', async () => {
    const used = await makeDirectory(gateway);
    for (let count = 0; count < 2; count += 1)
      await gateway.make(`/api/v1/backups/environments/${used.environment.id}/backups`, {});
    const inUse = {
      status: 409,
      body: {
        code: 'STORAGE_CONFIG_IN_USE',
        detail: expect.stringContaining('2 backups'),
        details: { backups: 2, references: [{ kind: 'backup', count: 2 }] },
      },
    };
    expect(await gateway.delete(`${PATH}/${used.storage.id}`)).toMatchObject(inUse);
    const { id: organization_id } = used.organization;
    await gateway.make(PATH, { organization_id, name: 'Next', provider: 'local', path: '/next', is_default: true });
    expect(await gateway.delete(`${PATH}/${used.storage.id}`)).toMatchObject(inUse);
    expect((await gateway.get(`${PATH}/${used.storage.id}`)).status).toBe(200);
  });
});
