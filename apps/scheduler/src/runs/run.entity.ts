import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { RunKind } from '@app/contracts';
import type { ErrorReport } from '@app/core';

/** `missed`: it was asked for in vain until its time was over. */
export const RUN_STATUSES = ['waiting', 'requested', 'refused', 'missed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What is due by a policy at one of its times, from then until the gateway has taken it over. */
@Entity('runs')
@Unique('runs_slot_key', ['policy_id', 'kind', 'slot'])
@Index('runs_waiting', ['kind', 'next_attempt_at'], { where: `status = 'waiting'` })
@Index('runs_settled', ['settled_at'], { where: 'settled_at IS NOT NULL' })
export class Run {
  /** Also that of the backup or restore. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'runs_pkey' }) id: string;
  @Column('uuid') policy_id: string;
  @Column('text') kind: RunKind;
  @Column('timestamptz') slot: Date;
  @Column('text', { default: 'waiting' }) status: RunStatus;
  /** The next time of the policy: until then it is asked for; null: there is none. */
  @Column('timestamptz', { nullable: true }) next_slot: Date | null;
  /** In real time, as all that follow but the end. */
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) next_attempt_at: Date;
  @Column('integer', { default: 0 }) attempts: number;
  /** What the last attempt met. */
  @Column('jsonb', { nullable: true }) error: ErrorReport | null;
  @Column('timestamptz', { nullable: true }) settled_at: Date | null;
}
