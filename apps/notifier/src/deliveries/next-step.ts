/** What follows an attempt that failed. */
import { type DoublingPace, type ErrorCode, type StrongroomError, waitAfter } from '@app/core';

export interface RetryPace extends DoublingPace {
  /** So long after it was created a delivery is given up. */
  giveUpMs: number;
}

export type NextStep = { status: 'failed' | 'given_up' } | { status: 'waiting'; delayMs: number };

/** Nothing that passes by itself; everything else may be mended while it waits, also by a person. */
const FINAL: readonly ErrorCode[] = ['NOTICE_REFUSED', 'NOTICE_ADDRESS_FORBIDDEN', 'CHANNEL_CLOSED'];

/**
 * @param attempt the one that has just failed; counts from 1
 * @param ageMs of the delivery
 */
export function nextStep(error: StrongroomError, attempt: number, ageMs: number, pace: RetryPace): NextStep {
  if (error.code === 'CHANNEL_CLOSED') return { status: 'given_up' };
  if (FINAL.includes(error.code)) return { status: 'failed' };
  const delayMs = Math.min(pace.longestMs, Math.max(waitAfter(attempt, pace), askedFor(error)));
  return ageMs + delayMs > pace.giveUpMs ? { status: 'given_up' } : { status: 'waiting', delayMs };
}

/** What the receiver wants to be left alone for. */
function askedFor({ details }: StrongroomError): number {
  const { retry_after_ms: wanted } = details;
  return typeof wanted === 'number' && wanted > 0 ? wanted : 0;
}
