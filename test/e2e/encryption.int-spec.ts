/** Backups that are encrypted before they leave the executor: rotation, a key of one's own, and one without its identity. */
import { execFile, execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { generateEncryptionKey, openBackupArchive } from '@app/archive';
import type { BackupView, RestoreView, TaskView } from '../../deploy/demo/api-client';
import type { DirectoryIds } from '../../deploy/demo/directory';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { filesOf, rowsOf } from './equality';
import { TestStrongroom, waitFor } from './strongroom';

const CONFIGS = '/api/v1/backups/storage-configs';

interface KeyView {
  key_id: string;
  recipient: string;
  identity: string | null;
}
type EncryptedBackup = BackupView & { encryption_key_id: string | null };

describeRequiring(['postgres', 'nats', 'sshd', 'docker', 'age'], 'a storage with an encryption key', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let s3: TestS3;
  let containers: DockerEnvironment;
  let ids: DirectoryIds;
  let nats: NatsConnection;
  const messages: string[] = [];
  const identities: string[] = [];

  beforeAll(async () => {
    [sshd, s3, strongroom] = await Promise.all([startSshd(), startS3(), TestStrongroom.start()]);
    const url = new URL(strongroom.embedded.natsAdminUrl);
    nats = await connect({ servers: url.host, user: url.username, pass: url.password });
    nats.subscribe('>', { callback: (_, message) => void messages.push(`${message.subject} ${message.string()}`) });
    ({ ids, containers } = await strongroom.addDockerEnvironment(sshd));
  }, 900_000);
  afterAll(async () => {
    await nats?.close();
    await containers?.stop();
    await strongroom?.stop();
    await Promise.all([sshd?.stop(), s3?.stop()]);
  });

  let storages = 0;
  async function addStorage(settings: object): Promise<string> {
    const { organization_id } = ids;
    const name = `encrypted ${++storages}`;
    return (await strongroom.api.post<{ id: string }>(CONFIGS, { organization_id, name, ...settings })).id;
  }
  const localStorage = () => addStorage({ provider: 'local', path: join(strongroom.home, `encrypted-${storages}`) });
  async function bucketStorage(): Promise<string> {
    const { endpoint, region, accessKeyId: access_key_id, secretAccessKey: secret_access_key } = s3;
    const credentials = { access_key_id, secret_access_key };
    return addStorage({ provider: 's3', endpoint, region, bucket: await s3.bucket(), credentials });
  }

  async function addKey(storageId: string, body: object = {}): Promise<KeyView> {
    const key = await strongroom.api.post<KeyView>(`${CONFIGS}/${storageId}/encryption-keys`, body);
    if (key.identity !== null) identities.push(key.identity);
    return key;
  }

  async function backUp(storageId: string): Promise<EncryptedBackup> {
    const { backup, task } = await strongroom.backUp(ids.environment_id, { storage_config_id: storageId });
    expect(task).toMatchObject({ status: 'completed' });
    return waitFor('the verification after the upload', async () => {
      const row = await strongroom.api.get<EncryptedBackup>(`/api/v1/backups/${backup.id}`);
      return row.is_verified && row;
    });
  }

  async function readThrough({ id }: BackupView): Promise<TaskView> {
    const { api } = strongroom;
    return api.waitForTask((await api.post<TaskView>(`/api/v1/backups/${id}/verify`, { level: 'readable' })).id);
  }

  async function restore({ id }: BackupView): Promise<{ task: TaskView; target: string }> {
    const view = await strongroom.api.post<RestoreView>(`/api/v1/backups/${id}/restore`);
    return { task: await strongroom.api.waitForTask(view.task_id, undefined, 240_000), target: view.target_db };
  }

  async function expectEqualClone(backup: BackupView): Promise<void> {
    const { task, target } = await restore(backup);
    expect(task).toMatchObject({ status: 'completed' });
    expect(await rowsOf(containers, target)).toBe(await rowsOf(containers));
    expect(await filesOf(containers, target)).toBe(await filesOf(containers));
  }

  it.each([
    ['local', localStorage],
    ['S3', bucketStorage],
  ])(
    'holds encrypted backups (%s) that are verified and restored, also after its key was rotated',
    async (_provider, make) => {
      const storageId = await make();
      const first = await addKey(storageId);
      const older = await backUp(storageId);
      const second = await addKey(storageId);
      const newer = await backUp(storageId);
      expect([older.encryption_key_id, newer.encryption_key_id]).toEqual([first.key_id, second.key_id]);
      expect(await readThrough(older)).toMatchObject({ status: 'completed' });
      await expectEqualClone(older);
      await expectEqualClone(newer);
    },
    300_000,
  );

  it('can be read with unzip’s members and age alone, and its content is not there in clear', async () => {
    const storageId = await localStorage();
    const { identity, key_id } = await addKey(storageId);
    const backup = await backUp(storageId);
    const { size: sizeBytes } = await stat(backup.location!);
    const read = async (start: number, end: number) => createReadStream(backup.location!, { start, end: end - 1 });
    const archive = await openBackupArchive({ sizeBytes, read });
    expect(archive.manifest.encryption).toMatchObject({ format: 'age', key_id });
    expect(archive.members.map(({ name }) => name).toSorted()).toEqual([
      'dump.sql.age',
      'filestore.tar.gz.age',
      'manifest.json',
    ]);
    expect((await readFile(backup.location!)).includes('PGDMP')).toBe(false);

    const folder = await mkdtemp(join(tmpdir(), 'strongroom-encryption-'));
    try {
      const [keyFile, member] = [join(folder, 'key.txt'), join(folder, 'member.age')];
      await writeFile(keyFile, identity!);
      for (const [name, checksum] of [
        ['dump.sql', backup.database_checksum],
        ['filestore.tar.gz', backup.filestore_checksum],
      ]) {
        await writeFile(member, await buffer(await archive.openStored(`${name}.age`)));
        const plain = execFileSync('age', ['-d', '-i', keyFile, member], { maxBuffer: 1 << 28 });
        expect(createHash('sha256').update(plain).digest('hex')).toBe(checksum);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('whose key has no identity takes backups, and a restore is refused before anything is touched', async () => {
    const storageId = await localStorage();
    const { recipient, identity } = await generateEncryptionKey();
    identities.push(identity);
    const { key_id } = await addKey(storageId, { recipient });
    const backup = await backUp(storageId);
    const databases = () =>
      containers.exec('SELECT string_agg(datname, $$,$$ ORDER BY datname) FROM pg_database', 'postgres');
    const before = [await databases(), await containers.run('odoo', 'ls', '/var/lib/odoo/filestore')];

    const missing = {
      status: 'failed',
      attempt: 1,
      error: { code: 'ENCRYPTION_KEY_MISSING', message: expect.stringContaining(key_id) as string },
    };
    expect((await restore(backup)).task).toMatchObject(missing);
    expect(await readThrough(backup)).toMatchObject(missing);
    expect([await databases(), await containers.run('odoo', 'ls', '/var/lib/odoo/filestore')]).toEqual(before);

    await addKey(storageId, { identity });
    await expectEqualClone(backup);
  });

  it('keeps identities out of every log, message and table', async () => {
    const logs = join(strongroom.home, 'logs');
    const texts = await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')));
    const url = new URL(strongroom.embedded.postgresAdminUrl);
    url.pathname = '/strongroom';
    const { stdout } = await promisify(execFile)('pg_dump', [url.href], { maxBuffer: 512 * 1024 * 1024 });
    const everything = [...texts, ...messages, stdout].join('\n');
    for (const part of ['identity_sealed', 'events.', 'jobs.', 'rpc.']) expect(everything).toContain(part);
    expect(identities).toHaveLength(6);
    expect(identities.filter((identity) => everything.includes(identity))).toEqual([]);
    expect(everything).not.toMatch(/AGE-SECRET-KEY-1[0-9A-Z]{58}/);
  });
});
