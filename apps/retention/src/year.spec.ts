/** A year of every kind of policy, and what is left of it, as committed in testing/golden/year.txt. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { type Period, periodOf, type Tier, tierExpiry, type TierRules } from '@app/tiers';
import { calendarOf } from '../testing/calendar';
import { rulesOf } from '../testing/live-backup';
import { simulate, type SimulatedPolicy, slotsOf, type Stretch, stretchesOf } from '../testing/simulated-year';
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
  'a year of dailies, beside four weeks of weeklies': { cron: '0 2 * * *', rules: rulesOf([365, 4, 12, 2]) },
  'daily, ever less of it': {
    cron: '0 2 * * *',
    rules: rulesOf([30, 8, 12, 2]),
    changes: [
      { at: changed('2027-05-20'), rules: rulesOf([14, 4, 12, 2]) },
      { at: changed('2027-09-08'), rules: rulesOf([3, 0, 6, 0]) },
    ],
  },
  'daily, ever more of it': {
    cron: '0 2 * * *',
    rules: rulesOf([3, 0, 0, 0]),
    changes: [
      { at: changed('2027-05-20'), rules: rulesOf([7, 4, 12, 0]) },
      { at: changed('2027-09-08'), rules: rulesOf([30, 8, 12, 2]) },
    ],
  },
  'every 6 hours, from Honolulu to Auckland and back, over the line of the date': {
    cron: '0 */6 * * *',
    rules: rulesOf(DEFAULT, { timezone: 'Pacific/Honolulu' }),
    changes: [
      { at: changed('2027-06-30'), rules: rulesOf(DEFAULT, { timezone: 'Pacific/Auckland' }) },
      { at: changed('2027-11-30'), rules: rulesOf(DEFAULT, { timezone: 'Pacific/Honolulu' }) },
    ],
  },
  'daily, weekly on Sunday, then on Wednesday': {
    cron: '0 2 * * *',
    rules: rulesOf(DEFAULT),
    changes: [{ at: changed('2028-02-15'), rules: rulesOf(DEFAULT, { weeklyBackupDay: 2 }) }],
  },
  'daily, without weeks and months for a summer': {
    cron: '0 2 * * *',
    rules: rulesOf(DEFAULT),
    changes: [
      { at: changed('2027-06-20'), rules: rulesOf([7, 0, 0, 2]) },
      { at: changed('2027-09-10'), rules: rulesOf(DEFAULT) },
    ],
  },
};

function changed(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

describe('a year', () => {
  const pages: string[] = [];

  it.each(Object.entries(POLICIES))('%s keeps what it promises, every day', (name, { outage, ...policy }) => {
    const succeeded = (slot: Date) => !outage?.test(slot.toISOString());
    const slots = slotsOf(policy, FROM, UNTIL);
    const made = slots.filter(succeeded);
    const watches = stretchesOf(policy, FROM, UNTIL).map((stretch) => promisesOf(stretch, made));
    const broken: string[] = [];
    const kept = simulate({
      policy,
      slots,
      from: FROM,
      until: UNTIL,
      made: (slot) => (succeeded(slot) ? {} : undefined),
      onRun: ({ now, after }) => void broken.push(...watches.flatMap((watch) => watch(now, after))),
    });
    expect(broken).toEqual([]);
    const { rules } = stretchesOf(policy, FROM, UNTIL).at(-1)!;
    const { daily, weekly, monthly, yearly } = rules.counts;
    const title = `${name}: ${policy.cron}, ${daily}/${weekly}/${monthly}/${yearly}, ${rules.timezone}`;
    pages.push(`${title}\n\n${calendarOf(kept, rules.timezone)}\n`);
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
 * What was promised of a day, week, month or year stays promised, whatever becomes of the policy after it.
 */
function promisesOf({ from, until: changedAt, rules }: Stretch, slots: readonly Date[]) {
  const { timezone, counts, weeklyBackupDay } = rules;
  const periods = new Map<string, Period & { due: Date; until: Date }>();
  for (const slot of slots) {
    for (const tier of Object.keys(counts) as Tier[]) {
      if (counts[tier] === 0) continue;
      const period = periodOf(tier, slot, timezone);
      if (slot < from || period.end > changedAt) continue;
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
