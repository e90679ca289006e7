/** What a restore is refused for, by what the gateway knows: of a request, and of its plan. */
import { type EntityManager, IsNull, Not } from 'typeorm';
import { StrongroomError } from '@app/core';
import type { Caller } from '../access/is-allowed';
import { Backup } from '../backups/backup.entity';
import { refuseGone } from '../backups/gone-backup';
import { cloneName, databaseNameFault } from '../directory/database-name';
import { requireIdle } from '../directory/environment-exclusion';
import { Environment } from '../directory/environment.entity';
import type { ReachableEnvironment } from '../directory/working-environment';
import { validationFailed } from '../http/request-validation';
import { requireConfirmed } from './confirmation';
import { requireStoppable } from './shared-workload';
import type { InPlaceRequest, RestoreRequest } from './wanted-restore';

export type RestorableBackup = Backup & { storage_config_id: string; database_key: string };

/** @throws StrongroomError BACKUP_DELETED, BACKUP_EXPIRED, BACKUP_NOT_RESTORABLE */
export function requireRestorable(backup: Backup): RestorableBackup {
  refuseGone(backup);
  const { id, status, storage_config_id, database_key } = backup;
  if (status !== 'completed' || database_key === null || storage_config_id === null)
    throw new StrongroomError('BACKUP_NOT_RESTORABLE', `The backup ${id} is ${status}.`);
  return { ...backup, storage_config_id, database_key };
}

/** @throws StrongroomError VALIDATION_FAILED, CONFIRMATION_*, ENVIRONMENT_BUSY, WORKLOAD_* */
export async function requireReplaceable(
  manager: EntityManager,
  backup: Backup,
  environment: ReachableEnvironment,
  request: InPlaceRequest,
  caller: Caller,
): Promise<void> {
  if (environment.id !== backup.environment_id && !(await isDeleted(manager, backup.environment_id)))
    throw validationFailed([
      {
        field: 'environment_id',
        message: 'environment_id may be another environment in place only when the one that was backed up is deleted',
      },
    ]);
  requireConfirmed(backup, request, environment.db_name, new Date());
  await requireIdle(manager, environment);
  if (request.freeze === 'workload') await requireStoppable(manager, environment, request.stops_environments, caller);
}

async function isDeleted(manager: EntityManager, id: string): Promise<boolean> {
  const { deleted_at } = await manager.findOneByOrFail(Environment, { id });
  return deleted_at !== null;
}

/**
 * The name of a clone.
 * @throws StrongroomError VALIDATION_FAILED, DATABASE_EXISTS when it is that of the live database
 */
export function chooseTarget(named: string | null, environment: Environment): string {
  const target = named ?? cloneName(environment.db_name, new Date());
  const fault = databaseNameFault(target);
  if (fault !== undefined) throw validationFailed([{ field: 'target_db', message: `target_db ${fault}` }]);
  if (target === environment.db_name)
    throw new StrongroomError('DATABASE_EXISTS', `${target} is the live database of the environment.`);
  return target;
}

/** @throws StrongroomError VALIDATION_FAILED */
export function requireSameOrganization(backup: Backup, environment: Environment): void {
  if (environment.organization_id === backup.organization_id) return;
  throw validationFailed([
    { field: 'environment_id', message: 'environment_id must be an environment of the same organization' },
  ]);
}

/** @throws StrongroomError BACKUP_WITHOUT_FILESTORE naming the newest backup that has one */
export async function requireFilestore(
  manager: EntityManager,
  backup: Backup,
  { restore_filestore }: RestoreRequest,
): Promise<void> {
  if (!restore_filestore || backup.filestore_checksum !== null) return;
  const [newest] = await manager.find(Backup, {
    where: { environment_id: backup.environment_id, status: 'completed', filestore_checksum: Not(IsNull()) },
    order: { create_date: 'DESC' },
    take: 1,
  });
  const advice =
    newest === undefined
      ? 'No backup of the environment has one.'
      : `The newest one that has a filestore is ${newest.id} of ${newest.create_date.toISOString()}.`;
  throw new StrongroomError('BACKUP_WITHOUT_FILESTORE', `The backup ${backup.id} has no filestore. ${advice}`, {
    details: { newest_backup_with_filestore: newest?.id ?? null },
  });
}
