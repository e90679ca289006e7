import type { RestoreStatus } from '@app/contracts';
import { pendingRestore, restoreEvents, TEARDOWN_TASK } from '../../testing/sample-events';
import { applyRestoreEvent, type RestoreEvent } from './restore-transitions';
import type { Restore } from './restore.entity';

const { started, completed, retrying, failed, teardownStarted, teardownRetrying, teardownFailed, tornDown } =
  restoreEvents;

const after = (events: RestoreEvent[], from: Restore = pendingRestore()) =>
  events.reduce<Restore>((row, event) => ({ ...row, ...applyRestoreEvent(row, event) }), from);
const tearingDown = (): Restore => ({
  ...after([started(1), completed(1)]),
  status: 'tearing_down',
  teardown_task_id: TEARDOWN_TASK,
});

describe('applyRestoreEvent', () => {
  it.each([
    ['a plain run', [started(1), completed(1)], 'completed'],
    ['a retry', [started(1), retrying(1), started(2)], 'in_progress'],
    ['the start told after its failure', [retrying(1), started(1)], 'pending'],
    ['a failure for good', [started(1), failed(1)], 'failed'],
    ['an end that comes first', [completed(1), started(1), failed(1)], 'completed'],
    ['a completion after a failure', [failed(1), completed(2)], 'completed'],
  ] as [string, RestoreEvent[], RestoreStatus][])('%s', (_, events, status) =>
    expect(after(events).status).toBe(status),
  );

  it.each([
    ['a plain teardown', [teardownStarted(1), tornDown(1)], 'torn_down'],
    ['a teardown that is tried again', [teardownStarted(1), teardownRetrying(1)], 'tearing_down'],
    ['a teardown that failed', [teardownStarted(1), teardownFailed(1)], 'failed'],
    ['a failure told after the end', [tornDown(1), teardownFailed(1)], 'torn_down'],
    ['news of the restore during its teardown', [started(2), failed(2), completed(2)], 'tearing_down'],
  ] as [string, RestoreEvent[], RestoreStatus][])('%s', (_, events, status) =>
    expect(after(events, tearingDown()).status).toBe(status),
  );

  it('does not listen to a teardown that a newer one has replaced', () => {
    const again: Restore = { ...tearingDown(), teardown_task_id: 'another' };
    expect(applyRestoreEvent(again, teardownFailed(1))).toBeUndefined();
    expect(applyRestoreEvent(again, tornDown(1))).toBeUndefined();
  });

  it('does not take a clone for whole whose teardown failed', () => {
    expect(applyRestoreEvent(after([teardownFailed(1)], tearingDown()), completed(1))).toBeUndefined();
  });

  it.each([started(1), completed(1), retrying(1), failed(1)])('changes nothing when $name is told twice', (event) =>
    expect(applyRestoreEvent(after([event]), event)).toBeUndefined(),
  );
});
