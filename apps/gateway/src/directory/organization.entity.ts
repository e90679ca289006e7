import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { BillingPlan, QuotaLevel } from '@app/contracts';

@Entity('organizations')
@Unique('organizations_slug_key', ['slug'])
export class Organization {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') slug: string;
  @Column('text', { default: 'free' }) billing_plan: BillingPlan;
  /** Where its backups stood when that last changed, and what was told of it. */
  @Column('text', { default: 'within' }) quota_level: QuotaLevel;
  /** Of that, or once more of a quota that is used up. */
  @Column('timestamptz', { nullable: true }) quota_told_at: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
