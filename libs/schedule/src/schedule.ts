/**
 * When a cron expression comes due in a time zone. Where the clock is set forward, a time that it leaves out comes once, at
 * the moment that it is set; where it is set back, a time that it shows twice comes once, the first time. An expression
 * that names every hour counts the hours that pass instead: it neither pauses in a repeated hour nor makes up for one that
 * is left out. Pure.
 */
import { type CronExpression, parseCron } from './cron-expression';
import { changeAfter, DAY_MS, nextWallTime, type OffsetAt, offsetsOf } from './wall-clock';

export interface Schedule {
  /** Five fields; 0 and 7 are Sunday. */
  cron: string;
  /** Name of an IANA time zone. */
  timezone: string;
}

/** The next times after a moment, at most so many. Fewer, when the time never comes again. @throws SCHEDULE_INVALID, TIMEZONE_INVALID */
export function nextRuns({ cron, timezone }: Schedule, after: Date, count: number): Date[] {
  const [expression, offsetAt] = [parseCron(cron), offsetsOf(timezone)];
  const runs: Date[] = [];
  let last: number | undefined = after.getTime();
  while (runs.length < count) {
    last = next(expression, offsetAt, last);
    if (last === undefined) break;
    runs.push(new Date(last));
  }
  return runs;
}

/** The next time after a moment; null: it never comes again. @throws SCHEDULE_INVALID, TIMEZONE_INVALID */
export function nextRun(schedule: Schedule, after: Date): Date | null {
  return nextRuns(schedule, after, 1)[0] ?? null;
}

/** The last of the times from one moment to another, both included; null: there is none. @throws SCHEDULE_INVALID, TIMEZONE_INVALID */
export function lastRun({ cron, timezone }: Schedule, from: Date, to: Date): Date | null {
  const [expression, offsetAt] = [parseCron(cron), offsetsOf(timezone)];
  const earliest = from.getTime() - 1;
  // the further back, the longer the look: frequent times are found soon, and rare ones are few
  for (let span = DAY_MS / 24; ; span *= 8) {
    const start = Math.max(earliest, to.getTime() - span);
    let last: number | undefined;
    let run = next(expression, offsetAt, start);
    while (run !== undefined && run <= to.getTime()) {
      last = run;
      run = next(expression, offsetAt, run);
    }
    if (last !== undefined) return new Date(last);
    if (start === earliest) return null;
  }
}

/** How many times there are from one moment to another, both included; what exceeds the most is not counted. @throws SCHEDULE_INVALID, TIMEZONE_INVALID */
export function countRuns({ cron, timezone }: Schedule, from: Date, to: Date, most: number): number {
  const [expression, offsetAt] = [parseCron(cron), offsetsOf(timezone)];
  let [count, run] = [0, next(expression, offsetAt, from.getTime() - 1)];
  while (run !== undefined && run <= to.getTime() && count < most) {
    count += 1;
    run = next(expression, offsetAt, run);
  }
  return count;
}

/** @throws SCHEDULE_INVALID, TIMEZONE_INVALID */
export function checkSchedule({ cron, timezone }: Schedule): void {
  parseCron(cron);
  offsetsOf(timezone);
}

/** Goes from one setting of the clock to the next: in between the clock and the time run alike. */
function next(cron: CronExpression, offsetAt: OffsetAt, after: number): number | undefined {
  let from = after;
  let shown = lastShown(cron, offsetAt, after);
  for (;;) {
    const wall = nextWallTime(cron, shown);
    if (wall === undefined) return undefined;
    const run = wall - offsetAt(from);
    const change = changeAfter(offsetAt, from);
    if (change === undefined) {
      if (run <= from + DAY_MS) return run;
      from = Math.max(from + DAY_MS, run - 2 * DAY_MS);
      continue;
    }
    if (run < change) return run;
    const [before, behind] = [change + offsetAt(from), change + offsetAt(change)];
    if (wall < behind && !cron.everyHour) return change;
    shown = (cron.everyHour ? behind : Math.max(before, behind)) - 1;
    from = change;
  }
}

/** Up to which time of the clock everything has come. In an hour that is shown twice that is its end. */
function lastShown({ everyHour }: CronExpression, offsetAt: OffsetAt, moment: number): number {
  const wall = moment + offsetAt(moment);
  if (everyHour) return wall;
  const change = changeAfter(offsetAt, moment - DAY_MS);
  return change === undefined ? wall : Math.max(wall, change + offsetAt(change - 1) - 1);
}
