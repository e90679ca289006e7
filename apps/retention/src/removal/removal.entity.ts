import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ErrorReport } from '@app/core';

/** The objects of a deleted backup in one storage, from the wish to be rid of them until they are gone. */
@Entity('removals')
@Index('removals_organization', ['organizationId'], { where: 'removed_at IS NULL' })
@Index('removals_tried', ['organizationId', 'triedAt'])
@Index('removals_due', ['nextAttemptAt'], { where: 'removed_at IS NULL' })
export class Removal {
  @PrimaryColumn({ name: 'backup_id', type: 'uuid', primaryKeyConstraintName: 'removals_pkey' })
  backupId: string;

  @PrimaryColumn({ name: 'storage_config_id', type: 'uuid', primaryKeyConstraintName: 'removals_pkey' })
  storageConfigId: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ name: 'project_id', type: 'uuid' })
  projectId: string;

  @Column({ name: 'environment_id', type: 'uuid' })
  environmentId: string;

  /** Of the ZIP, or of the dump of a pair. */
  @Column({ type: 'text' })
  key: string;

  @Column({ name: 'manifest_key', type: 'text' })
  manifestKey: string;

  /** As the backup was completed; null: retention had not heard of that. */
  @Column({ name: 'size_bytes', type: 'bigint', nullable: true })
  sizeBytes: string | null;

  /** Attempts that have begun. */
  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', default: () => 'now()' })
  nextAttemptAt: Date;

  /** What the last attempt met; null: nothing, or there was none yet. */
  @Column({ name: 'last_error', type: 'jsonb', nullable: true })
  lastError: ErrorReport | null;

  /** When the last attempt ended. */
  @Column({ name: 'tried_at', type: 'timestamptz', nullable: true })
  triedAt: Date | null;

  @Column({ name: 'removed_at', type: 'timestamptz', nullable: true })
  removedAt: Date | null;
}
