/** The rows of the directory as an executor needs them: secrets stay sealed. */
import type { EnvironmentAccess, ProjectSnapshot, ServerAccess, StorageAccess } from '@app/contracts';
import type { Environment } from './environment.entity';
import type { Project } from './project.entity';
import type { Server } from './server.entity';
import type { StorageConfig } from './storage-config.entity';

export function environmentAccess(row: Environment): EnvironmentAccess {
  return {
    id: row.id,
    organization_id: row.organization_id,
    project_id: row.project_id,
    name: row.name,
    type: row.type,
    status: row.status,
    runtime: row.runtime,
    db_name: row.db_name,
    container_name: row.container_name,
    domain: row.domain,
    db_host: row.db_host,
    db_port: row.db_port,
    db_user: row.db_user,
    db_password_sealed: row.db_password_sealed,
    filestore_root: row.filestore_root,
    odoo_url: row.odoo_url,
    slug: row.slug,
  };
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
    organization_id: row.organization_id,
    name: row.name,
    provider: row.provider,
    endpoint: row.endpoint,
    region: row.region,
    bucket: row.bucket,
    prefix: row.prefix,
    path: row.path,
    storage_class: row.storage_class,
    server_side_encryption: row.server_side_encryption,
    host_key: row.host_key,
    ca_certificate: row.ca_certificate,
    credentials_sealed: row.credentials_sealed,
    verify_after_upload: row.verify_after_upload,
    layout: row.layout,
  };
}
