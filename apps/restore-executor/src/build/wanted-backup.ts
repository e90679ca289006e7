import type { RestoreRunPayload, StoredAt, WarningPayload } from '@app/contracts';
import type { FailedPlace, OpenedBackup } from '@app/executor';

/** A backup, and its places, the best first. */
export interface WantedBackup {
  backup_id: string;
  sources: readonly StoredAt[];
}

export function wantedBackup({ backup_id, sources, storage_config_id, key }: RestoreRunPayload): WantedBackup {
  return { backup_id, sources: sources ?? [{ storage_config_id, key }] };
}

/** Who restores should know that a place of the backup is lost, although the restore went well. */
export function otherPlaceUsed({ storageName }: OpenedBackup, failed: readonly FailedPlace[]): WarningPayload[] {
  if (failed.length === 0) return [];
  const why = failed.map(({ error }) => error.message).join('; ');
  return [{ code: 'COPY_USED', message: `The backup was read from the storage ${storageName}: ${why}` }];
}
