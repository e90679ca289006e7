/** The rows of the directory as an executor needs them: secrets stay sealed. */
import type { EnvironmentAccess, ProjectSnapshot, ServerAccess, StorageAccess } from '@app/contracts';
import type { Environment } from './environment.entity';
import type { Project } from './project.entity';
import type { Server } from './server.entity';
import type { StorageConfig } from './storage-config.entity';

export function environmentAccess(row: Environment): EnvironmentAccess {
  const { server_id: _server, slug: _slug, created_at: _created, updated_at: _updated, ...access } = row;
  return access;
}

export function serverAccess(row: Server): ServerAccess {
  const { organization_id: _organization, created_at: _created, updated_at: _updated, ...access } = row;
  return access;
}

export function projectSnapshot({ id, name, slug, odoo_version }: Project): ProjectSnapshot {
  return { id, name, slug, odoo_version };
}

export function storageAccess(row: StorageConfig): StorageAccess {
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    endpoint: row.endpoint,
    region: row.region,
    bucket: row.bucket,
    prefix: row.prefix,
    path: row.path,
    storage_class: row.storage_class,
    server_side_encryption: row.server_side_encryption,
    credentials_sealed: row.credentials_sealed,
  };
}
