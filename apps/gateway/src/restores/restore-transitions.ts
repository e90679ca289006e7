/**
 * What an event of the restore executor makes of the row of its restore. The same rules as for backups, for two jobs in a
 * row: making the clone and, once somebody asked for it, tearing it down. Returns only the columns that change, or undefined.
 */
import type {
  RestoreCompletedPayload,
  RestoreFailedPayload,
  RestoreRetryingPayload,
  RestoreStartedPayload,
  RestoreTornDownPayload,
} from '@app/contracts';
import { errorColumns, secondsBetween } from '../backups/backup-transitions';
import type { Restore } from './restore.entity';

export type RestoreEvent =
  | { name: 'restore.started'; data: RestoreStartedPayload }
  | { name: 'restore.completed'; data: RestoreCompletedPayload }
  | { name: 'restore.retrying'; data: RestoreRetryingPayload }
  | { name: 'restore.failed'; data: RestoreFailedPayload }
  | { name: 'restore.teardown_started'; data: RestoreStartedPayload }
  | { name: 'restore.torn_down'; data: RestoreTornDownPayload }
  | { name: 'restore.teardown_retrying'; data: RestoreRetryingPayload }
  | { name: 'restore.teardown_failed'; data: RestoreFailedPayload };

export type RestoreChange = Partial<Restore>;

export function applyRestoreEvent(row: Restore, event: RestoreEvent): RestoreChange | undefined {
  switch (event.name) {
    case 'restore.started':
      if (!isOpen(row) || event.data.attempt <= row.attempt) return undefined;
      return {
        status: 'in_progress',
        attempt: event.data.attempt,
        started_at: new Date(event.data.started_at),
      };
    case 'restore.retrying':
      if (!isOpen(row) || !supersedes(row, event.data.attempt)) return undefined;
      return { status: 'pending', attempt: event.data.attempt, started_at: null };
    case 'restore.failed':
      if (!isOpen(row) || event.data.attempt < row.attempt) return undefined;
      return { status: 'failed', attempt: event.data.attempt, ...errorColumns(event.data.error) };
    case 'restore.completed':
      return isOpen(row) || row.status === 'failed' ? completed(row, event.data) : undefined;
    case 'restore.teardown_started':
    case 'restore.teardown_retrying':
      if (!concernsTeardown(row, event.data.task_id) || event.data.attempt <= row.teardown_attempt) return undefined;
      return { teardown_attempt: event.data.attempt };
    case 'restore.torn_down':
      if (row.status === 'torn_down' || row.teardown_task_id !== event.data.task_id) return undefined;
      return {
        status: 'torn_down',
        teardown_attempt: Math.max(row.teardown_attempt, event.data.attempt),
        torn_down_at: new Date(event.data.torn_down_at),
        error_message: null,
        error_details: null,
      };
    case 'restore.teardown_failed':
      if (!concernsTeardown(row, event.data.task_id) || event.data.attempt < row.teardown_attempt) return undefined;
      return { status: 'failed', teardown_attempt: event.data.attempt, ...errorColumns(event.data.error) };
  }
}

const isOpen = (row: Restore) => row.status === 'pending' || row.status === 'in_progress';

const supersedes = (row: Restore, attempt: number) =>
  attempt > row.attempt || (attempt === row.attempt && row.status !== 'pending');

/** A teardown that failed can be asked for again, with another task: only the latest one speaks. */
const concernsTeardown = (row: Restore, taskId: string) =>
  row.status === 'tearing_down' && row.teardown_task_id === taskId;

function completed(row: Restore, data: RestoreCompletedPayload): RestoreChange | undefined {
  // A restore whose teardown failed is 'failed' as well; what is left of its clone did not become whole again.
  if (row.teardown_task_id !== null) return undefined;
  const startedAt = new Date(data.started_at);
  const completedAt = new Date(data.completed_at);
  return {
    status: 'completed',
    attempt: Math.max(row.attempt, data.attempt),
    started_at: startedAt,
    completed_at: completedAt,
    duration_seconds: secondsBetween(startedAt, completedAt),
    database_bytes: data.database_bytes,
    filestore_bytes: data.filestore_bytes,
    filestore_files: data.filestore_files,
    users: data.users,
    warnings: data.warnings,
    error_message: null,
    error_details: null,
  };
}
