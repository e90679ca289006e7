import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TierRules } from '@app/tiers';

/** What the policy of an environment says of tiers, as its highest revision has it. */
@Entity('policies')
export class Policy {
  @PrimaryColumn({ name: 'environment_id', type: 'uuid', primaryKeyConstraintName: 'policies_pkey' })
  environmentId: string;

  @Column({ type: 'integer' })
  revision: number;

  @Column({ name: 'is_enabled', type: 'boolean' })
  isEnabled: boolean;

  /** null: it was deleted. */
  @Column({ type: 'jsonb', nullable: true })
  rules: TierRules | null;
}
