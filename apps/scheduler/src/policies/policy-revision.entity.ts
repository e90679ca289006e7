import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How often the policy of an environment has changed, over its deletion and a new one. Whoever changes a policy holds this
 * row, also while there is none.
 */
@Entity('policy_revisions')
export class PolicyRevision {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'policy_revisions_pkey' }) environment_id: string;
  @Column('integer') revision: number;
}
