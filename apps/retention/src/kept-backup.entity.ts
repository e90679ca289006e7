import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { BackupType, RetentionType } from '@app/contracts';

/** A completed backup as retention sees it: what it costs and how long it lives. */
@Entity('kept_backups')
@Index('kept_backups_environment', ['environmentId', 'completedAt'])
@Index('kept_backups_organization', ['organizationId', 'environmentId', 'createdAt'])
@Index('kept_backups_expiring', ['expiringRunId'], { where: 'expiring_run_id IS NOT NULL' })
export class KeptBackup {
  @PrimaryColumn({ name: 'backup_id', type: 'uuid', primaryKeyConstraintName: 'kept_backups_pkey' })
  backupId: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ name: 'project_id', type: 'uuid' })
  projectId: string;

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

  /** When it was asked for: what its tier and its period go by. */
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'completed_at', type: 'timestamptz' })
  completedAt: Date;

  /** null: not known, of one that was found again. */
  @Column({ name: 'has_filestore', type: 'boolean', nullable: true })
  hasFilestore: boolean | null;

  /** Much smaller than those before it; once noticed, it stays so. */
  @Column({ type: 'boolean', default: false })
  suspicious: boolean;

  /** The run for which the gateway has expired it: from then on it is only waited for that this is told. */
  @Column({ name: 'expiring_run_id', type: 'uuid', nullable: true })
  expiringRunId: string | null;
}
