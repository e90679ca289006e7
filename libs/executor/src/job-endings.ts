/** What becomes of a job when its attempt ends without success, and when somebody cancels it. */
import { decideRetry, type StrongroomError } from '@app/core';
import { type Job, standsBetween } from './job.entity';

export type UnsuccessfulEnd =
  | { status: 'cancelled' }
  | { status: 'failed' }
  /** `counts`: whether the attempt is one of those that the retry rules count. */
  | { status: 'waiting'; counts: boolean; delayMs: number };

export interface EndCircumstances {
  error: StrongroomError;
  cancelRequested: boolean;
  /** The process stops: the attempt was given up, and says nothing about the work. */
  stopping: boolean;
  /** With the one that has just ended. */
  failedAttempts: number;
  retryDelaysMs: readonly number[];
}

/** A cancel wins over every failure: nobody wants the next attempt. */
export function decideEnd({
  error,
  cancelRequested,
  stopping,
  failedAttempts,
  retryDelaysMs,
}: EndCircumstances): UnsuccessfulEnd {
  if (cancelRequested) return { status: 'cancelled' };
  if (stopping) return { status: 'waiting', counts: false, delayMs: 0 };
  const decision = decideRetry(error, failedAttempts, retryDelaysMs);
  return decision.retry ? { status: 'waiting', counts: true, delayMs: decision.delayMs } : { status: 'failed' };
}

/**
 * `ended`: nobody holds it, so it ends at once. `asked`: its holder ends it. `too_late`: it has come to its end before.
 * `repeated`: nothing new was asked for.
 */
export type CancelOutcome = 'ended' | 'asked' | 'too_late' | 'repeated';

/** @param held whether a living process holds the job */
export function decideCancel(job: Job, held: boolean): CancelOutcome {
  const { status, cancelRequestedAt } = job;
  if (standsBetween(job)) return 'too_late';
  switch (status) {
    case 'completed':
    case 'failed':
      return 'too_late';
    case 'cancelled':
      return 'repeated';
    case 'waiting':
    case 'running':
      if (!held) return 'ended';
      return cancelRequestedAt === null ? 'asked' : 'repeated';
  }
}
