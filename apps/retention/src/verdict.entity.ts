import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The newest verdict on a backup: whether its object is what was backed up. It may be known before the backup is. */
@Entity('verdicts')
export class Verdict {
  @PrimaryColumn({ name: 'backup_id', type: 'uuid', primaryKeyConstraintName: 'verdicts_pkey' })
  backupId: string;

  @Column({ type: 'boolean' })
  intact: boolean;

  @Column({ name: 'verified_at', type: 'timestamptz' })
  verifiedAt: Date;
}
