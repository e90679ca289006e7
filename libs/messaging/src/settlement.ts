/**
 * What becomes of a message after its handler has ended. This is the whole table:
 *
 *   the handler …                                     the message …
 *   returns                                           is acknowledged
 *   throws after the process was told to stop         is given back at once
 *   throws RetryLater                                 comes again after that delay; no attempt counted
 *   cannot reach its own PostgreSQL                   comes again after 1 s; no attempt counted
 *   throws an error of the kind `cancelled`           is acknowledged: nobody wants the work any more
 *   throws an error that core.decideRetry retries     comes again after the delay of that attempt
 *   throws any other error                            goes to the dead letters and is terminated;
 *                                                     a dead letter itself comes again after a minute
 */
import { decideRetry, type StrongroomError, toStrongroomError } from '@app/core';
import { isDatabaseUnavailable } from '@app/database';
import { RetryLater } from './retry-later';

export type Outcome = { returned: true } | { returned: false; thrown: unknown };

export type Settlement =
  | { action: 'acknowledge' }
  /** `failed`: whether it counts as an attempt. */
  | { action: 'again'; delayMs: number; failed: boolean; reason: string }
  | { action: 'dead-letter'; error: StrongroomError };

export interface SettlementCircumstances {
  /** From 1; the attempt that has just ended. */
  attempt: number;
  /** The handler was told to give up because the process stops. */
  stopping: boolean;
  retryDelaysMs: readonly number[];
  /** The message is a dead letter: there is no further place where it could be kept. */
  isDeadLetter?: boolean;
}

export const DATABASE_PAUSE_MS = 1_000;
export const DEAD_LETTER_PAUSE_MS = 60_000;

export function decideSettlement(
  outcome: Outcome,
  { attempt, stopping, retryDelaysMs, isDeadLetter = false }: SettlementCircumstances,
): Settlement {
  if (outcome.returned) return { action: 'acknowledge' };
  const { thrown } = outcome;
  const again = (delayMs: number, failed: boolean): Settlement => ({
    action: 'again',
    delayMs,
    failed,
    reason: thrown instanceof Error ? thrown.message : String(thrown),
  });
  if (stopping) return again(0, false);
  if (thrown instanceof RetryLater) return again(thrown.delayMs, false);
  if (isDatabaseUnavailable(thrown)) return again(DATABASE_PAUSE_MS, false);
  const error = toStrongroomError(thrown);
  if (error.kind === 'cancelled') return { action: 'acknowledge' };
  const decision = decideRetry(error, attempt, retryDelaysMs);
  if (decision.retry) return again(decision.delayMs, true);
  return isDeadLetter ? again(DEAD_LETTER_PAUSE_MS, true) : { action: 'dead-letter', error };
}

/** The word for a settlement in metrics and traces. */
export function outcomeName(
  settlement: Settlement,
  stopping: boolean,
): 'done' | 'retried' | 'put_off' | 'handed_back' | 'dead_letter' {
  if (settlement.action === 'acknowledge') return 'done';
  if (settlement.action === 'dead-letter') return 'dead_letter';
  if (settlement.failed) return 'retried';
  return stopping ? 'handed_back' : 'put_off';
}
