import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ErrorPayload, TaskStatus, TaskType } from '@app/contracts';
import { User } from '../access/user.entity';
import { Environment } from '../directory/environment.entity';
import { Organization } from '../directory/organization.entity';
import { Project } from '../directory/project.entity';

/** A failed attempt that another one followed, or that was the last. */
export interface FailedAttempt {
  attempt: number;
  error: ErrorPayload;
  at: string;
}

/** A piece of asynchronous work as people follow it; kept from the events of the executors. */
@Entity('tasks')
@Index('tasks_organization_created', ['organization_id', 'created_at', 'id'])
@Index('tasks_project_created', ['project_id', 'created_at', 'id'])
@Index('tasks_environment_created', ['environment_id', 'created_at', 'id'])
@Index('tasks_created', ['created_at', 'id'])
@Index('tasks_backup', ['backup_id'])
@Index('tasks_restore', ['restore_id'])
@Index('tasks_open', ['type', 'status'], { where: `status IN ('pending', 'queued', 'running')` })
@Index('tasks_open_of_environment', ['environment_id'], { where: `status IN ('pending', 'queued', 'running')` })
export class Task {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Organization, { name: 'tasks_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  /** Both null: the work concerns a storage, and no environment. */
  @ForeignKey(() => Project, { name: 'tasks_project_id_fkey' })
  @Column('uuid', { nullable: true })
  project_id: string | null;
  @ForeignKey(() => Environment, { name: 'tasks_environment_id_fkey' })
  @Column('uuid', { nullable: true })
  environment_id: string | null;
  @Column('text') type: TaskType;
  @Column('text') status: TaskStatus;
  /** The latest attempt that is known of; 0 before the first. */
  @Column('integer', { default: 0 }) attempt: number;
  @Column('jsonb', { default: [] }) attempts: FailedAttempt[];
  @Column('timestamptz', { nullable: true }) next_attempt_at: Date | null;
  @Column('uuid', { nullable: true }) backup_id: string | null;
  @Column('uuid', { nullable: true }) restore_id: string | null;
  @Column('jsonb', { nullable: true }) result: Record<string, unknown> | null;
  @Column('jsonb', { nullable: true }) error: ErrorPayload | null;
  @Column('timestamptz', { nullable: true }) started_at: Date | null;
  @Column('timestamptz', { nullable: true }) completed_at: Date | null;
  @Column('timestamptz', { nullable: true }) cancel_requested_at: Date | null;
  @ForeignKey(() => User, { name: 'tasks_cancel_requested_by_fkey' })
  @Column('uuid', { nullable: true })
  cancel_requested_by: string | null;
  @ForeignKey(() => User, { name: 'tasks_created_by_fkey' })
  @Column('uuid', { nullable: true })
  created_by: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
