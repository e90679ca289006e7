import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupRescan } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { StorageConfig } from '../directory/storage-config.entity';
import { TaskRecords } from '../tasks/task-records';
import type { Task } from '../tasks/task.entity';

/** Asks for a storage to be read, and the catalog to be filled up with what it holds. */
@Injectable()
export class RescanRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError NOT_FOUND */
  async create(manager: EntityManager, storageConfigId: string, userId: string): Promise<Task> {
    const storage = await manager.findOneBy(StorageConfig, { id: storageConfigId });
    if (storage === null) throw new StrongroomError('NOT_FOUND', `There is no storage config ${storageConfigId}.`);
    const { organization_id } = storage;
    const task = await this.tasks.create(manager, {
      organization_id,
      project_id: null,
      environment_id: null,
      type: 'rescan',
      backup_id: null,
      restore_id: null,
      created_by: userId,
    });
    const command = { task_id: task.id, organization_id, storage_config_id: storage.id };
    await this.outbox.command(manager, BackupRescan, command);
    return task;
  }
}
