/** Policies as requests bring them and as answers show them: the fields of the API reference, and ours. */
import {
  BACKUP_STATUSES,
  type BackupStatus,
  DUMP_COMPRESSION_FORM,
  type PolicyStatePayload,
  VERIFY_AFTER_UPLOAD,
  type VerifyAfterUpload,
} from '@app/contracts';
import { Flag, Moment, Moments, Nested, OneOf, Text, Uuid, Uuids, Whole } from '../http/fields';
import { momentOf } from '../http/moment';
import { type PolicyPreset, PRESET_NAMES, type PresetName } from './policy-presets';

const EXAMPLE = {
  id: '990e8400-e29b-41d4-a716-446655440000',
  environment: '770e8400-e29b-41d4-a716-446655440000',
  storage: '550e8400-e29b-41d4-a716-446655440000',
  created: '2024-12-11T10:30:00Z',
  next: '2024-12-12T02:00:00Z',
};

/** Longer ones say nothing that a shorter one cannot. */
const CRON_LENGTH = 200;
const CRON =
  'Five fields: minute, hour, day of month, month, day of week; 0 and 7 are Sunday. Where clocks are set, a time that is left out comes right afterwards and one that is shown twice comes once, but what names every hour comes every hour that passes';
const ZONE = { max: 100, default: 'UTC', example: 'UTC', description: 'Name of an IANA time zone' };

class PolicyFields {
  @Flag({ optional: true, default: true, example: true, description: 'Whether backups are made by themselves' })
  is_enabled?: boolean;
  @Text({ optional: true, max: CRON_LENGTH, default: '0 2 * * *', example: '0 2 * * *', description: CRON })
  schedule_cron?: string;
  @Text({ optional: true, ...ZONE }) timezone?: string;
  @Whole({ optional: true, max: 365, default: 7, example: 7, description: 'Days; 0: the tier is off' })
  daily_retention?: number;
  @Whole({ optional: true, max: 52, default: 4, example: 4, description: 'Weeks' }) weekly_retention?: number;
  @Whole({ optional: true, max: 60, default: 12, example: 12, description: 'Months of 30 days' })
  monthly_retention?: number;
  @Whole({ optional: true, max: 10, default: 2, example: 2, description: 'Years of 365 days' })
  yearly_retention?: number;
  @Whole({ optional: true, max: 6, default: 6, example: 6, description: '0 is Monday, 6 Sunday' })
  weekly_backup_day?: number;
  @Uuid({
    optional: true,
    nullable: true,
    description: 'null: the default of the organization, as it is when the backup is made',
    example: EXAMPLE.storage,
  })
  storage_config_id?: string | null;
  @Uuids({ optional: true, default: [], description: 'Further storages, where each completed backup is copied to' })
  copy_storage_config_ids?: string[];
  @Flag({ optional: true, default: true }) include_filestore?: boolean;
  @OneOf(VERIFY_AFTER_UPLOAD, {
    optional: true,
    nullable: true,
    description: 'How far each backup is read back; null: as its storage says',
  })
  verify_after_upload?: VerifyAfterUpload | null;
  @Text({
    optional: true,
    nullable: true,
    max: 20,
    pattern: DUMP_COMPRESSION_FORM,
    patternSays: '`auto`, or `zstd`, `lz4` or `gzip`, with a level that it knows such as `zstd:3` if wanted',
    description: 'How pg_dump compresses; null: as `DUMP_COMPRESSION` of the executors says',
  })
  dump_compression?: string | null;
  @Flag({ optional: true, default: false, example: false }) notify_on_success?: boolean;
  @Flag({ optional: true, default: true, example: true }) notify_on_failure?: boolean;
  @Whole({
    optional: true,
    nullable: true,
    min: 1,
    max: 24 * 366,
    default: 48,
    description: 'So long may there be no new good backup before somebody is told; null: nobody is',
  })
  alert_after_hours?: number | null;
  @Text({
    optional: true,
    nullable: true,
    max: CRON_LENGTH,
    description: 'When the newest backup is restored on trial, in the same zone; null: never',
  })
  drill_cron?: string | null;
  @Uuid({
    optional: true,
    nullable: true,
    description:
      'On whose server the trial happens, which has to accept drills; null: beside the environment that was backed up',
  })
  drill_environment_id?: string | null;
}

export class PolicyBody extends PolicyFields {
  @OneOf(PRESET_NAMES, { optional: true, description: 'Fills what is left out, as `GET …/policy-presets` tells' })
  preset?: PresetName;
}

/** Only the fields that are given are changed. */
export class PolicyUpdate extends PolicyFields {}

export class PolicyView extends PolicyFields {
  @Uuid({ example: EXAMPLE.id }) id: string;
  @Uuid({ example: EXAMPLE.environment }) environment_id: string;
  @Moment({ nullable: true, description: 'When the newest backup ended' })
  last_backup_at: string | null;
  @OneOf(BACKUP_STATUSES, { nullable: true, description: 'How it ended' })
  last_backup_status: BackupStatus | null;
  @Moment({ nullable: true, example: EXAMPLE.next, description: 'null: it is not enabled' }) next_backup_at:
    string | null;
  @Moment({ nullable: true }) next_drill_at: string | null;
  @Moments({ description: 'The next five, in UTC', example: [EXAMPLE.next] }) next_runs: string[];
  @Moment({ example: EXAMPLE.created }) created_at: string;
  @Moment({ example: EXAMPLE.created }) updated_at: string;
}

export function policyView(policy: PolicyStatePayload): PolicyView {
  const { organization_id: _organization, revision: _revision, ...fields } = policy;
  return {
    ...fields,
    last_backup_at: shown(policy.last_backup_at),
    next_backup_at: shown(policy.next_backup_at),
    next_drill_at: shown(policy.next_drill_at),
    next_runs: policy.next_runs.map((run) => momentOf(new Date(run))),
    created_at: momentOf(new Date(policy.created_at)),
    updated_at: momentOf(new Date(policy.updated_at)),
  };
}

const shown = (moment: string | null) => (moment === null ? null : momentOf(new Date(moment)));

class PresetView implements PolicyPreset {
  @OneOf(PRESET_NAMES) name: PresetName;
  @Text({ example: 'Every night, kept for 30 days' }) description: string;
  @Text({ max: CRON_LENGTH, example: '0 2 * * *' }) schedule_cron: string;
  @Whole({ example: 30 }) daily_retention: number;
  @Whole() weekly_retention: number;
  @Whole() monthly_retention: number;
  @Whole() yearly_retention: number;
}

export class PresetList {
  @Nested(() => PresetView, { list: true }) items: PresetView[];
}

export class ScheduleQuery {
  @Text({ max: CRON_LENGTH, example: '0 2 * * *', description: CRON }) schedule_cron: string;
  @Text({ optional: true, ...ZONE }) timezone?: string;
}

export class SchedulePreview {
  @Moments({ description: 'The next five, in UTC', example: [EXAMPLE.next] }) next_runs: string[];
}
