/** Deletes backups: the record stays and says by whom, and retention is told to remove the objects. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { BackupDeleted, type StoredObjects } from '@app/contracts';
import { Outbox } from '@app/messaging';
import type { Actor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { Quotas } from '../quotas/quotas';
import { type OpenTask, placesToClean, requireDeletable } from './deletion-rules';

/** Those that read it, and the restore in place whose way back it is. */
const READING_TASKS = `
SELECT id, type FROM tasks
 WHERE status IN ('pending', 'queued', 'running')
   AND (backup_id = $1 AND type IN ('verify', 'copy', 'restore')
        OR id IN (SELECT task_id FROM restores WHERE insurance_backup_id = $1))
 ORDER BY created_at, id`;

@Injectable()
export class BackupDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    private readonly quotas: Quotas,
  ) {}

  /**
   * Deleting once more changes nothing.
   * @throws StrongroomError BACKUP_IN_PROGRESS, BACKUP_IN_USE, and BACKUP_INSURED unless forced
   */
  async delete(id: string, { force }: { force: boolean }, actor: Actor): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const backup = await manager.findOneOrFail(Backup, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (backup.status === 'deleted') return;
      const now = new Date();
      const { userId } = actor.caller;
      const tasks: OpenTask[] = await manager.query(READING_TASKS, [id]);
      requireDeletable(backup, tasks, { force, now });
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
      await this.tell(manager, { ...backup, ...deleted }, places);
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

  /** An object of a deleted backup that nobody knew of has appeared: retention has to look once more. */
  async tellAgain(manager: EntityManager, backup: Backup): Promise<void> {
    const copies = await manager.findBy(BackupCopy, { backup_id: backup.id, object_removed_at: IsNull() });
    await this.tell(manager, backup, placesToClean(backup, copies));
  }

  async copyAppeared(manager: EntityManager, backupId: string): Promise<void> {
    const where = { id: backupId };
    const backup = await manager.findOneOrFail(Backup, { where, lock: { mode: 'pessimistic_write' } });
    await manager.update(Backup, where, { object_removed_at: null, write_date: new Date() });
    await this.tellAgain(manager, { ...backup, object_removed_at: null });
  }

  private tell(manager: EntityManager, backup: Backup, places: StoredObjects[]): Promise<void> {
    const { id: backup_id, organization_id, project_id, environment_id, deleted_at, deleted_by } = backup;
    const references = { organization_id, project_id, environment_id, backup_id };
    const payload = { ...references, deleted_at: deleted_at!.toISOString(), deleted_by, places };
    const origin = { organizationId: organization_id, subject: `backup/${backup_id}` };
    return this.outbox.event(manager, BackupDeleted, payload, origin);
  }
}
