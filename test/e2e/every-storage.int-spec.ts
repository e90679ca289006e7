import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { MANIFEST_MEMBER, type Sidecar } from '@app/archive';
import type { StorageCredentials } from '@app/contracts';
import { type ObjectStore, openStore, type StorageSettings } from '@app/storage';
import type { BackupView, RestoreView } from '../../deploy/demo/api-client';
import type { DirectoryIds } from '../../deploy/demo/directory';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { type Ftpd, startFtpd } from '../fixtures/ftpd';
import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { filesOf, rowsOf } from './equality';
import { rowsInProgress } from './leftovers';
import { TestStrongroom, waitFor } from './strongroom';

const CONFIGS = '/api/v1/backups/storage-configs';

interface StorageConfig {
  provider: StorageSettings['provider'];
  endpoint?: string;
  path?: string;
  bucket?: string;
  prefix?: string;
  region?: string;
  host_key?: string;
  ca_certificate?: string;
  credentials?: StorageCredentials;
}

describeRequiring(['postgres', 'nats', 'sshd', 'ftpd', 'docker'], 'one environment and every kind of storage', () => {
  let strongroom: TestStrongroom;
  let server: Sshd;
  let sftp: Sshd;
  let ftp: Ftpd;
  let s3: TestS3;
  let folder: string;
  let ids: DirectoryIds;
  let containers: DockerEnvironment;
  let storages: Record<StorageSettings['provider'], StorageConfig>;
  const made: { provider: StorageSettings['provider']; backup: BackupView }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-storages-'));
    [server, sftp, ftp, s3, strongroom] = await Promise.all([
      startSshd(),
      startSshd({ account: true }),
      startFtpd({ tls: true }),
      startS3(),
      TestStrongroom.start(),
    ]);
    const bucket = await s3.bucket();
    const credentials = { access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey };
    const inBucket = (provider: StorageSettings['provider']): StorageConfig => {
      const { endpoint, region } = s3;
      return { provider, endpoint, region, bucket, prefix: `of/${provider}`, credentials };
    };
    const login = { username: sftp.user, password: sftp.password };
    storages = {
      s3: inBucket('s3'),
      r2: inBucket('r2'),
      b2: inBucket('b2'),
      minio: inBucket('minio'),
      local: { provider: 'local', path: join(folder, 'backups') },
      ftp: {
        provider: 'ftp',
        endpoint: ftp.endpoint,
        path: 'odoo backups',
        ca_certificate: ftp.caCertificate,
        credentials: { username: ftp.user, password: ftp.password },
      },
      sftp: {
        provider: 'sftp',
        endpoint: `sftp://${sftp.host}:${sftp.port}`,
        path: join(sftp.home, 'backups'),
        host_key: sftp.hostKey,
        credentials: login,
      },
    };
    ({ ids, containers } = await strongroom.addDockerEnvironment(server, { dbName: `acme's shop`, missing: 0 }));
  }, 900_000);
  afterAll(async () => {
    await containers?.stop();
    await strongroom?.stop();
    await Promise.all([server?.stop(), sftp?.stop(), ftp?.stop(), s3?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const addStorage = (config: StorageConfig, name: string): Promise<{ id: string }> =>
    strongroom.api.post(CONFIGS, { organization_id: ids.organization_id, name, ...config });

  it.each(['s3', 'r2', 'b2', 'minio', 'ftp', 'sftp', 'local'] as const)(
    'is backed up to %s, and restored from there as a clone that equals it',
    async (provider) => {
      const { api } = strongroom;
      const { id: storage_config_id } = await addStorage(storages[provider], provider);
      const tested = await api.post<{ ok: boolean; steps: { step: string }[] }>(`${CONFIGS}/${storage_config_id}/test`);
      expect(tested).toMatchObject({ ok: true });
      expect(tested.steps.map(({ step }) => step)).toEqual(['connect', 'write', 'read', 'range', 'list', 'delete']);

      const { backup } = await strongroom.backUp(ids.environment_id, { storage_config_id });
      expect(backup).toMatchObject({ status: 'completed', degraded: false });
      await expectStoredAsTold(storages[provider], ids, backup);
      await waitFor(
        'the verification',
        async () => (await api.get<BackupView>(`/api/v1/backups/${backup.id}`)).is_verified,
      );

      const target_db = `clone from ${provider}`;
      const restore = await api.post<RestoreView>(`/api/v1/backups/${backup.id}/restore`, { target_db });
      expect(await api.waitForTask(restore.task_id)).toMatchObject({ status: 'completed' });
      expect(await rowsOf(containers, target_db)).toBe(await rowsOf(containers));
      expect(await filesOf(containers, target_db)).toBe(await filesOf(containers));
      made.push({ provider, backup });
    },
  );

  it('gives out every backup, and leaves nothing of those that are deleted', async () => {
    const { api } = strongroom;
    expect(made).toHaveLength(Object.keys(storages).length);
    for (const { provider, backup } of made) {
      const { database_url } = await api.get<{ database_url: string }>(`/api/v1/backups/${backup.id}/download`);
      const response = await fetch(database_url);
      expect([provider, response.status]).toEqual([provider, 200]);
      const hash = createHash('sha256');
      await pipeline(response.body!, hash);
      expect([provider, hash.digest('hex')]).toEqual([provider, await storedChecksum(storages[provider], ids, backup)]);
    }
    for (const { backup } of made) await api.delete(`/api/v1/backups/${backup.id}`);
    for (const { provider, backup } of made) {
      await waitFor(`${provider} to be clean`, async () => {
        const { object_removed_at } = await api.get<{ object_removed_at: string | null }>(
          `/api/v1/backups/${backup.id}`,
        );
        return object_removed_at;
      });
      expect([provider, await keysIn(storages[provider])]).toEqual([provider, []]);
    }
  });

  it('takes changed credentials for the next object, and says what is wrong with those before', async () => {
    const { api } = strongroom;
    const { id: storage_config_id } = await addStorage(storages.ftp, 'ftp with another password');
    const replace = (password: string) => {
      const credentials: StorageCredentials = { username: ftp.user, password };
      return api.patch(`${CONFIGS}/${storage_config_id}`, { credentials });
    };
    const attempt = () => strongroom.backUp(ids.environment_id, { storage_config_id });
    await ftp.setPassword('the next password');
    expect((await attempt()).task).toMatchObject({ status: 'failed', error: { code: 'STORAGE_AUTH_FAILED' } });
    const tested = await api.post(`${CONFIGS}/${storage_config_id}/test`);
    expect(tested).toMatchObject({
      ok: false,
      steps: [{ step: 'connect', ok: false, error: { code: 'STORAGE_AUTH_FAILED', remedy: expect.any(String) } }],
    });
    await replace('the next password');
    expect((await attempt()).backup).toMatchObject({ status: 'completed' });
    expect(await rowsInProgress(strongroom)).toEqual([]);
  });
});

/** Object and manifest lie where they should, nothing else does, and each component has the checksum that was told. */
async function expectStoredAsTold(config: StorageConfig, ids: DirectoryIds, backup: BackupView): Promise<void> {
  const store = openStore(settingsOf(config));
  try {
    const folder = `organizations/${ids.organization_id}/projects/${ids.project_id}/environments/${ids.environment_id}`;
    const [manifestKey, key] = [`${folder}/${backup.id}.manifest.json`, `${folder}/${backup.id}.zip`];
    const keys: string[] = [];
    for await (const found of store.list('')) keys.push(found.key);
    expect(keys).toEqual([manifestKey, key]);
    for await (const unfinished of store.listUnfinished('')) throw new Error(`${unfinished.key} is unfinished`);
    const { database, filestore, object } = JSON.parse(await text(await store.read(manifestKey))) as Sidecar;
    const components = object.members.filter(({ name }) => name !== MANIFEST_MEMBER);
    const sums = await Promise.all(components.map(({ offset, size }) => checksum(store, key, offset, offset + size)));
    expect(sums.sort()).toEqual([database.checksum, filestore!.checksum].sort());
    expect([backup.database_checksum, backup.filestore_checksum]).toEqual([database.checksum, filestore!.checksum]);
  } finally {
    await store.close();
  }
}

async function keysIn(config: StorageConfig): Promise<string[]> {
  const store = openStore(settingsOf(config));
  try {
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    return keys;
  } finally {
    await store.close();
  }
}

async function storedChecksum(config: StorageConfig, ids: DirectoryIds, { id }: BackupView): Promise<string> {
  const folder = `organizations/${ids.organization_id}/projects/${ids.project_id}/environments/${ids.environment_id}`;
  const key = `${folder}/${id}.zip`;
  const store = openStore(settingsOf(config));
  try {
    const { sizeBytes } = (await store.stat(key))!;
    return await checksum(store, key, 0, sizeBytes);
  } finally {
    await store.close();
  }
}

async function checksum(store: ObjectStore, key: string, start: number, end: number): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(await store.read(key, { start, end }), hash);
  return hash.digest('hex');
}

function settingsOf({ host_key, ca_certificate, credentials, ...config }: StorageConfig): StorageSettings {
  return {
    ...config,
    hostKey: host_key,
    caCertificate: ca_certificate,
    credentials: {
      accessKeyId: credentials?.access_key_id,
      secretAccessKey: credentials?.secret_access_key,
      username: credentials?.username,
      password: credentials?.password,
    },
  };
}
