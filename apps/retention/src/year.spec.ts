/** A year of every kind of policy, and what is left of it, as committed in testing/golden/year.txt. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { type Period, periodOf, type Tier, tierExpiry, type TierRules } from '@app/tiers';
import { calendarOf } from '../testing/calendar';
import { rulesOf } from '../testing/live-backup';
import { simulate, type SimulatedPolicy, slotsOf } from '../testing/simulated-year';
import type { LiveBackup } from './planner';

const GOLDEN = join(__dirname, '..', 'testing', 'golden', 'year.txt');
const FROM = new Date('2026-12-31T23:30:00Z');
const UNTIL = new Date('2028-03-01T03:00:00Z');
const DEFAULT = [7, 4, 12, 2] as const;
/** Days, in UTC, on which nothing could be backed up: New Year, the first of months, a whole week, a fortnight of Sundays. */
const OUTAGE = /^(2027-01-01|2027-0[3-6]-01|2027-08-(09|1[0-5])|2027-09-(05|12)|2027-1[0-2]-0[1-4]|2028-01-0[1-3])/;

const POLICIES: Record<string, SimulatedPolicy & { outage?: RegExp }> = {
  'daily at 2 AM': { cron: '0 2 * * *', rules: rulesOf(DEFAULT) },
  'daily at 2 AM, with outages': { cron: '0 2 * * *', rules: rulesOf(DEFAULT), outage: OUTAGE },
  'every 6 hours': { cron: '0 */6 * * *', rules: rulesOf(DEFAULT) },
  'hourly, two days of it': { cron: '0 * * * *', rules: rulesOf([2, 8, 6, 1]) },
  'weekday mornings, weekly on Wednesday': { cron: '30 8 * * 1-5', rules: rulesOf(DEFAULT, { weeklyBackupDay: 2 }) },
  'every Sunday at 3 AM': { cron: '0 3 * * 0', rules: rulesOf(DEFAULT) },
  'the 1st of each month': { cron: '0 1 1 * *', rules: rulesOf(DEFAULT) },
  'daily, neither weekly nor yearly': { cron: '0 2 * * *', rules: rulesOf([7, 0, 12, 0]) },
  'weekly tier alone': { cron: '0 2 * * *', rules: rulesOf([0, 6, 0, 0]) },
  'three times a night in Berlin, over both changes of the clock': {
    cron: '30 1-3 * * *',
    rules: rulesOf(DEFAULT, { timezone: 'Europe/Berlin' }),
  },
  'daily in Auckland, a year of dailies alone': {
    cron: '0 2 * * *',
    rules: rulesOf([365, 0, 0, 0], { timezone: 'Pacific/Auckland' }),
  },
};

describe('a year', () => {
  const pages: string[] = [];

  it.each(Object.entries(POLICIES))('%s keeps what it promises, every day', (name, { outage, ...policy }) => {
    const succeeded = (slot: Date) => !outage?.test(slot.toISOString());
    const slots = slotsOf(policy, FROM, UNTIL);
    const watch = promisesOf(policy.rules, slots.filter(succeeded));
    const broken: string[] = [];
    const kept = simulate({
      policy,
      slots,
      from: FROM,
      until: UNTIL,
      made: (slot) => (succeeded(slot) ? {} : undefined),
      onRun: ({ now, after }) => void broken.push(...watch(now, after)),
    });
    expect(broken).toEqual([]);
    const { daily, weekly, monthly, yearly } = policy.rules.counts;
    const title = `${name}: ${policy.cron}, ${daily}/${weekly}/${monthly}/${yearly}, ${policy.rules.timezone}`;
    pages.push(`${title}\n\n${calendarOf(kept, policy.rules.timezone)}\n`);
  });

  it('leaves what it has always left', () => {
    const calendar = pages.join('\n');
    if (process.env.GOLDEN_WRITE) writeFileSync(GOLDEN, calendar);
    expect(calendar).toBe(readFileSync(GOLDEN, 'utf8'));
  });
});

const UNITS = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' } as const;

/**
 * What a person takes a policy to promise, told without the planner: of each of the last days, weeks, months and years in
 * which backups succeeded, at least one is there. A week, month or year counts once the weekly day has passed in it after a backup.
 */
function promisesOf(rules: TierRules, slots: readonly Date[]) {
  const { timezone, counts, weeklyBackupDay } = rules;
  const periods = new Map<string, Period & { due: Date; until: Date }>();
  for (const slot of slots) {
    for (const tier of Object.keys(counts) as Tier[]) {
      if (counts[tier] === 0) continue;
      const period = periodOf(tier, slot, timezone);
      const key = `${tier} of the ${UNITS[tier]} from ${period.start.toISOString()}`;
      if (periods.has(key)) continue;
      const due = tier === 'daily' ? slot : weeklyDayAfter(slot, timezone, weeklyBackupDay);
      if (due >= period.end) continue;
      periods.set(key, { ...period, due, until: lives(tier, period.start, rules) });
    }
  }
  const owed = [...periods].map(([name, { start, end, due, until }]) => ({
    name,
    start: Number(start),
    end: Number(end),
    due: Number(due),
    until: Number(until),
  }));
  return (now: Date, kept: readonly LiveBackup[]): string[] => {
    const moments = kept.map(({ createdAt }) => createdAt.getTime());
    return owed
      .filter(({ due, until }) => due <= now.getTime() && now.getTime() < until)
      .filter(({ start, end }) => !moments.some((moment) => start <= moment && moment < end))
      .map(({ name }) => `at ${now.toISOString()} the ${name} has none`);
  };
}

function weeklyDayAfter(slot: Date, timezone: string, weeklyBackupDay: number): Date {
  const at = DateTime.fromJSDate(slot, { zone: timezone });
  const day = at.startOf('week').plus({ days: weeklyBackupDay });
  return (day <= at ? at : day).toJSDate();
}

const lives = (tier: Tier, start: Date, rules: TierRules) => tierExpiry(tier, start, rules)!;
