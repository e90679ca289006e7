/**
 * What a replay makes of the thing that its command works on: the failed work is pending again. The number of the latest
 * attempt stays, so that only the events of new attempts, whose numbers are higher, count from now on.
 */
import type { TaskType } from '@app/contracts';
import type { Backup } from '../backups/backup.entity';
import type { Restore } from '../restores/restore.entity';
import type { DeadLetter } from './dead-letter.entity';

const FORGOTTEN = { started_at: null, error_message: null, error_details: null };

/** undefined: there is nothing to begin anew. */
export function replayedBackup(row: Pick<Backup, 'status'>): Partial<Backup> | undefined {
  return row.status === 'failed' ? { status: 'pending', ...FORGOTTEN } : undefined;
}

/**
 * A restore fails as a restore, or later as the teardown of its clone. One in place goes on only where its rollback failed as well: of
 * any other the confirmation and the insurance backup are of yesterday. An undo is asked for anew.
 */
export function replayedRestore(
  row: Pick<Restore, 'status' | 'mode' | 'outcome' | 'completed_at' | 'teardown_task_id'>,
  task: { id: string; type: TaskType },
): Partial<Restore> | undefined {
  if (row.status !== 'failed') return undefined;
  if (task.type === 'restore_teardown')
    return row.teardown_task_id === task.id
      ? { status: 'tearing_down', error_message: null, error_details: null }
      : undefined;
  if (task.type !== 'restore' || row.teardown_task_id !== null) return undefined;
  if (row.mode === 'in_place' && (row.outcome !== 'broken' || row.completed_at !== null)) return undefined;
  return { status: 'pending', outcome: null, ...FORGOTTEN };
}

/** The number of the next replay: executors begin a failed job anew only for one that they have not seen yet. */
export function nextReplay(letters: readonly Pick<DeadLetter, 'replay' | 'replayed_as'>[]): number {
  return 1 + Math.max(0, ...letters.map(({ replay, replayed_as }) => replayed_as ?? replay));
}
