/** What is to be done for a policy whose timer is due. Pure. */
import { countRuns, lastRun } from '@app/schedule';
import type { Policy } from '../policies/policy.entity';
import { delayMs, runTimer, scheduleOf } from './policy-timers';
import type { RunTimer, Timer } from './timer.entity';

export interface DueRun {
  /** The newest time that has come: one run for all that have. */
  slot: Date;
  /** Times that passed without a run of their own, or with a late one; null: there are none. */
  missed: { slot: Date; count: number } | null;
  /** undefined: the time never comes again. */
  next: Timer | undefined;
}

/** More are not counted. */
const MOST_MISSED = 1_000;

/**
 * @param moment `lateBefore`: what was due before this moment is late
 * @returns null when the policy has no such runs any more
 */
export function dueRun(
  policy: Policy,
  { kind, slot: first }: RunTimer,
  { now, lateBefore, spreadSeconds }: { now: Date; lateBefore: Date; spreadSeconds: number },
): DueRun | null {
  const schedule = scheduleOf(policy, kind);
  if (!schedule) return null;
  const delay = delayMs(policy.id, spreadSeconds);
  const slot = lastRun(schedule, first, new Date(now.getTime() - delay)) ?? first;
  const isLate = slot.getTime() + delay < lateBefore.getTime();
  const next = runTimer(policy, kind, slot, spreadSeconds);
  const missed = isLate ? slot : lastRun(schedule, first, new Date(slot.getTime() - 1));
  return {
    slot,
    missed: missed && { slot: missed, count: countRuns(schedule, first, missed, MOST_MISSED) },
    next,
  };
}
