import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A backup that somebody has deleted: what is told of its making later keeps it no more. */
@Entity('deleted_backups')
export class DeletedBackup {
  @PrimaryColumn({ name: 'backup_id', type: 'uuid', primaryKeyConstraintName: 'deleted_backups_pkey' })
  backupId: string;

  @Column({ name: 'deleted_at', type: 'timestamptz' })
  deletedAt: Date;
}
