import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  BackupCompleted,
  BackupDeleted,
  type BackupDeletedPayload,
  BackupObjectRemovalFailed,
  BackupObjectRemoved,
  StorageAccessOf,
  type StorageAccess,
  type StorageCredentials,
} from '@app/contracts';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { openStore } from '@app/storage';
import { factOf } from '../../../../libs/contracts/testing/sample-facts';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { type Ftpd, startFtpd } from '../../../../test/fixtures/ftpd';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { startS3, type TestS3 } from '../../../../test/fixtures/s3';
import { type Sshd, startSshd } from '../../../../test/fixtures/sshd';
import { RetentionModule } from '../app.module';
import { RetentionConfig } from '../config';
import { KeptBackup } from '../kept-backup.entity';
import { Removal } from './removal.entity';

describeRequiring(
  ['postgres', 'nats', 'docker', 'sshd', 'ftpd'],
  'the objects of a deleted backup leave every storage',
  () => {
    let retention: TestService;
    let s3: TestS3;
    let sshd: Sshd;
    let ftpd: Ftpd;
    let folder: string;
    const storages = new Map<string, StorageAccess>();
    beforeAll(async () => {
      [s3, sshd, ftpd] = await Promise.all([startS3(), startSshd({ account: true }), startFtpd()]);
      folder = await mkdtemp(join(tmpdir(), 'strongroom-removal-'));
      retention = await TestService.start({
        service: 'retention',
        module: RetentionModule,
        config: RetentionConfig,
        environment: { REMOVAL_INTERVAL_MS: '100', REMOVAL_RETRY_MS: '100', REMOVAL_RETRY_MAX_MS: '1000' },
      });
      await retention.answer(StorageAccessOf, ({ storage_config_id }) => ({
        storage: storages.get(storage_config_id)!,
      }));
    });
    afterAll(async () => {
      await retention?.stop();
      await Promise.all([s3?.stop(), sshd?.stop(), ftpd?.stop()]);
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    function storageOf(
      provider: StorageAccess['provider'],
      settings: Partial<StorageAccess>,
      login?: StorageCredentials,
    ) {
      const id = randomUUID();
      const sealed =
        login && retention.app.get(SecretBox).seal(JSON.stringify(login), `storage_config:${id}:credentials`);
      const none = { endpoint: null, region: null, bucket: null, prefix: null, path: null };
      const plain = { storage_class: null, server_side_encryption: null, host_key: null };
      const storage = {
        id,
        name: provider,
        provider,
        ...none,
        ...plain,
        ...settings,
        credentials_sealed: sealed ?? null,
      };
      storages.set(id, storage);
      return id;
    }
    const onDisk = () => storageOf('local', { path: folder });
    const overSftp = () => {
      const { user: username, password, hostKey: host_key } = sshd;
      const endpoint = `sftp://${sshd.host}:${sshd.port}`;
      return storageOf('sftp', { endpoint, path: 'backups', host_key }, { username, password: password! });
    };
    const overFtp = () => {
      const { endpoint, user: username, password } = ftpd;
      return storageOf('ftp', { endpoint, path: 'backups' }, { username, password });
    };
    const inBucket = async () => {
      const { endpoint, region, accessKeyId: access_key_id, secretAccessKey: secret_access_key } = s3;
      const bucket = await s3.bucket();
      return storageOf('minio', { endpoint, region, bucket }, { access_key_id, secret_access_key });
    };

    async function keysIn(storageId: string, put: readonly string[] = []): Promise<string[]> {
      const store = openStore(openStorageAccess(storages.get(storageId)!, retention.app.get(SecretBox)));
      try {
        for (const key of put) {
          const writer = await store.write(key);
          await pipeline([Buffer.from(key)], writer.stream);
          await writer.commit();
        }
        const keys: string[] = [];
        for await (const { key } of store.list('')) keys.push(key);
        return keys;
      } finally {
        await store.close();
      }
    }

    /** A backup with its objects in these storages. */
    async function stored(storageIds: readonly string[]): Promise<BackupDeletedPayload> {
      const backup_id = randomUUID();
      const [key, manifest_key] = ['zip', 'manifest.json'].map((ending) => `organizations/o/${backup_id}.${ending}`);
      for (const id of storageIds) await keysIn(id, [key!, manifest_key!]);
      const places = storageIds.map((storage_config_id) => ({
        storage_config_id,
        key: key!,
        manifest_key: manifest_key!,
      }));
      return factOf(BackupDeleted, { backup_id, places });
    }
    const removedFrom = async (backup_id: string) =>
      (await retention.told(BackupObjectRemoved))
        .filter((fact) => fact.backup_id === backup_id)
        .map(({ storage_config_id }) => storage_config_id);
    const rowOf = (storageConfigId: string) =>
      retention.dataSource.manager.findOneByOrFail(Removal, { storageConfigId });

    it('each tells that it is clean, and what else lies there stays', async () => {
      const places = [onDisk(), await inBucket(), overSftp(), overFtp()];
      const other = await stored(places);
      const deleted = await stored(places);
      await retention.tell(BackupDeleted, deleted);
      await eventually(async () => (await removedFrom(deleted.backup_id)).length === 4, 'all four places told');
      expect((await removedFrom(deleted.backup_id)).sort()).toEqual([...places].sort());
      const { key, manifest_key } = other.places[0]!;
      for (const place of places) expect(await keysIn(place)).toEqual([manifest_key, key]);
      const { organization_id, project_id, environment_id, backup_id } = deleted;
      expect((await retention.told(BackupObjectRemoved))[0]).toEqual({
        organization_id,
        project_id,
        environment_id,
        backup_id,
        key: deleted.places[0]!.key,
        storage_config_id: expect.any(String),
        removed_at: expect.any(String),
      });
    });

    it('one that is away is tried until it is back, holds up no other, and is told of once', async () => {
      const [away, there] = [overSftp(), onDisk()];
      const deleted = await stored([away, there]);
      await sshd.kill();
      await retention.tell(BackupDeleted, deleted);
      await eventually(async () => (await removedFrom(deleted.backup_id)).includes(there), 'the other place is clean');
      await eventually(async () => (await rowOf(away)).attempts >= 3, 'it is tried again');
      expect(await rowOf(away)).toMatchObject({ removedAt: null, lastError: { code: 'STORAGE_UNREACHABLE' } });
      await sshd.start();
      await eventually(async () => (await removedFrom(deleted.backup_id)).includes(away), 'the place is clean');
      expect(await keysIn(away)).not.toContain(deleted.places[0]!.key);
      expect(await rowOf(away)).toMatchObject({ removedAt: expect.any(Date), lastError: null });
      const failures = (await retention.told(BackupObjectRemovalFailed)).filter(
        ({ storage_config_id }) => storage_config_id === away,
      );
      expect(failures).toMatchObject([{ attempt: 1, error: { code: 'STORAGE_UNREACHABLE' } }]);
    });

    it('what a process that died has left half done is finished', async () => {
      const place = await inBucket();
      const deleted = await stored([place]);
      const { key, manifest_key, storage_config_id: storageConfigId } = deleted.places[0]!;
      const store = openStore(openStorageAccess(storages.get(place)!, retention.app.get(SecretBox)));
      await store.remove(manifest_key);
      await store.close();
      const { organization_id: organizationId, project_id: projectId, environment_id: environmentId } = deleted;
      await retention.dataSource.manager.insert(Removal, {
        organizationId,
        projectId,
        environmentId,
        backupId: deleted.backup_id,
        storageConfigId,
        key,
        manifestKey: manifest_key,
        attempts: 1,
      });
      await eventually(async () => (await removedFrom(deleted.backup_id)).length === 1, 'it is finished');
      expect(await keysIn(place)).toEqual([]);
    });

    it('a deleted backup is kept no more, in whatever order it is told', async () => {
      const { manager } = retention.dataSource;
      for (const order of ['deleted last', 'deleted first']) {
        const backup = factOf(BackupCompleted, { backup_id: randomUUID() });
        const deleted = factOf(BackupDeleted, { backup_id: backup.backup_id, places: [] });
        if (order === 'deleted first') await retention.tell(BackupDeleted, deleted);
        await retention.tell(BackupCompleted, backup);
        await retention.settled();
        if (order === 'deleted last') {
          expect(await manager.countBy(KeptBackup, { backupId: backup.backup_id })).toBe(1);
          await retention.tell(BackupDeleted, deleted);
          await retention.settled();
        }
        expect(await manager.countBy(KeptBackup, { backupId: backup.backup_id })).toBe(0);
      }
      expect(await retention.deadLetters()).toBe(0);
    });
  },
);
