import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { BackupObjectRemovalFailedPayload, BackupObjectRemovedPayload } from '@app/contracts';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { uncountUsage } from '../backups/storage-usage';
import { applyObjectRemoved, applyRemovalFailed } from './removal-transitions';

/** Shows what becomes of the objects of deleted backups. A backup that this catalog does not have changes nothing. */
@Injectable()
export class RemovalFollower {
  constructor(private readonly dataSource: DataSource) {}

  async followRemoved(fact: BackupObjectRemovedPayload): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const backup = await lockedBackup(manager, fact.backup_id);
      if (backup === null) return;
      const copies = await manager.findBy(BackupCopy, { backup_id: backup.id });
      const { backup: change, copy, freedBytes } = applyObjectRemoved(backup, copies, fact);
      if (change !== undefined) await write(manager, backup.id, change);
      if (copy !== undefined)
        await manager.update(BackupCopy, { id: copy.id }, { ...(copy.change as object), updated_at: new Date() });
      if (freedBytes !== undefined) await uncountUsage(manager, fact.storage_config_id, freedBytes);
    });
  }

  async followFailed(fact: BackupObjectRemovalFailedPayload): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const backup = await lockedBackup(manager, fact.backup_id);
      const change = backup === null ? undefined : applyRemovalFailed(backup, fact);
      if (change !== undefined) await write(manager, fact.backup_id, change);
    });
  }
}

function lockedBackup(manager: EntityManager, id: string): Promise<Backup | null> {
  return manager.findOne(Backup, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function write(manager: EntityManager, id: string, change: Partial<Backup>): Promise<void> {
  await manager.update(Backup, { id }, { ...(change as object), write_date: new Date() });
}
