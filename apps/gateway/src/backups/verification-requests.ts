import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupVerify, type ReadingLevel } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { TaskRecords } from '../tasks/task-records';
import type { Task } from '../tasks/task.entity';
import { BackupCopy } from './backup-copy.entity';
import type { Backup } from './backup.entity';
import { refuseGone } from './gone-backup';

export interface VerificationRequest {
  level: ReadingLevel;
  /** Which of the places of the backup; null: its own. */
  storage_config_id: string | null;
}

/** Asks for the object of a backup, or for a copy of it, to be read back. */
@Injectable()
export class VerificationRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /**
   * @param backup locked against its deletion
   * @throws StrongroomError BACKUP_DELETED, BACKUP_EXPIRED, CONFLICT when there is no object to read
   */
  async create(manager: EntityManager, backup: Backup, request: VerificationRequest, userId: string): Promise<Task> {
    const { id, organization_id, project_id, environment_id } = backup;
    const place = await findPlace(manager, backup, request.storage_config_id);
    const task = await this.tasks.create(manager, {
      organization_id,
      project_id,
      environment_id,
      type: 'verify',
      backup_id: id,
      restore_id: null,
      created_by: userId,
    });
    const references = { organization_id, environment_id, backup_id: id, task_id: task.id };
    await this.outbox.command(manager, BackupVerify, { ...references, ...place, level: request.level });
    return task;
  }
}

async function findPlace(
  manager: EntityManager,
  backup: Backup,
  named: string | null,
): Promise<{ storage_config_id: string; key: string; copy_id?: string }> {
  const { id: backup_id, storage_config_id, database_key: key } = backup;
  refuseGone(backup);
  if (backup.status !== 'completed' || key === null || storage_config_id === null)
    throw new StrongroomError('CONFLICT', `The backup ${backup_id} is ${backup.status}: there is nothing to verify.`);
  if (named === null || named === storage_config_id) return { storage_config_id, key };
  const copy = await manager.findOneBy(BackupCopy, { backup_id, storage_config_id: named });
  if (copy?.status !== 'completed' || copy.key === null)
    throw new StrongroomError('CONFLICT', `The backup ${backup_id} has no completed copy in that storage.`);
  return { storage_config_id: named, key: copy.key, copy_id: copy.id };
}
