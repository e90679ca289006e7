/** Deletes backups: the record stays and says by whom, and retention is told to remove the objects. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { BackupDeleted, BackupExpired } from '@app/contracts';
import { Clock } from '@app/core';
import { Outbox } from '@app/messaging';
import type { Actor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { Quotas } from '../quotas/quotas';
import { placesToClean, requireDeletable } from './deletion-rules';
import { deletedFact, expiredFact, originOf } from './gone-facts';
import { openReaders } from './open-readers';

@Injectable()
export class BackupDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  /**
   * Deleting once more changes nothing.
   * @throws StrongroomError BACKUP_PINNED, BACKUP_IN_PROGRESS, BACKUP_IN_USE, and BACKUP_INSURED unless forced
   */
  async delete(id: string, { force }: { force: boolean }, actor: Actor): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const backup = await manager.findOneOrFail(Backup, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (backup.status === 'deleted') return;
      const now = this.clock.now();
      const { userId } = actor.caller;
      requireDeletable(backup, (await openReaders(manager, [id])).get(id) ?? [], { force, now });
      const places = placesToClean(backup, await manager.findBy(BackupCopy, { backup_id: id }));
      const deleted = {
        status: 'deleted' as const,
        deleted_at: now,
        deleted_by: userId,
        object_removed_at: places.length === 0 ? now : null,
        write_by: userId,
        write_date: now,
      };
      await manager.update(Backup, { id }, deleted);
      const neverMade = { backup_id: id, key: IsNull() };
      await manager.update(BackupCopy, neverMade, { object_removed_at: now });
      await manager.update(BackupCopy, { backup_id: id }, { status: 'deleted', updated_at: now });
      const gone = { ...backup, ...deleted };
      await this.outbox.event(manager, BackupDeleted, deletedFact(gone, places), originOf(gone));
      await this.audit.record(manager, {
        ...actor,
        action: 'backup.deleted',
        object: { type: 'backup', id },
        organization: backup.organization_id,
        details: { previous_status: backup.status, force },
      });
      await this.quotas.review(manager, backup.organization_id);
    });
  }

  /** An object of a backup that is gone has appeared, of which nobody knew: retention has to look once more. */
  async tellAgain(manager: EntityManager, backup: Backup): Promise<void> {
    const copies = await manager.findBy(BackupCopy, { backup_id: backup.id, object_removed_at: IsNull() });
    const places = placesToClean(backup, copies);
    if (backup.status === 'expired')
      await this.outbox.event(manager, BackupExpired, expiredFact(backup, places), originOf(backup));
    else await this.outbox.event(manager, BackupDeleted, deletedFact(backup, places), originOf(backup));
  }

  async copyAppeared(manager: EntityManager, backupId: string): Promise<void> {
    const where = { id: backupId };
    const backup = await manager.findOneOrFail(Backup, { where, lock: { mode: 'pessimistic_write' } });
    await manager.update(Backup, where, { object_removed_at: null, write_date: new Date() });
    await this.tellAgain(manager, { ...backup, object_removed_at: null });
  }
}
