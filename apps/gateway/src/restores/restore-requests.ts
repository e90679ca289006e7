/**
 * Asks for restores, and for the teardown of clones. Everything that can be refused is refused here, before anything is touched;
 * what only the server knows (a database that nobody told us of) is refused by the executor.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not, QueryFailedError } from 'typeorm';
import { RestoreRun, RestoreTeardown } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import type { Caller } from '../access/is-allowed';
import { placesOf } from '../backups/backup-places';
import { Backup } from '../backups/backup.entity';
import { refuseDeleted } from '../backups/deleted-backup';
import { cloneName, databaseNameFault } from '../directory/database-name';
import { requireIdle } from '../directory/environment-exclusion';
import { Environment } from '../directory/environment.entity';
import { lockForWork, type ReachableEnvironment } from '../directory/working-environment';
import { validationFailed } from '../http/request-validation';
import { TaskRecords } from '../tasks/task-records';
import { requireConfirmed } from './confirmation';
import type { InPlaceRequest, RestoreRequest } from './restore-body';
import { restoreCommand } from './restore-command';
import { Restore } from './restore.entity';
import { requireStoppable } from './shared-workload';

type RestorableBackup = Backup & { storage_config_id: string; database_key: string };

@Injectable()
export class RestoreRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /**
   * @throws StrongroomError BACKUP_DELETED, BACKUP_NOT_RESTORABLE, BACKUP_WITHOUT_FILESTORE, DATABASE_EXISTS, CONFLICT, VALIDATION_FAILED,
   * and ENVIRONMENT_*; in place also CONFIRMATION_* and WORKLOAD_*
   */
  async create(manager: EntityManager, backupId: string, request: RestoreRequest, caller: Caller): Promise<Restore> {
    // held, so that it is not deleted before the task is there that keeps it from that
    const found = await manager.findOneOrFail(Backup, { where: { id: backupId }, lock: { mode: 'for_key_share' } });
    const backup = requireRestorable(found);
    await requireFilestore(manager, backup, request);
    const environment = await lockForWork(manager, request.environment_id ?? backup.environment_id);
    requireSameOrganization(backup, environment);
    if (request.in_place === null) {
      const target = chooseTarget(request.target_db, environment);
      return refusingTwins(this.insert(manager, backup, environment, target, request, caller));
    }
    await requireReplaceable(manager, backup, environment, request.in_place, caller);
    return this.insert(manager, backup, environment, environment.db_name, request, caller);
  }

  private async insert(
    manager: EntityManager,
    backup: RestorableBackup,
    environment: ReachableEnvironment,
    target_db: string,
    request: RestoreRequest,
    { userId }: Caller,
  ): Promise<Restore> {
    const { id: environment_id, organization_id, project_id } = environment;
    const id = randomUUID();
    const references = { organization_id, project_id, environment_id, backup_id: backup.id, created_by: userId };
    const task = await this.tasks.create(manager, { ...references, type: 'restore', restore_id: id });
    const { mode, restore_database, restore_filestore, neutralize, regenerate_assets, in_place } = request;
    await manager.insert(Restore, {
      ...references,
      id,
      task_id: task.id,
      mode,
      backup_timestamp: backup.create_date,
      target_db,
      restore_database,
      restore_filestore,
      neutralize,
      regenerate_assets,
      post_restore_sql: notedHooks(request),
      strategy: in_place?.strategy ?? null,
      freeze: in_place?.freeze ?? null,
      keep_replaced_seconds: in_place?.keep_replaced_seconds ?? null,
      skip_insurance_reason: in_place?.skip_insurance_reason ?? null,
      stops_environments: in_place?.stops_environments ?? [],
      status: 'pending',
    });
    const ids = { restore_id: id, task_id: task.id, created_by: userId };
    const sources = await placesOf(manager, backup);
    await this.outbox.command(
      manager,
      RestoreRun,
      restoreCommand(ids, { backup, environment, sources, target_db }, request),
    );
    return manager.findOneByOrFail(Restore, { id });
  }

  /** @throws StrongroomError NOT_A_CLONE, CONFLICT unless the restore is completed or failed */
  async teardown(manager: EntityManager, restoreId: string, userId: string): Promise<Restore> {
    const restore = await manager.findOneOrFail(Restore, {
      where: { id: restoreId },
      lock: { mode: 'pessimistic_write' },
    });
    if (restore.mode === 'in_place')
      throw new StrongroomError('NOT_A_CLONE', `The restore ${restoreId} has restored ${restore.target_db} in place.`);
    if (restore.status !== 'completed' && restore.status !== 'failed')
      throw new StrongroomError('CONFLICT', `The restore ${restoreId} is ${restore.status}.`);
    await this.refuseSharedName(manager, restore);
    const { organization_id, project_id, environment_id, backup_id, target_db } = restore;
    const task = await this.tasks.create(manager, {
      organization_id,
      project_id,
      environment_id,
      type: 'restore_teardown',
      backup_id,
      restore_id: restoreId,
      created_by: userId,
    });
    const change = { status: 'tearing_down' as const, teardown_task_id: task.id, teardown_attempt: 0 };
    await manager.update(Restore, { id: restoreId }, { ...change, updated_at: new Date() });
    const { server_id } = await manager.findOneByOrFail(Environment, { id: environment_id });
    const command = {
      restore_id: restoreId,
      task_id: task.id,
      organization_id,
      environment_id,
      target_db,
      server_id,
    };
    await this.outbox.command(manager, RestoreTeardown, command);
    return manager.findOneByOrFail(Restore, { id: restoreId });
  }

  /**
   * A failed restore whose name another clone has taken since must not tear that clone down, nor begin again.
   * @throws StrongroomError CONFLICT
   */
  async refuseSharedName(manager: EntityManager, restore: Restore): Promise<void> {
    if (restore.mode !== 'clone' || restore.status !== 'failed') return;
    const { environment_id, target_db } = restore;
    const others = await manager.findBy(Restore, { mode: 'clone', environment_id, target_db, id: Not(restore.id) });
    const living = others.find((other) => other.status !== 'failed' && other.status !== 'torn_down');
    if (living !== undefined)
      throw new StrongroomError('CONFLICT', `The restore ${living.id} has made a clone named ${target_db} since.`, {
        details: { restore_id: living.id },
      });
  }
}

/** What the audit log and the restore keep of the operator's SQL. */
export function notedHooks({ post_restore_sql }: RestoreRequest): Restore['post_restore_sql'] {
  return post_restore_sql.map(({ name, sql }) => ({ name, sha256: createHash('sha256').update(sql).digest('hex') }));
}

/** @throws StrongroomError BACKUP_DELETED, BACKUP_NOT_RESTORABLE */
export function requireRestorable(backup: Backup): RestorableBackup {
  refuseDeleted(backup);
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

/** @throws StrongroomError CONFLICT */
async function refusingTwins(inserted: Promise<Restore>): Promise<Restore> {
  try {
    return await inserted;
  } catch (error) {
    const { constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as { constraint?: string };
    if (constraint !== 'restores_one_clone') throw error;
    throw new StrongroomError(
      'CONFLICT',
      'There is already a clone of that name; tear it down, or choose another target_db.',
    );
  }
}

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
