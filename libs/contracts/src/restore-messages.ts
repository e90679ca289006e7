import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { defineCommand, defineEvent, defineRpc } from './message';
import { FailureFields, StoredAt, TaskRef, WarningPayload } from './shared-payloads';
import {
  BACKUP_STATUSES,
  type BackupStatus,
  type Freeze,
  FREEZES,
  RESTORE_OUTCOMES,
  RESTORE_STRATEGIES,
  type RestoreOutcome,
  type RestoreStrategy,
  STEP_STATUSES,
  type StepStatus,
  VERIFICATION_LEVELS,
  type VerificationLevel,
} from './vocabulary';

/** SQL of the operator's own. */
export class SqlHookPayload {
  @IsString() name: string;
  @IsString() sql: string;
}

/** What a restore over the live environment needs to know besides. */
export class InPlacePayload {
  @IsIn(RESTORE_STRATEGIES) strategy: RestoreStrategy;
  @IsIn(FREEZES) freeze: Freeze;
  /** How long what was replaced is kept for an undo, in seconds. */
  @IsInt() @Min(0) keep_replaced_seconds: number;
  /** Why it goes on without a backup of the present state; absent: it does not. */
  @IsOptional() @IsString() skip_insurance_reason?: string;
  /** Ids of the other environments that stop with the workload, and may. */
  @IsArray() @IsUUID(undefined, { each: true }) stops_environments: string[];
}

/**
 * Under this name a copy is built, out of sight; one on trial has no other. No name of a person's making begins so, and the same
 * restore always finds its own again.
 */
export function stagingName(restoreId: string): string {
  return `strongroom_${restoreId.replaceAll('-', '')}`;
}

/** A restore on trial: what was loaded is checked, and dropped again. */
export class DrillPayload {
  /** null: somebody asked for it. */
  @IsOptional() @IsUUID() policy_id: string | null;
}

export class RestoreRunPayload {
  @IsUUID() restore_id: string;
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() backup_id: string;
  /** The environment on whose server the clone appears. */
  @IsUUID() environment_id: string;
  @IsUUID() storage_config_id: string;
  /** Key of the backup's ZIP. */
  @IsString() key: string;
  /** Every place of the backup, the best first; absent: the one above alone. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => StoredAt)
  sources?: StoredAt[];
  /** Name of the new database and of its filestore; in place, that of the live ones; of a drill, `stagingName`. */
  @IsString() target_db: string;
  @IsBoolean() restore_filestore: boolean;
  /** Absent: true. */
  @IsOptional() @IsBoolean() restore_database?: boolean;
  /** Of which moment the backup is; absent in what older gateways sent. */
  @IsOptional() @IsISO8601() backup_timestamp?: string;
  /** Absent: a clone. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => InPlacePayload) in_place?: InPlacePayload;
  /** Absent: it is none. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DrillPayload) drill?: DrillPayload;
  /** Whether a clone is made unable to act in the world; absent: true. What is restored in place never is. */
  @IsOptional() @IsBoolean() neutralize?: boolean;
  /** Absent: when the Odoo that runs is another one than the backup's. */
  @IsOptional() @IsBoolean() regenerate_assets?: boolean;
  /** Run in this order on the loaded copy, before anybody can use it. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SqlHookPayload)
  post_restore_sql?: SqlHookPayload[];
  /** The environment may be of another Odoo version than the backup. */
  @IsOptional() @IsBoolean() allow_other_odoo?: boolean;
  /** Where the work happens, for the limit on jobs at once; absent in what older gateways sent: none. */
  @IsOptional() @IsUUID() server_id?: string | null;
  /** The server may be of an older PostgreSQL than the dump, where that can work. */
  @IsOptional() @IsBoolean() allow_older_postgres?: boolean;
  @IsOptional() @IsUUID() created_by: string | null;
}

export class RestoreTeardownPayload {
  @IsUUID() restore_id: string;
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsString() target_db: string;
  /** Where the work happens, for the limit on jobs at once; absent in what older gateways sent: none. */
  @IsOptional() @IsUUID() server_id?: string | null;
}

export class RestoreUndoPayload {
  @IsUUID() restore_id: string;
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsString() target_db: string;
  @IsIn(FREEZES) freeze: Freeze;
  @IsOptional() @IsUUID() server_id: string | null;
}

/** Restore a backup, as a new database beside the live one or instead of it. */
export const RestoreRun = defineCommand('restore.run', 1, RestoreRunPayload, (p) => `restore.run.${p.restore_id}`);
/** Remove a clone: its database and its filestore. */
export const RestoreTeardown = defineCommand(
  'restore.teardown',
  1,
  RestoreTeardownPayload,
  (p) => `restore.teardown.${p.task_id}`,
);
/** Swap back what a restore in place has replaced, while it is kept. */
export const RestoreUndo = defineCommand('restore.undo', 1, RestoreUndoPayload, (p) => `restore.undo.${p.task_id}`);

class RestoreRef extends TaskRef {
  @IsUUID() restore_id: string;
}

export class RestoreStartedPayload extends RestoreRef {
  @IsISO8601() started_at: string;
}
/** The time in which the environment could not be used. */
export class DowntimePayload {
  @IsISO8601() started_at: string;
  @IsISO8601() ended_at: string;
}
/** What a restore on trial has measured and proven. */
export class DrillResultPayload extends DrillPayload {
  /** From its beginning until the checks were passed: how long it takes to have the data back. */
  @IsInt() @Min(0) recovery_ms: number;
  @IsInt() @Min(0) database_ms: number;
  @IsInt() @Min(0) filestore_ms: number;
  @IsIn(VERIFICATION_LEVELS) level: VerificationLevel;
}
/** A drill that has proven nothing. */
export class DrillFailurePayload extends DrillPayload {
  /** The storage in which the backup turned out to be damaged, or missing; absent: nothing is said of the backup. */
  @IsOptional() @IsUUID() damaged_storage_config_id?: string;
}
export class RestoreCompletedPayload extends RestoreRef {
  @IsUUID() backup_id: string;
  @IsString() target_db: string;
  @IsISO8601() started_at: string;
  @IsISO8601() completed_at: string;
  /** Bytes read from storage for each part. */
  @IsInt() @Min(0) database_bytes: number;
  @IsInt() @Min(0) filestore_bytes: number;
  @IsInt() @Min(0) filestore_files: number;
  @IsInt() @Min(0) users: number;
  /** The storage that was read; absent in what older executors told. */
  @IsOptional() @IsUUID() storage_config_id?: string;
  /** Of a drill only. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DrillResultPayload) drill?: DrillResultPayload;
  /** Of which moment the backup was: what was written since is not in what was restored. */
  @IsOptional() @IsISO8601() backup_timestamp?: string;
  /** In place only, from here on. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DowntimePayload) downtime?: DowntimePayload;
  @IsOptional() @IsUUID() insurance_backup_id?: string;
  /** Until when that one is kept at least. */
  @IsOptional() @IsISO8601() insurance_kept_until?: string;
  /** Until when an undo is possible; absent: it is not. */
  @IsOptional() @IsISO8601() replaced_until?: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => WarningPayload) warnings: WarningPayload[];
}
export class RestoreRetryingPayload extends FailureFields {
  @IsUUID() restore_id: string;
  @IsISO8601() next_attempt_at: string;
}
export class RestoreFailedPayload extends FailureFields {
  @IsUUID() restore_id: string;
  @IsISO8601() failed_at: string;
  /** Of a drill only. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DrillFailurePayload) drill?: DrillFailurePayload;
  /** Of a restore in place; absent: `untouched`. */
  @IsOptional() @IsIn(RESTORE_OUTCOMES) outcome?: RestoreOutcome;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DowntimePayload) downtime?: DowntimePayload;
}
export class RestoreTornDownPayload extends RestoreRef {
  @IsISO8601() torn_down_at: string;
}
export class RestoreUndonePayload extends RestoreRef {
  @IsISO8601() undone_at: string;
  @IsObject() @ValidateNested() @Type(() => DowntimePayload) downtime: DowntimePayload;
}
export class RestoreReplacedDroppedPayload extends RestoreRef {
  @IsISO8601() dropped_at: string;
}

/** One step of a restore, in the order in which they were begun. */
export class RestoreStepPayload {
  @IsString() name: string;
  @IsIn(STEP_STATUSES) status: StepStatus;
  @IsInt() @Min(1) attempt: number;
  @IsISO8601() started_at: string;
  @IsOptional() @IsISO8601() ended_at: string | null;
  /** What came of it, for people. */
  @IsOptional() @IsString() note: string | null;
  /** What takes it back, for people; null: there is nothing to take back. */
  @IsOptional() @IsString() undo: string | null;
}
export class RestoreJournalledPayload extends RestoreRef {
  /** Grows with every change of the journal: the highest one holds. */
  @IsInt() @Min(1) revision: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => RestoreStepPayload) steps: RestoreStepPayload[];
}

/** An attempt has begun. */
export const RestoreStarted = defineEvent('restore.started', 1, RestoreStartedPayload);
/** What was restored is checked and can be used: a clone bears its name, in place it is live. */
export const RestoreCompleted = defineEvent('restore.completed', 1, RestoreCompletedPayload);
/** An attempt failed and another one follows. */
export const RestoreRetrying = defineEvent('restore.retrying', 1, RestoreRetryingPayload);
/** Failed for good. */
export const RestoreFailed = defineEvent('restore.failed', 1, RestoreFailedPayload);
/** An attempt to remove a clone has begun. */
export const RestoreTeardownStarted = defineEvent('restore.teardown_started', 1, RestoreStartedPayload);
/** The database and the filestore of a clone are gone. */
export const RestoreTornDown = defineEvent('restore.torn_down', 1, RestoreTornDownPayload);
/** An attempt to remove a clone failed and another one follows. */
export const RestoreTeardownRetrying = defineEvent('restore.teardown_retrying', 1, RestoreRetryingPayload);
/** The removal of a clone failed for good. */
export const RestoreTeardownFailed = defineEvent('restore.teardown_failed', 1, RestoreFailedPayload);
/** A step of a restore was begun or has ended: the whole journal. */
export const RestoreJournalled = defineEvent('restore.journalled', 1, RestoreJournalledPayload);
/** An attempt to swap back what a restore in place has replaced has begun. */
export const RestoreUndoStarted = defineEvent('restore.undo_started', 1, RestoreStartedPayload);
/** What the restore had replaced is live again. */
export const RestoreUndone = defineEvent('restore.undone', 1, RestoreUndonePayload);
/** An attempt to swap back failed and another one follows. */
export const RestoreUndoRetrying = defineEvent('restore.undo_retrying', 1, RestoreRetryingPayload);
/** The undo failed for good; `outcome` says what is live. */
export const RestoreUndoFailed = defineEvent('restore.undo_failed', 1, RestoreFailedPayload);
/** What a restore in place had replaced was kept for its time, and is gone: it can no longer be undone. */
export const RestoreReplacedDropped = defineEvent('restore.replaced_dropped', 1, RestoreReplacedDroppedPayload);

export class RestoreInsuranceRequest {
  @IsUUID() restore_id: string;
}
export class RestoreInsuranceAnswer {
  @IsUUID() backup_id: string;
  @IsIn(BACKUP_STATUSES) status: BackupStatus;
  @IsBoolean() is_verified: boolean;
  /** Why there is none. */
  @IsOptional() @IsString() error_message: string | null;
  /** Until when it is kept at least; null: for ever. */
  @IsOptional() @IsISO8601() kept_until?: string | null;
  /** Once it is completed: where it lies, the best place first. */
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => StoredAt) sources?: StoredAt[];
}
/** How the backup is that a restore in place makes of what it will replace; the first question asks for that backup. */
export const RestoreInsurance = defineRpc('gateway.restore-insurance', RestoreInsuranceRequest, RestoreInsuranceAnswer);
