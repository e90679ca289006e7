/**
 * Deletes environments, at once or after a last backup. What was backed up stays: the row is kept for its backups and
 * tasks, and forgets how it was reached. While the last backup is made the environment takes no other work; when that
 * backup fails, the environment stays as it was.
 */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import type { Actor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { BackupRequests } from '../backups/backup-requests';
import { Task } from '../tasks/task.entity';
import { DirectoryStore } from './directory-store';
import { Environment } from './environment.entity';

export interface DeletionRequest {
  backupFirst: boolean;
  /** Where the last backup goes; null: the default of the organization. */
  storageConfigId: string | null;
}

/** Copies and verifications work on the storage alone, and may go on. */
const OPEN_TASKS = `
SELECT 'task' AS kind, id, type || ' ' || id AS label FROM tasks
 WHERE environment_id = $1 AND status IN ('pending', 'queued', 'running') AND type IN ('backup', 'restore', 'restore_teardown', 'restore_undo')`;
/** Clones, drills that are under way, and what restores in place still keep. */
const CLONES = `
SELECT 'clone' AS kind, id, target_db AS label FROM restores
 WHERE environment_id = $1 AND mode = 'clone' AND status IN ('pending', 'in_progress', 'completed', 'tearing_down')
UNION ALL
SELECT 'drill', id, target_db FROM restores
 WHERE environment_id = $1 AND mode = 'drill' AND status IN ('pending', 'in_progress')
UNION ALL
SELECT 'replaced database', id, target_db FROM restores
 WHERE environment_id = $1 AND status = 'completed' AND replaced_until > now() AND replaced_dropped_at IS NULL`;
const REFERENCES = `
SELECT EXISTS (SELECT FROM tasks WHERE environment_id = $1)
    OR EXISTS (SELECT FROM backups WHERE environment_id = $1) AS found`;

@Injectable()
export class EnvironmentDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: DirectoryStore,
    private readonly backups: BackupRequests,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @returns the task of the last backup, or undefined when the environment is deleted already
   * @throws StrongroomError NOT_FOUND, ENVIRONMENT_DELETING, IN_USE naming clones and tasks, and what a backup is refused for
   */
  async request(id: string, request: DeletionRequest, by: Actor): Promise<Task | undefined> {
    return this.dataSource.transaction(async (manager) => {
      const environment = await manager.findOne(Environment, {
        where: { id },
        lock: { mode: 'for_no_key_update' },
      });
      if (environment === null || environment.deleted_at !== null)
        throw new StrongroomError('NOT_FOUND', `There is no environment ${id}.`);
      if (environment.deletion_backup_id !== null)
        throw new StrongroomError('ENVIRONMENT_DELETING', `${environment.name} is being deleted already.`);
      await requireUnused(manager, environment, request.backupFirst ? CLONES : `${OPEN_TASKS} UNION ALL ${CLONES}`);
      await this.audit.record(manager, {
        ...by,
        action: request.backupFirst ? 'environment.deletion_requested' : 'environment.deleted',
        object: { type: 'environment', id, name: environment.name },
        organization: environment.organization_id,
      });
      if (request.backupFirst) return this.backUpFirst(manager, environment, request.storageConfigId, by.caller.userId);
      await this.remove(manager, environment);
      return undefined;
    });
  }

  /** The last backup of an environment has ended; of any other backup this changes nothing. */
  async lastBackupEnded(manager: EntityManager, backupId: string, outcome: 'completed' | 'failed'): Promise<void> {
    const environment = await manager.findOne(Environment, {
      where: { deletion_backup_id: backupId },
      lock: { mode: 'for_no_key_update' },
    });
    if (environment === null || environment.deleted_at !== null) return;
    if (outcome === 'completed') return this.remove(manager, environment);
    const status = environment.status_before_deletion ?? environment.status;
    await this.change(manager, environment, { status, status_before_deletion: null, deletion_backup_id: null });
  }

  private async backUpFirst(
    manager: EntityManager,
    environment: Environment,
    storage_config_id: string | null,
    userId: string,
  ): Promise<Task> {
    const backup = await this.backups.create(
      manager,
      environment.id,
      {
        backup_type: 'pre_destroy',
        include_filestore: true,
        storage_config_id,
        retention_type: null,
        within_quota: false,
      },
      userId,
    );
    await this.change(manager, environment, {
      status: 'deleting',
      status_before_deletion: environment.status,
      deletion_backup_id: backup.id,
    });
    return manager.findOneByOrFail(Task, { id: backup.task_id! });
  }

  private async change(manager: EntityManager, row: Environment, change: Partial<Environment>): Promise<void> {
    const changed = { ...change, updated_at: new Date() };
    await manager.update(Environment, { id: row.id }, changed);
    await this.store.tell(manager, Environment, 'updated', { ...row, ...changed });
  }

  private async remove(manager: EntityManager, environment: Environment): Promise<void> {
    const { id } = environment;
    const [references]: { found: boolean }[] = await manager.query(REFERENCES, [id]);
    if (references!.found)
      await manager.update(
        Environment,
        { id },
        {
          status: 'deleted',
          deleted_at: () => 'now()',
          updated_at: () => 'now()',
          server_id: null,
          db_password_sealed: null,
        },
      );
    else await manager.delete(Environment, { id });
    await this.store.tell(manager, Environment, 'deleted', environment);
  }
}

async function requireUnused(manager: EntityManager, { id, name }: Environment, uses: string): Promise<void> {
  const found: { kind: string; id: string; label: string }[] = await manager.query(`${uses} ORDER BY kind, id`, [id]);
  if (found.length === 0) return;
  const list = found.map(({ kind, label }) => `${kind} ${label}`).join(', ');
  throw new StrongroomError('IN_USE', `The environment ${name} is still worked on: ${list}.`, {
    details: { references: found.map(({ kind, id: usedBy }) => ({ kind, id: usedBy })) },
  });
}
