import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the brake holds back of an environment, until somebody agrees or there is no reason any more. */
@Entity('retention_holds')
export class RetentionHold {
  @PrimaryColumn({ name: 'environment_id', type: 'uuid', primaryKeyConstraintName: 'retention_holds_pkey' })
  environmentId: string;

  @Column({ name: 'run_id', type: 'uuid' })
  runId: string;

  /** An agreement is to these alone. */
  @Column({ name: 'backup_ids', type: 'uuid', array: true })
  backupIds: string[];

  @Column({ name: 'would_expire', type: 'integer' })
  wouldExpire: number;

  @Column({ name: 'of_backups', type: 'integer' })
  ofBackups: number;

  @Column({ name: 'held_at', type: 'timestamptz' })
  heldAt: Date;

  @Column({ name: 'agreed_at', type: 'timestamptz', nullable: true })
  agreedAt: Date | null;

  @Column({ name: 'agreed_by', type: 'uuid', nullable: true })
  agreedBy: string | null;
}
