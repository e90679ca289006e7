import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
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
import { RETENTION_TYPES, type RetentionType } from './vocabulary';

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
