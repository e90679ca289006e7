/**
 * Asks for clones and their teardown. Everything that can be refused is refused here, before anything is touched; what only the
 * server knows (a database that nobody told us of) is refused by the executor.
 */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not, QueryFailedError } from 'typeorm';
import { RestoreRun, RestoreTeardown } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { placesOf } from '../backups/backup-places';
import { Backup } from '../backups/backup.entity';
import { refuseDeleted } from '../backups/deleted-backup';
import { cloneName, databaseNameFault } from '../directory/database-name';
import { Environment } from '../directory/environment.entity';
import { lockForWork } from '../directory/working-environment';
import { validationFailed } from '../http/request-validation';
import { TaskRecords } from '../tasks/task-records';
import { Restore } from './restore.entity';

export interface CloneRequest {
  /** null: made from the name of the database and the time. */
  target_db: string | null;
  restore_filestore: boolean;
  /** Also onto an older PostgreSQL than that of the backup, where that can work. */
  allow_older_postgres: boolean;
  /** Beside which environment; null: the one that was backed up. */
  environment_id: string | null;
}

@Injectable()
export class RestoreRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError BACKUP_DELETED, BACKUP_NOT_RESTORABLE, BACKUP_WITHOUT_FILESTORE, DATABASE_EXISTS, CONFLICT, VALIDATION_FAILED, and ENVIRONMENT_* */
  async clone(manager: EntityManager, backupId: string, request: CloneRequest, userId: string): Promise<Restore> {
    try {
      return await this.insertClone(manager, backupId, request, userId);
    } catch (error) {
      if (
        error instanceof QueryFailedError &&
        (error.driverError as { constraint?: string }).constraint === 'restores_one_clone'
      )
        throw new StrongroomError(
          'CONFLICT',
          'There is already a clone of that name; tear it down, or choose another target_db.',
        );
      throw error;
    }
  }

  private async insertClone(
    manager: EntityManager,
    backupId: string,
    request: CloneRequest,
    userId: string,
  ): Promise<Restore> {
    // held, so that it is not deleted before the task is there that keeps it from that
    const backup = await manager.findOneOrFail(Backup, { where: { id: backupId }, lock: { mode: 'for_key_share' } });
    refuseDeleted(backup);
    const { organization_id, storage_config_id, database_key: key } = backup;
    if (backup.status !== 'completed' || key === null || storage_config_id === null)
      throw new StrongroomError('BACKUP_NOT_RESTORABLE', `The backup ${backupId} is ${backup.status}.`);
    if (request.restore_filestore && backup.filestore_checksum === null) throw await withoutFilestore(manager, backup);
    const environment = await lockForWork(manager, request.environment_id ?? backup.environment_id);
    if (environment.organization_id !== organization_id)
      throw validationFailed([
        { field: 'environment_id', message: 'environment_id must be an environment of the same organization' },
      ]);
    const { id: environment_id, project_id } = environment;
    const target_db = chooseTarget(request.target_db, environment);

    const id = randomUUID();
    const references = { organization_id, project_id, environment_id, backup_id: backupId, created_by: userId };
    const task = await this.tasks.create(manager, { ...references, type: 'restore', restore_id: id });
    const { restore_filestore } = request;
    const restore = { ...references, id, task_id: task.id, target_db, restore_filestore };
    await manager.insert(Restore, { ...restore, status: 'pending' });
    await this.outbox.command(manager, RestoreRun, {
      restore_id: id,
      task_id: task.id,
      organization_id,
      backup_id: backupId,
      environment_id,
      storage_config_id,
      key,
      sources: await placesOf(manager, backup),
      server_id: environment.server_id,
      target_db,
      restore_filestore,
      ...(request.allow_older_postgres && { allow_older_postgres: true }),
      created_by: userId,
    });
    return manager.findOneByOrFail(Restore, { id });
  }

  /** @throws StrongroomError CONFLICT unless the restore is completed or failed */
  async teardown(manager: EntityManager, restoreId: string, userId: string): Promise<Restore> {
    const restore = await manager.findOneOrFail(Restore, {
      where: { id: restoreId },
      lock: { mode: 'pessimistic_write' },
    });
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
    if (restore.status !== 'failed') return;
    const { environment_id, target_db } = restore;
    const others = await manager.findBy(Restore, { environment_id, target_db, id: Not(restore.id) });
    const living = others.find((other) => other.status !== 'failed' && other.status !== 'torn_down');
    if (living !== undefined)
      throw new StrongroomError('CONFLICT', `The restore ${living.id} has made a clone named ${target_db} since.`, {
        details: { restore_id: living.id },
      });
  }
}

function chooseTarget(named: string | null, environment: Environment): string {
  const target = named ?? cloneName(environment.db_name, new Date());
  const fault = databaseNameFault(target);
  if (fault !== undefined) throw validationFailed([{ field: 'target_db', message: `target_db ${fault}` }]);
  if (target === environment.db_name)
    throw new StrongroomError('DATABASE_EXISTS', `${target} is the live database of the environment.`);
  return target;
}

async function withoutFilestore(manager: EntityManager, backup: Backup): Promise<StrongroomError> {
  const [newest] = await manager.find(Backup, {
    where: { environment_id: backup.environment_id, status: 'completed', filestore_checksum: Not(IsNull()) },
    order: { create_date: 'DESC' },
    take: 1,
  });
  const advice =
    newest === undefined
      ? 'No backup of the environment has one.'
      : `The newest one that has a filestore is ${newest.id} of ${newest.create_date.toISOString()}.`;
  return new StrongroomError('BACKUP_WITHOUT_FILESTORE', `The backup ${backup.id} has no filestore. ${advice}`, {
    details: { newest_backup_with_filestore: newest?.id ?? null },
  });
}
