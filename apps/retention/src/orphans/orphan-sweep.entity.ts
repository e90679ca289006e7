import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ErrorPayload, OrphanReportPayload, OrphanSweepStatus } from '@app/contracts';

/** How the last look at a storage stands, and what the last complete one has found. */
@Entity('orphan_sweeps')
export class OrphanSweep {
  @PrimaryColumn({ name: 'storage_config_id', type: 'uuid', primaryKeyConstraintName: 'orphan_sweeps_pkey' })
  storageConfigId: string;

  @Column({ type: 'text', default: 'waiting' })
  status: OrphanSweepStatus;

  /** By the clock of retention; null: when somebody asks for it. */
  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt: Date | null;

  /** Whose rows of `swept_objects` and `swept_records` are of this sweep, and who may end it. */
  @Column({ type: 'uuid', nullable: true })
  run: string | null;

  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;

  /** Why the last one could not be made. */
  @Column({ type: 'jsonb', nullable: true })
  error: ErrorPayload | null;

  @Column({ type: 'jsonb', nullable: true })
  report: OrphanReportPayload | null;
}
