import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { EnvironmentDeletion } from '../directory/environment-deletion';
import { Quotas } from '../quotas/quotas';
import { BackupDeletion } from '../removal/backup-deletion';
import { TaskRecords } from '../tasks/task-records';
import { isKnownFailure } from '../tasks/task-transitions';
import { backupTaskFact } from './backup-task-facts';
import { applyBackupEvent, type BackupChange, type BackupEvent } from './backup-transitions';
import { Backup } from './backup.entity';
import { CopyRequests } from './copy-requests';
import { countUsage } from './storage-usage';

/**
 * Brings backups, their tasks and the usage of their storage up to an event, in one transaction; a completed one is copied next
 * where that was wanted, and ends the environment that waited for it.
 */
@Injectable()
export class BackupFollower {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskRecords,
    private readonly copies: CopyRequests,
    private readonly deletion: EnvironmentDeletion,
    private readonly quotas: Quotas,
    private readonly deletions: BackupDeletion,
  ) {}

  /** @throws StrongroomError NOT_FOUND for a backup or task that the gateway never made */
  async follow(event: BackupEvent, toldAt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { task_id, backup_id } = event.data;
      const task = await this.tasks.lock(manager, task_id);
      const row = await manager.findOne(Backup, { where: { id: backup_id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new StrongroomError('NOT_FOUND', `There is no backup ${backup_id}.`);
      const fact = backupTaskFact(task.type, event, toldAt);
      if (fact !== undefined && isKnownFailure(task, fact)) return;
      const change = applyBackupEvent(row, event);
      if (change !== undefined) await this.write(manager, row, change);
      if (fact !== undefined) await this.tasks.apply(manager, task, fact);
    });
  }

  private async write(manager: EntityManager, row: Backup, change: BackupChange): Promise<void> {
    await manager.update(Backup, { id: row.id }, { ...(change as object), write_date: new Date() });
    if (change.status === 'completed' || change.status === 'failed')
      await this.deletion.lastBackupEnded(manager, row.id, change.status);
    if (change.status === 'failed') await this.copies.giveUpNoted(manager, row);
    if (change.status !== 'completed' && change.status !== 'deleted') return;
    const completed = { ...row, ...change };
    await countUsage(manager, completed);
    if (change.status === 'deleted') return this.deletions.tellAgain(manager, completed);
    await this.copies.askForNoted(manager, completed);
    await this.quotas.review(manager, row.organization_id);
  }
}
