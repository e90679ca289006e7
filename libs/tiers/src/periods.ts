/** Days, weeks (from Monday), months and years as a time zone has them. Pure. */
import { DateTime } from 'luxon';
import type { Tier } from './tier-rules';

const UNITS = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' } as const satisfies Record<
  Tier,
  string
>;

export interface Period {
  start: Date;
  /** The first moment that is no longer in it. */
  end: Date;
}

/** The day, week, month or year of a moment. */
export function periodOf(tier: Tier, moment: Date, timezone: string): Period {
  const start = DateTime.fromJSDate(moment, { zone: timezone }).startOf(UNITS[tier]);
  return { start: start.toJSDate(), end: start.plus({ [UNITS[tier]]: 1 }).toJSDate() };
}

export const isIn = ({ start, end }: Period, moment: Date) => start <= moment && moment < end;

/** The highest tier that the date of a moment stands for. */
export function tierOfDate(
  moment: Date,
  { weeklyBackupDay, timezone }: { weeklyBackupDay: number; timezone: string },
): Tier {
  const { day, month, weekday } = DateTime.fromJSDate(moment, { zone: timezone });
  if (day === 1) return month === 1 ? 'yearly' : 'monthly';
  return weekday === weeklyBackupDay + 1 ? 'weekly' : 'daily';
}
