/** When retention runs by itself. Pure. */
import { nextRuns } from '@app/schedule';

const AT_ONCE = 100;

/** The latest time of the schedule since the last one that was seen to, which makes up for all before it; null: none has come. */
export function dueSlot(cron: string, last: Date, now: Date): Date | null {
  let due: Date | null = null;
  for (;;) {
    const next = nextRuns({ cron, timezone: 'UTC' }, due ?? last, AT_ONCE);
    const passed = next.filter((slot) => slot <= now);
    due = passed.at(-1) ?? due;
    if (passed.length < AT_ONCE) return due;
  }
}
