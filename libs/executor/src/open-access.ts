import type { EnvironmentAccess, ServerAccess, StorageAccess, StorageCredentials } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { EnvironmentTarget } from '@app/odoo';
import type { SecretBox } from '@app/secrets';
import type { StorageSettings } from '@app/storage';

/** The environment as libs/odoo reaches it, its secrets opened. */
export function openEnvironmentAccess(
  environment: EnvironmentAccess,
  server: ServerAccess,
  secrets: SecretBox,
): EnvironmentTarget {
  if (environment.runtime === 'kubernetes') {
    throw new StrongroomError(
      'ENVIRONMENT_MISCONFIGURED',
      `Environment ${environment.name} has the runtime kubernetes, which this version cannot reach`,
    );
  }
  return {
    environmentId: environment.id,
    runtime: environment.runtime,
    connection: server.connection,
    host: server.ip_address,
    sshPort: server.ssh_port,
    sshUser: server.ssh_user,
    privateKey: opened(secrets, server.private_key_sealed, `server:${server.id}:private_key`),
    hostKey: server.host_key ?? undefined,
    dbName: environment.db_name,
    dbHost: environment.db_host ?? undefined,
    dbPort: environment.db_port ?? undefined,
    dbUser: environment.db_user,
    dbPassword: opened(secrets, environment.db_password_sealed, `environment:${environment.id}:db_password`),
    filestoreRoot: environment.filestore_root,
    containerName: environment.container_name ?? undefined,
  };
}

/** The storage as libs/storage opens it. */
export function openStorageAccess(storage: StorageAccess, secrets: SecretBox): StorageSettings {
  const credentials = opened(secrets, storage.credentials_sealed, `storage_config:${storage.id}:credentials`);
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

/** What opens the encrypted backups of a storage, and those that were copied there. */
export function openIdentities(storage: StorageAccess, secrets: SecretBox): string[] {
  return (storage.encryption?.identities ?? []).map(({ storage_config_id, key_id, identity_sealed }) =>
    secrets.open(identity_sealed, `storage_config:${storage_config_id}:encryption_key:${key_id}`),
  );
}

function opened(secrets: SecretBox, sealed: string | null | undefined, context: string): string | undefined {
  return sealed ? secrets.open(sealed, context) : undefined;
}
