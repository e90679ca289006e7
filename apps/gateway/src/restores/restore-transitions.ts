/**
 * What an event of the restore executor makes of the row of its restore. The same rules as for backups, for two jobs in a
 * row: the restore and, once somebody asked for it, the teardown of its clone or its undo. Returns only the columns that change,
 * or undefined.
 */
import type {
  DowntimePayload,
  RestoreCompletedPayload,
  RestoreFailedPayload,
  RestoreJournalledPayload,
  RestoreReplacedDroppedPayload,
  RestoreRetryingPayload,
  RestoreStartedPayload,
  RestoreTornDownPayload,
  RestoreUndonePayload,
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
  | { name: 'restore.teardown_failed'; data: RestoreFailedPayload }
  | { name: 'restore.undo_started'; data: RestoreStartedPayload }
  | { name: 'restore.undone'; data: RestoreUndonePayload }
  | { name: 'restore.undo_retrying'; data: RestoreRetryingPayload }
  | { name: 'restore.undo_failed'; data: RestoreFailedPayload }
  | { name: 'restore.journalled'; data: RestoreJournalledPayload }
  | { name: 'restore.replaced_dropped'; data: RestoreReplacedDroppedPayload };

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
      return { attempt: event.data.attempt, ...failed(row, event.data) };
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
    case 'restore.undo_started':
    case 'restore.undo_retrying':
      if (!concernsUndo(row, event.data.task_id) || event.data.attempt <= row.undo_attempt) return undefined;
      return { undo_attempt: event.data.attempt };
    case 'restore.undone':
      if (row.status === 'undone' || row.undo_task_id !== event.data.task_id) return undefined;
      return {
        status: 'undone',
        undo_attempt: Math.max(row.undo_attempt, event.data.attempt),
        undone_at: new Date(event.data.undone_at),
        outcome: null,
        error_message: null,
        error_details: null,
      };
    case 'restore.undo_failed':
      if (!concernsUndo(row, event.data.task_id) || event.data.attempt < row.undo_attempt) return undefined;
      return { undo_attempt: event.data.attempt, ...undoFailed(row, event.data) };
    case 'restore.journalled':
      if (event.data.revision <= row.journal_revision) return undefined;
      return { journal_revision: event.data.revision, steps: event.data.steps };
    case 'restore.replaced_dropped':
      if (row.replaced_dropped_at !== null) return undefined;
      return { replaced_dropped_at: new Date(event.data.dropped_at) };
  }
}

const isOpen = (row: Restore) => row.status === 'pending' || row.status === 'in_progress';

const supersedes = (row: Restore, attempt: number) =>
  attempt > row.attempt || (attempt === row.attempt && row.status !== 'pending');

/** A teardown that failed can be asked for again, with another task: only the latest one speaks. */
const concernsTeardown = (row: Restore, taskId: string) =>
  row.status === 'tearing_down' && row.teardown_task_id === taskId;

const concernsUndo = (row: Restore, taskId: string) => row.status === 'undoing' && row.undo_task_id === taskId;

/** A clone that failed has left nothing; of a restore in place it counts what is live now. */
function failed(
  { mode, drill }: Restore,
  { error, outcome = 'untouched', downtime, drill: failure }: RestoreFailedPayload,
): RestoreChange {
  return {
    status: outcome === 'rolled_back' ? 'rolled_back' : 'failed',
    ...(mode === 'in_place' && { outcome }),
    ...(drill && failure && { drill: { ...drill, ...failure } }),
    ...downtimeColumns(downtime),
    ...errorColumns(error),
  };
}

/** What the restore has brought stays live, and the undo can be asked for again; unless nobody knows what is live, or knew before. */
function undoFailed(row: Restore, { error, outcome = 'untouched' }: RestoreFailedPayload): RestoreChange {
  const left = outcome === 'untouched' && row.outcome === 'broken' ? 'broken' : outcome;
  return { status: left === 'broken' ? 'failed' : 'completed', outcome: left, ...errorColumns(error) };
}

function downtimeColumns(downtime: DowntimePayload | undefined): RestoreChange {
  if (downtime === undefined) return {};
  return { downtime_started_at: new Date(downtime.started_at), downtime_ended_at: new Date(downtime.ended_at) };
}

function completed(row: Restore, data: RestoreCompletedPayload): RestoreChange | undefined {
  // A restore whose teardown failed is 'failed' as well; what is left of its clone did not become whole again.
  // After an undo that broke it neither.
  if (row.teardown_task_id !== null || row.undo_task_id !== null) return undefined;
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
    ...downtimeColumns(data.downtime),
    ...(data.replaced_until !== undefined && { replaced_until: new Date(data.replaced_until) }),
    ...(row.drill && data.drill && { drill: data.drill }),
    outcome: null,
    error_message: null,
    error_details: null,
  };
}
