import type { StorageAccess, StorageCredentials } from '@app/contracts';
import type { StorageSettings } from '@app/core';
import type { SecretBox } from './secret-box';

/** The storage as libs/storage opens it. @throws StrongroomError SECRET_UNREADABLE */
export function openStorageAccess(storage: StorageAccess, secrets: SecretBox): StorageSettings {
  const { credentials_sealed: sealed } = storage;
  const credentials = sealed ? secrets.open(sealed, `storage_config:${storage.id}:credentials`) : undefined;
  return {
    provider: storage.provider,
    endpoint: storage.endpoint ?? undefined,
    region: storage.region ?? undefined,
    bucket: storage.bucket ?? undefined,
    prefix: storage.prefix ?? undefined,
    path: storage.path ?? undefined,
    storageClass: storage.storage_class ?? undefined,
    serverSideEncryption: storage.server_side_encryption ?? undefined,
    hostKey: storage.host_key ?? undefined,
    caCertificate: storage.ca_certificate ?? undefined,
    credentials: credentials === undefined ? undefined : parseCredentials(credentials),
  };
}

function parseCredentials(json: string): StorageSettings['credentials'] {
  const stored = JSON.parse(json) as StorageCredentials;
  return {
    accessKeyId: stored.access_key_id,
    secretAccessKey: stored.secret_access_key,
    username: stored.username,
    password: stored.password,
    privateKey: stored.private_key,
  };
}
