/** Whether a job may run now, next to those that run already. */

/** What has a limit on the jobs that run on it at once. */
export type LimitedThing = 'server' | 'storage';

export interface JobLimits {
  /** Jobs that run on one server at once, and with one storage, over all replicas of the service. */
  perServer: number;
  perStorage: number;
}

/** What stands before one job at the moment of its claim. */
export interface QueueLoad {
  /** Whether another job with the same exclusive key is running. */
  keyTaken: boolean;
  /** Living jobs that run on the same server, and older ones that wait in line for it. */
  server: { running: number; ahead: number };
  storage: { running: number; ahead: number };
}

export type Admission = { admitted: true } | { admitted: false; waitsFor: 'key' | LimitedThing; delayMs: number };

/** A job far behind in a long line need not ask as often as the next one. */
const LONGEST_DELAY_FACTOR = 30;

/**
 * A free place goes to one of the oldest jobs in line, as many of them as there are places: strictly the oldest would leave
 * the place empty until that one asks again. What waits for its exclusive key is in no line, and holds up no other environment.
 */
export function admit(load: QueueLoad, limits: JobLimits, busyDelayMs: number): Admission {
  if (load.keyTaken) return { admitted: false, waitsFor: 'key', delayMs: busyDelayMs };
  const things = [
    ['server', load.server, limits.perServer],
    ['storage', load.storage, limits.perStorage],
  ] as const;
  for (const [waitsFor, { running, ahead }, limit] of things) {
    if (running < limit && ahead < limit) continue;
    const factor = Math.min(LONGEST_DELAY_FACTOR, 1 + Math.floor(ahead / limit));
    return { admitted: false, waitsFor, delayMs: busyDelayMs * factor };
  }
  return { admitted: true };
}
