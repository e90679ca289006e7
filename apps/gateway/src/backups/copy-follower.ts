import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { BackupDeletion } from '../removal/backup-deletion';
import { TaskRecords } from '../tasks/task-records';
import { isKnownFailure } from '../tasks/task-transitions';
import { BackupCopy } from './backup-copy.entity';
import { copyTaskFact } from './backup-task-facts';
import { applyCopyEvent, type CopyEvent } from './copy-transitions';
import { countUsage } from './storage-usage';

/** Brings copies, their tasks and the usage of their storage up to an event, in one transaction. */
@Injectable()
export class CopyFollower {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskRecords,
    private readonly deletions: BackupDeletion,
  ) {}

  /** @throws StrongroomError NOT_FOUND for a copy or task that the gateway never made */
  async follow(event: CopyEvent, toldAt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { task_id, copy_id: id } = event.data;
      const task = await this.tasks.lock(manager, task_id);
      const row = await manager.findOne(BackupCopy, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new StrongroomError('NOT_FOUND', `There is no copy ${id}.`);
      const fact = copyTaskFact(task.type, event, toldAt);
      if (fact !== undefined && isKnownFailure(task, fact)) return;
      const change = applyCopyEvent(row, event);
      if (change !== undefined) {
        await manager.update(BackupCopy, { id }, { ...(change as object), updated_at: new Date() });
        if (change.status === 'completed' || change.status === 'deleted')
          await countUsage(manager, { ...row, ...change, compressed_size: change.object_size ?? 0 });
        if (change.status === 'deleted') await this.deletions.copyAppeared(manager, row.backup_id);
      }
      if (fact !== undefined) await this.tasks.apply(manager, task, fact);
    });
  }
}
