import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@app/core';
import type { BackupRunPayload } from '@app/contracts';
import { DEFAULT_STORAGE_OPTIONS, type ObjectStore, openStore } from '@app/storage';
import { buffer } from 'node:stream/consumers';
import { type LyingS3, startLyingS3 } from '../../../../libs/storage/testing/lying-s3';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { startS3, type TestS3 } from '../../../../test/fixtures/s3';
import { TestBackups } from '../../testing/test-backups';

describeRequiring(['postgres', 'nats', 'docker'], 'a copy of a backup', () => {
  let backups: TestBackups;
  let s3: TestS3;
  let bucket: string;
  let store: ObjectStore;
  let backup: BackupRunPayload;

  beforeAll(async () => {
    [backups, s3] = await Promise.all([TestBackups.start(), startS3()]);
    bucket = await s3.bucket();
    const { endpoint, region, accessKeyId, secretAccessKey } = s3;
    const credentials = { accessKeyId, secretAccessKey };
    store = openStore({ provider: 's3', endpoint, region, bucket, credentials }, DEFAULT_STORAGE_OPTIONS);
    backup = backups.request(backups.addStorage());
    await backups.runWell(backup);
  }, 900_000);
  afterAll(async () => {
    await store?.close();
    await backups?.stop();
    await s3?.stop();
  });

  const s3Storage = (prefix: string) =>
    backups.addStorage({ provider: 's3', endpoint: s3.endpoint, region: s3.region, bucket, prefix }, [
      s3.accessKeyId,
      s3.secretAccessKey,
    ]);
  const file = (storageId: string, key: string) => join(backups.storage(storageId).path!, key);
  const own = (key: 'archive' | 'sidecar') => readFileSync(file(backup.storage_config_id, backups.keys(backup)[key]));
  const last = async (taskId: string) => (await backups.told(taskId)).at(-1)!;
  const below = async (prefix: string) => {
    const keys: string[] = [];
    for await (const { key } of store.list(prefix)) keys.push(key);
    for await (const { key } of store.listUnfinished(prefix)) keys.push(key);
    return keys;
  };

  it.each(['from the disk to S3', 'from S3 to another disk'])(
    '%s is byte for byte the same, and proven',
    async (way) => {
      const { archive, sidecar } = backups.keys(backup);
      const remote = s3Storage(way.replaceAll(' ', '-'));
      const job = await backups.copy(backup, remote);
      expect(job).toMatchObject({ status: 'completed', exclusiveKey: `backup/${backup.backup_id}/storage/${remote}` });
      const told = await backups.told(job.id);
      expect(told.map(({ name }) => name)).toEqual(['backup.copy_started', 'backup.copied']);
      expect(told[1]!.data).toMatchObject({
        storage_config_id: remote,
        source_storage_config_id: backup.storage_config_id,
        key: archive,
        manifest_key: sidecar,
        object_size_bytes: own('archive').length,
        verification: { level: 'rehashed' },
      });
      for (const key of ['archive', 'sidecar'] as const) {
        const prefix = way.replaceAll(' ', '-');
        expect((await buffer(await store.read(`${prefix}/${backups.keys(backup)[key]}`))).equals(own(key))).toBe(true);
      }
      if (way === 'from the disk to S3') return;
      const disk = backups.addStorage();
      await backups.copy(backup, disk, { sources: [{ storage_config_id: remote, key: archive }] });
      expect(readFileSync(file(disk, archive)).equals(own('archive'))).toBe(true);
      expect(readFileSync(file(disk, sidecar)).equals(own('sidecar'))).toBe(true);
    },
  );

  it('comes from the next place when the first is gone', async () => {
    const remote = s3Storage('second');
    await backups.copy(backup, remote);
    const { archive } = backups.keys(backup);
    const nowhere = backups.addStorage();
    const disk = backups.addStorage();
    const job = await backups.copy(backup, disk, {
      sources: [
        { storage_config_id: nowhere, key: archive },
        { storage_config_id: remote, key: archive },
      ],
    });
    expect((await last(job.id)).data).toMatchObject({ source_storage_config_id: remote });
    expect(readFileSync(file(disk, archive)).equals(own('archive'))).toBe(true);
  });

  it('of a damaged backup is refused, and leaves nothing', async () => {
    const damaged = backups.request(backups.addStorage());
    await backups.run(damaged);
    const path = file(damaged.storage_config_id, backups.keys(damaged).archive);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    const job = await backups.copy(damaged, s3Storage('damaged'));
    expect(job).toMatchObject({ status: 'failed', failedAttempts: 1, error: { code: 'ARCHIVE_CORRUPT' } });
    expect((await last(job.id)).name).toBe('backup.copy_failed');
    expect(await below('damaged/')).toEqual([]);
  });

  it('is tried again while a source does not answer, and fails with its reason', async () => {
    const broken = backups.addStorage({ provider: 's3', endpoint: 'http://127.0.0.1:1', region: 'x', bucket: 'b' }, [
      'key',
      'secret',
    ]);
    const key = backups.keys(backup).archive;
    const job = await backups.copy(backup, backups.addStorage(), { sources: [{ storage_config_id: broken, key }] });
    expect(job).toMatchObject({ status: 'failed', failedAttempts: 3, error: { code: 'STORAGE_UNREACHABLE' } });
    expect((await backups.told(job.id)).map(({ name }) => name)).toEqual([
      'backup.copy_started',
      'backup.copy_retrying',
      'backup.copy_started',
      'backup.copy_retrying',
      'backup.copy_started',
      'backup.copy_failed',
    ]);
  });

  it('onto the place of the backup itself is refused, and touches nothing', async () => {
    const again = backups.addStorage({ path: backups.storage(backup.storage_config_id).path });
    const job = await backups.copy(backup, again);
    expect(job).toMatchObject({ status: 'failed', error: { code: 'COPY_EXISTS', remedy: ERRORS.COPY_EXISTS.remedy } });
    expect(await backups.verify(backup)).toMatchObject({ status: 'completed' });
  });

  it('replaces what an attempt without an end has left there', async () => {
    const disk = backups.addStorage();
    await backups.copy(backup, disk);
    const { archive, sidecar } = backups.keys(backup);
    rmSync(file(disk, sidecar));
    writeFileSync(file(disk, archive), 'half a copy');
    expect(await backups.copy(backup, disk)).toMatchObject({ status: 'completed' });
    expect(readFileSync(file(disk, archive)).equals(own('archive'))).toBe(true);
    expect(existsSync(file(disk, sidecar))).toBe(true);
  });

  it('is never told of when the storage stores other bytes (an S3 server made up for it)', async () => {
    const liar: LyingS3 = await startLyingS3();
    try {
      liar.lies.store = (body) => Buffer.from(body).fill(0, 300, 310);
      const target = backups.addStorage({ provider: 's3', endpoint: liar.endpoint, region: 'x', bucket: 'b' }, [
        'key',
        'secret',
      ]);
      const job = await backups.copy(backup, target);
      expect(job).toMatchObject({ status: 'failed', failedAttempts: 3, error: { code: 'CHECKSUM_MISMATCH' } });
      expect([...liar.objects.keys()]).toEqual([]);
    } finally {
      await liar.stop();
    }
  });
});
