/** Rows and events as they come in the life of one backup and of one restore. */
import type {
  BackupCompletedPayload,
  ErrorPayload,
  RestoreCompletedPayload,
  RestoreFailedPayload,
  RestoreOutcome,
  VerificationLevel,
  VerificationPayload,
} from '@app/contracts';
import type { BackupEvent } from '../src/backups/backup-transitions';
import type { Backup } from '../src/backups/backup.entity';
import type { RestoreEvent } from '../src/restores/restore-transitions';
import type { Restore } from '../src/restores/restore.entity';

const at = '2026-01-01T00:00:00.000Z';
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const ORGANIZATION = id(1);
const ENVIRONMENT = id(2);
const TASK = id(3);
const BACKUP = id(4);
const RESTORE = id(5);
const STORAGE = id(6);
const PROJECT = id(7);
export const TEARDOWN_TASK = id(8);
export const UNDO_TASK = id(9);

export const sampleError: ErrorPayload = {
  code: 'SSH_UNREACHABLE',
  kind: 'transient',
  message: 'no answer',
  remedy: 'look',
  details: { host: 'h' },
};
const corrupt: ErrorPayload = { ...sampleError, code: 'ARCHIVE_CORRUPT', kind: 'operator', message: 'other bytes' };

/** The numbers of the API reference. */
export const completion: Pick<
  BackupCompletedPayload,
  | 'started_at'
  | 'completed_at'
  | 'key'
  | 'manifest_key'
  | 'location'
  | 'object_size_bytes'
  | 'database'
  | 'filestore'
  | 'attachments'
  | 'degraded'
  | 'warnings'
  | 'retention'
  | 'environment_snapshot'
> = {
  started_at: '2024-12-11T10:30:00Z',
  completed_at: '2024-12-11T10:35:23Z',
  key: 'organizations/o/projects/p/environments/e/b.zip',
  manifest_key: 'organizations/o/projects/p/environments/e/b.manifest.json',
  location: 's3://bucket/organizations/o/projects/p/environments/e/b.zip',
  object_size_bytes: 147286400,
  database: { size_bytes: 52428800, sha256: 'a'.repeat(64) },
  filestore: { size_bytes: 104857600, sha256: 'b'.repeat(64) },
  attachments: {
    expected: 3,
    present: 3,
    missing: 0,
    corrupt: 0,
    unreferenced: 0,
    foreign: 0,
    missing_files: [],
    corrupt_files: [],
  },
  degraded: false,
  warnings: [],
  retention: { type: 'daily', expires_at: '2024-12-18T10:30:00.000Z' },
  environment_snapshot: { project: { odoo_version: '18.0' } },
};

const ref = (attempt: number) => ({
  organization_id: ORGANIZATION,
  environment_id: ENVIRONMENT,
  task_id: TASK,
  backup_id: BACKUP,
  attempt,
});
const failure = { error: sampleError };

export const backupEvents = {
  started: (attempt: number): BackupEvent => ({ name: 'backup.started', data: { ...ref(attempt), started_at: at } }),
  uploading: (attempt: number): BackupEvent => ({ name: 'backup.uploading', data: ref(attempt) }),
  completed: (attempt: number, verification?: VerificationPayload): BackupEvent => ({
    name: 'backup.completed',
    data: {
      ...ref(attempt),
      ...completion,
      verification,
      project_id: PROJECT,
      storage_config_id: STORAGE,
      backup_type: 'manual',
    },
  }),
  retrying: (attempt: number): BackupEvent => ({
    name: 'backup.retrying',
    data: { ...ref(attempt), ...failure, next_attempt_at: at },
  }),
  failed: (attempt: number): BackupEvent => ({
    name: 'backup.failed',
    data: { ...ref(attempt), ...failure, failed_at: at },
  }),
  verified: (attempt: number, verified_at = at, level: VerificationLevel = 'rehashed'): BackupEvent => ({
    name: 'backup.verified',
    data: { ...ref(attempt), level, intact: true, verified_at, error: null },
  }),
  damaged: (attempt: number, verified_at = at): BackupEvent => ({
    name: 'backup.verified',
    data: { ...ref(attempt), level: 'rehashed', intact: false, verified_at, error: corrupt },
  }),
  unverifiable: (attempt: number, failed_at = at): BackupEvent => ({
    name: 'backup.verification_failed',
    data: { ...ref(attempt), ...failure, failed_at },
  }),
};

export function pendingBackup(): Backup {
  return {
    id: BACKUP,
    environment_id: ENVIRONMENT,
    storage_config_id: STORAGE,
    task_id: TASK,
    status: 'pending',
    backup_type: 'manual',
    database_key: null,
    filestore_key: null,
    manifest_key: null,
    database_size: 0,
    filestore_size: 0,
    total_size: 0,
    compressed_size: 0,
    started_at: null,
    completed_at: null,
    duration_seconds: null,
    retention_type: 'daily',
    expires_at: null,
    is_verified: false,
    verified_at: null,
    verification_error: null,
    database_checksum: null,
    filestore_checksum: null,
    error_message: null,
    error_details: null,
    environment_snapshot: null,
    create_date: new Date(at),
    write_date: new Date(at),
    created_by: null,
    write_by: null,
    organization_id: ORGANIZATION,
    project_id: PROJECT,
    include_filestore: true,
    attempt: 0,
    degraded: false,
    warnings: [],
    attachments: null,
    location: null,
    sidecar_key: null,
    verification_levels: {},
    verification_checked_at: null,
    encryption_key_id: null,
    deleted_at: null,
    deleted_by: null,
    object_removed_at: null,
    removal_error: null,
    expired_at: null,
    expiry_reason: null,
    pinned_at: null,
    pinned_by: null,
    pin_reason: null,
    is_suspicious: false,
    usual_size: null,
    linked_until: null,
  };
}

const restoreRef = (attempt: number) => ({
  organization_id: ORGANIZATION,
  environment_id: ENVIRONMENT,
  task_id: TASK,
  restore_id: RESTORE,
  attempt,
});
const undoRef = (attempt: number) => ({ ...restoreRef(attempt), task_id: UNDO_TASK });
const teardownRef = (attempt: number) => ({ ...restoreRef(attempt), task_id: TEARDOWN_TASK });

export const restoreEvents = {
  started: (attempt: number): RestoreEvent => ({
    name: 'restore.started',
    data: { ...restoreRef(attempt), started_at: at },
  }),
  completed: (attempt: number, more: Partial<RestoreCompletedPayload> = {}): RestoreEvent => ({
    name: 'restore.completed',
    data: {
      ...restoreRef(attempt),
      backup_id: BACKUP,
      target_db: 'clone',
      started_at: at,
      completed_at: at,
      database_bytes: 1,
      filestore_bytes: 2,
      filestore_files: 3,
      users: 4,
      warnings: [],
      ...more,
    },
  }),
  retrying: (attempt: number): RestoreEvent => ({
    name: 'restore.retrying',
    data: { ...restoreRef(attempt), ...failure, next_attempt_at: at },
  }),
  failed: (attempt: number, more: Partial<RestoreFailedPayload> = {}): RestoreEvent => ({
    name: 'restore.failed',
    data: { ...restoreRef(attempt), ...failure, failed_at: at, ...more },
  }),
  teardownStarted: (attempt: number): RestoreEvent => ({
    name: 'restore.teardown_started',
    data: { ...teardownRef(attempt), started_at: at },
  }),
  teardownRetrying: (attempt: number): RestoreEvent => ({
    name: 'restore.teardown_retrying',
    data: { ...teardownRef(attempt), ...failure, next_attempt_at: at },
  }),
  teardownFailed: (attempt: number): RestoreEvent => ({
    name: 'restore.teardown_failed',
    data: { ...teardownRef(attempt), ...failure, failed_at: at },
  }),
  tornDown: (attempt: number): RestoreEvent => ({
    name: 'restore.torn_down',
    data: { ...teardownRef(attempt), torn_down_at: at },
  }),
  undoStarted: (attempt: number): RestoreEvent => ({
    name: 'restore.undo_started',
    data: { ...undoRef(attempt), started_at: at },
  }),
  undoRetrying: (attempt: number): RestoreEvent => ({
    name: 'restore.undo_retrying',
    data: { ...undoRef(attempt), ...failure, next_attempt_at: at },
  }),
  undoFailed: (attempt: number, outcome?: RestoreOutcome): RestoreEvent => ({
    name: 'restore.undo_failed',
    data: { ...undoRef(attempt), ...failure, failed_at: at, outcome },
  }),
  undone: (attempt: number): RestoreEvent => ({
    name: 'restore.undone',
    data: { ...undoRef(attempt), undone_at: at, downtime: { started_at: at, ended_at: at } },
  }),
  journalled: (revision: number, names: string[]): RestoreEvent => ({
    name: 'restore.journalled',
    data: {
      ...restoreRef(1),
      revision,
      steps: names.map((name) => ({
        name,
        status: 'done',
        attempt: 1,
        started_at: at,
        ended_at: at,
        note: null,
        undo: null,
      })),
    },
  }),
  replacedDropped: (): RestoreEvent => ({
    name: 'restore.replaced_dropped',
    data: { ...restoreRef(1), dropped_at: at },
  }),
};

export function pendingRestore(): Restore {
  return {
    id: RESTORE,
    organization_id: ORGANIZATION,
    project_id: PROJECT,
    environment_id: ENVIRONMENT,
    backup_id: BACKUP,
    task_id: TASK,
    teardown_task_id: null,
    mode: 'clone',
    backup_timestamp: new Date(at),
    target_db: 'clone',
    restore_database: true,
    restore_filestore: true,
    neutralize: true,
    regenerate_assets: null,
    post_restore_sql: [],
    strategy: null,
    freeze: null,
    keep_replaced_seconds: null,
    skip_insurance_reason: null,
    stops_environments: [],
    drill: null,
    drilled_environment_id: null,
    insurance_backup_id: null,
    insurance_kept_until: null,
    outcome: null,
    downtime_started_at: null,
    downtime_ended_at: null,
    replaced_until: null,
    replaced_dropped_at: null,
    undo_task_id: null,
    undo_attempt: 0,
    undone_at: null,
    steps: [],
    journal_revision: 0,
    status: 'pending',
    attempt: 0,
    teardown_attempt: 0,
    started_at: null,
    completed_at: null,
    duration_seconds: null,
    torn_down_at: null,
    database_bytes: 0,
    filestore_bytes: 0,
    filestore_files: 0,
    users: null,
    warnings: [],
    error_message: null,
    error_details: null,
    created_by: null,
    created_at: new Date(at),
    updated_at: new Date(at),
  };
}

/** One in place that has begun. */
export function pendingInPlace(): Restore {
  return {
    ...pendingRestore(),
    mode: 'in_place',
    target_db: 'prod_db_main',
    neutralize: false,
    strategy: 'swap',
    freeze: 'database',
    keep_replaced_seconds: 3600,
  };
}
