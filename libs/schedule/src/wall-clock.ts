/**
 * What a clock on a wall of the zone shows. Such a time is a number: the milliseconds since 1970 of the moment at which a
 * clock in UTC shows the same. Pure.
 */
import { IANAZone } from 'luxon';
import { StrongroomError } from '@app/core';
import type { CronExpression } from './cron-expression';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
/** February 29 on one day of the week comes within so many days. */
const HORIZON_MS = 41 * 366 * DAY_MS;

/** How far the clock is ahead of UTC at a moment, in milliseconds. */
export type OffsetAt = (moment: number) => number;

const MOST_ZONES = 1_000;
const MOST_DAYS = 10_000;
const zones = new Map<string, OffsetAt>();

/** @throws TIMEZONE_INVALID */
export function offsetsOf(timezone: string): OffsetAt {
  const known = zones.get(timezone);
  if (known) return known;
  if (!/^[A-Z]/i.test(timezone) || !IANAZone.isValidZone(timezone))
    throw new StrongroomError('TIMEZONE_INVALID', `“${timezone}” is no IANA time zone.`, { details: { timezone } });
  const zone = IANAZone.create(timezone);
  const offsetAt = remembering((moment) => zone.offset(moment) * MINUTE_MS);
  if (zones.size >= MOST_ZONES) zones.clear();
  zones.set(timezone, offsetAt);
  return offsetAt;
}

/** To ask what knows the zones is dear, and a day that begins and ends alike (nearly every one) needs it for its bounds only. */
function remembering(ask: OffsetAt): OffsetAt {
  const starts = new Map<number, number>();
  const atStart = (day: number) => {
    const known = starts.get(day);
    if (known !== undefined) return known;
    if (starts.size >= MOST_DAYS) starts.clear();
    const offset = ask(day * DAY_MS);
    starts.set(day, offset);
    return offset;
  };
  return (moment) => {
    const day = Math.floor(moment / DAY_MS);
    const offset = atStart(day);
    return offset === atStart(day + 1) ? offset : ask(moment);
  };
}

/** The first moment after this one, and at most a day later, at which the clock was set. */
export function changeAfter(offsetAt: OffsetAt, moment: number): number | undefined {
  let [before, after] = [moment, moment + DAY_MS];
  const offset = offsetAt(before);
  if (offsetAt(after) === offset) return undefined;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** The next time that the expression names; undefined: it never comes again. */
export function nextWallTime(cron: CronExpression, after: number): number | undefined {
  const from = (Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS;
  for (let day = from - modulo(from, DAY_MS); day < from + HORIZON_MS; day += DAY_MS) {
    if (!hasDay(cron, new Date(day))) continue;
    const time = cron.times.find((minutes) => day + minutes * MINUTE_MS >= from);
    if (time !== undefined) return day + time * MINUTE_MS;
  }
  return undefined;
}

function hasDay({ months, daysOfMonth, daysOfWeek, eitherDay }: CronExpression, day: Date): boolean {
  if (!months.has(day.getUTCMonth() + 1)) return false;
  const [ofMonth, ofWeek] = [daysOfMonth.has(day.getUTCDate()), daysOfWeek.has(day.getUTCDay())];
  return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
}

const modulo = (value: number, divisor: number) => ((value % divisor) + divisor) % divisor;
