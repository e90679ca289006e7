/**
 * Asks for restores. Everything that can be refused is refused here, before anything is touched;
 * what only the server knows (a database that nobody told us of) is refused by the executor.
 */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { type DrillPayload, RestoreRun } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import type { Caller } from '../access/is-allowed';
import { placesOf } from '../backups/backup-places';
import { Backup } from '../backups/backup.entity';
import { lockForWork, type ReachableEnvironment } from '../directory/working-environment';
import { TaskRecords } from '../tasks/task-records';
import { restoreCommand } from './restore-command';
import {
  chooseTarget,
  requireFilestore,
  requireReplaceable,
  requireRestorable,
  requireSameOrganization,
  type RestorableBackup,
} from './restore-rules';
import { Restore } from './restore.entity';
import { notedHooks, type RestoreRequest } from './wanted-restore';

/** What is restored, and where; the name may be made of the id of the restore. */
interface Asked {
  backup: RestorableBackup;
  environment: ReachableEnvironment;
  target_db: (restoreId: string) => string;
}

interface Asker {
  /** Absent: a new one. */
  id?: string;
  /** null: nobody, it was due. */
  created_by: string | null;
  drill?: DrillPayload;
}

@Injectable()
export class RestoreRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /**
   * @throws StrongroomError BACKUP_DELETED, BACKUP_EXPIRED, BACKUP_NOT_RESTORABLE, BACKUP_WITHOUT_FILESTORE, DATABASE_EXISTS, CONFLICT, VALIDATION_FAILED,
   * and ENVIRONMENT_*; in place also CONFIRMATION_* and WORKLOAD_*
   */
  async create(manager: EntityManager, backupId: string, request: RestoreRequest, caller: Caller): Promise<Restore> {
    // held, so that it is not deleted before the task is there that keeps it from that
    const found = await manager.findOneOrFail(Backup, { where: { id: backupId }, lock: { mode: 'for_key_share' } });
    const backup = requireRestorable(found);
    await requireFilestore(manager, backup, request);
    const environment = await lockForWork(manager, request.environment_id ?? backup.environment_id);
    requireSameOrganization(backup, environment);
    const by = { created_by: caller.userId };
    if (request.in_place === null) {
      const target = chooseTarget(request.target_db, environment);
      return refusingTwins(this.begin(manager, { backup, environment, target_db: () => target }, request, by));
    }
    await requireReplaceable(manager, backup, environment, request.in_place, caller);
    return this.begin(manager, { backup, environment, target_db: () => environment.db_name }, request, by);
  }

  /** The restore, its task and its command: once it is decided that it may be. */
  async begin(
    manager: EntityManager,
    { backup, environment, target_db: nameOf }: Asked,
    request: RestoreRequest,
    { id = randomUUID(), created_by, drill }: Asker,
  ): Promise<Restore> {
    const { id: environment_id, organization_id, project_id } = environment;
    const target_db = nameOf(id);
    const references = { organization_id, project_id, environment_id, backup_id: backup.id, created_by };
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
      ...(drill && { drill, drilled_environment_id: backup.environment_id }),
      status: 'pending',
    });
    const ids = { restore_id: id, task_id: task.id, created_by, ...(drill && { drill }) };
    const sources = await placesOf(manager, backup);
    await this.outbox.command(
      manager,
      RestoreRun,
      restoreCommand(ids, { backup, environment, sources, target_db }, request),
    );
    return manager.findOneByOrFail(Restore, { id });
  }
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
