/** A cron expression as the times of a day and the days that it names. Pure. */
import { CronExpressionParser } from 'cron-parser';
import { StrongroomError } from '@app/core';

export interface CronExpression {
  /** Minutes after midnight, ascending. */
  times: readonly number[];
  /** It names all 24 hours: what counts is the hour that passes, not the one that the clock shows. */
  everyHour: boolean;
  daysOfMonth: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  daysOfWeek: ReadonlySet<number>;
  /** Both kinds of days are restricted: it is enough that one of them fits. */
  eitherDay: boolean;
}

const FIELDS = [
  { key: 'minute', name: 'minute', from: 0, to: 59 },
  { key: 'hour', name: 'hour', from: 0, to: 23 },
  { key: 'dayOfMonth', name: 'day of month', from: 1, to: 31 },
  { key: 'month', name: 'month', from: 1, to: 12 },
  { key: 'dayOfWeek', name: 'day of week', from: 0, to: 7 },
] as const;
type Field = (typeof FIELDS)[number];

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const LONGEST_TEXT = 1024;
const MOST_KEPT = 1_000;
const parsed = new Map<string, CronExpression>();

/**
 * What five fields of cron say: lists, ranges, steps, and names of months and days.
 * @throws SCHEDULE_INVALID naming the field, also for an expression whose time never comes
 */
export function parseCron(text: string): CronExpression {
  const known = parsed.get(text);
  if (known) return known;
  const expression = read(text);
  if (parsed.size >= MOST_KEPT) parsed.clear();
  parsed.set(text, expression);
  return expression;
}

function read(text: string): CronExpression {
  const given = text.trim() === '' ? [] : text.trim().split(/\s+/);
  if (text.length > LONGEST_TEXT) throw invalid(`The cron expression has more than ${LONGEST_TEXT} characters.`);
  if (given[0]?.startsWith('@')) throw invalid(`“${given[0]}” is no cron expression of five fields.`);
  if (given.length !== FIELDS.length)
    throw invalid(`The cron expression “${text}” has ${given.length} fields, and not five.`);
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = FIELDS.map((field, n) => valuesOf(field, given[n]!));
  const isStarred = (n: number) => given[n]!.includes('*');
  const expression: CronExpression = {
    times: hours!.flatMap((hour) => minutes!.map((minute) => hour * 60 + minute)),
    everyHour: hours!.length === 24,
    daysOfMonth: new Set(daysOfMonth),
    months: new Set(months),
    daysOfWeek: new Set(daysOfWeek!.map((day) => day % 7)),
    eitherDay: !isStarred(2) && !isStarred(4),
  };
  if (!comes(expression))
    throw invalid(`The cron expression “${text}” names no day that ever comes.`, { field: 'day of month' });
  return expression;
}

/** A field is read within an expression of stars, so that whatever is wrong is wrong in this one. */
function valuesOf(field: Field, text: string): number[] {
  const refused = (why: string) =>
    invalid(`The ${field.name} “${text}” of the cron expression is not valid: ${why}.`, { field: field.name });
  if (/[?LWH#]/.test(text.replace(/[a-z]{3}/gi, '')))
    throw refused('only numbers, names, lists, ranges and steps are known');
  const steps = [...text.matchAll(/\/(\d+)/g)].map(([, step]) => Number(step));
  if (steps.some((step) => step < 1 || step > field.to - field.from + 1))
    throw refused(`a step counts from 1 to ${field.to - field.from + 1}`);
  const expression = FIELDS.map(({ key }) => (key === field.key ? text : '*')).join(' ');
  try {
    const { values } = CronExpressionParser.parse(expression, { tz: 'UTC' }).fields[field.key];
    return (values as number[]).toSorted((a, b) => a - b);
  } catch (error) {
    throw refused(`it takes ${field.from} to ${field.to} (${(error as Error).message})`);
  }
}

function comes({ eitherDay, months, daysOfMonth }: CronExpression): boolean {
  return eitherDay || [...months].some((month) => [...daysOfMonth].some((day) => day <= LONGEST_MONTHS[month - 1]!));
}

function invalid(message: string, details: { field?: string } = {}): StrongroomError {
  return new StrongroomError('SCHEDULE_INVALID', message, { details });
}
