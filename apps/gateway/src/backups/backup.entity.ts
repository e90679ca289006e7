import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type {
  AttachmentProofPayload,
  BackupStatus,
  BackupType,
  ErrorPayload,
  RetentionType,
  VerificationLevel,
  WarningPayload,
} from '@app/contracts';
import { User } from '../access/user.entity';
import { bigintAsNumber } from '../bigint-column';
import { Environment } from '../directory/environment.entity';
import { Organization } from '../directory/organization.entity';
import { Project } from '../directory/project.entity';
import { StorageConfig } from '../directory/storage-config.entity';
import { Task } from '../tasks/task.entity';

export type ErrorSummary = Pick<ErrorPayload, 'code' | 'remedy' | 'details'>;

/** Why the objects of a deleted backup are still in a storage. */
export interface RemovalProblem {
  storage_config_id: string;
  code: ErrorPayload['code'];
  message: string;
  remedy: string;
  failed_at: string;
}

/** A backup as requested, and as the events of the executors tell of it. The first part is the table of the API reference. */
@Entity('backups')
@Index('idx_backups_environment', ['environment_id', 'create_date', 'id', 'status', 'backup_type', 'retention_type'])
@Index('backups_organization_listed', [
  'organization_id',
  'create_date',
  'id',
  'status',
  'backup_type',
  'retention_type',
  'project_id',
])
@Index('backups_project_listed', ['project_id', 'create_date', 'id', 'status', 'backup_type', 'retention_type'])
@Index('backups_listed', ['create_date', 'id', 'status', 'backup_type', 'retention_type'])
@Index('idx_backups_status', ['status'])
@Index('idx_backups_expires_at', ['expires_at'])
@Index('backups_storage_config', ['storage_config_id', 'id'])
@Index('backups_usage', ['organization_id', 'status', 'environment_id', 'storage_config_id', 'compressed_size'], {
  where: "status NOT IN ('expired', 'deleted')",
})
@Index('backups_encryption_key', ['organization_id', 'encryption_key_id'], { where: 'encryption_key_id IS NOT NULL' })
@Index('backups_pinned', ['organization_id', 'create_date'], { where: 'pinned_at IS NOT NULL' })
@Index('backups_suspicious', ['organization_id', 'create_date'], { where: 'is_suspicious' })
@Index('backups_verified', ['environment_id', 'create_date'], { where: `status = 'completed' AND is_verified` })
export class Backup {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Environment, { name: 'backups_environment_id_fkey' })
  @Column('uuid')
  environment_id: string;
  @ForeignKey(() => StorageConfig, { name: 'backups_storage_config_id_fkey' })
  @Column('uuid', { nullable: true })
  storage_config_id: string | null;
  @ForeignKey(() => Task, { name: 'backups_task_id_fkey' })
  @Column('uuid', { nullable: true })
  task_id: string | null;

  @Column('varchar') status: BackupStatus;
  @Column('varchar') backup_type: BackupType;

  /** Key of the ZIP. */
  @Column('varchar', { length: 500, nullable: true }) database_key: string | null;
  /** Always null: the filestore is in the ZIP. */
  @Column('varchar', { length: 500, nullable: true }) filestore_key: string | null;
  /** Always null: the manifest is in the ZIP. Its copy beside the ZIP is `sidecar_key`. */
  @Column('varchar', { length: 500, nullable: true }) manifest_key: string | null;

  @Column('bigint', { default: 0, transformer: bigintAsNumber }) database_size: number;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) filestore_size: number;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) total_size: number;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) compressed_size: number;

  @Column('timestamptz', { nullable: true }) started_at: Date | null;
  @Column('timestamptz', { nullable: true }) completed_at: Date | null;
  @Column('integer', { nullable: true }) duration_seconds: number | null;

  @Column('varchar', { nullable: true }) retention_type: RetentionType | null;
  @Column('timestamptz', { nullable: true }) expires_at: Date | null;

  @Column('boolean', { default: false }) is_verified: boolean;
  @Column('timestamptz', { nullable: true }) verified_at: Date | null;
  @Column('text', { nullable: true }) verification_error: string | null;

  @Column('varchar', { length: 64, nullable: true }) database_checksum: string | null;
  @Column('varchar', { length: 64, nullable: true }) filestore_checksum: string | null;

  @Column('text', { nullable: true }) error_message: string | null;
  @Column('jsonb', { nullable: true }) error_details: ErrorSummary | null;

  @Column('jsonb', { nullable: true }) environment_snapshot: Record<string, unknown> | null;

  @Column('timestamptz', { default: () => 'now()' }) create_date: Date;
  @Column('timestamptz', { default: () => 'now()' }) write_date: Date;
  @ForeignKey(() => User, { name: 'backups_created_by_fkey' })
  @Column('uuid', { nullable: true })
  created_by: string | null;
  @Column('uuid', { nullable: true }) write_by: string | null;

  // What Strongroom keeps beyond the reference

  @ForeignKey(() => Organization, { name: 'backups_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  @ForeignKey(() => Project, { name: 'backups_project_id_fkey' })
  @Column('uuid')
  project_id: string;
  @Column('boolean', { default: true }) include_filestore: boolean;
  /** The latest attempt that is known of; 0 before the first. */
  @Column('integer', { default: 0 }) attempt: number;
  /** Files that the database names are missing or damaged. */
  @Column('boolean', { default: false }) degraded: boolean;
  @Column('jsonb', { default: [] }) warnings: WarningPayload[];
  @Column('jsonb', { nullable: true }) attachments: AttachmentProofPayload | null;
  /** A place that a person can go to: a path or an s3:// address. */
  @Column('text', { nullable: true }) location: string | null;
  /** Key of the manifest that lies beside the ZIP. */
  @Column('varchar', { length: 500, nullable: true }) sidecar_key: string | null;
  /** When each level of verification was last passed. */
  @Column('jsonb', { default: {} }) verification_levels: Partial<Record<VerificationLevel, string>>;
  /** The key without which nobody can read it; null: it is not encrypted. */
  @Column('text', { nullable: true }) encryption_key_id: string | null;
  /** When a verification was last tried, whatever came of it. */
  @Column('timestamptz', { nullable: true }) verification_checked_at: Date | null;

  @Column('timestamptz', { nullable: true }) deleted_at: Date | null;
  /** null: not deleted, or by nobody that the gateway knows. */
  @Column('uuid', { nullable: true }) deleted_by: string | null;
  /** When its time was found to be over. */
  @Column('timestamptz', { nullable: true }) expired_at: Date | null;
  /** For people. */
  @Column('text', { nullable: true }) expiry_reason: string | null;
  /** Deleted or expired, and no storage holds anything of it any more. */
  @Column('timestamptz', { nullable: true }) object_removed_at: Date | null;
  /** What is in the way of removing its objects; null: nothing that is known. */
  @Column('jsonb', { nullable: true }) removal_error: RemovalProblem | null;

  /** Since when it is kept until somebody takes the pin out again. */
  @Column('timestamptz', { nullable: true }) pinned_at: Date | null;
  @Column('uuid', { nullable: true }) pinned_by: string | null;
  @Column('text', { nullable: true }) pin_reason: string | null;
  /** Much smaller than the ones before it. */
  @Column('boolean', { default: false }) is_suspicious: boolean;
  /** Of a suspicious one: the median of the ones before it, in bytes. */
  @Column('bigint', { nullable: true, transformer: bigintAsNumber }) usual_size: number | null;
  /** Until when an address that was given out may be used to download it, in real time. */
  @Column('timestamptz', { nullable: true }) linked_until: Date | null;
}
