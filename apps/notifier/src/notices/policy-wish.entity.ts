import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the policy of an environment says of notices; once it is deleted, what holds without one. */
@Entity('policy_wishes')
export class PolicyWish {
  @PrimaryColumn({ name: 'environment_id', type: 'uuid', primaryKeyConstraintName: 'policy_wishes_pkey' })
  environmentId: string;

  /** The highest holds, in whatever order they are told. */
  @Column({ type: 'integer' })
  revision: number;

  @Column({ name: 'on_success', type: 'boolean' })
  onSuccess: boolean;

  @Column({ name: 'on_failure', type: 'boolean' })
  onFailure: boolean;
}
