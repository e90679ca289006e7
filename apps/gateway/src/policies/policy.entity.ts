import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the gateway decides by of a policy, as the scheduler last told of it. A deleted one stays, so that no older message revives it. */
@Entity('policies')
@Index('policies_organization', ['organization_id'], { where: 'NOT is_deleted' })
export class Policy {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'policies_pkey' }) environment_id: string;
  @Column('uuid') organization_id: string;
  @Column('uuid') id: string;
  /** The highest that was told. */
  @Column('integer') revision: number;
  @Column('boolean') is_deleted: boolean;
  @Column('boolean') is_enabled: boolean;
  @Column('text') schedule_cron: string;
  @Column('text') timezone: string;
  @Column('integer') daily_retention: number;
  @Column('integer') weekly_retention: number;
  @Column('integer') monthly_retention: number;
  @Column('integer') yearly_retention: number;
  @Column('integer') weekly_backup_day: number;
  @Column('uuid', { nullable: true }) storage_config_id: string | null;
  @Column('uuid', { array: true, default: [] }) copy_storage_config_ids: string[];
}
