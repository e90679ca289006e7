/** Settings that have proven themselves under a name: where to begin, and to change at will. */
import type { PolicySettingsPayload } from '@app/contracts';

type Retention = Pick<
  PolicySettingsPayload,
  'daily_retention' | 'weekly_retention' | 'monthly_retention' | 'yearly_retention'
>;

export interface PolicyPreset extends Retention {
  description: string;
  schedule_cron: string;
}

const NIGHTLY = '0 2 * * *';
const retention = (daily: number, weekly: number, monthly: number, yearly: number): Retention => ({
  daily_retention: daily,
  weekly_retention: weekly,
  monthly_retention: monthly,
  yearly_retention: yearly,
});

export const POLICY_PRESETS = {
  starter: { description: 'Every night, kept for 30 days', schedule_cron: NIGHTLY, ...retention(30, 0, 0, 0) },
  pro: { description: 'Every night, kept for 90 days', schedule_cron: NIGHTLY, ...retention(90, 0, 0, 0) },
  enterprise: { description: 'Every night, kept for a year', schedule_cron: NIGHTLY, ...retention(365, 0, 0, 0) },
  conservative: {
    description: 'Every night; two weeks of days, eight weeks, two years of months and five years',
    schedule_cron: NIGHTLY,
    ...retention(14, 8, 24, 5),
  },
  aggressive: {
    description: 'Every night, for little storage: three days, two weeks, half a year of months and one year',
    schedule_cron: NIGHTLY,
    ...retention(3, 2, 6, 1),
  },
  compliance: {
    description: 'Every night; a week of days, four weeks, a year of months and seven years',
    schedule_cron: NIGHTLY,
    ...retention(7, 4, 12, 7),
  },
} as const satisfies Record<string, PolicyPreset>;
export type PresetName = keyof typeof POLICY_PRESETS;
export const PRESET_NAMES = Object.keys(POLICY_PRESETS) as PresetName[];

/** What a policy is where nobody says otherwise. */
export const DEFAULT_SETTINGS: PolicySettingsPayload = {
  is_enabled: true,
  schedule_cron: NIGHTLY,
  timezone: 'UTC',
  ...retention(7, 4, 12, 2),
  weekly_backup_day: 6,
  storage_config_id: null,
  copy_storage_config_ids: [],
  include_filestore: true,
  verify_after_upload: null,
  dump_compression: null,
  notify_on_success: false,
  notify_on_failure: true,
  alert_after_hours: 48,
  drill_cron: null,
  drill_environment_id: null,
};
