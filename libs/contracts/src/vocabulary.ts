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

export const BILLING_PLANS = ['free', 'starter', 'professional', 'business', 'enterprise'] as const;
export type BillingPlan = (typeof BILLING_PLANS)[number];

/** How an organization stands to the backup storage of its plan. */
export const QUOTA_LEVELS = ['within', 'warning', 'exceeded'] as const;
export type QuotaLevel = (typeof QUOTA_LEVELS)[number];

export const RETENTION_TYPES = ['daily', 'weekly', 'monthly', 'yearly', 'permanent'] as const;
export type RetentionType = (typeof RETENTION_TYPES)[number];

export const TASK_STATUSES = ['pending', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_TYPES = [
  'backup',
  'verify',
  'copy',
  'restore',
  'restore_teardown',
  'restore_undo',
  'rescan',
] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** The stages of a backup, in order. */
export const BACKUP_STAGES = [
  'connect',
  'snapshot',
  'database',
  'filestore',
  'package',
  'upload',
  'verify',
  'finalize',
] as const;

/** The stages of a clone, in order. */
export const RESTORE_STAGES = ['connect', 'plan', 'database', 'filestore', 'checks', 'publish', 'teardown'] as const;
export type RestoreStage = (typeof RESTORE_STAGES)[number];

/** `rolled_back`: failed, and the live environment is as it was before. `undone`: completed, and swapped back since. */
export const RESTORE_STATUSES = [
  'pending',
  'in_progress',
  'completed',
  'failed',
  'rolled_back',
  'undoing',
  'undone',
  'tearing_down',
  'torn_down',
] as const;
export type RestoreStatus = (typeof RESTORE_STATUSES)[number];

/** `clone`: beside the live database, under a name of its own. `in_place`: instead of it. `drill`: on trial, and dropped again. */
export const RESTORE_MODES = ['clone', 'in_place', 'drill'] as const;
export type RestoreMode = (typeof RESTORE_MODES)[number];

/** `swap`: loaded beside the live database, which gives way in a moment. `drop_first`: for disks that cannot hold both. */
export const RESTORE_STRATEGIES = ['swap', 'drop_first'] as const;
export type RestoreStrategy = (typeof RESTORE_STRATEGIES)[number];

/** What nobody can use while the data are exchanged. `database`: that one database. `workload`: the Odoo container. */
export const FREEZES = ['database', 'workload'] as const;
export type Freeze = (typeof FREEZES)[number];

/** What a failed restore has left. `untouched`: nothing live was changed. `broken`: the rollback failed as well. */
export const RESTORE_OUTCOMES = ['untouched', 'rolled_back', 'broken'] as const;
export type RestoreOutcome = (typeof RESTORE_OUTCOMES)[number];

/** `undone`: it was done, and its effect was taken back. */
export const STEP_STATUSES = ['running', 'done', 'skipped', 'failed', 'undone'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export const RUNTIMES = ['docker', 'host', 'kubernetes'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export const STORAGE_PROVIDERS = ['s3', 'r2', 'b2', 'minio', 'ftp', 'sftp', 'local'] as const;
export type StorageProvider = (typeof STORAGE_PROVIDERS)[number];

/** The stages of a copy, in order. */
export const COPY_STAGES = ['copy', 'verify', 'finalize'] as const;
export type CopyStage = (typeof COPY_STAGES)[number];

/** `deleted` with its backup. */
export const COPY_STATUSES = ['pending', 'in_progress', 'completed', 'failed', 'deleted'] as const;
export type CopyStatus = (typeof COPY_STATUSES)[number];

/**
 * How well a backup has been proven: each level includes the ones before it. `uploaded`: the storage took it;
 * `rehashed`: every byte was read back and has the checksum that was taken at its source; `readable`: pg_restore has
 * read the whole dump, and the filestore was unpacked to its end; `restored`: a drill has restored it;
 * `odoo_answered`: Odoo ran on what was restored.
 */
export const VERIFICATION_LEVELS = ['uploaded', 'rehashed', 'readable', 'restored', 'odoo_answered'] as const;
export type VerificationLevel = (typeof VERIFICATION_LEVELS)[number];

/** The levels that reading the object can prove. */
export const READING_LEVELS = ['rehashed', 'readable'] as const;
export type ReadingLevel = (typeof READING_LEVELS)[number];

/** How a storage has its backups written: as a ZIP, or as dump and filestore beside each other, as PLANA has them. */
export const STORAGE_LAYOUTS = ['zip', 'plana'] as const;
export type StorageLayout = (typeof STORAGE_LAYOUTS)[number];

/** How far an object is read back before its backup or copy counts as completed. */
export const VERIFY_AFTER_UPLOAD = ['none', ...READING_LEVELS] as const;
export type VerifyAfterUpload = (typeof VERIFY_AFTER_UPLOAD)[number];

/** What others write and Strongroom takes in: PLANA's pair of objects, the ZIP of Odoo's database manager. */
export const FOREIGN_LAYOUTS = ['plana', 'odoo_zip'] as const;
export type ForeignLayout = (typeof FOREIGN_LAYOUTS)[number];

/** How pg_dump compresses: `auto`, or a method with a level that it knows if wanted, such as `zstd:3`. */
export const DUMP_COMPRESSION_FORM = /^(auto|zstd(:([1-9]|1\d|2[0-2]))?|lz4(:([1-9]|1[0-2]))?|gzip(:[1-9])?)$/;

/** What a policy has done by itself. */
export const RUN_KINDS = ['backup', 'drill'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** What retention decides of a backup. */
export const RETENTION_ACTIONS = ['expire', 'promote', 'keep'] as const;
export type RetentionAction = (typeof RETENTION_ACTIONS)[number];

/** `removing`: all is decided; objects are on their way out of the storages. */
export const RETENTION_RUN_STATUSES = ['pending', 'planning', 'removing', 'completed'] as const;
export type RetentionRunStatus = (typeof RETENTION_RUN_STATUSES)[number];

/** Where notices go. `slack`: whatever takes what Slack's incoming webhooks take. */
export const CHANNEL_KINDS = ['email', 'webhook', 'slack', 'matrix'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What a person may be told of. */
export const NOTICE_KINDS = [
  'backup_succeeded',
  'backup_failed',
  'backup_degraded',
  'backup_suspicious',
  'backup_damaged',
  'backup_run_missed',
  'environment_unprotected',
  'environment_protected',
  'restore_completed',
  'restore_failed',
  'restore_undone',
  'drill_completed',
  'drill_failed',
  'quota_warning',
  'quota_exceeded',
  'dead_letter',
  'retention_held',
  'removal_failed',
  'storage_objects_missing',
  'storage_orphans',
  'storage_not_compared',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** `error`: somebody has to act. `warning`: somebody had better look. */
export const NOTICE_SEVERITIES = ['info', 'warning', 'error'] as const;
export type NoticeSeverity = (typeof NOTICE_SEVERITIES)[number];

/**
 * `waiting`: for its first or next attempt. `failed`: refused for good. `given_up`: tried for as long as it is allowed.
 * `outdated`: too old when it was first seen to be news.
 */
export const DELIVERY_STATUSES = ['waiting', 'delivered', 'failed', 'given_up', 'outdated'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** `underway`: being made. `leaving`: deleted or expired, and perhaps removed already. */
export const KNOWN_OBJECT_STATES = ['underway', 'stored', 'leaving'] as const;
export type KnownObjectState = (typeof KNOWN_OBJECT_STATES)[number];

/** `unfinished`: an upload that was begun and not ended. */
export const ORPHAN_KINDS = ['archive', 'manifest', 'unfinished', 'other'] as const;
export type OrphanKind = (typeof ORPHAN_KINDS)[number];

export const ORPHAN_SWEEP_STATUSES = ['waiting', 'running', 'completed', 'failed'] as const;
export type OrphanSweepStatus = (typeof ORPHAN_SWEEP_STATUSES)[number];
