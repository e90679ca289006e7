import type { RestoreOutcome, RestoreStatus } from '@app/contracts';
import { pendingInPlace, pendingRestore, restoreEvents, TEARDOWN_TASK, UNDO_TASK } from '../../testing/sample-events';
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

  describe('in place', () => {
    const { undoStarted, undoRetrying, undoFailed, undone, journalled, replacedDropped } = restoreEvents;
    const downtime = { started_at: '2026-01-01T00:00:01.000Z', ended_at: '2026-01-01T00:00:02.000Z' };
    const until = '2026-01-01T01:00:00.000Z';
    const done = (): Restore => after([completed(1, { downtime, replaced_until: until })], pendingInPlace());
    const undoing = (): Restore => ({ ...done(), status: 'undoing', undo_task_id: UNDO_TASK });

    it('keeps when nobody could use it, and until when it can be undone', () => {
      expect(done()).toMatchObject({
        status: 'completed',
        downtime_started_at: new Date(downtime.started_at),
        downtime_ended_at: new Date(downtime.ended_at),
        replaced_until: new Date(until),
      });
      expect(applyRestoreEvent(done(), replacedDropped())).toEqual({ replaced_dropped_at: expect.any(Date) });
    });

    it.each([
      [undefined, 'failed', 'untouched'],
      ['untouched', 'failed', 'untouched'],
      ['rolled_back', 'rolled_back', 'rolled_back'],
      ['broken', 'failed', 'broken'],
    ] as [RestoreOutcome | undefined, RestoreStatus, RestoreOutcome][])(
      'that fails with the outcome %s is %s',
      (outcome, status, known) =>
        expect(after([started(1), failed(1, { outcome, downtime })], pendingInPlace())).toMatchObject({
          status,
          outcome: known,
          error_message: 'no answer',
          downtime_ended_at: new Date(downtime.ended_at),
        }),
    );

    it('says nothing of an outcome for a clone', () => expect(after([failed(1)]).outcome).toBeNull());

    it.each([
      ['a plain undo', [undoStarted(1), undone(1)], 'undone', null],
      ['one that is tried again', [undoStarted(1), undoRetrying(1)], 'undoing', null],
      ['one that has touched nothing', [undoFailed(1)], 'completed', 'untouched'],
      ['one that was rolled back', [undoFailed(1, 'rolled_back')], 'completed', 'rolled_back'],
      ['one that broke', [undoFailed(1, 'broken')], 'failed', 'broken'],
      ['a success told after a failure', [undoFailed(1), undone(1)], 'undone', null],
      ['a failure told after the success', [undone(1), undoFailed(1)], 'undone', null],
      ['news of the restore meanwhile', [started(2), failed(2), completed(2)], 'undoing', null],
    ] as [string, RestoreEvent[], RestoreStatus, RestoreOutcome | null][])('%s', (_, events, status, outcome) =>
      expect(after(events, undoing())).toMatchObject({ status, outcome }),
    );

    it.each([
      ['untouched', 'failed', 'broken'],
      ['rolled_back', 'completed', 'rolled_back'],
    ] as [RestoreOutcome, RestoreStatus, RestoreOutcome][])(
      'that an undo has broken, and one more left %s, is %s',
      (outcome, status, left) => {
        const broken = after([undoFailed(1, 'broken')], undoing());
        const asked: Restore = { ...broken, status: 'undoing', undo_attempt: 0 };
        expect(after([undoFailed(1, outcome)], asked)).toMatchObject({ status, outcome: left });
      },
    );

    it('has the journal of the highest revision, in whichever order they come', () => {
      const told = [journalled(1, ['a']), journalled(3, ['a', 'b', 'c']), journalled(2, ['a', 'b'])];
      for (const events of [told, told.toReversed()])
        expect(after(events, pendingInPlace()).steps.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    });

    it('keeps the journal of what has ended', () =>
      expect(after([journalled(9, ['undo_swap'])], after([undone(1)], undoing())).steps).toHaveLength(1));
  });
});
