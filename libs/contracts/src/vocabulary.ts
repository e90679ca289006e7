/** The words that the API, the messages and the tables share, as they stand in the API reference. */
export const BACKUP_TYPES = ['manual', 'scheduled', 'pre_restore', 'pre_upgrade', 'pre_destroy'] as const;
export type BackupType = (typeof BACKUP_TYPES)[number];

export const BACKUP_STATUSES = [
  'pending',
  'in_progress',
  'uploading',
  'completed',
  'failed',
  'expired',
  'deleted',
] as const;
export type BackupStatus = (typeof BACKUP_STATUSES)[number];

export const RETENTION_TYPES = ['daily', 'weekly', 'monthly', 'yearly', 'permanent'] as const;
export type RetentionType = (typeof RETENTION_TYPES)[number];

export const TASK_STATUSES = ['pending', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_TYPES = ['backup', 'verify', 'restore', 'restore_teardown'] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** The stages of a backup, in order. */
export const BACKUP_STAGES = ['connect', 'snapshot', 'database', 'filestore', 'package', 'upload', 'finalize'] as const;
export type BackupStage = (typeof BACKUP_STAGES)[number];

/** The stages of a clone, in order. */
export const RESTORE_STAGES = ['connect', 'plan', 'database', 'filestore', 'checks', 'publish', 'teardown'] as const;
export type RestoreStage = (typeof RESTORE_STAGES)[number];

export const RESTORE_STATUSES = ['pending', 'in_progress', 'completed', 'failed', 'tearing_down', 'torn_down'] as const;
export type RestoreStatus = (typeof RESTORE_STATUSES)[number];

export const RUNTIMES = ['docker', 'host', 'kubernetes'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export const STORAGE_PROVIDERS = ['s3', 'r2', 'b2', 'minio', 'ftp', 'sftp', 'local'] as const;
export type StorageProvider = (typeof STORAGE_PROVIDERS)[number];

/** How well a backup has been proven: each level includes the ones before it. */
export const VERIFICATION_LEVELS = ['uploaded', 'rehashed'] as const;
export type VerificationLevel = (typeof VERIFICATION_LEVELS)[number];
