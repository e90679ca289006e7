import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
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
import { BackupCompletedPayload } from './backup-messages';
import { StorageAccess } from './directory-messages';
import { defineCommand, defineEvent, defineRpc } from './message';
import { ErrorPayload, RetentionPayload } from './shared-payloads';
import { BACKUP_TYPES, FOREIGN_LAYOUTS, type BackupType, type ForeignLayout } from './vocabulary';

/** One backup of somebody else's, to be made one of ours. */
export class ForeignBackupPayload {
  @IsIn(FOREIGN_LAYOUTS) layout: ForeignLayout;
  /** Of the dump, or of the ZIP. */
  @IsString() key: string;
  /** Of the filestore that belongs to a dump of PLANA's; absent: that of the same moment, if there is one; null: none. */
  @IsOptional() @IsString() filestore_key?: string | null;
  @IsUUID() project_id: string;
  @IsUUID() environment_id: string;
  /** What it is called from now on. */
  @IsUUID() backup_id: string;
  @IsOptional() @IsUUID() created_by: string | null;
}

export class BackupRescanPayload {
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() storage_config_id: string;
  /** Only this one backup is looked at, and made first. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ForeignBackupPayload) foreign?: ForeignBackupPayload;
}
/** Read every manifest of a storage, and have the catalog filled up with what it lacks. */
export const BackupRescan = defineCommand('backup.rescan', 1, BackupRescanPayload, (p) => `backup.rescan.${p.task_id}`);

class RescanRef {
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() storage_config_id: string;
  @IsInt() @Min(1) attempt: number;
}
class RescanFailure extends RescanRef {
  @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload;
}
/** An object of the storage, and why it is not in the catalog. */
export class RescanProblem {
  @IsString() key: string;
  @IsString() reason: string;
}
export class RescanStartedPayload extends RescanRef {
  @IsISO8601() started_at: string;
}
export class RescannedPayload extends RescanRef {
  @IsISO8601() completed_at: string;
  /** Manifests that lie in the storage; the sum of the next three. */
  @IsInt() @Min(0) found: number;
  @IsInt() @Min(0) added: number;
  @IsInt() @Min(0) known: number;
  @IsInt() @Min(0) invalid: number;
  /** ZIPs without a manifest beside them: unfinished, or none of ours. Dumps in PLANA's layout are not counted. */
  @IsInt() @Min(0) without_manifest: number;
  /** The first of the invalid ones. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => RescanProblem) problems: RescanProblem[];
  /** Keys of the first ZIPs without a manifest. */
  @IsArray() @IsString({ each: true }) unclaimed: string[];
}
export class RescanRetryingPayload extends RescanFailure {
  @IsISO8601() next_attempt_at: string;
}
export class RescanFailedPayload extends RescanFailure {
  @IsISO8601() failed_at: string;
}

/** An attempt to read every manifest of a storage has begun. */
export const BackupRescanStarted = defineEvent('backup.rescan_started', 1, RescanStartedPayload);
/** Every manifest of a storage was read, and the catalog has what was missing. */
export const BackupRescanned = defineEvent('backup.rescanned', 1, RescannedPayload);
/** An attempt to rescan failed and another one follows. */
export const BackupRescanRetrying = defineEvent('backup.rescan_retrying', 1, RescanRetryingPayload);
/** The rescan failed for good; what was added until then stays. */
export const BackupRescanFailed = defineEvent('backup.rescan_failed', 1, RescanFailedPayload);

/** A backup as its manifest tells of it; the task is the one of the rescan. */
export class FoundBackupPayload extends BackupCompletedPayload {
  /** The organization that its key names: who had it made. */
  @IsUUID() made_for_organization_id: string;
  @IsBoolean() include_filestore: boolean;
  @IsOptional() @IsUUID() created_by: string | null;
  @IsISO8601() created_at: string;
}
export class AdoptBackupsRequest {
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() storage_config_id: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => FoundBackupPayload)
  backups: FoundBackupPayload[];
}
export class AdoptBackupsAnswer {
  @IsInt() @Min(0) added: number;
  @IsInt() @Min(0) known: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => RescanProblem) refused: RescanProblem[];
}
/**
 * Takes backups that lie in a storage into the catalog. It bears repetition: what the same task has added counts as
 * added however often it is asked.
 */
export const AdoptBackups = defineRpc('gateway.adopt-backups', AdoptBackupsRequest, AdoptBackupsAnswer);

export class ForeignListRequest {
  @IsObject() @ValidateNested() @Type(() => StorageAccess) storage: StorageAccess;
  /** What the keys begin with; empty: all. */
  @IsString() prefix: string;
}
export class ForeignFind {
  @IsIn(FOREIGN_LAYOUTS) layout: ForeignLayout;
  @IsString() key: string;
  @IsOptional() @IsString() slug: string | null;
  @IsISO8601() taken_at: string;
  @IsBoolean() insurance: boolean;
  @IsInt() @Min(0) size_bytes: number;
  /** Of the filestore of the same moment. */
  @IsOptional() @IsString() filestore_key: string | null;
  @IsOptional() @IsInt() @Min(0) filestore_size_bytes: number | null;
}
export class ForeignListAnswer {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ForeignFind) finds: ForeignFind[];
  /** Not everything was looked at, or not everything is told. */
  @IsBoolean() more: boolean;
}
/** What lies in a storage and could be imported, by the names alone; asked of any backup executor. */
export const ForeignListOf = defineRpc('backup-executor.foreign-list', ForeignListRequest, ForeignListAnswer);

export class StorageAccessRequest {
  @IsUUID() storage_config_id: string;
}
export class StorageAccessAnswer {
  @IsObject() @ValidateNested() @Type(() => StorageAccess) storage: StorageAccess;
}
/** Asked where a backup is read and its environment may be gone, or not be reachable yet. */
export const StorageAccessOf = defineRpc('gateway.storage-access', StorageAccessRequest, StorageAccessAnswer);

export class BackupRecoveredPayload {
  @IsUUID() organization_id: string;
  @IsUUID() project_id: string;
  @IsUUID() environment_id: string;
  @IsUUID() backup_id: string;
  /** The rescan that has found it. */
  @IsUUID() task_id: string;
  @IsUUID() storage_config_id: string;
  @IsIn(BACKUP_TYPES) backup_type: BackupType;
  @IsISO8601() created_at: string;
  @IsISO8601() completed_at: string;
  @IsString() key: string;
  @IsString() manifest_key: string;
  @IsInt() @Min(0) object_size_bytes: number;
  @IsObject() @ValidateNested() @Type(() => RetentionPayload) retention: RetentionPayload;
}
/** A backup of an earlier day is in the catalog again. Told by the gateway; no success of today. */
export const BackupRecovered = defineEvent('backup.recovered', 1, BackupRecoveredPayload);
