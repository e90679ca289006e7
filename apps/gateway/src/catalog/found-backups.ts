/**
 * What a rescan's finds mean for the catalog: which are taken in, and what rows they become. Whatever an executor could
 * not reach before stays as it was, and what belongs to another organization is refused, never moved.
 */
import { type BackupRecoveredPayload, type FoundBackupPayload, RUNTIMES, type Runtime } from '@app/contracts';
import { applyBackupEvent } from '../backups/backup-transitions';
import type { BackupCopy } from '../backups/backup-copy.entity';
import type { Backup } from '../backups/backup.entity';
import { databaseNameFault } from '../directory/database-name';
import { ENVIRONMENT_TYPES, type Environment, RECOVERED } from '../directory/environment.entity';
import type { Project } from '../directory/project.entity';
import { slugOf } from '../directory/slug';

/** What the catalog holds of the ids that a batch names. */
export interface CatalogExtract {
  organizations: Pick<ReadonlySet<string>, 'has'>;
  users: Pick<ReadonlySet<string>, 'has'>;
  projects: Map<string, { organization_id: string }>;
  environments: Map<string, { organization_id: string; project_id: string }>;
  backups: Map<string, CatalogBackup>;
}
export type CatalogBackup = Pick<
  Backup,
  'organization_id' | 'task_id' | 'status' | 'storage_config_id' | 'database_checksum'
>;

export type Verdict =
  | { kind: 'new' }
  /** This very task took it in before, and was asked again. */
  | { kind: 'added' }
  | { kind: 'known' }
  /** The catalog has it in another storage. */
  | { kind: 'copy' }
  | { kind: 'refused'; reason: string };

export function judge(found: FoundBackupPayload, catalog: CatalogExtract): Verdict {
  const { organization_id, made_for_organization_id: madeFor } = found;
  const present = catalog.backups.get(found.backup_id);
  if (present?.organization_id === organization_id) return known(found, present);
  if (present) return foreign(`The backup ${found.backup_id}`);
  if (madeFor !== organization_id && catalog.organizations.has(madeFor)) return foreign('It');
  const environment = catalog.environments.get(found.environment_id);
  if (environment && environment.organization_id !== organization_id)
    return foreign(`Its environment ${found.environment_id}`);
  const project = environment ? undefined : catalog.projects.get(found.project_id);
  if (project && project.organization_id !== organization_id) return foreign(`Its project ${found.project_id}`);
  return { kind: 'new' };
}

function known(found: FoundBackupPayload, present: CatalogBackup): Verdict {
  const same = present.status === 'completed' && present.database_checksum === found.database.sha256;
  if (same && present.storage_config_id !== found.storage_config_id) return { kind: 'copy' };
  return present.task_id === found.task_id ? { kind: 'added' } : { kind: 'known' };
}

const foreign = (what: string): Verdict => ({ kind: 'refused', reason: `${what} belongs to another organization` });

/** The project as it was when the backup was made. */
export function recoveredProject(found: FoundBackupPayload): Partial<Project> & { id: string; slug: string } {
  const { project_id: id } = found;
  const snapshot = partOf(found, 'project');
  const name = textOf(snapshot['name']) ?? `Recovered ${id.slice(0, 8)}`;
  return {
    id,
    organization_id: found.organization_id,
    name,
    slug: slugOf(textOf(snapshot['slug']) ?? name),
    odoo_version: textOf(snapshot['odoo_version']) ?? 'unknown',
  };
}

/** The environment as it was, without its server and its password: those lie in no storage. */
export function recoveredEnvironment(
  found: FoundBackupPayload,
  project_id: string,
): Partial<Environment> & { id: string; slug: string } {
  const { environment_id: id } = found;
  const snapshot = partOf(found, 'environment');
  const name = textOf(snapshot['name']) ?? `Recovered ${id.slice(0, 8)}`;
  const dbName = textOf(snapshot['db_name']);
  const container_name = textOf(snapshot['container_name']) ?? null;
  const { db_port } = snapshot;
  return {
    id,
    organization_id: found.organization_id,
    project_id,
    server_id: null,
    name,
    slug: slugOf(textOf(snapshot['slug']) ?? name),
    type: ENVIRONMENT_TYPES.find((type) => type === snapshot['type']) ?? 'production',
    status: RECOVERED,
    db_name: dbName !== undefined && databaseNameFault(dbName) === undefined ? dbName : `recovered-${id.slice(0, 8)}`,
    container_name,
    domain: textOf(snapshot['domain']) ?? null,
    runtime: runtimeOf(snapshot['runtime'], container_name),
    db_host: textOf(snapshot['db_host']) ?? null,
    db_port: typeof db_port === 'number' && Number.isInteger(db_port) ? db_port : null,
    db_user: textOf(snapshot['db_user']) ?? 'odoo',
    filestore_root: textOf(snapshot['filestore_root']) ?? '/var/lib/odoo/filestore',
    odoo_url: textOf(snapshot['odoo_url']) ?? null,
  };
}

export function recoveredBackup(found: FoundBackupPayload, project_id: string, created_by: string | null): Backup {
  const { backup_id, task_id, organization_id, environment_id, storage_config_id } = found;
  const pending = {
    id: backup_id,
    organization_id,
    project_id,
    environment_id,
    storage_config_id,
    task_id,
    status: 'pending',
    backup_type: found.backup_type,
    include_filestore: found.include_filestore,
    attempt: 0,
    is_verified: false,
    verification_levels: {},
    created_by,
    write_by: null,
    create_date: new Date(found.created_at),
    write_date: new Date(),
  } as unknown as Backup;
  return { ...pending, ...applyBackupEvent(pending, { name: 'backup.completed', data: found }) };
}

export function recoveredCopy(found: FoundBackupPayload, id: string): Partial<BackupCopy> {
  const completed_at = new Date(found.completed_at);
  return {
    id,
    backup_id: found.backup_id,
    storage_config_id: found.storage_config_id,
    status: 'completed',
    key: found.key,
    location: found.location,
    object_size: found.object_size_bytes,
    completed_at,
    verification_levels: { uploaded: completed_at.toISOString() },
  };
}

export function recoveredFact(found: FoundBackupPayload, project_id: string): BackupRecoveredPayload {
  const { organization_id, environment_id, backup_id, task_id, storage_config_id, backup_type } = found;
  const { created_at, completed_at, key, manifest_key, object_size_bytes, retention } = found;
  return {
    organization_id,
    project_id,
    environment_id,
    backup_id,
    task_id,
    storage_config_id,
    backup_type,
    created_at,
    completed_at,
    key,
    manifest_key,
    object_size_bytes,
    retention,
  };
}

/** Before the snapshot said it, only containers had a name. */
function runtimeOf(value: unknown, containerName: string | null): Runtime {
  return RUNTIMES.find((runtime) => runtime === value) ?? (containerName === null ? 'host' : 'docker');
}

function partOf({ environment_snapshot }: FoundBackupPayload, part: string): Record<string, unknown> {
  const value = environment_snapshot[part];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !value.includes('\0') ? value : undefined;
}
