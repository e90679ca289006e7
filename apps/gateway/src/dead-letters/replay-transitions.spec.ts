import type { BackupStatus, RestoreOutcome, RestoreStatus, TaskType } from '@app/contracts';
import {
  backupEvents,
  pendingBackup,
  pendingInPlace,
  pendingRestore,
  restoreEvents,
  TEARDOWN_TASK,
  UNDO_TASK,
} from '../../testing/sample-events';
import { applyBackupEvent } from '../backups/backup-transitions';
import { applyRestoreEvent } from '../restores/restore-transitions';
import { nextReplay, replayedBackup, replayedRestore } from './replay-transitions';

describe('a replay', () => {
  it('makes a failed backup pending, and events of later attempts count', () => {
    const row = { ...pendingBackup(), ...applyBackupEvent(pendingBackup(), backupEvents.failed(4)) };
    const again = { ...row, ...replayedBackup(row) };
    expect(again).toMatchObject({ status: 'pending', attempt: 4, error_message: null, error_details: null });
    expect(applyBackupEvent(again, backupEvents.started(4))).toBeUndefined();
    expect(applyBackupEvent(again, backupEvents.started(5))).toMatchObject({ status: 'in_progress', attempt: 5 });
  });

  it.each(['pending', 'in_progress', 'uploading', 'completed', 'expired', 'deleted'] as BackupStatus[])(
    'leaves a backup that is %s as it is',
    (status) => expect(replayedBackup({ status })).toBeUndefined(),
  );

  const restoring = { id: pendingRestore().task_id, type: 'restore' as TaskType };
  const tearingDown = { id: TEARDOWN_TASK, type: 'restore_teardown' as TaskType };
  it.each([
    ['a failed restore', 'failed', null, restoring, 'pending'],
    ['a restore whose teardown failed', 'failed', TEARDOWN_TASK, restoring, undefined],
    ['a teardown that failed', 'failed', TEARDOWN_TASK, tearingDown, 'tearing_down'],
    ['a teardown that a newer one has replaced', 'failed', 'another', tearingDown, undefined],
    ['a completed restore', 'completed', null, restoring, undefined],
    ['a clone that is gone', 'torn_down', TEARDOWN_TASK, tearingDown, undefined],
  ] as [string, RestoreStatus, string | null, typeof restoring, string | undefined][])(
    '%s',
    (_, status, teardown_task_id, task, expected) =>
      expect(replayedRestore({ ...pendingRestore(), status, teardown_task_id }, task)?.status).toBe(expected),
  );

  it.each([
    ['untouched', null, undefined],
    ['rolled_back', null, undefined],
    ['broken', null, 'pending'],
    ['broken', new Date(), undefined],
  ] as [RestoreOutcome, Date | null, string | undefined][])(
    'of a restore in place that has left it %s (completed: %s)',
    (outcome, completed_at, expected) => {
      const failed = { ...pendingInPlace(), status: 'failed' as const, outcome, completed_at };
      expect(replayedRestore(failed, restoring)?.status).toBe(expected);
      const undo = { id: UNDO_TASK, type: 'restore_undo' as TaskType };
      expect(replayedRestore(failed, undo)).toBeUndefined();
    },
  );

  it('of a restore lets events of later attempts count', () => {
    const failed = { ...pendingRestore(), ...applyRestoreEvent(pendingRestore(), restoreEvents.failed(1)) };
    const again = { ...failed, ...replayedRestore(failed, restoring) };
    expect(applyRestoreEvent(again, restoreEvents.started(2))).toMatchObject({ status: 'in_progress' });
  });

  it.each([
    [[{ replay: 0, replayed_as: null }], 1],
    [[{ replay: 1, replayed_as: null }], 2],
    [
      [
        { replay: 0, replayed_as: 1 },
        { replay: 0, replayed_as: null },
      ],
      2,
    ],
  ])('has a number that no earlier one had: %j', (letters, n) => expect(nextReplay(letters)).toBe(n));
});
