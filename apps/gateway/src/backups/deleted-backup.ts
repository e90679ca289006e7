import { StrongroomError } from '@app/core';
import type { Backup } from './backup.entity';

/** @throws StrongroomError BACKUP_DELETED: nothing can be done with it any more */
export function refuseDeleted({ id, status, deleted_at }: Pick<Backup, 'id' | 'status' | 'deleted_at'>): void {
  if (status !== 'deleted') return;
  throw new StrongroomError('BACKUP_DELETED', `The backup ${id} was deleted.`, {
    details: { deleted_at: deleted_at?.toISOString() ?? null },
  });
}
