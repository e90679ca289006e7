import { Type } from 'class-transformer';
import {
  IsArray,
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
import { ERRORS, type ErrorCode, type ErrorDetails, type ErrorKind } from '@app/core';
import { RETENTION_TYPES, VERIFICATION_LEVELS, type RetentionType, type VerificationLevel } from './vocabulary';

export class RetentionPayload {
  @IsIn(RETENTION_TYPES) type: RetentionType;
  /** null: never expires. */
  @IsOptional() @IsISO8601() expires_at: string | null;
}

export class ErrorPayload {
  @IsIn(Object.keys(ERRORS)) code: ErrorCode;
  @IsIn(['operator', 'transient', 'bug', 'cancelled']) kind: ErrorKind;
  @IsString() message: string;
  @IsString() remedy: string;
  @IsObject() details: ErrorDetails;
}

/** Which task of which thing a fact is about, and the attempt that states it. Later attempts have higher numbers. */
export class TaskRef {
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsUUID() task_id: string;
  @IsInt() @Min(1) attempt: number;
}

/** A warning that a person should read: the work went on. */
export class WarningPayload {
  @IsString() code: string;
  @IsString() message: string;
}

/** Bytes and SHA-256 (hex) of one component of a backup. */
export class ComponentPayload {
  @IsInt() @Min(0) size_bytes: number;
  @IsString() sha256: string;
}

/** A place where the ZIP of a backup lies. */
export class StoredAt {
  @IsUUID() storage_config_id: string;
  @IsString() key: string;
}

/** The level that an object has passed. */
export class VerificationPayload {
  @IsIn(VERIFICATION_LEVELS) level: VerificationLevel;
  @IsISO8601() verified_at: string;
}

/** How many of the files that ir_attachment names are in the archive, and whether each has the content its name says. */
export class AttachmentProofPayload {
  @IsInt() @Min(0) expected: number;
  @IsInt() @Min(0) present: number;
  @IsInt() @Min(0) missing: number;
  @IsInt() @Min(0) corrupt: number;
  /** Files of the archive that no attachment names. */
  @IsInt() @Min(0) unreferenced: number;
  /** Attachments whose store_fname is no filestore path (another storage backend). */
  @IsInt() @Min(0) foreign: number;
  /** The first names, at most 100 of each. */
  @IsArray() @IsString({ each: true }) missing_files: string[];
  @IsArray() @IsString({ each: true }) corrupt_files: string[];
}

export class FailureFields extends TaskRef {
  @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload;
}
