import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last word on whether a backup is kept whatever its time. */
@Entity('pins')
export class Pin {
  @PrimaryColumn({ name: 'backup_id', type: 'uuid', primaryKeyConstraintName: 'pins_pkey' })
  backupId: string;

  @Column({ type: 'boolean' })
  pinned: boolean;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt: Date;
}
