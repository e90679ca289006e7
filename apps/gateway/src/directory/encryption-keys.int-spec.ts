import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateEncryptionKey } from '@app/archive';
import { BackupAccess } from '@app/contracts';
import { SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { makeDirectory, TestGateway, type Answer, type Directory, until } from '../../testing/test-gateway';

const IDENTITY = /AGE-SECRET-KEY-1[0-9A-Z]{58}/;
const CONFIGS = '/api/v1/backups/storage-configs';

describeRequiring(['postgres', 'nats', 'age'], 'the encryption keys of a storage', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let path: string;
  /** Every identity that a spec has come to know. */
  const identities: string[] = [];
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    directory = await makeDirectory(gateway);
    path = `${CONFIGS}/${directory.storage.id}/encryption-keys`;
  });
  afterAll(() => gateway?.stop());

  const ownKey = async () => {
    const key = await generateEncryptionKey();
    identities.push(key.identity);
    return key;
  };
  const made = async (body: object = {}): Promise<Answer['body']> => {
    const key = await gateway.make(path, body);
    if (key.identity !== null) identities.push(key.identity);
    return key;
  };
  const listed = async (): Promise<Answer['body'][]> => (await gateway.get(path)).body.items;
  const config = async (): Promise<Answer['body']> => (await gateway.get(`${CONFIGS}/${directory.storage.id}`)).body;
  const access = async ({ environment, storage }: Directory = directory): Promise<Answer['body']> => {
    const request = { environment_id: environment.id, storage_config_id: storage.id };
    const { admin } = gateway.infrastructure.nats;
    const reply = await admin.request(BackupAccess.subject, JSON.stringify(request), { timeout: 5000 });
    return reply.json<{ answer: Answer['body'] }>().answer.storage.encryption;
  };
  const secretBox = () => SecretBox.fromMasterKeys(gateway.infrastructure.environment['STRONGROOM_MASTER_KEYS']!);

  it('are made here, and their identity is shown once', async () => {
    expect((await config()).encryption).toBeNull();
    expect(await listed()).toEqual([]);
    const key = await made();
    expect(key).toMatchObject({
      key_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      recipient: expect.stringMatching(/^age1[0-9a-z]{58}$/),
      identity: expect.stringMatching(IDENTITY),
      has_identity: true,
      warning: null,
      retired_at: null,
      storage_config_id: directory.storage.id,
    });
    const { identity: _identity, recovery_kit: _kit, ...shown } = key;
    expect(await listed()).toEqual([{ ...shown, backup_count: 0 }]);
    const { key_id, recipient } = key;
    expect((await config()).encryption).toEqual({ key_id, recipient, has_identity: true, warning: null });
    const page = (await gateway.get(`${CONFIGS}?organization_id=${directory.organization.id}`)).body;
    expect(page.items).toMatchObject([{ encryption: { key_id } }]);
  });

  it('come with a recovery kit that age opens backups with as it is', async () => {
    await gateway.patch(`${CONFIGS}/${directory.storage.id}`, { name: 'a name\nthat breaks lines' });
    const { recovery_kit: kit, key_id, recipient } = await made();
    for (const part of [key_id, recipient, directory.storage.id, 'dump.sql.age | age -d -i kit.txt | pg_restore'])
      expect(kit).toContain(part);
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-kit-'));
    try {
      writeFileSync(join(folder, 'kit.txt'), kit);
      const sealed = execFileSync('age', ['-r', recipient], { input: 'what was backed up' });
      const opened = execFileSync('age', ['-d', '-i', join(folder, 'kit.txt')], { input: sealed });
      expect(opened.toString()).toBe('what was backed up');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('rotate: the newest is for new backups, and executors get every identity, sealed', async () => {
    const [first, second] = [await made(), await made()];
    expect(await listed()).toMatchObject([
      { key_id: second.key_id, retired_at: null },
      { key_id: first.key_id, retired_at: expect.any(String) },
    ]);
    const { current, identities: sealed } = await access();
    expect(current).toEqual({ key_id: second.key_id, recipient: second.recipient });
    const opened = sealed.map((one: Answer['body']) =>
      secretBox().open(one.identity_sealed, `storage_config:${one.storage_config_id}:encryption_key:${one.key_id}`),
    );
    expect(opened).toEqual([second.identity, first.identity]);
  });

  it('of one storage are known when a copy in another one is read, and those of strangers are not', async () => {
    const { key_id } = await made();
    const { organization } = directory;
    const second = { organization_id: organization.id, name: 'Second', provider: 'local', path: '/mnt' };
    const storage = await gateway.make(CONFIGS, second);
    expect(await access({ ...directory, storage })).toMatchObject({ current: null, identities: [{ key_id }] });
    expect(await access(await makeDirectory(gateway))).toEqual({ current: null, identities: [] });
  });

  it('may be the caller’s own; with the recipient alone that is told until the identity is there', async () => {
    const { recipient, identity } = await ownKey();
    const key = await made({ recipient });
    expect(key).toMatchObject({ identity: null, recovery_kit: null, has_identity: false });
    expect(key.warning).toMatch(/neither read nor restore/);
    expect((await config()).encryption).toMatchObject({ has_identity: false, warning: key.warning });
    expect(await access()).toMatchObject({ current: { recipient }, identities: [] });

    expect(await gateway.post(`${path}/${key.key_id}/check`)).toMatchObject({
      status: 409,
      body: { code: 'ENCRYPTION_KEY_MISSING', detail: expect.stringContaining(key.key_id) },
    });
    expect(await check(key.key_id, { identity })).toEqual({ opens: true, identity: 'given' });
    const { identity: other } = await ownKey();
    expect(await check(key.key_id, { identity: other })).toEqual({ opens: false, identity: 'given' });

    expect(await made({ identity })).toMatchObject({ key_id: key.key_id, has_identity: true, warning: null });
    expect(await check(key.key_id)).toEqual({ opens: true, identity: 'stored' });
    expect(await listed()).toHaveLength(1);
  });

  const check = async (id: string, body?: object): Promise<Answer['body']> =>
    (await gateway.post(`${path}/${id}/check`, body)).body;

  it('may be there only to read older backups', async () => {
    const [current, older] = [await made(), await ownKey()];
    const added = await made({ ...older, for_new_backups: false });
    expect(added.retired_at).not.toBeNull();
    expect((await config()).encryption.key_id).toBe(current.key_id);
    expect((await access()).identities).toHaveLength(2);
  });

  it('are refused when they are none or not of one pair, and what was sent is not repeated', async () => {
    const [{ identity, recipient }, other] = [await ownKey(), await ownKey()];
    for (const body of [
      { recipient: 'age1nonsense' },
      { recipient: identity },
      { recipient, identity: other.identity },
      { identity: recipient },
      { recipient: identity, identity: recipient },
      { identity: `${identity}${identity}${identity}` },
    ]) {
      const answer = await gateway.post(path, body);
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).not.toMatch(IDENTITY);
    }
    expect(await listed()).toEqual([]);
  });

  it('stay for reading when new backups are not to be encrypted any more, and come back', async () => {
    const { recipient, key_id } = await made();
    for (let times = 0; times < 2; times++) expect((await gateway.post(`${path}/disable`)).status).toBe(204);
    expect((await config()).encryption).toBeNull();
    expect(await access()).toMatchObject({ current: null, identities: [{ key_id }] });
    expect(await made({ recipient })).toMatchObject({ key_id, retired_at: null, has_identity: true });
  });

  it('are not deleted while new backups are encrypted with them, or old ones cannot be read without them', async () => {
    const key = await made();
    const backup = await OneBackup.request(gateway, directory);
    const remove = () => gateway.delete(`${path}/${key.key_id}`);
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    await gateway.post(`${path}/disable`);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', details: { backups: 0, running: 1 } },
    });

    await backup.completed(1, { encryption_key_id: key.key_id });
    await until(async () => (await backup.details()).status === 'completed');
    expect(await backup.details()).toMatchObject({ encryption_key_id: key.key_id });
    expect(await listed()).toMatchObject([{ backup_count: 1 }]);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', details: { backups: 1, running: 0 } },
    });

    await gateway.dataSource.query(`UPDATE backups SET status = 'deleted' WHERE id = $1`, [backup.created.id]);
    expect((await remove()).status).toBe(204);
    expect(await listed()).toEqual([]);
    for (const id of [key.key_id, 'nonsense', '%00']) expect((await gateway.delete(`${path}/${id}`)).status).toBe(404);
  });

  it('keep their storage config from being deleted', async () => {
    const { key_id } = await made();
    const remove = () => gateway.delete(`${CONFIGS}/${directory.storage.id}`);
    expect((await remove()).body).toMatchObject({
      code: 'STORAGE_CONFIG_IN_USE',
      detail: expect.stringContaining(`1 encryption key (${key_id})`),
    });
    await gateway.post(`${path}/disable`);
    await gateway.delete(`${path}/${key_id}`);
    expect((await remove()).status).toBe(204);
  });

  it('are one at a time, however many are posted at once', async () => {
    await Promise.all([made(), made(), made(), made()]);
    const keys = await listed();
    expect(keys).toHaveLength(4);
    expect(keys.filter(({ retired_at }) => retired_at === null)).toHaveLength(1);
  });

  it('change the storage config, and their identities stand in clear in no table and no message', async () => {
    await made();
    const { storage } = directory;
    const told = await until(async () => {
      const events = await gateway.messages('EVENTS', 'events.*.storage_config.updated');
      return events.find(({ data }) => data.id === storage.id);
    });
    expect(told.data).toMatchObject({ id: storage.id, organization_id: directory.organization.id });
    const texts = [JSON.stringify(await gateway.messages('EVENTS', '>'))];
    const tables: { name: string }[] = await gateway.dataSource.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'gateway'`,
    );
    for (const { name } of tables)
      texts.push(JSON.stringify(await gateway.dataSource.query(`SELECT to_jsonb(t) AS row FROM ${name} t`)));
    const all = texts.join('\n');
    expect(all).toContain(storage.id);
    expect(all).not.toMatch(IDENTITY);
    expect(identities.length).toBeGreaterThan(5);
    expect(identities.filter((identity) => all.includes(identity))).toEqual([]);
  });
});
