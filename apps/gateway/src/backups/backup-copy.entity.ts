import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { CopyStatus, VerificationLevel } from '@app/contracts';
import { User } from '../access/user.entity';
import { bigintAsNumber } from '../bigint-column';
import { StorageConfig } from '../directory/storage-config.entity';
import { Task } from '../tasks/task.entity';
import { Backup, type ErrorSummary } from './backup.entity';

/** A backup in a further storage, as wanted and as the events of the executor tell of it. */
@Entity('backup_copies')
@Unique('backup_copies_one_per_storage', ['backup_id', 'storage_config_id'])
@Index('backup_copies_storage_config', ['storage_config_id', 'id'])
export class BackupCopy {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Backup, { name: 'backup_copies_backup_id_fkey' })
  @Column('uuid')
  backup_id: string;
  @ForeignKey(() => StorageConfig, { name: 'backup_copies_storage_config_id_fkey' })
  @Column('uuid')
  storage_config_id: string;
  /** The latest task that makes it; null: it waits for the backup to be completed. */
  @ForeignKey(() => Task, { name: 'backup_copies_task_id_fkey' })
  @Column('uuid', { nullable: true })
  task_id: string | null;
  @Column('text') status: CopyStatus;
  /** The latest attempt of that task that is known of; 0 before the first. */
  @Column('integer', { default: 0 }) attempt: number;
  /** Key of the ZIP. */
  @Column('varchar', { length: 500, nullable: true }) key: string | null;
  @Column('text', { nullable: true }) location: string | null;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) object_size: number;
  @Column('timestamptz', { nullable: true }) completed_at: Date | null;
  /** Its backup is deleted, and this storage holds nothing of it any more. */
  @Column('timestamptz', { nullable: true }) object_removed_at: Date | null;

  @Column('boolean', { default: false }) is_verified: boolean;
  @Column('timestamptz', { nullable: true }) verified_at: Date | null;
  @Column('text', { nullable: true }) verification_error: string | null;
  /** When each level of verification was last passed. */
  @Column('jsonb', { default: {} }) verification_levels: Partial<Record<VerificationLevel, string>>;
  /** When a verification was last tried, whatever came of it. */
  @Column('timestamptz', { nullable: true }) verification_checked_at: Date | null;

  @Column('text', { nullable: true }) error_message: string | null;
  @Column('jsonb', { nullable: true }) error_details: ErrorSummary | null;
  @ForeignKey(() => User, { name: 'backup_copies_created_by_fkey' })
  @Column('uuid', { nullable: true })
  created_by: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
