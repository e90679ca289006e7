import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RunKind } from '@app/contracts';

/** `alert`: for so long there has been no good backup that somebody is to be told. */
export type TimerKind = RunKind | 'alert';

/** The next moment at which something is to be done for a policy; one of each kind at most. */
@Entity('timers')
@Index('timers_due', ['due_at'])
export class Timer {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'timers_pkey' }) policy_id: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'timers_pkey' }) kind: TimerKind;
  /** The time that the policy names. */
  @Column('timestamptz') slot: Date;
  /** The slot, and by how much this policy comes after those that have the same; null: the alert was given, and is not given again. */
  @Column('timestamptz', { nullable: true }) due_at: Date | null;
}

export type RunTimer = Timer & { kind: RunKind };
export const isRunTimer = (timer: Timer): timer is RunTimer => timer.kind !== 'alert';
