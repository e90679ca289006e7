import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How the newest finished backup of an environment ended: what a policy shows as last_backup_at and last_backup_status. */
@Entity('last_backups')
export class LastBackup {
  @PrimaryColumn({ name: 'environment_id', type: 'uuid', primaryKeyConstraintName: 'last_backups_pkey' })
  environmentId: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ name: 'backup_id', type: 'uuid' })
  backupId: string;

  @Column({ type: 'text' })
  status: 'completed' | 'failed';

  @Column({ name: 'ended_at', type: 'timestamptz' })
  endedAt: Date;

  /** When the newest good one was completed; null: there is none. */
  @Column({ name: 'last_good_at', type: 'timestamptz', nullable: true })
  lastGoodAt: Date | null;
}
