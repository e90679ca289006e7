/** What lies in a storage and nobody knows, and what is known and does not lie there: how it is found and told. */
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
import { defineEvent, defineRpc } from './message';
import { ErrorPayload } from './shared-payloads';
import {
  KNOWN_OBJECT_STATES,
  type KnownObjectState,
  ORPHAN_KINDS,
  type OrphanKind,
  ORPHAN_SWEEP_STATUSES,
  type OrphanSweepStatus,
} from './vocabulary';

export const KNOWN_OBJECTS_OF = ['backups', 'copies'] as const;
export type KnownObjectsSource = (typeof KNOWN_OBJECTS_OF)[number];

export class KnownObjectsRequest {
  @IsUUID() storage_config_id: string;
  @IsIn(KNOWN_OBJECTS_OF) of: KnownObjectsSource;
  /** The last one of the page before; null: from the beginning. */
  @IsOptional() @IsUUID() after: string | null;
}
export class KnownObjectPayload {
  @IsUUID() backup_id: string;
  /** null: the backup itself. */
  @IsOptional() @IsUUID() copy_id: string | null;
  /** false: by another storage config, which points to the same place. */
  @IsBoolean() own: boolean;
  @IsIn(KNOWN_OBJECT_STATES) state: KnownObjectState;
  /** Of the ZIP, or of the dump of a pair; null: it is not known yet. */
  @IsOptional() @IsString() key: string | null;
  @IsOptional() @IsString() manifest_key: string | null;
  /** Of a pair with a filestore; absent, or null: there is no such object. */
  @IsOptional() @IsString() filestore_key?: string | null;
}
export class KnownObjectsPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => KnownObjectPayload) objects: KnownObjectPayload[];
  /** null: there are no more. */
  @IsOptional() @IsUUID() next: string | null;
}
/** What the catalog says of one place, by pages: also of what is being made, and of what is on its way out. */
export const KnownObjectsOf = defineRpc('gateway.known-objects', KnownObjectsRequest, KnownObjectsPage);

/** An object that no record knows. */
export class OrphanPayload {
  @IsString() key: string;
  @IsIn(ORPHAN_KINDS) kind: OrphanKind;
  @IsInt() @Min(0) size_bytes: number;
  @IsISO8601() modified_at: string;
}
/** A record whose object is not there. */
export class MissingObjectPayload {
  @IsUUID() backup_id: string;
  /** null: the backup itself. */
  @IsOptional() @IsUUID() copy_id: string | null;
  @IsString() key: string;
}
export class OrphanReportPayload {
  /** When the storage was looked at. */
  @IsISO8601() at: string;
  @IsInt() @Min(0) listed_objects: number;
  @IsInt() @Min(0) listed_bytes: number;
  @IsInt() @Min(0) orphan_objects: number;
  @IsInt() @Min(0) orphan_bytes: number;
  @IsInt() @Min(0) missing_objects: number;
  /** The first 1000, by key. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => OrphanPayload) orphans: OrphanPayload[];
  /** The first 1000, by key. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => MissingObjectPayload) missing: MissingObjectPayload[];
}
export class OrphanSweepPayload {
  @IsUUID() storage_config_id: string;
  @IsIn(ORPHAN_SWEEP_STATUSES) status: OrphanSweepStatus;
  /** When it is due; null: nobody has asked for it. */
  @IsOptional() @IsISO8601() due_at: string | null;
  @IsOptional() @IsISO8601() started_at: string | null;
  @IsOptional() @IsISO8601() ended_at: string | null;
  /** Why the last one could not be made. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload | null;
  /** Of the last one that was complete; null: there was none yet. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => OrphanReportPayload) report: OrphanReportPayload | null;
}

export class OrphanSweepRequest {
  @IsUUID() storage_config_id: string;
}
export class OrphanSweepAnswer {
  /** null: it was never looked at, and nobody has asked for it. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => OrphanSweepPayload) sweep: OrphanSweepPayload | null;
}
/** Has a storage looked at as soon as that can begin; one that is under way is that one. */
export const OrphanSweepRun = defineRpc('retention.orphan-sweep', OrphanSweepRequest, OrphanSweepAnswer);
/** How the last look at a storage stands, and the last complete report. */
export const OrphanReportOf = defineRpc('retention.orphan-report', OrphanSweepRequest, OrphanSweepAnswer);

export class StorageComparedPayload {
  @IsUUID() organization_id: string;
  @IsUUID() storage_config_id: string;
  /** What people call the storage. */
  @IsString() storage_name: string;
  @IsISO8601() compared_at: string;
  @IsInt() @Min(0) listed_objects: number;
  @IsInt() @Min(0) listed_bytes: number;
  /** Objects that no record knows. */
  @IsInt() @Min(0) orphan_objects: number;
  @IsInt() @Min(0) orphan_bytes: number;
  /** Objects that records name and that are not there. */
  @IsInt() @Min(0) missing_objects: number;
  /** How many of the first 1000 orphans the last complete comparison had not found. */
  @IsInt() @Min(0) new_orphan_objects: number;
  /** The same of missing objects. */
  @IsInt() @Min(0) new_missing_objects: number;
}
export class StorageComparisonFailedPayload {
  @IsUUID() organization_id: string;
  @IsUUID() storage_config_id: string;
  /** What people call the storage. */
  @IsString() storage_name: string;
  @IsISO8601() failed_at: string;
  @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload;
}

/** A storage was listed to its end and compared with the catalog, whatever was found. Told by retention. */
export const StorageCompared = defineEvent('storage.compared', 1, StorageComparedPayload);
/** A storage could not be compared with the catalog, so that nothing is known of what it lacks. Told by retention, once for each error. */
export const StorageComparisonFailed = defineEvent('storage.comparison_failed', 1, StorageComparisonFailedPayload);
