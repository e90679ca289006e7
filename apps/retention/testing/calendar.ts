/** The backups that are kept, as a page of a calendar: a line per month, a column per day, in the zone of the policy. */
import { DateTime } from 'luxon';
import type { LiveBackup } from '../src/planner';

const LETTERS = { daily: 'd', weekly: 'w', monthly: 'm', yearly: 'Y', permanent: 'P' } as const;
const ORDER = ['daily', 'weekly', 'monthly', 'yearly', 'permanent'] as const;

export function calendarOf(kept: readonly LiveBackup[], timezone: string): string {
  const inZone = kept.map(({ createdAt, tier }) => ({ tier, at: DateTime.fromJSDate(createdAt, { zone: timezone }) }));
  const months = [...new Set(inZone.map(({ at }) => at.toFormat('yyyy-MM')))];
  const lines = months.map((month) => {
    const days = DateTime.fromFormat(month, 'yyyy-MM').daysInMonth!;
    const highest = (day: number) =>
      inZone
        .filter(({ at }) => at.toFormat('yyyy-MM') === month && at.day === day)
        .map(({ tier }) => tier)
        .sort((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0];
    const columns = Array.from({ length: days }, (_, index) => {
      const tier = highest(index + 1);
      return tier ? LETTERS[tier] : '.';
    });
    return `${month} ${columns.join('')}`;
  });
  const counts = ORDER.map((tier) => [tier, kept.filter((backup) => backup.tier === tier).length] as const)
    .filter(([, count]) => count > 0)
    .map(([tier, count]) => `${count} ${tier}`);
  return [...lines, `kept: ${counts.join(', ')}`].join('\n');
}
