import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { RestoreStatus, WarningPayload } from '@app/contracts';
import { User } from '../access/user.entity';
import { Backup, type ErrorSummary } from '../backups/backup.entity';
import { bigintAsNumber } from '../bigint-column';
import { Environment } from '../directory/environment.entity';
import { Organization } from '../directory/organization.entity';
import { Project } from '../directory/project.entity';
import { Task } from '../tasks/task.entity';

/** A restore, and the clone that it makes. No two clones that exist or may come to exist have the same name. */
@Entity('restores')
@Index('restores_one_clone', ['environment_id', 'target_db'], {
  unique: true,
  where: "status IN ('pending', 'in_progress', 'completed', 'tearing_down')",
})
@Index('restores_organization_created', ['organization_id', 'created_at'])
@Index('restores_environment_created', ['environment_id', 'created_at'])
@Index('restores_backup', ['backup_id'])
export class Restore {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Organization, { name: 'restores_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  @ForeignKey(() => Project, { name: 'restores_project_id_fkey' })
  @Column('uuid')
  project_id: string;
  /** The environment on whose server the clone appears. */
  @ForeignKey(() => Environment, { name: 'restores_environment_id_fkey' })
  @Column('uuid')
  environment_id: string;
  @ForeignKey(() => Backup, { name: 'restores_backup_id_fkey' })
  @Column('uuid')
  backup_id: string;
  @ForeignKey(() => Task, { name: 'restores_task_id_fkey' })
  @Column('uuid')
  task_id: string;
  @ForeignKey(() => Task, { name: 'restores_teardown_task_id_fkey' })
  @Column('uuid', { nullable: true })
  teardown_task_id: string | null;
  @Column('text') target_db: string;
  @Column('boolean', { default: true }) restore_filestore: boolean;
  @Column('text') status: RestoreStatus;
  /** The latest attempt that is known of; 0 before the first. */
  @Column('integer', { default: 0 }) attempt: number;
  @Column('integer', { default: 0 }) teardown_attempt: number;
  @Column('timestamptz', { nullable: true }) started_at: Date | null;
  @Column('timestamptz', { nullable: true }) completed_at: Date | null;
  @Column('integer', { nullable: true }) duration_seconds: number | null;
  @Column('timestamptz', { nullable: true }) torn_down_at: Date | null;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) database_bytes: number;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) filestore_bytes: number;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) filestore_files: number;
  @Column('integer', { nullable: true }) users: number | null;
  @Column('jsonb', { default: [] }) warnings: WarningPayload[];
  @Column('text', { nullable: true }) error_message: string | null;
  @Column('jsonb', { nullable: true }) error_details: ErrorSummary | null;
  @ForeignKey(() => User, { name: 'restores_created_by_fkey' })
  @Column('uuid', { nullable: true })
  created_by: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
