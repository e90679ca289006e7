import type { EntityManager } from 'typeorm';
import type { StoredAt } from '@app/contracts';
import { BackupCopy } from './backup-copy.entity';
import type { Backup } from './backup.entity';

/** Every place where a completed backup lies, the best first. */
export async function placesOf(manager: EntityManager, backup: Backup): Promise<StoredAt[]> {
  return orderPlaces(backup, await manager.findBy(BackupCopy, { backup_id: backup.id, status: 'completed' }));
}

type Copy = Pick<BackupCopy, 'storage_config_id' | 'key' | 'verification_error' | 'completed_at'>;

/** The backup's own place, then its copies by age; whatever the last verification did not find well comes last. */
export function orderPlaces(
  backup: Pick<Backup, 'storage_config_id' | 'database_key' | 'verification_error'>,
  copies: readonly Copy[],
): StoredAt[] {
  const { storage_config_id, database_key: key, verification_error } = backup;
  const byAge = copies.toSorted((a, b) => Number(a.completed_at) - Number(b.completed_at));
  const places = [{ storage_config_id, key, verification_error }, ...byAge];
  return places
    .toSorted((a, b) => Number(a.verification_error !== null) - Number(b.verification_error !== null))
    .flatMap((place) =>
      place.storage_config_id && place.key ? [{ storage_config_id: place.storage_config_id, key: place.key }] : [],
    );
}
