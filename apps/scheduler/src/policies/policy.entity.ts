import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { VerifyAfterUpload } from '@app/contracts';

/** What an environment is backed up by, as somebody has decided: the fields of `PolicySettingsPayload`. */
@Entity('policies')
@Index('policies_environment_key', ['environment_id'], { unique: true })
export class Policy {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'policies_pkey' }) id: string;
  @Column('uuid') organization_id: string;
  @Column('uuid') environment_id: string;
  @Column('integer') revision: number;
  @Column('boolean') is_enabled: boolean;
  @Column('text') schedule_cron: string;
  @Column('text') timezone: string;
  @Column('integer') daily_retention: number;
  @Column('integer') weekly_retention: number;
  @Column('integer') monthly_retention: number;
  @Column('integer') yearly_retention: number;
  @Column('integer') weekly_backup_day: number;
  @Column('uuid', { nullable: true }) storage_config_id: string | null;
  @Column('uuid', { array: true }) copy_storage_config_ids: string[];
  @Column('boolean') include_filestore: boolean;
  @Column('text', { nullable: true }) verify_after_upload: VerifyAfterUpload | null;
  @Column('text', { nullable: true }) dump_compression: string | null;
  @Column('boolean') notify_on_success: boolean;
  @Column('boolean') notify_on_failure: boolean;
  @Column('integer', { nullable: true }) alert_after_hours: number | null;
  @Column('text', { nullable: true }) drill_cron: string | null;
  @Column('uuid', { nullable: true }) drill_environment_id: string | null;
  @Column('timestamptz') created_at: Date;
  @Column('timestamptz') updated_at: Date;
}
