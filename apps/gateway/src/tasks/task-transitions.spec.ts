import type { ErrorPayload } from '@app/contracts';
import { applyTaskFact, type TaskFact, type TaskState } from './task-transitions';

const NEW: TaskState = {
  status: 'pending',
  attempt: 0,
  attempts: [],
  next_attempt_at: null,
  result: null,
  error: null,
  started_at: null,
  completed_at: null,
};
const error: ErrorPayload = { code: 'SSH_UNREACHABLE', kind: 'transient', message: 'm', remedy: 'r', details: {} };
const at = '2026-01-01T00:00:00.000Z';
const started = (attempt: number): TaskFact => ({ kind: 'started', attempt, at });
const retrying = (attempt: number): TaskFact => ({ kind: 'retrying', attempt, at, error, nextAttemptAt: at });
const failed = (attempt: number): TaskFact => ({ kind: 'failed', attempt, at, error });
const completed = (attempt: number): TaskFact => ({ kind: 'completed', attempt, at, result: { backup_id: 'b' } });

const cancelled = (attempt: number): TaskFact => ({
  kind: 'failed',
  attempt,
  at,
  error: { ...error, code: 'TASK_CANCELLED', kind: 'cancelled' },
});
const replayed: TaskFact = { kind: 'replayed' };

const after = (facts: TaskFact[], from = NEW) =>
  facts.reduce((state, fact) => ({ ...state, ...applyTaskFact(state, fact) }), from);

describe('applyTaskFact', () => {
  it.each([
    ['a plain run', [started(1), completed(1)], 'completed', 1],
    ['a retry', [started(1), retrying(1), started(2), completed(2)], 'completed', 2],
    ['a failure for good', [started(1), retrying(1), started(2), failed(2)], 'failed', 2],
    ['waiting for the next attempt', [started(1), retrying(1)], 'queued', 1],
    ['the start told after its failure', [retrying(1), started(1)], 'queued', 1],
    ['an old failure told after the next start', [started(1), started(2), retrying(1)], 'running', 2],
    ['an old start told late', [started(2), started(1)], 'running', 2],
    ['an end that comes first', [completed(1), started(1)], 'completed', 1],
    ['a failure told after the success', [started(1), completed(1), failed(1)], 'completed', 1],
    ['a success after a failure', [started(4), failed(4), completed(5)], 'completed', 5],
    ['a start after the end', [started(1), failed(1), started(2)], 'failed', 1],
    ['an old failure for good', [started(2), failed(1)], 'running', 2],
    ['a replay', [started(1), failed(1), replayed], 'pending', 1],
    ['a replay that runs', [started(1), failed(1), replayed, started(2), completed(2)], 'completed', 2],
    ['a replay that fails', [started(1), failed(1), replayed, started(2), failed(2)], 'failed', 2],
    ['the failure told again after the replay', [started(1), failed(1), replayed, failed(1)], 'pending', 1],
    ['the replay of what is done', [started(1), completed(1), replayed], 'completed', 1],
    ['a cancel of what was never begun', [cancelled(0)], 'cancelled', 0],
    ['a cancel of what runs', [started(1), cancelled(1)], 'cancelled', 1],
    ['a cancel between two attempts', [started(1), retrying(1), cancelled(1)], 'cancelled', 1],
    ['a cancel told before the start', [cancelled(1), started(1)], 'cancelled', 1],
    ['a cancel told after the end', [started(1), completed(1), cancelled(1)], 'completed', 1],
    ['a replay after a cancel', [started(1), cancelled(1), replayed], 'cancelled', 1],
  ] as [string, TaskFact[], string, number][])('%s', (_, facts, status, attempt) =>
    expect(after(facts)).toMatchObject({ status, attempt }),
  );

  it.each([started(1), retrying(1), failed(1), completed(1)])('changes nothing when $kind is told twice', (fact) => {
    expect(applyTaskFact(after([fact]), fact)).toBeUndefined();
  });

  it('lists each failed attempt once, in order, even when told late', () => {
    const state = after([started(1), started(3), retrying(2), retrying(1), retrying(1), completed(3)]);
    expect(state.attempts.map((entry) => entry.attempt)).toEqual([1, 2]);
    expect(state.error).toBeNull();
  });

  it('shows the cancel as its error, and not as a failed attempt', () => {
    const state = after([started(1), retrying(1), started(2), cancelled(2)]);
    expect(state).toMatchObject({
      error: { code: 'TASK_CANCELLED' },
      completed_at: new Date(at),
      next_attempt_at: null,
    });
    expect(state.attempts.map((entry) => entry.attempt)).toEqual([1]);
  });

  it('leaves a cancelled task alone', () => {
    const cancelled = { ...NEW, status: 'cancelled' as const };
    for (const fact of [started(1), completed(1)]) expect(applyTaskFact(cancelled, fact)).toBeUndefined();
  });
});
