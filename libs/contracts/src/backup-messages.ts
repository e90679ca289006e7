import { Type } from 'class-transformer';
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
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { defineCommand, defineEvent } from './message';
import {
  AttachmentProofPayload,
  ComponentPayload,
  ErrorPayload,
  FailureFields,
  RetentionPayload,
  StoredAt,
  TaskRef,
  VerificationPayload,
  WarningPayload,
} from './shared-payloads';
import {
  BACKUP_TYPES,
  DUMP_COMPRESSION_FORM,
  READING_LEVELS,
  VERIFICATION_LEVELS,
  VERIFY_AFTER_UPLOAD,
  type BackupType,
  type ReadingLevel,
  type VerificationLevel,
  type VerifyAfterUpload,
} from './vocabulary';

export class BackupRunPayload {
  @IsUUID() backup_id: string;
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() project_id: string;
  @IsUUID() environment_id: string;
  @IsUUID() storage_config_id: string;
  @IsIn(BACKUP_TYPES) backup_type: BackupType;
  /** Where the work happens, for the limit on jobs at once; absent in what older gateways sent: none. */
  @IsOptional() @IsUUID() server_id?: string | null;
  @IsBoolean() include_filestore: boolean;
  @IsObject() @ValidateNested() @Type(() => RetentionPayload) retention: RetentionPayload;
  /** Who asked; null for the system. */
  @IsOptional() @IsUUID() created_by: string | null;
  @IsISO8601() created_at: string;
  /** Absent, and the following: as the executor is configured. */
  @IsOptional() @IsIn(VERIFY_AFTER_UPLOAD) verify_after_upload?: VerifyAfterUpload;
  @IsOptional() @Matches(DUMP_COMPRESSION_FORM) dump_compression?: string;
}

export class BackupVerifyPayload {
  @IsUUID() backup_id: string;
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsUUID() storage_config_id: string;
  @IsString() key: string;
  /** Absent: `rehashed`. */
  @IsOptional() @IsIn(READING_LEVELS) level?: ReadingLevel;
  /** Absent: the object that the backup was made as. */
  @IsOptional() @IsUUID() copy_id?: string;
}

export class BackupCopyPayload {
  @IsUUID() copy_id: string;
  @IsUUID() backup_id: string;
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  /** Where the backup lies already; the first that can be read is copied. */
  @IsArray() @ArrayNotEmpty() @ValidateNested({ each: true }) @Type(() => StoredAt) sources: StoredAt[];
  /** Where the copy goes, under these keys. */
  @IsUUID() storage_config_id: string;
  @IsString() key: string;
  @IsString() manifest_key: string;
}

/** Make a backup of an environment. The environment's access is asked for when the work begins. */
export const BackupRun = defineCommand('backup.run', 1, BackupRunPayload, (p) => `backup.run.${p.backup_id}`);
/** Read a backup back from its storage and compare it with its manifest. */
export const BackupVerify = defineCommand('backup.verify', 1, BackupVerifyPayload, (p) => `backup.verify.${p.task_id}`);
/** Copy a completed backup into a further storage. */
export const BackupCopy = defineCommand('backup.copy', 1, BackupCopyPayload, (p) => `backup.copy.${p.task_id}`);

class BackupRef extends TaskRef {
  @IsUUID() backup_id: string;
}

export class BackupStartedPayload extends BackupRef {
  @IsISO8601() started_at: string;
}
export class BackupUploadingPayload extends BackupRef {}

export class BackupCompletedPayload extends BackupRef {
  @IsUUID() project_id: string;
  @IsUUID() storage_config_id: string;
  @IsIn(BACKUP_TYPES) backup_type: BackupType;
  /** When it was asked for: what its tier and expiry count from; absent in what older executors told. */
  @IsOptional() @IsISO8601() requested_at?: string;
  @IsISO8601() started_at: string;
  @IsISO8601() completed_at: string;
  /** Key of the ZIP in its storage, or of the dump of a pair. */
  @IsString() key: string;
  /** Key of the manifest that lies beside it. */
  @IsString() manifest_key: string;
  /** Of the filestore, where it is an object of its own. */
  @IsOptional() @IsString() filestore_key?: string;
  /** A place that a person can go to: a path or an s3:// address. */
  @IsString() location: string;
  /** Bytes of the ZIP, or of the pair. */
  @IsInt() @Min(0) object_size_bytes: number;
  @IsObject() @ValidateNested() @Type(() => ComponentPayload) database: ComponentPayload;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ComponentPayload) filestore: ComponentPayload | null;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AttachmentProofPayload)
  attachments: AttachmentProofPayload | null;
  /** True when files that the database names are missing or damaged. */
  @IsBoolean() degraded: boolean;
  @IsArray() @ValidateNested({ each: true }) @Type(() => WarningPayload) warnings: WarningPayload[];
  @IsObject() @ValidateNested() @Type(() => RetentionPayload) retention: RetentionPayload;
  @IsObject() environment_snapshot: Record<string, unknown>;
  /** The key that is needed to read it; absent: it is not encrypted. */
  @IsOptional() @IsString() encryption_key_id?: string;
  /** How far the object was read back before; absent in what older executors told. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => VerificationPayload) verification?: VerificationPayload;
}

export class BackupRetryingPayload extends FailureFields {
  @IsUUID() backup_id: string;
  @IsISO8601() next_attempt_at: string;
}
export class BackupFailedPayload extends FailureFields {
  @IsUUID() backup_id: string;
  @IsISO8601() failed_at: string;
}
export class BackupVerificationStartedPayload extends BackupStartedPayload {
  /** Absent, here and below: the object that the backup was made as. */
  @IsOptional() @IsUUID() copy_id?: string;
}
export class BackupVerificationRetryingPayload extends BackupRetryingPayload {
  @IsOptional() @IsUUID() copy_id?: string;
}
export class BackupVerificationFailedPayload extends BackupFailedPayload {
  @IsOptional() @IsUUID() copy_id?: string;
}
export class BackupVerifiedPayload extends BackupRef {
  @IsOptional() @IsUUID() copy_id?: string;
  @IsIn(VERIFICATION_LEVELS) level: VerificationLevel;
  /** Whether the object is what was backed up. */
  @IsBoolean() intact: boolean;
  @IsISO8601() verified_at: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload | null;
}

export class BackupCopyStartedPayload extends BackupStartedPayload {
  @IsUUID() copy_id: string;
}
export class BackupCopiedPayload extends BackupRef {
  @IsUUID() copy_id: string;
  @IsUUID() storage_config_id: string;
  /** Where the bytes came from. */
  @IsUUID() source_storage_config_id: string;
  @IsISO8601() completed_at: string;
  @IsString() key: string;
  @IsString() manifest_key: string;
  /** A place that a person can go to: a path or an s3:// address. */
  @IsString() location: string;
  @IsInt() @Min(0) object_size_bytes: number;
  @IsObject() @ValidateNested() @Type(() => VerificationPayload) verification: VerificationPayload;
}
export class BackupCopyRetryingPayload extends BackupRetryingPayload {
  @IsUUID() copy_id: string;
}
export class BackupCopyFailedPayload extends BackupFailedPayload {
  @IsUUID() copy_id: string;
}

/** An attempt has begun. */
export const BackupStarted = defineEvent('backup.started', 1, BackupStartedPayload);
/** All sources have been read; the rest of the object is on its way. */
export const BackupUploading = defineEvent('backup.uploading', 1, BackupUploadingPayload);
/** The object lies in its storage, with its manifest beside it, proven as far as the verification says. */
export const BackupCompleted = defineEvent('backup.completed', 1, BackupCompletedPayload);
/** An attempt failed and another one follows. */
export const BackupRetrying = defineEvent('backup.retrying', 1, BackupRetryingPayload);
/** Failed for good. */
export const BackupFailed = defineEvent('backup.failed', 1, BackupFailedPayload);
/** An attempt to verify a backup, or one of its copies, has begun. */
export const BackupVerificationStarted = defineEvent(
  'backup.verification_started',
  1,
  BackupVerificationStartedPayload,
);
/** A verification ended with a verdict, good or bad. */
export const BackupVerified = defineEvent('backup.verified', 1, BackupVerifiedPayload);
/** A verification could not be made at all, so nothing is known. */
export const BackupVerificationRetrying = defineEvent(
  'backup.verification_retrying',
  1,
  BackupVerificationRetryingPayload,
);
/** The last attempt to verify could not be made either. */
export const BackupVerificationFailed = defineEvent('backup.verification_failed', 1, BackupVerificationFailedPayload);
/** An attempt to copy a backup into a further storage has begun. */
export const BackupCopyStarted = defineEvent('backup.copy_started', 1, BackupCopyStartedPayload);
/** The backup lies, whole, in a further storage. */
export const BackupCopied = defineEvent('backup.copied', 1, BackupCopiedPayload);
/** An attempt to copy failed and another one follows. */
export const BackupCopyRetrying = defineEvent('backup.copy_retrying', 1, BackupCopyRetryingPayload);
/** The copy failed for good; the backup itself is as it was. */
export const BackupCopyFailed = defineEvent('backup.copy_failed', 1, BackupCopyFailedPayload);
