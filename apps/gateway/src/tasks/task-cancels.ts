import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  BackupCancel,
  BackupCopy,
  BackupRescan,
  BackupRun,
  BackupVerify,
  RestoreCancel,
  RestoreRun,
  RestoreTeardown,
  RestoreUndo,
  type TaskType,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { requireAllowed } from '../access/is-allowed';
import type { Permission } from '../access/roles';
import type { Actor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { BackupCopy as CopyRow } from '../backups/backup-copy.entity';
import { restorePermission } from '../restores/restore-permission';
import { Restore } from '../restores/restore.entity';
import { decideTaskCancel } from './task-cancel';
import { TaskRecords } from './task-records';
import { Task } from './task.entity';

/** Whoever may start the work may end it. */
const WORK: Record<TaskType, { command: string; permission: Permission }> = {
  backup: { command: BackupRun.name, permission: 'project.backups.create' },
  verify: { command: BackupVerify.name, permission: 'project.backups.create' },
  copy: { command: BackupCopy.name, permission: 'project.backups.create' },
  rescan: { command: BackupRescan.name, permission: 'org.storage.update' },
  restore: { command: RestoreRun.name, permission: 'project.backups.restore' },
  restore_teardown: { command: RestoreTeardown.name, permission: 'project.backups.restore' },
  restore_undo: { command: RestoreUndo.name, permission: 'project.backups.restore_in_place' },
};

/**
 * Asks the executor of a task to end it. The executor alone knows whether the work can still be ended, so the task stays as it
 * is until it has told.
 */
@Injectable()
export class TaskCancels {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
    private readonly audit: AuditLog,
  ) {}

  /** Idempotent. @throws StrongroomError FORBIDDEN, TASK_ENDED */
  async cancel(manager: EntityManager, id: string, by: Actor): Promise<Task> {
    const { caller } = by;
    const task = await this.tasks.lock(manager, id);
    const scope = { organizationId: task.organization_id, projectId: task.project_id ?? undefined };
    requireAllowed(caller, await permissionFor(manager, task), scope, `task ${id}`);
    switch (decideTaskCancel(task)) {
      case 'ended':
        throw new StrongroomError('TASK_ENDED', `The task ${id} is ${task.status}.`, {
          details: { status: task.status },
        });
      case 'known':
        return task;
      case 'ask': {
        const asked = { cancel_requested_at: new Date(), cancel_requested_by: caller.userId };
        await manager.update(Task, { id }, { ...asked, updated_at: new Date() });
        await this.tell(manager, task);
        await this.audit.record(manager, {
          ...by,
          action: 'task.cancel_requested',
          object: { type: 'task', id },
          organization: task.organization_id,
          details: { type: task.type, backup_id: task.backup_id, restore_id: task.restore_id },
        });
        return manager.findOneByOrFail(Task, { id });
      }
    }
  }

  private async tell(manager: EntityManager, task: Task): Promise<void> {
    const { id: task_id, organization_id, environment_id, backup_id, restore_id } = task;
    const work = WORK[task.type].command;
    if (environment_id !== null && restore_id !== null)
      return this.outbox.command(manager, RestoreCancel, {
        task_id,
        organization_id,
        environment_id,
        restore_id,
        work,
      });
    const copy = await manager.findOneBy(CopyRow, { task_id });
    await this.outbox.command(manager, BackupCancel, {
      task_id,
      organization_id,
      environment_id,
      backup_id,
      ...(copy && { copy_id: copy.id }),
      work,
    });
  }
}

async function permissionFor(manager: EntityManager, { type, restore_id }: Task): Promise<Permission> {
  if (type !== 'restore' || restore_id === null) return WORK[type].permission;
  return restorePermission(await manager.findOneByOrFail(Restore, { id: restore_id }));
}
