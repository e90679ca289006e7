import { define } from './define';

/** What policies, schedules and retention can meet. */
export const POLICY_ERRORS = {
  POLICY_NOT_FOUND: define(
    'operator',
    404,
    'The environment has no backup policy',
    'Create one with `POST /api/v1/backups/environments/{id}/policy`.',
  ),
  POLICY_EXISTS: define(
    'operator',
    409,
    'The environment has a backup policy already',
    'Change it with PATCH, or delete it first; its backups are kept.',
  ),
  SCHEDULE_INVALID: define(
    'operator',
    422,
    'The cron expression is not valid',
    'Give five fields: minute, hour, day of month, month, day of week (0 and 7 are Sunday), such as `0 2 * * *`.',
  ),
  TIMEZONE_INVALID: define(
    'operator',
    422,
    'The time zone is not known',
    'Give the name of an IANA time zone, such as `Europe/Berlin` or `UTC`.',
  ),
  RETENTION_INVALID: define(
    'operator',
    422,
    'The retention keeps nothing',
    'Give at least one of the tiers a retention above 0.',
  ),
  NOTHING_TO_DRILL: define(
    'operator',
    409,
    'The environment has no backup that could be restored on trial',
    'Make a backup first; only completed ones are restored on trial.',
  ),
  RETENTION_NOT_HELD: define(
    'operator',
    409,
    'Nothing of that run waits for an agreement',
    'Look at the preview of the environment: it names the run that waits, if one does.',
  ),
  BACKUP_PINNED: define(
    'operator',
    409,
    'The backup is pinned',
    'Take the pin out with `DELETE /api/v1/backups/{id}/pin` first, if whoever put it there agrees.',
  ),
} as const;
