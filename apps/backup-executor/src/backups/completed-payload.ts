import type { BackupCompletedPayload, BackupRunPayload } from '@app/contracts';
import type { FinishedBackup } from './backup-runner';

/** The fact that a backup is complete, without the reference that every backup event carries. */
export function completedPayload(
  command: BackupRunPayload,
  backup: FinishedBackup,
): Omit<BackupCompletedPayload, 'backup_id' | 'task_id' | 'organization_id' | 'environment_id' | 'attempt'> {
  const { manifest } = backup;
  return {
    project_id: command.project_id,
    storage_config_id: command.storage_config_id,
    backup_type: command.backup_type,
    requested_at: command.created_at,
    started_at: backup.startedAt.toISOString(),
    completed_at: backup.completedAt.toISOString(),
    key: backup.archiveKey,
    manifest_key: backup.sidecarKey,
    ...(manifest.filestore?.key && { filestore_key: manifest.filestore.key }),
    location: backup.location,
    object_size_bytes: backup.objectSizeBytes,
    database: { size_bytes: manifest.database.size, sha256: manifest.database.checksum },
    filestore: manifest.filestore && { size_bytes: manifest.filestore.size, sha256: manifest.filestore.checksum },
    attachments: manifest.attachments,
    degraded: manifest.degraded,
    warnings: manifest.warnings,
    retention: command.retention,
    environment_snapshot: manifest.environment_snapshot,
    verification: backup.verification,
    encryption_key_id: manifest.encryption?.key_id,
  };
}
