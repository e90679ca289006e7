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

const DAY_MS = 24 * 60 * 60 * 1000;
/** Reckoning with zones is slow, and the backups of a fleet are of the same few hundred days. */
const KNOWN_AT_MOST = 20_000;
const known = new Map<string, Period[]>();

/** The day, week, month or year of a moment. */
export function periodOf(tier: Tier, moment: Date, timezone: string): Period {
  const key = `${timezone} ${tier} ${Math.floor(moment.getTime() / DAY_MS)}`;
  const found = known.get(key)?.find((period) => isIn(period, moment));
  if (found) return found;
  const start = DateTime.fromJSDate(moment, { zone: timezone }).startOf(UNITS[tier]);
  const period = { start: start.toJSDate(), end: start.plus({ [UNITS[tier]]: 1 }).toJSDate() };
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(key, [...(known.get(key) ?? []), period]);
  return period;
}

/** The beginning of a day of a week, of which the beginning is given; 0 is its Monday. */
export function dayOfWeek(start: Date, day: number, timezone: string): Date {
  // by its middle, which no change of the clock moves out of it
  return periodOf('daily', new Date(start.getTime() + (day + 0.5) * DAY_MS), timezone).start;
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
