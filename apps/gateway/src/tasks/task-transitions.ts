/**
 * What a fact about an attempt makes of a task. Facts may come twice and in any order: a later attempt wins over
 * an earlier one, an ended task stays ended, and only a success is believed after a failure, because the thing that it
 * tells of exists. Returns only the columns that change, or undefined.
 */
import type { ErrorPayload, TaskStatus } from '@app/contracts';
import type { FailedAttempt, Task } from './task.entity';

export type TaskFact =
  | { kind: 'started'; attempt: number; at: string }
  | { kind: 'retrying'; attempt: number; at: string; error: ErrorPayload; nextAttemptAt: string }
  | { kind: 'completed'; attempt: number; at: string; result: Record<string, unknown> }
  | { kind: 'failed'; attempt: number; at: string; error: ErrorPayload; result?: Record<string, unknown> }
  /** Its command was sent once more after it had become a dead letter. */
  | { kind: 'replayed' };

export type TaskState = Pick<
  Task,
  'status' | 'attempt' | 'attempts' | 'next_attempt_at' | 'result' | 'error' | 'started_at' | 'completed_at'
>;
export type TaskChange = Partial<TaskState>;

const ENDED: readonly TaskStatus[] = ['completed', 'failed', 'cancelled'];

/**
 * Whether the fact tells the end of an attempt that the task lists as failed: after a replay it would end the work that
 * has begun anew.
 */
export function isKnownFailure({ attempts }: TaskState, fact: TaskFact): boolean {
  return fact.kind === 'failed' && !isCancel(fact) && attempts.some((known) => known.attempt === fact.attempt);
}

export function applyTaskFact(task: TaskState, fact: TaskFact): TaskChange | undefined {
  const change = { ...statusChange(task, fact), ...attemptsChange(task.attempts, fact) };
  return Object.keys(change).length === 0 ? undefined : change;
}

/** A failure that somebody has wanted. */
function isCancel(fact: TaskFact): boolean {
  return fact.kind === 'failed' && fact.error.kind === 'cancelled';
}

function statusChange(task: TaskState, fact: TaskFact): TaskChange {
  const ended = ENDED.includes(task.status);
  switch (fact.kind) {
    case 'started':
      if (ended || fact.attempt <= task.attempt) return {};
      return {
        status: 'running',
        attempt: fact.attempt,
        next_attempt_at: null,
        ...(task.started_at === null ? { started_at: new Date(fact.at) } : {}),
      };
    case 'retrying':
      if (ended || fact.attempt < task.attempt || (fact.attempt === task.attempt && task.status !== 'running'))
        return {};
      return { status: 'queued', attempt: fact.attempt, next_attempt_at: new Date(fact.nextAttemptAt) };
    case 'completed':
      if (task.status === 'completed' || task.status === 'cancelled') return {};
      return {
        status: 'completed',
        attempt: Math.max(task.attempt, fact.attempt),
        next_attempt_at: null,
        result: fact.result,
        error: null,
        completed_at: new Date(fact.at),
      };
    case 'failed':
      if (ended || fact.attempt < task.attempt || isKnownFailure(task, fact)) return {};
      return {
        status: isCancel(fact) ? 'cancelled' : 'failed',
        attempt: fact.attempt,
        next_attempt_at: null,
        error: fact.error,
        completed_at: new Date(fact.at),
        ...(fact.result === undefined ? {} : { result: fact.result }),
      };
    case 'replayed':
      if (task.status !== 'failed') return {};
      return { status: 'pending', next_attempt_at: null, error: null, result: null, completed_at: null };
  }
}

/** Each failed attempt stands in the list once, whenever its fact arrives. */
function attemptsChange(attempts: readonly FailedAttempt[], fact: TaskFact): TaskChange {
  if ((fact.kind !== 'retrying' && fact.kind !== 'failed') || isCancel(fact)) return {};
  if (attempts.some((known) => known.attempt === fact.attempt)) return {};
  const entry: FailedAttempt = { attempt: fact.attempt, error: fact.error, at: fact.at };
  return { attempts: [...attempts, entry].sort((a, b) => a.attempt - b.attempt) };
}
