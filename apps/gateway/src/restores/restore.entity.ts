import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type {
  DrillFailurePayload,
  DrillPayload,
  DrillResultPayload,
  Freeze,
  RestoreMode,
  RestoreOutcome,
  RestoreStatus,
  RestoreStepPayload,
  RestoreStrategy,
  WarningPayload,
} from '@app/contracts';
import { User } from '../access/user.entity';
import { Backup, type ErrorSummary } from '../backups/backup.entity';
import { bigintAsNumber } from '../bigint-column';
import { Environment } from '../directory/environment.entity';
import { Organization } from '../directory/organization.entity';
import { Project } from '../directory/project.entity';
import { Task } from '../tasks/task.entity';

/** SQL of the operator's own, as it is remembered: the text itself goes to the executor alone. */
export interface NotedHook {
  name: string;
  /** Of the text, in hex. */
  sha256: string;
}

/** What a restore on trial has measured and proven, or what it has found wrong; all but the policy once it has ended. */
export type NotedDrill = DrillPayload & Partial<DrillResultPayload & DrillFailurePayload>;

/**
 * A restore: a clone, one in place, or a drill. No two clones that exist or may come to exist have the same name, and an environment is
 * restored in place once at a time.
 */
@Entity('restores')
@Index('restores_one_clone', ['environment_id', 'target_db'], {
  unique: true,
  where: "mode = 'clone' AND status IN ('pending', 'in_progress', 'completed', 'tearing_down')",
})
@Index('restores_one_in_place', ['environment_id'], {
  unique: true,
  where: "mode = 'in_place' AND status IN ('pending', 'in_progress', 'undoing')",
})
@Index('restores_insurance', ['insurance_backup_id'], { where: 'insurance_backup_id IS NOT NULL' })
@Index('restores_organization_created', ['organization_id', 'created_at'])
@Index('restores_environment_created', ['environment_id', 'created_at'])
@Index('restores_backup', ['backup_id'])
@Index('restores_drills', ['drilled_environment_id', 'created_at'], { where: 'drilled_environment_id IS NOT NULL' })
export class Restore {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Organization, { name: 'restores_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  @ForeignKey(() => Project, { name: 'restores_project_id_fkey' })
  @Column('uuid')
  project_id: string;
  /** The environment that is restored, or on whose server the clone or the drill appears. */
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
  @Column('text', { default: 'clone' }) mode: RestoreMode;
  /** Of which moment the backup is. */
  @Column('timestamptz') backup_timestamp: Date;
  /** The name of the clone; in place, that of the live database; of a drill, what it bears until it is dropped. */
  @Column('text') target_db: string;
  @Column('boolean', { default: true }) restore_database: boolean;
  @Column('boolean', { default: true }) restore_filestore: boolean;
  @Column('boolean', { default: false }) neutralize: boolean;
  /** null: when the Odoo that runs is another one than the backup's. */
  @Column('boolean', { nullable: true }) regenerate_assets: boolean | null;
  @Column('jsonb', { default: [] }) post_restore_sql: NotedHook[];

  /** These are null, or empty, unless the restore is one in place. */
  @Column('text', { nullable: true }) strategy: RestoreStrategy | null;
  @Column('text', { nullable: true }) freeze: Freeze | null;
  @Column('integer', { nullable: true }) keep_replaced_seconds: number | null;
  @Column('text', { nullable: true }) skip_insurance_reason: string | null;
  @Column('uuid', { array: true, default: [] }) stops_environments: string[];
  @ForeignKey(() => Backup, { name: 'restores_insurance_backup_id_fkey' })
  @Column('uuid', { nullable: true })
  insurance_backup_id: string | null;
  @Column('timestamptz', { nullable: true }) insurance_kept_until: Date | null;

  /** Both are null unless the restore is a drill. The environment is the one that was backed up. */
  @Column('jsonb', { nullable: true }) drill: NotedDrill | null;
  @ForeignKey(() => Environment, { name: 'restores_drilled_environment_id_fkey' })
  @Column('uuid', { nullable: true })
  drilled_environment_id: string | null;

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

  /** What a failed restore in place, or a failed undo, has left. */
  @Column('text', { nullable: true }) outcome: RestoreOutcome | null;
  @Column('timestamptz', { nullable: true }) downtime_started_at: Date | null;
  @Column('timestamptz', { nullable: true }) downtime_ended_at: Date | null;
  /** How long what was replaced is kept; null: it never was. */
  @Column('timestamptz', { nullable: true }) replaced_until: Date | null;
  @Column('timestamptz', { nullable: true }) replaced_dropped_at: Date | null;
  /** The latest undo. */
  @ForeignKey(() => Task, { name: 'restores_undo_task_id_fkey' })
  @Column('uuid', { nullable: true })
  undo_task_id: string | null;
  @Column('integer', { default: 0 }) undo_attempt: number;
  @Column('timestamptz', { nullable: true }) undone_at: Date | null;
  /** The journal, as of the highest revision that was told. */
  @Column('jsonb', { default: [] }) steps: RestoreStepPayload[];
  @Column('integer', { default: 0 }) journal_revision: number;

  @Column('text', { nullable: true }) error_message: string | null;
  @Column('jsonb', { nullable: true }) error_details: ErrorSummary | null;
  @ForeignKey(() => User, { name: 'restores_created_by_fkey' })
  @Column('uuid', { nullable: true })
  created_by: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
