/** Pins: a backup that has one is neither deleted nor does it expire, until somebody takes the pin out. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BackupPinned, BackupUnpinned } from '@app/contracts';
import { Clock, StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import type { Actor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { Backup } from '../backups/backup.entity';
import { refuseGone } from '../backups/gone-backup';
import { originOf, referencesOf } from '../removal/gone-facts';

export type Pin = Pick<Backup, 'pinned_at' | 'pinned_by' | 'pin_reason'>;

@Injectable()
export class BackupPins {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * One that is pinned already stays pinned by whoever did it; another reason takes the place of the one before.
   * @throws StrongroomError BACKUP_DELETED, BACKUP_EXPIRED, BACKUP_NOT_COMPLETED for one that failed
   */
  async pin(id: string, reason: string | null, actor: Actor): Promise<Pin> {
    return this.changing(id, async (manager, backup) => {
      refuseGone(backup);
      if (backup.status === 'failed')
        throw new StrongroomError('BACKUP_NOT_COMPLETED', `The backup ${id} failed: there is nothing to keep.`);
      if (backup.pinned_at !== null && (reason === null || reason === backup.pin_reason)) return backup;
      const pin: Pin = {
        pinned_at: backup.pinned_at ?? this.clock.now(),
        pinned_by: backup.pinned_at === null ? actor.caller.userId : backup.pinned_by,
        pin_reason: reason,
      };
      await this.write(manager, backup, pin, actor);
      const payload = {
        ...referencesOf(backup),
        pinned_at: pin.pinned_at!.toISOString(),
        pinned_by: pin.pinned_by,
        reason,
      };
      await this.outbox.event(manager, BackupPinned, payload, originOf(backup));
      return pin;
    });
  }

  /** Done once more it changes nothing. */
  async unpin(id: string, actor: Actor): Promise<void> {
    await this.changing(id, async (manager, backup) => {
      if (backup.pinned_at === null) return;
      await this.write(manager, backup, { pinned_at: null, pinned_by: null, pin_reason: null }, actor);
      const unpinned_at = this.clock.now().toISOString();
      const payload = { ...referencesOf(backup), unpinned_at, unpinned_by: actor.caller.userId };
      await this.outbox.event(manager, BackupUnpinned, payload, originOf(backup));
    });
  }

  private changing<T>(id: string, change: (manager: EntityManager, backup: Backup) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) =>
      change(manager, await manager.findOneOrFail(Backup, { where: { id }, lock: { mode: 'pessimistic_write' } })),
    );
  }

  private async write(manager: EntityManager, backup: Backup, pin: Pin, actor: Actor): Promise<void> {
    const { id, organization_id: organization } = backup;
    await manager.update(Backup, { id }, { ...pin, write_by: actor.caller.userId, write_date: new Date() });
    await this.audit.record(manager, {
      ...actor,
      action: pin.pinned_at === null ? 'backup.unpinned' : 'backup.pinned',
      object: { type: 'backup', id },
      organization,
      details: { reason: pin.pin_reason, previous_reason: backup.pin_reason },
    });
  }
}
