import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BackupCompletedPayload, BackupRecoveredPayload, BackupVerifiedPayload } from '@app/contracts';
import { BackupSizes } from './backup-sizes';
import { DeletedEnvironment } from './deleted-environment.entity';
import { KeptBackup } from './kept-backup.entity';
import { lockBackup } from './lock-backup';
import { DeletedBackup } from './removal/deleted-backup.entity';

/** What retention knows of the backups. Facts may come in any order, and again; a backup that is deleted stays deleted. */
@Injectable()
export class KeptBackups {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sizes: BackupSizes,
  ) {}

  async keep(backup: BackupCompletedPayload | BackupRecoveredPayload): Promise<void> {
    const { backup_id } = backup;
    const verification = 'verification' in backup ? backup.verification : undefined;
    if (verification && verification.level !== 'uploaded')
      await this.noteVerdict({ backup_id, intact: true, verified_at: verification.verified_at });
    await this.dataSource.transaction(async (manager) => {
      await lockBackup(manager, backup_id);
      if (await manager.existsBy(DeletedBackup, { backupId: backup_id })) return;
      const row = rowOf(backup);
      const query = manager.createQueryBuilder().insert().into(KeptBackup).values(row).orIgnore();
      const { raw } = await query.returning('backup_id').execute();
      if ((raw as object[]).length === 1) await this.sizes.judge(manager, row);
    });
  }

  /** A verdict that is older than the one at hand changes nothing. */
  async noteVerdict({
    backup_id,
    intact,
    verified_at,
  }: Pick<BackupVerifiedPayload, 'backup_id' | 'intact' | 'verified_at'>): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO verdicts (backup_id, intact, verified_at) VALUES ($1, $2, $3)
       ON CONFLICT (backup_id) DO UPDATE SET intact = excluded.intact, verified_at = excluded.verified_at
         WHERE verdicts.verified_at < excluded.verified_at`,
      [backup_id, intact, verified_at],
    );
  }

  /** Word that is older than the one at hand changes nothing. */
  async notePin(backupId: string, pinned: boolean, at: string): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO pins (backup_id, pinned, changed_at) VALUES ($1, $2, $3)
       ON CONFLICT (backup_id) DO UPDATE SET pinned = excluded.pinned, changed_at = excluded.changed_at
         WHERE pins.changed_at < excluded.changed_at`,
      [backupId, pinned, at],
    );
  }

  async noteEnvironmentDeleted(environmentId: string, at: string): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(DeletedEnvironment)
      .values({ environmentId, deletedAt: new Date(at) })
      .orIgnore()
      .execute();
  }
}

function rowOf(backup: BackupCompletedPayload | BackupRecoveredPayload): KeptBackup {
  const createdAt = 'created_at' in backup ? backup.created_at : backup.requested_at;
  return {
    backupId: backup.backup_id,
    organizationId: backup.organization_id,
    projectId: backup.project_id,
    environmentId: backup.environment_id,
    storageConfigId: backup.storage_config_id,
    backupType: backup.backup_type,
    key: backup.key,
    manifestKey: backup.manifest_key,
    sizeBytes: String(backup.object_size_bytes),
    retentionType: backup.retention.type,
    expiresAt: backup.retention.expires_at === null ? null : new Date(backup.retention.expires_at),
    createdAt: new Date(createdAt ?? backup.completed_at),
    completedAt: new Date(backup.completed_at),
    hasFilestore: 'filestore' in backup ? backup.filestore !== null : null,
    suspicious: false,
    expiringRunId: null,
  };
}
