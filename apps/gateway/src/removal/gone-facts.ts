/** What is told of a backup whose objects have to go. */
import type { BackupDeletedPayload, BackupExpiredPayload, RemovalRef, StoredObjects } from '@app/contracts';
import type { Backup } from '../backups/backup.entity';

export type PlacedBackup = Pick<Backup, 'id' | 'organization_id' | 'project_id' | 'environment_id'>;

export const originOf = ({ id, organization_id }: PlacedBackup) => ({
  organizationId: organization_id,
  subject: `backup/${id}`,
});

export function deletedFact(
  backup: PlacedBackup & Pick<Backup, 'deleted_at' | 'deleted_by'>,
  places: StoredObjects[],
): BackupDeletedPayload {
  const { deleted_at, deleted_by } = backup;
  return { ...referencesOf(backup), deleted_at: deleted_at!.toISOString(), deleted_by, places };
}

export function expiredFact(
  backup: PlacedBackup & Pick<Backup, 'expired_at' | 'expiry_reason'>,
  places: StoredObjects[],
): BackupExpiredPayload {
  const { expired_at, expiry_reason } = backup;
  return { ...referencesOf(backup), expired_at: expired_at!.toISOString(), reason: expiry_reason!, places };
}

export function referencesOf({ id, organization_id, project_id, environment_id }: PlacedBackup): RemovalRef {
  return { organization_id, project_id, environment_id, backup_id: id };
}
