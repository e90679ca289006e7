import { Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Min,
  ValidateNested,
} from 'class-validator';
import { defineEvent } from './message';
import { ErrorPayload, StoredAt } from './shared-payloads';

/** Where both objects of a backup lie: the ZIP, and the manifest that makes it a backup. */
export class StoredObjects extends StoredAt {
  @IsString() manifest_key: string;
}

export class RemovalRef {
  @IsUUID() organization_id: string;
  @IsUUID() project_id: string;
  @IsUUID() environment_id: string;
  @IsUUID() backup_id: string;
}

export class BackupDeletedPayload extends RemovalRef {
  @IsISO8601() deleted_at: string;
  /** null: the system. */
  @IsOptional() @IsUUID() deleted_by: string | null;
  /** Every place that has to be cleaned; none: there never was an object. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => StoredObjects) places: StoredObjects[];
}
export class BackupObjectRemovedPayload extends RemovalRef {
  @IsUUID() storage_config_id: string;
  /** Key of the ZIP. */
  @IsString() key: string;
  @IsISO8601() removed_at: string;
}
export class BackupObjectRemovalFailedPayload extends RemovalRef {
  @IsUUID() storage_config_id: string;
  @IsString() key: string;
  @IsInt() @Min(1) attempt: number;
  @IsISO8601() failed_at: string;
  @IsISO8601() next_attempt_at: string;
  @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload;
}

/**
 * Somebody has deleted a backup: from now on it counts for nothing, and its objects are removed. Told again when an object
 * of it turns up that nobody knew of. Told by the gateway.
 */
export const BackupDeleted = defineEvent('backup.deleted', 1, BackupDeletedPayload);
/** One place holds nothing of a deleted backup any more: neither ZIP nor manifest. Told by retention. */
export const BackupObjectRemoved = defineEvent('backup.object_removed', 1, BackupObjectRemovedPayload);
/** The objects could not be removed from one place; it is tried again. Told when what is in the way has changed. */
export const BackupObjectRemovalFailed = defineEvent(
  'backup.object_removal_failed',
  1,
  BackupObjectRemovalFailedPayload,
);
