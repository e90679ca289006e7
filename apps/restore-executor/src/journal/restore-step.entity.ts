import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StepStatus } from '@app/contracts';

/** One step of a restore, of its rollback or of its undo; a later attempt that takes it again writes into the same row. */
@Entity('restore_steps')
export class RestoreStep {
  @PrimaryColumn({ name: 'restore_id', type: 'uuid', primaryKeyConstraintName: 'restore_steps_pkey' })
  restoreId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'restore_steps_pkey' })
  name: string;

  /** The place in the order in which the steps were first begun, from 1. */
  @Column({ type: 'integer' })
  ordinal: number;

  @Column({ type: 'text' })
  status: StepStatus;

  /** The attempt that has written it last. */
  @Column({ type: 'integer' })
  attempt: number;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;

  /** What came of it, for people. */
  @Column({ type: 'text', nullable: true })
  note: string | null;

  /** What takes it back, for people; null: there is nothing to take back. */
  @Column({ type: 'text', nullable: true })
  undo: string | null;

  /** How often the row was written: the revision of the journal is the sum. */
  @Column({ type: 'integer' })
  changes: number;
}
