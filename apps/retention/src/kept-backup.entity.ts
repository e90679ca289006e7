import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { BackupType, RetentionType } from '@app/contracts';

/** A completed backup as retention sees it: what it costs and how long it lives. */
@Entity('kept_backups')
@Index('kept_backups_environment', ['environmentId', 'completedAt'])
@Index('kept_backups_expires_at', ['expiresAt'])
export class KeptBackup {
  @PrimaryColumn({ name: 'backup_id', type: 'uuid', primaryKeyConstraintName: 'kept_backups_pkey' })
  backupId: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ name: 'environment_id', type: 'uuid' })
  environmentId: string;

  @Column({ name: 'storage_config_id', type: 'uuid' })
  storageConfigId: string;

  @Column({ name: 'backup_type', type: 'text' })
  backupType: BackupType;

  @Column({ type: 'text' })
  key: string;

  @Column({ name: 'manifest_key', type: 'text' })
  manifestKey: string;

  /** Bytes of the ZIP. */
  @Column({ name: 'size_bytes', type: 'bigint' })
  sizeBytes: string;

  @Column({ name: 'retention_type', type: 'text' })
  retentionType: RetentionType;

  /** null: never. */
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'completed_at', type: 'timestamptz' })
  completedAt: Date;
}
