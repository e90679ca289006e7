import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { BackupCompletedPayload, BackupVerifiedPayload } from '@app/contracts';
import { KeptBackup } from './kept-backup.entity';

@Injectable()
export class KeptBackups {
  constructor(private readonly dataSource: DataSource) {}

  async keep(backup: BackupCompletedPayload): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(KeptBackup)
      .values({
        backupId: backup.backup_id,
        organizationId: backup.organization_id,
        environmentId: backup.environment_id,
        storageConfigId: backup.storage_config_id,
        backupType: backup.backup_type,
        key: backup.key,
        manifestKey: backup.manifest_key,
        sizeBytes: String(backup.object_size_bytes),
        retentionType: backup.retention.type,
        expiresAt: backup.retention.expires_at === null ? null : new Date(backup.retention.expires_at),
        completedAt: new Date(backup.completed_at),
      })
      .orIgnore()
      .execute();
  }

  /** A verdict that is older than the one at hand changes nothing; a bad one takes the proof away. */
  async noteVerdict({ backup_id, intact, verified_at }: BackupVerifiedPayload): Promise<void> {
    await this.dataSource.query(
      `UPDATE kept_backups SET verified_at = CASE WHEN $2 THEN $3::timestamptz END
        WHERE backup_id = $1 AND (verified_at IS NULL OR verified_at < $3::timestamptz)`,
      [backup_id, intact, verified_at],
    );
  }

  async noteEnvironmentDeleted(environmentId: string, at: string): Promise<void> {
    await this.dataSource
      .getRepository(KeptBackup)
      .update({ environmentId, environmentDeletedAt: IsNull() }, { environmentDeletedAt: new Date(at) });
  }
}
