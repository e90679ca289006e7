/** When a cron expression comes due in a time zone. Pure. */
import { CronExpressionParser } from 'cron-parser';
import { DateTime } from 'luxon';
import { StrongroomError } from '@app/core';

export interface Schedule {
  /** Five fields; 0 and 7 are Sunday. */
  cron: string;
  /** Name of an IANA time zone. */
  timezone: string;
}

/** The next times after a moment, at most so many. Fewer, when the time never comes again. @throws SCHEDULE_INVALID, TIMEZONE_INVALID */
export function nextRuns({ cron, timezone }: Schedule, after: Date, count: number): Date[] {
  if (!DateTime.local({ zone: timezone }).isValid)
    throw new StrongroomError('TIMEZONE_INVALID', `“${timezone}” is no IANA time zone.`);
  const runs = CronExpressionParser.parse(cron, { currentDate: after, tz: timezone });
  return runs.take(count).map((run) => run.toDate());
}

/** The next time after a moment; null: it never comes again. @throws SCHEDULE_INVALID, TIMEZONE_INVALID */
export function nextRun(schedule: Schedule, after: Date): Date | null {
  return nextRuns(schedule, after, 1)[0] ?? null;
}
