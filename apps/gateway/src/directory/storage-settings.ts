/** A storage config as the drivers will read it, checked when it is stored and not by a backup at night. */
import type { StorageCredentials } from '@app/contracts';
import { checkStorageSettings } from '@app/core';
import type { StorageConfig } from './storage-config.entity';

type Settings = Pick<StorageConfig, 'provider'> &
  Partial<
    Pick<
      StorageConfig,
      | 'endpoint'
      | 'region'
      | 'bucket'
      | 'prefix'
      | 'path'
      | 'storage_class'
      | 'server_side_encryption'
      | 'host_key'
      | 'ca_certificate'
    >
  >;

/** @throws StrongroomError STORAGE_CONFIG_INVALID naming the setting that is missing or wrong */
export function requireCompleteSettings(settings: Settings, credentials: StorageCredentials | null): void {
  checkStorageSettings({
    provider: settings.provider,
    endpoint: settings.endpoint ?? undefined,
    region: settings.region ?? undefined,
    bucket: settings.bucket ?? undefined,
    prefix: settings.prefix ?? undefined,
    path: settings.path ?? undefined,
    storageClass: settings.storage_class ?? undefined,
    serverSideEncryption: settings.server_side_encryption ?? undefined,
    hostKey: settings.host_key ?? undefined,
    caCertificate: settings.ca_certificate ?? undefined,
    credentials: {
      accessKeyId: credentials?.access_key_id,
      secretAccessKey: credentials?.secret_access_key,
      username: credentials?.username,
      password: credentials?.password,
      privateKey: credentials?.private_key,
    },
  });
}
