import type { StorageAccess, StorageCredentials } from '@app/contracts';
import type { StorageSettings } from '@app/core';
import type { SecretBox } from './secret-box';

/** What a storage config says of its place; columns that it leaves out are not set. */
type StoragePlace = Pick<StorageAccess, 'provider'> &
  Partial<
    Pick<
      StorageAccess,
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

/** The storage as libs/storage opens it. @throws StrongroomError SECRET_UNREADABLE */
export function openStorageAccess(storage: StorageAccess, secrets: SecretBox): StorageSettings {
  const { credentials_sealed: sealed } = storage;
  const credentials = sealed ? secrets.open(sealed, `storage_config:${storage.id}:credentials`) : null;
  return storageSettings(storage, credentials === null ? null : (JSON.parse(credentials) as StorageCredentials));
}

/** The storage as libs/storage opens it, from its columns and its credentials in clear. */
export function storageSettings(place: StoragePlace, credentials: StorageCredentials | null): StorageSettings {
  return {
    provider: place.provider,
    endpoint: place.endpoint ?? undefined,
    region: place.region ?? undefined,
    bucket: place.bucket ?? undefined,
    prefix: place.prefix ?? undefined,
    path: place.path ?? undefined,
    storageClass: place.storage_class ?? undefined,
    serverSideEncryption: place.server_side_encryption ?? undefined,
    hostKey: place.host_key ?? undefined,
    caCertificate: place.ca_certificate ?? undefined,
    credentials: credentials === null ? undefined : credentialsOf(credentials),
  };
}

/** What opens the encrypted backups of a storage, and those that were copied there. */
export function openIdentities(storage: StorageAccess, secrets: SecretBox): string[] {
  return (storage.encryption?.identities ?? []).map(({ storage_config_id, key_id, identity_sealed }) =>
    secrets.open(identity_sealed, `storage_config:${storage_config_id}:encryption_key:${key_id}`),
  );
}

function credentialsOf(stored: StorageCredentials): StorageSettings['credentials'] {
  return {
    accessKeyId: stored.access_key_id,
    secretAccessKey: stored.secret_access_key,
    username: stored.username,
    password: stored.password,
    privateKey: stored.private_key,
  };
}
