/**
 * What retention's facts about the objects of a backup make of its row and of its copies. What a storage does not hold any
 * more is believed whatever the row says: a catalog that was put back from an older state has backups that are gone.
 */
import type { BackupObjectRemovalFailedPayload, BackupObjectRemovedPayload } from '@app/contracts';
import type { BackupCopy } from '../backups/backup-copy.entity';
import type { Backup } from '../backups/backup.entity';

export interface RemovalChange {
  backup?: Partial<Backup>;
  /** Of which copy. */
  copy?: { id: string; change: Partial<BackupCopy> };
  /** Bytes that the storage holds less. */
  freedBytes?: number;
}

export function applyObjectRemoved(
  backup: Backup,
  copies: readonly BackupCopy[],
  { storage_config_id: id, key, removed_at }: BackupObjectRemovedPayload,
): RemovalChange {
  const removedAt = new Date(removed_at);
  const copy = copies.find((one) => one.storage_config_id === id && one.key === key);
  const own = backup.storage_config_id === id && backup.database_key === key;
  if (!own && copy === undefined) return {};
  const others = copies.filter((one) => one !== copy && one.key !== null);
  const rest = others.length + (own || backup.database_key === null ? 0 : 1);
  const settled = backup.removal_error?.storage_config_id === id ? { removal_error: null } : {};
  const change: Partial<Backup> = {
    ...settled,
    ...(own ? { database_key: null, filestore_key: null, manifest_key: null, sidecar_key: null, location: null } : {}),
    ...(rest === 0 ? { object_removed_at: removedAt } : {}),
    ...(isGone(backup) ? {} : { status: 'deleted', deleted_at: removedAt }),
  };
  return {
    backup: change,
    ...(copy && {
      copy: {
        id: copy.id,
        change: { key: null, location: null, status: 'deleted', object_removed_at: removedAt },
      },
    }),
    freedBytes: own ? backup.compressed_size : copy!.object_size,
  };
}

const isGone = ({ status }: Backup) => status === 'deleted' || status === 'expired';

export function applyRemovalFailed(
  backup: Backup,
  { storage_config_id, error, failed_at }: BackupObjectRemovalFailedPayload,
): Partial<Backup> | undefined {
  if (backup.object_removed_at !== null) return undefined;
  const { code, message, remedy } = error;
  return { removal_error: { storage_config_id, code, message, remedy, failed_at } };
}
