/**
 * What an event of the backup executor makes of the row of a copy. The same rules as for backups; a copy that failed may be
 * asked for again, with another task, and only the latest one speaks. Returns only the columns that change, or undefined.
 */
import type {
  BackupCopiedPayload,
  BackupCopyFailedPayload,
  BackupCopyRetryingPayload,
  BackupCopyStartedPayload,
  BackupVerificationFailedPayload,
  BackupVerificationRetryingPayload,
  BackupVerificationStartedPayload,
  BackupVerifiedPayload,
} from '@app/contracts';
import type { BackupCopy } from './backup-copy.entity';
import { errorColumns } from './backup-transitions';
import { applyUnverifiable, applyVerified, provenByUpload } from './verification-transitions';

/** A verification event is one of these when it names a copy. */
export type CopyEvent =
  | { name: 'backup.copy_started'; data: BackupCopyStartedPayload }
  | { name: 'backup.copied'; data: BackupCopiedPayload }
  | { name: 'backup.copy_retrying'; data: BackupCopyRetryingPayload }
  | { name: 'backup.copy_failed'; data: BackupCopyFailedPayload }
  | { name: 'backup.verified'; data: BackupVerifiedPayload }
  | { name: 'backup.verification_started'; data: BackupVerificationStartedPayload }
  | { name: 'backup.verification_retrying'; data: BackupVerificationRetryingPayload }
  | { name: 'backup.verification_failed'; data: BackupVerificationFailedPayload };

export type CopyChange = Partial<BackupCopy>;

export function applyCopyEvent(row: BackupCopy, event: CopyEvent): CopyChange | undefined {
  switch (event.name) {
    case 'backup.copy_started':
      if (!concernsCopying(row, event.data) || event.data.attempt <= row.attempt) return undefined;
      return { status: 'in_progress', attempt: event.data.attempt, error_message: null, error_details: null };
    case 'backup.copy_retrying':
      if (!concernsCopying(row, event.data) || !isNews(row, event.data.attempt, 'pending')) return undefined;
      return { status: 'pending', attempt: event.data.attempt };
    case 'backup.copy_failed':
      if (!concernsCopying(row, event.data) || !isNews(row, event.data.attempt, 'failed')) return undefined;
      return { status: 'failed', attempt: event.data.attempt, ...errorColumns(event.data.error) };
    case 'backup.copied':
      if (row.status === 'deleted') return appearedLate(row, event.data);
      return concernsCopying(row, event.data) ? copied(row, event.data) : undefined;
    case 'backup.verified':
      return applyVerified(row, event.data);
    case 'backup.verification_failed':
      return applyUnverifiable(row, event.data);
    case 'backup.verification_started':
    case 'backup.verification_retrying':
      return undefined;
  }
}

const concernsCopying = (row: BackupCopy, { task_id }: { task_id: string }) =>
  row.status !== 'completed' && row.status !== 'deleted' && row.task_id === task_id;

const isNews = (row: BackupCopy, attempt: number, status: BackupCopy['status']) =>
  attempt > row.attempt || (attempt === row.attempt && row.status !== status);

function copied(row: BackupCopy, data: BackupCopiedPayload): CopyChange {
  const completedAt = new Date(data.completed_at);
  return {
    status: 'completed',
    attempt: Math.max(row.attempt, data.attempt),
    key: data.key,
    location: data.location,
    object_size: data.object_size_bytes,
    completed_at: completedAt,
    ...provenByUpload(row, completedAt, data.verification),
    error_message: null,
    error_details: null,
  };
}

/** Its backup was deleted when it had failed, and it lies there all the same: its object has to go. */
function appearedLate(row: BackupCopy, data: BackupCopiedPayload): CopyChange | undefined {
  if (row.completed_at !== null) return undefined;
  return { ...copied(row, data), status: 'deleted', object_removed_at: null };
}
