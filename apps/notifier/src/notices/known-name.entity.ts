import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a thing of the directory is called. It outlives the thing, because what happened to it may be told later. */
@Entity('known_names')
export class KnownName {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'known_names_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt: Date;
}
