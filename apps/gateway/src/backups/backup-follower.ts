import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';
import { StorageConfig } from '../directory/storage-config.entity';
import { TaskRecords } from '../tasks/task-records';
import { backupTaskFact } from './backup-task-facts';
import { applyBackupEvent, type BackupChange, type BackupEvent } from './backup-transitions';
import { Backup } from './backup.entity';
import { VerificationRequests } from './verification-requests';

/** Brings backups, their tasks and the usage of their storage up to an event, in one transaction; a completed one is verified next. */
@Injectable()
export class BackupFollower {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskRecords,
    private readonly verifications: VerificationRequests,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws StrongroomError NOT_FOUND for a backup or task that the gateway never made */
  async follow(event: BackupEvent, toldAt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { task_id, backup_id } = event.data;
      const task = await this.tasks.lock(manager, task_id);
      const row = await manager.findOne(Backup, { where: { id: backup_id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new StrongroomError('NOT_FOUND', `There is no backup ${backup_id}.`);
      const change = applyBackupEvent(row, event);
      if (change !== undefined) await this.write(manager, row, change);
      const fact = backupTaskFact(task.type, event, toldAt);
      if (fact !== undefined) await this.tasks.apply(manager, task, fact);
    });
  }

  private async write(manager: EntityManager, row: Backup, change: BackupChange): Promise<void> {
    await manager.update(Backup, { id: row.id }, { ...(change as object), write_date: new Date() });
    if (change.status !== 'completed') return;
    const completed = { ...row, ...change };
    await countUsage(manager, completed);
    if (this.config.verifyAfterUpload) await this.verifications.create(manager, completed, null);
  }
}

/** Runs once a backup, because a backup becomes completed once. */
async function countUsage(manager: EntityManager, backup: Backup): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(StorageConfig)
    .set({
      total_size_bytes: () => 'total_size_bytes + :size',
      object_count: () => 'object_count + 1',
      last_used_at: () => 'GREATEST(last_used_at, :usedAt::timestamptz)',
    })
    .setParameters({ size: backup.compressed_size, usedAt: backup.completed_at })
    .where('id = :id', { id: backup.storage_config_id })
    .execute();
}
