/**
 * What an event of the backup executor makes of the row of its backup. Events may come twice and in any order: a later
 * attempt wins over an earlier one, an ended backup stays ended, and only a completion is believed after a failure, because
 * its object exists. Returns only the columns that change, or undefined.
 */
import {
  type BackupCompletedPayload,
  type BackupFailedPayload,
  type BackupRetryingPayload,
  type BackupStartedPayload,
  type BackupUploadingPayload,
  type BackupVerifiedPayload,
  type ErrorPayload,
  RETENTION_TYPES,
  type RetentionType,
} from '@app/contracts';
import type { Backup, ErrorSummary } from './backup.entity';
import { applyUnverifiable, applyVerified, provenByUpload } from './verification-transitions';

export type BackupEvent =
  | { name: 'backup.started'; data: BackupStartedPayload }
  | { name: 'backup.uploading'; data: BackupUploadingPayload }
  | { name: 'backup.completed'; data: BackupCompletedPayload }
  | { name: 'backup.retrying'; data: BackupRetryingPayload }
  | { name: 'backup.failed'; data: BackupFailedPayload }
  | { name: 'backup.verified'; data: BackupVerifiedPayload }
  | { name: 'backup.verification_started'; data: BackupStartedPayload }
  | { name: 'backup.verification_retrying'; data: BackupRetryingPayload }
  | { name: 'backup.verification_failed'; data: BackupFailedPayload };

export type BackupChange = Partial<Backup>;

export function applyBackupEvent(row: Backup, event: BackupEvent): BackupChange | undefined {
  switch (event.name) {
    case 'backup.started':
      return applyStarted(row, event.data);
    case 'backup.uploading':
      return applyUploading(row, event.data);
    case 'backup.completed':
      return applyCompleted(row, event.data);
    case 'backup.retrying':
      return applyRetrying(row, event.data);
    case 'backup.failed':
      return applyFailed(row, event.data);
    case 'backup.verified':
      return applyVerified(row, event.data);
    case 'backup.verification_started':
    case 'backup.verification_retrying':
      return undefined;
    case 'backup.verification_failed':
      return applyUnverifiable(row, event.data);
  }
}

const isOpen = (row: Backup) => row.status === 'pending' || row.status === 'in_progress' || row.status === 'uploading';

function applyStarted(row: Backup, data: BackupStartedPayload): BackupChange | undefined {
  if (!isOpen(row) || data.attempt <= row.attempt) return undefined;
  return { status: 'in_progress', attempt: data.attempt, started_at: new Date(data.started_at) };
}

function applyUploading(row: Backup, data: BackupUploadingPayload): BackupChange | undefined {
  const fits = data.attempt > row.attempt || (data.attempt === row.attempt && row.status === 'in_progress');
  return isOpen(row) && fits ? { status: 'uploading', attempt: data.attempt } : undefined;
}

function applyRetrying(row: Backup, data: BackupRetryingPayload): BackupChange | undefined {
  const fits = data.attempt > row.attempt || (data.attempt === row.attempt && row.status !== 'pending');
  return isOpen(row) && fits ? { status: 'pending', attempt: data.attempt, started_at: null } : undefined;
}

function applyFailed(row: Backup, data: BackupFailedPayload): BackupChange | undefined {
  if (!isOpen(row) || data.attempt < row.attempt) return undefined;
  return { status: 'failed', attempt: data.attempt, ...errorColumns(data.error) };
}

function applyCompleted(row: Backup, data: BackupCompletedPayload): BackupChange | undefined {
  if (row.status === 'deleted') return appearedLate(row, data);
  return isOpen(row) || row.status === 'failed' ? completion(row, data) : undefined;
}

/** It was deleted as one that had failed, and lies there all the same: it stays deleted, and its object has to go. */
function appearedLate(row: Backup, data: BackupCompletedPayload): BackupChange | undefined {
  if (row.completed_at !== null) return undefined;
  return { ...completion(row, data), status: 'deleted', object_removed_at: null };
}

function completion(row: Backup, data: BackupCompletedPayload): BackupChange {
  const startedAt = new Date(data.started_at);
  const completedAt = new Date(data.completed_at);
  const filestoreSize = data.filestore?.size_bytes ?? 0;
  return {
    status: 'completed',
    attempt: Math.max(row.attempt, data.attempt),
    storage_config_id: data.storage_config_id,
    database_key: data.key,
    sidecar_key: data.manifest_key,
    filestore_key: data.filestore_key ?? null,
    location: data.location,
    database_size: data.database.size_bytes,
    filestore_size: filestoreSize,
    total_size: data.database.size_bytes + filestoreSize,
    compressed_size: data.object_size_bytes,
    database_checksum: data.database.sha256,
    filestore_checksum: data.filestore?.sha256 ?? null,
    started_at: startedAt,
    completed_at: completedAt,
    duration_seconds: secondsBetween(startedAt, completedAt),
    ...retentionOf(row, data),
    environment_snapshot: data.environment_snapshot,
    encryption_key_id: data.encryption_key_id ?? null,
    attachments: data.attachments,
    degraded: data.degraded,
    warnings: data.warnings,
    ...provenByUpload(row, completedAt, data.verification),
    error_message: null,
    error_details: null,
  };
}

/** A promotion may be told before the completion, and has set an expiry: it holds. */
function retentionOf(row: Backup, { retention }: BackupCompletedPayload): BackupChange {
  const { retention_type, expires_at } = row;
  if (expires_at !== null && retention_type !== null && rankOf(retention_type) > rankOf(retention.type)) return {};
  return {
    retention_type: retention.type,
    expires_at: retention.expires_at === null ? null : new Date(retention.expires_at),
  };
}

const rankOf = (type: RetentionType) => RETENTION_TYPES.indexOf(type);

export function errorColumns(error: ErrorPayload): { error_message: string; error_details: ErrorSummary } {
  const { code, remedy, details } = error;
  return { error_message: error.message, error_details: { code, remedy, details } };
}

export function secondsBetween(start: Date, end: Date): number {
  return Math.max(0, Math.round((end.getTime() - start.getTime()) / 1000));
}
