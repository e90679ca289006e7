/** What a restore would do, asked before anything is touched. */
import { Type } from 'class-transformer';
import {
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
import { defineRpc } from './message';
import { RestoreRunPayload } from './restore-messages';
import { ErrorPayload, WarningPayload } from './shared-payloads';

export const RESTORE_PARTS = ['database', 'filestore'] as const;
export type RestorePart = (typeof RESTORE_PARTS)[number];

export class RestorePlanRequest {
  /** The command that would be sent; its restore and its task exist nowhere. */
  @IsObject() @ValidateNested() @Type(() => RestoreRunPayload) command: RestoreRunPayload;
}

export class PlannedStepPayload {
  /** As the journal of the restore will name it. */
  @IsString() name: string;
  /** For people. */
  @IsString() text: string;
}
export class PlannedSourcePayload {
  @IsUUID() storage_config_id: string;
  @IsString() storage_name: string;
  @IsISO8601() created_at: string;
  @IsBoolean() encrypted: boolean;
  /** Of the object in the storage. */
  @IsInt() @Min(0) object_bytes: number;
  @IsInt() @Min(0) dump_bytes: number;
  @IsInt() @Min(0) filestore_bytes: number;
  @IsInt() @Min(0) filestore_files: number;
}
export class PlannedVersionsPayload {
  @IsString() postgres_backup: string;
  @IsString() postgres_server: string;
  /** null: not known. */
  @IsOptional() @IsString() odoo_backup: string | null;
  @IsOptional() @IsString() odoo_environment: string | null;
}
/** A disk of the environment's server, and what the restore puts there. */
export class PlannedDiskPayload {
  @IsArray() @IsIn(RESTORE_PARTS, { each: true }) holds: RestorePart[];
  @IsString() mount_point: string;
  /** What is written there, and what has to stay free besides. */
  @IsInt() @Min(0) needed_bytes: number;
  @IsInt() @Min(0) free_bytes: number;
  /** What the restore removes there first. */
  @IsInt() @Min(0) freed_bytes: number;
  @IsBoolean() is_enough: boolean;
}
export class PlannedDowntimePayload {
  /** null: it cannot be told. */
  @IsOptional() @IsInt() @Min(0) seconds: number | null;
  /** What the figure rests on, for people. */
  @IsString() basis: string;
}

export class RestorePlanAnswer {
  @IsArray() @ValidateNested({ each: true }) @Type(() => PlannedStepPayload) steps: PlannedStepPayload[];
  /** null: no place of the backup can be read. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PlannedSourcePayload) source: PlannedSourcePayload | null;
  /** null: the backup or the server could not be asked. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlannedVersionsPayload)
  versions: PlannedVersionsPayload | null;
  @IsArray() @ValidateNested({ each: true }) @Type(() => PlannedDiskPayload) disks: PlannedDiskPayload[];
  @IsObject() @ValidateNested() @Type(() => PlannedDowntimePayload) downtime: PlannedDowntimePayload;
  /** Everything for which the restore would be refused. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => ErrorPayload) problems: ErrorPayload[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => WarningPayload) warnings: WarningPayload[];
}

/** What a restore would do, what it needs and what stands in its way; any restore executor answers, and touches nothing. */
export const RestorePlanOf = defineRpc('restore-executor.restore-plan', RestorePlanRequest, RestorePlanAnswer);
