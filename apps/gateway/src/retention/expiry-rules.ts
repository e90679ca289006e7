/** Which backups may expire, whatever retention thinks of them. Pure. */
import { StrongroomError } from '@app/core';
import type { Backup } from '../backups/backup.entity';
import { type OpenTask, requireNotPinned, requireUnused } from '../removal/deletion-rules';

export type ExpiringBackup = Pick<Backup, 'id' | 'status' | 'task_id' | 'pinned_at' | 'pin_reason' | 'linked_until'>;

/** What speaks against it, of the moment. */
export interface Holders {
  /** That read the backup and have not ended. */
  tasks: readonly OpenTask[];
  /** It is the newest completed or the newest verified backup of an environment that lives. */
  isNewest: boolean;
  /** The real time: links count in it. */
  realNow: Date;
}

/** @throws StrongroomError BACKUP_IN_PROGRESS, BACKUP_NOT_COMPLETED, BACKUP_PINNED, BACKUP_IN_USE, BACKUP_NEWEST */
export function requireExpirable(backup: ExpiringBackup, { tasks, isNewest, realNow }: Holders): void {
  const { id, status, task_id, linked_until } = backup;
  if (status === 'pending' || status === 'in_progress' || status === 'uploading')
    throw new StrongroomError('BACKUP_IN_PROGRESS', `The backup ${id} is ${status}.`, { details: { task_id } });
  if (status !== 'completed') throw new StrongroomError('BACKUP_NOT_COMPLETED', `The backup ${id} is ${status}.`);
  requireNotPinned(backup);
  requireUnused(id, tasks);
  if (linked_until !== null && linked_until > realNow)
    throw new StrongroomError(
      'BACKUP_IN_USE',
      `The backup ${id} may be downloaded until ${linked_until.toISOString()}.`,
      { details: { linked_until: linked_until.toISOString() } },
    );
  if (isNewest) throw new StrongroomError('BACKUP_NEWEST', `The backup ${id} is the newest good one.`);
}
