import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RetentionErrorPayload, RetentionRunStatus } from '@app/contracts';

/** A run of retention as far as one organization is concerned, with how far it has come. */
@Entity('retention_runs')
@Index('retention_runs_open', ['nextAttemptAt'], { where: "status <> 'completed'" })
@Index('retention_runs_requested', ['requestedAt'])
@Index('retention_runs_organization', ['organizationId', 'requestedAt'])
export class RetentionRun {
  @PrimaryColumn({ name: 'run_id', type: 'uuid', primaryKeyConstraintName: 'retention_runs_pkey' })
  runId: string;

  @PrimaryColumn({ name: 'organization_id', type: 'uuid', primaryKeyConstraintName: 'retention_runs_pkey' })
  organizationId: string;

  @Column({ type: 'text', default: 'pending' })
  status: RetentionRunStatus;

  /** Its time by the schedule; null: somebody asked for it. */
  @Column({ type: 'timestamptz', nullable: true })
  slot: Date | null;

  @Column({ name: 'requested_at', type: 'timestamptz' })
  requestedAt: Date;

  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true })
  completedAt: Date | null;

  /** All environments up to this one are done. */
  @Column({ name: 'next_environment_id', type: 'uuid', default: '00000000-0000-0000-0000-000000000000' })
  nextEnvironmentId: string;

  /** When it was started in real time, as removals count. */
  @Column({ name: 'began_at', type: 'timestamptz', nullable: true })
  beganAt: Date | null;

  /** In real time. */
  @Column({ name: 'removing_since', type: 'timestamptz', nullable: true })
  removingSince: Date | null;

  /** In real time. */
  @Column({ name: 'next_attempt_at', type: 'timestamptz', default: () => 'now()' })
  nextAttemptAt: Date;

  @Column({ type: 'integer', default: 0 })
  expired: number;

  @Column({ type: 'integer', default: 0 })
  promoted: number;

  @Column({ name: 'deleted_storage', type: 'integer', default: 0 })
  deletedStorage: number;

  @Column({ type: 'integer', default: 0 })
  held: number;

  @Column({ type: 'jsonb', default: [] })
  errors: RetentionErrorPayload[];

  @Column({ name: 'error_count', type: 'integer', default: 0 })
  errorCount: number;
}
