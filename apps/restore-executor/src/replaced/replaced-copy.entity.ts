import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Freeze } from '@app/contracts';
import type { Parts } from '../in-place/in-place-plan';

/** What a restore in place has replaced, and keeps for an undo until its time is over. */
@Entity('replaced_copies')
@Index('replaced_copies_kept', ['keptUntil'], { where: `ended_at IS NULL` })
export class ReplacedCopy {
  @PrimaryColumn({ name: 'restore_id', type: 'uuid', primaryKeyConstraintName: 'replaced_copies_pkey' })
  restoreId: string;

  /** The task of the restore, for what is told of it. */
  @Column({ name: 'task_id', type: 'uuid' })
  taskId: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ name: 'environment_id', type: 'uuid' })
  environmentId: string;

  /** The attempt that has completed the restore. */
  @Column({ type: 'integer' })
  attempt: number;

  /** The name that it had while it was live. */
  @Column({ name: 'live_name', type: 'text' })
  liveName: string;

  @Column({ name: 'frozen_by', type: 'text' })
  freeze: Freeze;

  /** What was restored, and of that, what had been there before. */
  @Column({ type: 'jsonb' })
  parts: Parts;

  @Column({ type: 'jsonb' })
  had: Parts;

  @Column({ name: 'kept_until', type: 'timestamptz' })
  keptUntil: Date;

  /** Since when it is not kept any more: dropped, or live again. */
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;

  @Column({ name: 'ended_as', type: 'text', nullable: true })
  end: 'dropped' | 'undone' | null;
}
