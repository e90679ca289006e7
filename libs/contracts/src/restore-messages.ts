import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { defineCommand, defineEvent } from './message';
import { FailureFields, StoredAt, TaskRef, WarningPayload } from './shared-payloads';

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
  /** Name of the new database and of its filestore. */
  @IsString() target_db: string;
  @IsBoolean() restore_filestore: boolean;
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

/** Restore a backup as a new database beside the live one. */
export const RestoreRun = defineCommand('restore.run', 1, RestoreRunPayload, (p) => `restore.run.${p.restore_id}`);
/** Remove a clone: its database and its filestore. */
export const RestoreTeardown = defineCommand(
  'restore.teardown',
  1,
  RestoreTeardownPayload,
  (p) => `restore.teardown.${p.task_id}`,
);

class RestoreRef extends TaskRef {
  @IsUUID() restore_id: string;
}

export class RestoreStartedPayload extends RestoreRef {
  @IsISO8601() started_at: string;
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
  @IsArray() @ValidateNested({ each: true }) @Type(() => WarningPayload) warnings: WarningPayload[];
}
export class RestoreRetryingPayload extends FailureFields {
  @IsUUID() restore_id: string;
  @IsISO8601() next_attempt_at: string;
}
export class RestoreFailedPayload extends FailureFields {
  @IsUUID() restore_id: string;
  @IsISO8601() failed_at: string;
}
export class RestoreTornDownPayload extends RestoreRef {
  @IsISO8601() torn_down_at: string;
}

/** An attempt has begun. */
export const RestoreStarted = defineEvent('restore.started', 1, RestoreStartedPayload);
/** The clone bears its name, and was checked. */
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
