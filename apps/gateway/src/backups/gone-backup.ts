import { StrongroomError } from '@app/core';
import type { Backup } from './backup.entity';

/** @throws StrongroomError BACKUP_DELETED, BACKUP_EXPIRED: nothing can be done with it any more */
export function refuseGone({
  id,
  status,
  deleted_at,
  expired_at,
}: Pick<Backup, 'id' | 'status' | 'deleted_at' | 'expired_at'>): void {
  if (status === 'deleted')
    throw new StrongroomError('BACKUP_DELETED', `The backup ${id} was deleted.`, {
      details: { deleted_at: deleted_at?.toISOString() ?? null },
    });
  if (status === 'expired')
    throw new StrongroomError('BACKUP_EXPIRED', `The time of the backup ${id} is over.`, {
      details: { expired_at: expired_at?.toISOString() ?? null },
    });
}
