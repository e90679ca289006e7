import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { defineEvent } from './message';
import { ErrorPayload } from './shared-payloads';
import { TASK_STATUSES, TASK_TYPES, type TaskStatus, type TaskType } from './vocabulary';

export class TaskStatusPayload {
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  /** null: the work concerns a storage, and no environment. */
  @IsOptional() @IsUUID() environment_id: string | null;
  @IsIn(TASK_TYPES) type: TaskType;
  @IsIn(TASK_STATUSES) status: TaskStatus;
  @IsIn(TASK_STATUSES) previous_status: TaskStatus;
  @IsInt() @Min(0) attempt: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload | null;
}

/** A task changed its status. Told by the gateway, which owns the tasks. */
export const TaskStatusChanged = defineEvent('task.status', 1, TaskStatusPayload);

/** How far a running task is: sent on core NATS, not stored; the last one wins. */
export class ProgressPayload {
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsInt() @Min(1) attempt: number;
  @IsString() stage: string;
  /** Bytes moved so far. */
  @IsInt() @Min(0) bytes: number;
  /** An estimate of all bytes; null when unknown. */
  @IsOptional() @IsInt() @Min(0) total_bytes: number | null;
  /** Bytes a second over the last seconds. */
  @IsInt() @Min(0) rate_bytes_per_second: number;
  @IsArray() @IsString({ each: true }) stages: string[];
  /** Whole percent, at most 99 while the work goes on; never falls within an attempt. null when unknown. */
  @IsOptional() @IsInt() @Min(0) @Max(100) percent?: number | null;
  /** At the rate of the last seconds; null when unknown. */
  @IsOptional() @IsInt() @Min(0) estimated_seconds_remaining?: number | null;
}

export const PROGRESS_FILTER = 'progress.>';
export function progressSubject(progress: { organization_id: string; task_id: string }): string {
  return `progress.${progress.organization_id}.${progress.task_id}`;
}
