import {
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
import { FailureFields, TaskRef, WarningPayload } from './shared-payloads';

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
  /** Name of the new database and of its filestore. */
  @IsString() target_db: string;
  @IsBoolean() restore_filestore: boolean;
  @IsOptional() @IsUUID() created_by: string | null;
}

export class RestoreTeardownPayload {
  @IsUUID() restore_id: string;
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsString() target_db: string;
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

export const RestoreStarted = defineEvent('restore.started', 1, RestoreStartedPayload);
export const RestoreCompleted = defineEvent('restore.completed', 1, RestoreCompletedPayload);
export const RestoreRetrying = defineEvent('restore.retrying', 1, RestoreRetryingPayload);
export const RestoreFailed = defineEvent('restore.failed', 1, RestoreFailedPayload);
export const RestoreTeardownStarted = defineEvent('restore.teardown_started', 1, RestoreStartedPayload);
export const RestoreTornDown = defineEvent('restore.torn_down', 1, RestoreTornDownPayload);
export const RestoreTeardownRetrying = defineEvent('restore.teardown_retrying', 1, RestoreRetryingPayload);
export const RestoreTeardownFailed = defineEvent('restore.teardown_failed', 1, RestoreFailedPayload);
