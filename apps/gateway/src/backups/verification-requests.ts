import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupVerify } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { TaskRecords } from '../tasks/task-records';
import type { Task } from '../tasks/task.entity';
import type { Backup } from './backup.entity';

/** Asks for the object of a backup to be read back: on demand, and by itself after the upload. */
@Injectable()
export class VerificationRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /**
   * @param userId null: the system
   * @throws StrongroomError CONFLICT when there is no object to read
   */
  async create(manager: EntityManager, backup: Backup, userId: string | null): Promise<Task> {
    const { id, organization_id, project_id, environment_id, storage_config_id, database_key: key } = backup;
    if (backup.status !== 'completed' || key === null || storage_config_id === null)
      throw new StrongroomError('CONFLICT', `The backup ${id} is ${backup.status}: there is nothing to verify.`);
    const task = await this.tasks.create(manager, {
      organization_id,
      project_id,
      environment_id,
      type: 'verify',
      backup_id: id,
      restore_id: null,
      created_by: userId,
    });
    const references = { organization_id, environment_id, storage_config_id, backup_id: id };
    await this.outbox.command(manager, BackupVerify, { ...references, task_id: task.id, key });
    return task;
  }
}
