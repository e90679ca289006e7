import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An environment that is gone: its newest backups lose their protection, not their life. */
@Entity('deleted_environments')
export class DeletedEnvironment {
  @PrimaryColumn({ name: 'environment_id', type: 'uuid', primaryKeyConstraintName: 'deleted_environments_pkey' })
  environmentId: string;

  @Column({ name: 'deleted_at', type: 'timestamptz' })
  deletedAt: Date;
}
