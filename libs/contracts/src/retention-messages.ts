import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { defineEvent, defineRpc } from './message';
import { RemovalRef, StoredObjects } from './removal-messages';
import { ErrorPayload } from './shared-payloads';
import {
  RETENTION_ACTIONS,
  RETENTION_RUN_STATUSES,
  RETENTION_TYPES,
  type RetentionAction,
  type RetentionRunStatus,
  type RetentionType,
} from './vocabulary';

export class BackupPromotedPayload extends RemovalRef {
  @IsIn(RETENTION_TYPES) previous_type: RetentionType;
  @IsIn(RETENTION_TYPES) retention_type: RetentionType;
  /** null: never. */
  @IsOptional() @IsISO8601() expires_at: string | null;
  /** For people. */
  @IsString() reason: string;
  @IsISO8601() promoted_at: string;
}

export class BackupExpiredPayload extends RemovalRef {
  @IsISO8601() expired_at: string;
  /** For people. */
  @IsString() reason: string;
  /** Every place that has to be cleaned. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => StoredObjects) places: StoredObjects[];
}

export class BackupPinnedPayload extends RemovalRef {
  @IsISO8601() pinned_at: string;
  /** null: the system. */
  @IsOptional() @IsUUID() pinned_by: string | null;
  /** Why, in the words of whoever did it. */
  @IsOptional() @IsString() reason: string | null;
}
export class BackupUnpinnedPayload extends RemovalRef {
  @IsISO8601() unpinned_at: string;
  @IsOptional() @IsUUID() unpinned_by: string | null;
}

export class BackupSuspiciousPayload extends RemovalRef {
  /** Bytes of the ZIP. */
  @IsInt() @Min(0) size_bytes: number;
  /** The median of the backups before it, in bytes. */
  @IsInt() @Min(0) usual_bytes: number;
  @IsISO8601() noticed_at: string;
}

export class RetentionHeldPayload {
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsUUID() run_id: string;
  /** How many backups would have gone. */
  @IsInt() @Min(1) would_expire: number;
  /** Out of how many. */
  @IsInt() @Min(1) of: number;
  /** The share that one run may remove by itself. */
  @IsNumber() @Min(0) @Max(100) allowed_percent: number;
  @IsISO8601() held_at: string;
}

export class RetentionCompletedPayload {
  @IsUUID() organization_id: string;
  @IsUUID() run_id: string;
  @IsInt() @Min(0) expired: number;
  @IsInt() @Min(0) deleted_storage: number;
  @IsInt() @Min(0) promoted: number;
  /** How many errors there were; the run has them all. */
  @IsInt() @Min(0) errors: number;
  /** How many environments wait for somebody to agree. */
  @IsInt() @Min(0) held: number;
  @IsISO8601() started_at: string;
  @IsISO8601() completed_at: string;
}

/** A backup has taken over a higher tier, and lives longer. Told by retention. */
export const BackupPromoted = defineEvent('backup.promoted', 1, BackupPromotedPayload);
/** The time of a backup is over: from now on it counts for nothing, and its objects are removed. Told by the gateway. */
export const BackupExpired = defineEvent('backup.expired', 1, BackupExpiredPayload);
/** A backup is kept until somebody takes the pin out again. Told by the gateway. */
export const BackupPinned = defineEvent('backup.pinned', 1, BackupPinnedPayload);
/** Nobody keeps the backup beyond its time any more. Told by the gateway. */
export const BackupUnpinned = defineEvent('backup.unpinned', 1, BackupUnpinnedPayload);
/** A backup is much smaller than the ones before it. Told by retention. */
export const BackupSuspicious = defineEvent('backup.suspicious', 1, BackupSuspiciousPayload);
/** So many backups of an environment would go at once that nothing goes until somebody agrees. Told by retention. */
export const RetentionHeld = defineEvent('retention.held', 1, RetentionHeldPayload);
/** A run of retention is over for an organization. Told by retention, of runs that changed something. */
export const RetentionCompleted = defineEvent('retention.completed', 1, RetentionCompletedPayload);

export const EXPIRIES_AT_ONCE = 500;

export class ExpiryPayload {
  @IsUUID() backup_id: string;
  /** For people. */
  @IsString() reason: string;
}
export class ExpireBackupsRequest {
  @IsUUID() organization_id: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(EXPIRIES_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => ExpiryPayload)
  backups: ExpiryPayload[];
}
export class RefusedExpiryPayload {
  @IsUUID() backup_id: string;
  @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload;
}
export class ExpireBackupsAnswer {
  /** Those that are expired, now or already. */
  @IsArray() @IsUUID(undefined, { each: true }) expired: string[];
  /** Pinned, or in use: they are asked for again at the next run. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => RefusedExpiryPayload) refused: RefusedExpiryPayload[];
}

/** Marks backups of one organization as expired, under their locks, but none that is pinned or that something reads. */
export const ExpireBackups = defineRpc('gateway.expire-backups', ExpireBackupsRequest, ExpireBackupsAnswer);

export class RetentionRunRequest {
  /** Given by whoever asks: asked for again with the same id, it is the same run. */
  @IsUUID() run_id: string;
  /** null: every organization. */
  @IsOptional() @IsUUID() organization_id: string | null;
}
export class RetentionRunAnswer {
  @IsUUID() run_id: string;
  /** How many organizations the run is for. */
  @IsInt() @Min(0) organizations: number;
}

/** Something that a run could not do. It is tried again at the next one. */
export class RetentionErrorPayload {
  @IsOptional() @IsUUID() environment_id: string | null;
  @IsOptional() @IsUUID() backup_id: string | null;
  @IsOptional() @IsUUID() storage_config_id: string | null;
  @IsString() code: string;
  @IsString() message: string;
}

/** A run, as far as one organization is concerned. */
export class RetentionRunPayload {
  @IsUUID() run_id: string;
  @IsUUID() organization_id: string;
  @IsIn(RETENTION_RUN_STATUSES) status: RetentionRunStatus;
  /** Its time by the schedule; null: somebody asked for it. */
  @IsOptional() @IsISO8601() slot: string | null;
  @IsISO8601() requested_at: string;
  @IsOptional() @IsISO8601() started_at: string | null;
  @IsOptional() @IsISO8601() completed_at: string | null;
  @IsInt() @Min(0) expired: number;
  /** Backups of which no storage holds anything any more since this run. */
  @IsInt() @Min(0) deleted_storage: number;
  @IsInt() @Min(0) promoted: number;
  /** The first 100. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => RetentionErrorPayload) errors: RetentionErrorPayload[];
  @IsInt() @Min(0) error_count: number;
  /** How many environments wait for somebody to agree. */
  @IsInt() @Min(0) held: number;
}

export const RETENTION_RUNS_AT_ONCE = 100;

export class RetentionRunsRequest {
  /** null: of every organization. */
  @IsOptional() @IsUUID() organization_id: string | null;
  /** null: of every run. */
  @IsOptional() @IsUUID() run_id: string | null;
  @IsInt() @Min(1) page: number;
  @IsInt() @Min(1) @Max(RETENTION_RUNS_AT_ONCE) page_size: number;
}
export class RetentionRunsAnswer {
  /** The latest first. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => RetentionRunPayload) runs: RetentionRunPayload[];
  @IsInt() @Min(0) total: number;
}

/** What a preview supposes instead of the policy of the environment, or of the defaults where it has none. */
export class RetentionRulesPayload {
  @IsOptional() @IsBoolean() is_enabled?: boolean;
  @IsOptional() @IsString() timezone?: string;
  @IsOptional() @IsInt() @Min(0) @Max(365) daily_retention?: number;
  @IsOptional() @IsInt() @Min(0) @Max(52) weekly_retention?: number;
  @IsOptional() @IsInt() @Min(0) @Max(60) monthly_retention?: number;
  @IsOptional() @IsInt() @Min(0) @Max(10) yearly_retention?: number;
  @IsOptional() @IsInt() @Min(0) @Max(6) weekly_backup_day?: number;
}
export class RetentionPreviewRequest {
  @IsUUID() environment_id: string;
  /** null: as things are. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => RetentionRulesPayload) rules: RetentionRulesPayload | null;
}
/** What would become of one backup. */
export class RetentionDecisionPayload {
  @IsUUID() backup_id: string;
  @IsISO8601() created_at: string;
  @IsIn(RETENTION_ACTIONS) action: RetentionAction;
  /** Before; of a promotion the lower one. */
  @IsIn(RETENTION_TYPES) previous_type: RetentionType;
  @IsIn(RETENTION_TYPES) retention_type: RetentionType;
  /** null: never. */
  @IsOptional() @IsISO8601() expires_at: string | null;
  /** For people. */
  @IsString() reason: string;
}
/** What the brake holds back. */
export class RetentionHoldPayload {
  /** The run that was held back: who agrees, agrees to what it would have removed. */
  @IsUUID() run_id: string;
  @IsUUID() environment_id: string;
  @IsInt() @Min(1) would_expire: number;
  @IsInt() @Min(1) of: number;
  @IsISO8601() held_at: string;
  /** null: nobody has agreed yet. */
  @IsOptional() @IsISO8601() agreed_at: string | null;
}
export const RETENTION_DECISIONS_AT_ONCE = 1000;
export class RetentionPreviewAnswer {
  /** The moment that it was decided for. */
  @IsISO8601() at: string;
  @IsInt() @Min(0) promote: number;
  @IsInt() @Min(0) expire: number;
  @IsInt() @Min(0) keep: number;
  /** Whether so many would go that nothing goes until somebody agrees. */
  @IsBoolean() would_be_held: boolean;
  /** What waits for an agreement now. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => RetentionHoldPayload) hold: RetentionHoldPayload | null;
  /** The first 1000: those that go, those that are promoted, those that stay; of each the newest first. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RetentionDecisionPayload)
  decisions: RetentionDecisionPayload[];
}

export class RetentionAgreeRequest {
  @IsUUID() environment_id: string;
  /** The run that was held back. */
  @IsUUID() run_id: string;
  @IsOptional() @IsUUID() agreed_by: string | null;
}
export class RetentionAgreeAnswer {
  @IsObject() @ValidateNested() @Type(() => RetentionHoldPayload) hold: RetentionHoldPayload;
}

/** Has a run made as soon as one can begin; it says nothing of how it ends. */
export const RetentionRunOf = defineRpc('retention.run', RetentionRunRequest, RetentionRunAnswer);
/** The runs, page by page. */
export const RetentionRunsOf = defineRpc('retention.runs', RetentionRunsRequest, RetentionRunsAnswer);
/** What a run would do now with the backups of an environment. Changes nothing. Refused with TIMEZONE_INVALID. */
export const RetentionPreviewOf = defineRpc('retention.preview', RetentionPreviewRequest, RetentionPreviewAnswer);
/**
 * Lets what a run was held back from happen at the next one: of those backups alone, and as far as they would still go then.
 * Refused with RETENTION_NOT_HELD.
 */
export const RetentionAgree = defineRpc('retention.agree', RetentionAgreeRequest, RetentionAgreeAnswer);
