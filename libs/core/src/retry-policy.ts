import type { StrongroomError } from './strongroom-error';

/** What becomes of a job after a failed attempt. */
export type RetryDecision = { retry: true; delayMs: number } | { retry: false };

/**
 * The one place that decides about retries. `delaysMs[n]` is the wait before retry n + 1; there are as many
 * retries as delays. `attempt` counts from 1 and is the attempt that has just failed.
 */
export function decideRetry(error: StrongroomError, attempt: number, delaysMs: readonly number[]): RetryDecision {
  const delayMs = delaysMs[attempt - 1];
  if (!error.retryable || delayMs === undefined) return { retry: false };
  return { retry: true, delayMs };
}
