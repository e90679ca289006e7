/** A completed backup of a test gateway whose object lies in a real storage. */
import { pipeline } from 'node:stream/promises';
import { BackupCopied } from '@app/contracts';
import type { StorageSettings } from '@app/core';
import { openStore } from '@app/storage';
import { OneBackup } from './one-backup';
import { type Answer, type Directory, type TestGateway, until } from './test-gateway';

/** The same place as the API takes it and as the drivers do. */
export interface Place {
  settings: StorageSettings;
  /** Of its storage config. */
  id: string;
}

export async function makePlace(gateway: TestGateway, directory: Directory, settings: StorageSettings): Promise<Place> {
  const { provider, endpoint, region, bucket, path, hostKey: host_key, credentials = {} } = settings;
  const { username, password, accessKeyId: access_key_id, secretAccessKey: secret_access_key } = credentials;
  const made = await gateway.make('/api/v1/backups/storage-configs', {
    organization_id: directory.organization.id,
    name: `${provider} ${Math.random()}`,
    provider,
    endpoint,
    region,
    bucket,
    path,
    host_key,
    ...(provider === 'local' ? {} : { credentials: { username, password, access_key_id, secret_access_key } }),
  });
  return { settings, id: made.id };
}

export async function put({ settings }: Place, key: string, content: Buffer): Promise<void> {
  const store = openStore(settings);
  try {
    const writer = await store.write(key);
    await pipeline([content], writer.stream);
    await writer.commit();
  } finally {
    await store.close();
  }
}

export async function take({ settings }: Place, key: string): Promise<void> {
  const store = openStore(settings);
  await store.remove(key).finally(() => store.close());
}

/** Its object is written where the backup says that it lies, and in each further place as a copy. */
export async function storedBackup(
  gateway: TestGateway,
  directory: Directory,
  content: Buffer,
  [place, ...further]: readonly [Place, ...Place[]],
): Promise<{ id: string; key: string; details: Answer['body'] }> {
  const backup = await OneBackup.request(gateway, directory, {
    storage_config_id: place.id,
    copy_storage_config_ids: further.map(({ id }) => id),
  });
  const { id } = backup.created;
  const [key, manifest_key] = [`backups/${id}.zip`, `backups/${id}.manifest.json`];
  for (const one of [place, ...further]) await put(one, key, content);
  await backup.completed(1, { key, manifest_key, object_size_bytes: content.length });
  await until(async () => (await backup.details()).status === 'completed');
  const { copies } = await backup.details();
  for (const { id: copy_id, storage_config_id, task_id } of copies)
    await gateway.tell(BackupCopied, {
      organization_id: directory.organization.id,
      environment_id: directory.environment.id,
      backup_id: id,
      copy_id,
      task_id,
      attempt: 1,
      storage_config_id,
      source_storage_config_id: place.id,
      completed_at: '2026-01-01T00:00:00.000Z',
      key,
      manifest_key,
      location: key,
      object_size_bytes: content.length,
      verification: { level: 'rehashed', verified_at: '2026-01-01T00:00:00.000Z' },
    });
  await until(async () =>
    (await backup.details()).copies.every(({ status }: { status: string }) => status === 'completed'),
  );
  return { id, key, details: await backup.details() };
}
