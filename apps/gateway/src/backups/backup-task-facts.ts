/** What an event of the backup executor says about the task that it names. */
import { ERRORS } from '@app/core';
import type { BackupRetryingPayload, ErrorPayload, TaskType } from '@app/contracts';
import type { TaskFact } from '../tasks/task-transitions';
import type { BackupEvent } from './backup-transitions';
import type { CopyEvent } from './copy-transitions';

/**
 * undefined: nothing.
 * @param toldAt time of the event, ISO 8601
 */
export function backupTaskFact(type: TaskType, event: BackupEvent, toldAt: string): TaskFact | undefined {
  if (type === 'backup') return factOfBackup(event, toldAt);
  if (type === 'verify') return factOfVerification(event, toldAt);
  return undefined;
}

/** The same for an event that names a copy. */
export function copyTaskFact(type: TaskType, event: CopyEvent, toldAt: string): TaskFact | undefined {
  switch (event.name) {
    case 'backup.copy_started':
    case 'backup.copy_retrying':
    case 'backup.copy_failed':
    case 'backup.copied':
      return type === 'copy' ? factOfCopy(event, toldAt) : undefined;
    default:
      return type === 'verify' ? factOfVerification(event, toldAt) : undefined;
  }
}

function factOfCopy(event: CopyEvent, toldAt: string): TaskFact | undefined {
  const { attempt, backup_id, copy_id } = event.data;
  switch (event.name) {
    case 'backup.copy_started':
      return { kind: 'started', attempt, at: event.data.started_at };
    case 'backup.copy_retrying':
      return retrying(event.data, toldAt);
    case 'backup.copy_failed':
      return { kind: 'failed', attempt, at: event.data.failed_at, error: event.data.error };
    case 'backup.copied': {
      const { storage_config_id, source_storage_config_id } = event.data;
      const result = { backup_id, copy_id, storage_config_id, source_storage_config_id };
      return { kind: 'completed', attempt, at: event.data.completed_at, result };
    }
    default:
      return undefined;
  }
}

function factOfBackup(event: BackupEvent, toldAt: string): TaskFact | undefined {
  const { attempt, backup_id } = event.data;
  switch (event.name) {
    case 'backup.started':
      return { kind: 'started', attempt, at: event.data.started_at };
    case 'backup.retrying':
      return retrying(event.data, toldAt);
    case 'backup.failed':
      return { kind: 'failed', attempt, at: event.data.failed_at, error: event.data.error };
    case 'backup.completed':
      return { kind: 'completed', attempt, at: event.data.completed_at, result: { backup_id } };
    default:
      return undefined;
  }
}

/** A verification that found the object damaged did its work, yet its task is shown as failed: nobody may take it for fine. */
function factOfVerification(event: BackupEvent | CopyEvent, toldAt: string): TaskFact | undefined {
  const { attempt, backup_id } = event.data;
  switch (event.name) {
    case 'backup.verification_started':
      return { kind: 'started', attempt, at: event.data.started_at };
    case 'backup.verified': {
      const { intact, level, verified_at: at, error } = event.data;
      const result = { backup_id, intact, level };
      if (intact) return { kind: 'completed', attempt, at, result };
      return { kind: 'failed', attempt, at, error: error ?? damaged(), result };
    }
    case 'backup.verification_retrying':
      return retrying(event.data, toldAt);
    case 'backup.verification_failed':
      return { kind: 'failed', attempt, at: event.data.failed_at, error: event.data.error };
    default:
      return undefined;
  }
}

function retrying({ attempt, error, next_attempt_at }: BackupRetryingPayload, at: string): TaskFact {
  return { kind: 'retrying', attempt, at, error, nextAttemptAt: next_attempt_at };
}

function damaged(): ErrorPayload {
  const { kind, title, remedy } = ERRORS.ARCHIVE_CORRUPT;
  return { code: 'ARCHIVE_CORRUPT', kind, message: title, remedy, details: {} };
}
