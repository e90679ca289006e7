import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ErrorReport } from '@app/core';
import type { LimitedThing } from './admission';

export type JobStatus = 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled';

/** One piece of long work of an executor, from its command to its end. */
@Entity('jobs')
@Index('jobs_one_running_per_key', ['exclusiveKey'], { unique: true, where: `status = 'running'` })
@Index('jobs_running_by_server', ['serverId'], { where: `status = 'running'` })
@Index('jobs_running_by_storage', ['storageConfigId'], { where: `status = 'running'` })
@Index('jobs_unsuccessful', ['endedAt'], { where: `status IN ('failed', 'cancelled')` })
@Index('jobs_in_line', ['waitsFor', 'createdAt'], { where: 'waits_for IS NOT NULL' })
export class Job {
  /** The id of the task that the work belongs to. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'jobs_pkey' })
  id: string;

  @Column({ type: 'text' })
  kind: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  /** null: the work concerns no environment. */
  @Column({ name: 'environment_id', type: 'uuid', nullable: true })
  environmentId: string | null;

  /** Whose limit on running jobs it counts against; null: none. */
  @Column({ name: 'server_id', type: 'uuid', nullable: true })
  serverId: string | null;

  @Column({ name: 'storage_config_id', type: 'uuid', nullable: true })
  storageConfigId: string | null;

  /** At most one job with the same key runs at a time; null: no limit. */
  @Column({ name: 'exclusive_key', type: 'text', nullable: true })
  exclusiveKey: string | null;

  @Column({ type: 'jsonb' })
  payload: object;

  @Column({ type: 'text' })
  status: JobStatus;

  /** Whose limit put it off the last time. */
  @Column({ name: 'waits_for', type: 'text', nullable: true })
  waitsFor: LimitedThing | null;

  /** Until when it keeps its place before younger jobs that wait for the same; by then it has asked again, if it can. */
  @Column({ name: 'in_line_until', type: 'timestamptz', nullable: true })
  inLineUntil: Date | null;

  /** Fencing number: it grows with every claim, and only its holder may change the row. */
  @Column({ type: 'integer', default: 0 })
  attempt: number;

  /** Attempts that ended with a failure or the death of their process: what the retry rules count. */
  @Column({ name: 'failed_attempts', type: 'integer', default: 0 })
  failedAttempts: number;

  /** Until when the holder of the attempt is taken to be alive. */
  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  /** Host and process id of the holder, for people. */
  @Column({ type: 'text', nullable: true })
  holder: string | null;

  @Column({ type: 'text', nullable: true })
  stage: string | null;

  /** What a later attempt has to know of the earlier ones. */
  @Column({ type: 'jsonb', default: {} })
  journal: Record<string, unknown>;

  /** Somebody wants the job to end; whoever holds it ends it. */
  @Column({ name: 'cancel_requested_at', type: 'timestamptz', nullable: true })
  cancelRequestedAt: Date | null;

  /** The last replay of its dead letter that has reopened it. */
  @Column({ type: 'integer', default: 0 })
  replay: number;

  @Column({ type: 'jsonb', nullable: true })
  error: ErrorReport | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;
}

/** The entry of the journal that says so, kept by `RunningJob.holdOn` and `letGo`. */
export const BETWEEN = 'between';

/**
 * Whether the job stands between two states, neither of which it may be left in: it takes no cancel, and however often its executor
 * dies, another one goes on with it.
 */
export function standsBetween({ journal }: Pick<Job, 'journal'>): boolean {
  return journal[BETWEEN] === true;
}
