import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

export const BILLING_PLANS = ['free', 'starter', 'professional', 'business', 'enterprise'] as const;
export type BillingPlan = (typeof BILLING_PLANS)[number];

@Entity('organizations')
@Unique('organizations_slug_key', ['slug'])
export class Organization {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') slug: string;
  @Column('text', { default: 'free' }) billing_plan: BillingPlan;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
