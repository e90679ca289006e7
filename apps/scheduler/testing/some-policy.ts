import { randomUUID } from 'node:crypto';
import type { PolicyCreateRequest } from '@app/contracts';

/** A policy of an environment of its own, every night, as the API makes it of an empty body. */
export function somePolicy(settings: Partial<PolicyCreateRequest> = {}): PolicyCreateRequest {
  return {
    organization_id: randomUUID(),
    environment_id: randomUUID(),
    is_enabled: true,
    schedule_cron: '0 2 * * *',
    timezone: 'UTC',
    daily_retention: 7,
    weekly_retention: 4,
    monthly_retention: 12,
    yearly_retention: 2,
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
    ...settings,
  };
}
