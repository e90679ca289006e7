/** What a request to cancel makes of a task, and what came of it. */
import type { TaskStatus } from '@app/contracts';
import type { Task } from './task.entity';

/** `ask`: the executor is asked to end the work. `known`: that was done before. `ended`: there is nothing to cancel any more. */
export type CancelDecision = 'ask' | 'known' | 'ended';

export const CANCEL_OUTCOMES = ['requested', 'cancelled', 'too_late'] as const;
export type CancelOutcome = (typeof CANCEL_OUTCOMES)[number];

type CancelState = Pick<Task, 'status' | 'cancel_requested_at'>;

const ENDED: readonly TaskStatus[] = ['completed', 'failed', 'cancelled'];

export function decideTaskCancel({ status, cancel_requested_at }: CancelState): CancelDecision {
  if (status === 'cancelled') return 'known';
  if (ENDED.includes(status)) return 'ended';
  return cancel_requested_at === null ? 'ask' : 'known';
}

/** null: nobody wanted it. A task that came to its end before its executor heard of the cancel keeps that end. */
export function cancelOutcome({ status, cancel_requested_at }: CancelState): CancelOutcome | null {
  if (status === 'cancelled') return 'cancelled';
  if (cancel_requested_at === null) return null;
  return ENDED.includes(status) ? 'too_late' : 'requested';
}
