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
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { defineEvent, defineRpc } from './message';
import { ErrorPayload } from './shared-payloads';
import {
  BACKUP_STATUSES,
  type BackupStatus,
  DUMP_COMPRESSION_FORM,
  RUN_KINDS,
  type RunKind,
  VERIFY_AFTER_UPLOAD,
  type VerifyAfterUpload,
} from './vocabulary';

/** Ten years. */
export const MOST_ALERT_HOURS = 87_600;

/** What a person decides: when an environment is backed up, how, for how long, and who hears of it. */
export class PolicySettingsPayload {
  @IsBoolean() is_enabled: boolean;
  /** Five fields of cron; 0 and 7 are Sunday. */
  @IsString() schedule_cron: string;
  /** Name of an IANA time zone: schedule, days of tiers and periods count in it. */
  @IsString() timezone: string;
  /** Days. */
  @IsInt() @Min(0) @Max(365) daily_retention: number;
  /** Weeks. */
  @IsInt() @Min(0) @Max(52) weekly_retention: number;
  /** Months of 30 days. */
  @IsInt() @Min(0) @Max(60) monthly_retention: number;
  /** Years of 365 days. */
  @IsInt() @Min(0) @Max(10) yearly_retention: number;
  /** 0 is Monday, 6 Sunday. */
  @IsInt() @Min(0) @Max(6) weekly_backup_day: number;
  /** null: the default of the organization. */
  @IsOptional() @IsUUID() storage_config_id: string | null;
  @IsArray() @IsUUID(undefined, { each: true }) copy_storage_config_ids: string[];
  @IsBoolean() include_filestore: boolean;
  /** null: as the executors are configured. */
  @IsOptional() @IsIn(VERIFY_AFTER_UPLOAD) verify_after_upload: VerifyAfterUpload | null;
  /** null: as the executors are configured. */
  @IsOptional() @Matches(DUMP_COMPRESSION_FORM) dump_compression: string | null;
  @IsBoolean() notify_on_success: boolean;
  @IsBoolean() notify_on_failure: boolean;
  /** So long may the environment be without a new good backup before somebody is told, in hours; null: nobody is. */
  @IsOptional() @IsInt() @Min(1) @Max(MOST_ALERT_HOURS) alert_after_hours: number | null;
  /** When the newest backup is restored on trial, in the same zone; null: never. */
  @IsOptional() @IsString() drill_cron: string | null;
  /** The environment on whose server the trial happens; null: beside the one that was backed up. */
  @IsOptional() @IsUUID() drill_environment_id: string | null;
}

export class PolicyPayload extends PolicySettingsPayload {
  @IsUUID() id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  /** Grows with every change of the environment's policy, also over its deletion and a new one: the highest holds. */
  @IsInt() @Min(1) revision: number;
  @IsISO8601() created_at: string;
  @IsISO8601() updated_at: string;
}

export class PolicyDeletedPayload {
  @IsUUID() id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsInt() @Min(1) revision: number;
  @IsISO8601() deleted_at: string;
}

/** A policy and how it stands. */
export class PolicyStatePayload extends PolicyPayload {
  @IsOptional() @IsISO8601() last_backup_at: string | null;
  @IsOptional() @IsIn(BACKUP_STATUSES) last_backup_status: BackupStatus | null;
  /** null, and the following: it is not enabled, or its time never comes again. */
  @IsOptional() @IsISO8601() next_backup_at: string | null;
  @IsOptional() @IsISO8601() next_drill_at: string | null;
  /** The next five times, in UTC. */
  @IsArray() @IsISO8601(undefined, { each: true }) next_runs: string[];
}

export class PolicyRunMissedPayload {
  @IsUUID() policy_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsIn(RUN_KINDS) kind: RunKind;
  /** The time, by the policy, of the last run that did not happen. */
  @IsISO8601() slot: string;
  /** How many times passed; at most 1000 are counted. */
  @IsInt() @Min(1) missed: number;
  /** Whether it was made up for: one run instead of all that were missed. */
  @IsBoolean() caught_up: boolean;
  /** Why it was refused; null: the scheduler was away. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload | null;
  @IsISO8601() noticed_at: string;
}

export class PolicyProtectionPayload {
  @IsUUID() policy_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  /** null: there never was one. */
  @IsOptional() @IsISO8601() last_good_backup_at: string | null;
  @IsInt() @Min(1) alert_after_hours: number;
  @IsISO8601() noticed_at: string;
}

/** An environment has a policy from now on. Told, as all that follow, by the scheduler, which owns the policies. */
export const PolicyCreated = defineEvent('policy.created', 1, PolicyPayload);
/** The policy of an environment says something else from now on. */
export const PolicyUpdated = defineEvent('policy.updated', 1, PolicyPayload);
/** It has none any more; its backups are kept. */
export const PolicyDeleted = defineEvent('policy.deleted', 1, PolicyDeletedPayload);
/** A time of the policy passed without its run. */
export const PolicyRunMissed = defineEvent('policy.run_missed', 1, PolicyRunMissedPayload);
/** For longer than the policy allows there has been no new good backup. Told once, until there is one again. */
export const PolicyUnprotected = defineEvent('policy.unprotected', 1, PolicyProtectionPayload);
/** There is a new good backup again. */
export const PolicyProtected = defineEvent('policy.protected', 1, PolicyProtectionPayload);

export class PolicyCreateRequest extends PolicySettingsPayload {
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
}
export class PolicyChangeRequest {
  @IsUUID() environment_id: string;
  /** Some of the fields of `PolicySettingsPayload`; what comes of them is validated as a whole. */
  @IsObject() changes: Partial<PolicySettingsPayload>;
}
export class PolicyRequest {
  @IsUUID() environment_id: string;
}
export class PolicyAnswer {
  @IsObject() @ValidateNested() @Type(() => PolicyStatePayload) policy: PolicyStatePayload;
}
export class PolicyDeletionAnswer {
  @IsObject() @ValidateNested() @Type(() => PolicyDeletedPayload) deleted: PolicyDeletedPayload;
}

/** Refused with POLICY_EXISTS, SCHEDULE_INVALID, TIMEZONE_INVALID, RETENTION_INVALID. */
export const PolicyCreate = defineRpc('scheduler.policy-create', PolicyCreateRequest, PolicyAnswer);
/** Refused with POLICY_NOT_FOUND and what a creation is refused with. */
export const PolicyChange = defineRpc('scheduler.policy-change', PolicyChangeRequest, PolicyAnswer);
/** Refused with POLICY_NOT_FOUND. */
export const PolicyDelete = defineRpc('scheduler.policy-delete', PolicyRequest, PolicyDeletionAnswer);
/** Refused with POLICY_NOT_FOUND. */
export const PolicyOf = defineRpc('scheduler.policy', PolicyRequest, PolicyAnswer);

/** A run that is due. Asked for again with the same id, it is the same run. */
class RunPayload {
  /** Of a backup run, also the id of its backup; of a drill run, of its restore. */
  @IsUUID() run_id: string;
  @IsUUID() policy_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  /** Its time by the policy. */
  @IsISO8601() slot: string;
}
export class BackupRunRequestPayload extends RunPayload {
  @IsOptional() @IsUUID() storage_config_id: string | null;
  @IsArray() @IsUUID(undefined, { each: true }) copy_storage_config_ids: string[];
  @IsBoolean() include_filestore: boolean;
  @IsOptional() @IsIn(VERIFY_AFTER_UPLOAD) verify_after_upload: VerifyAfterUpload | null;
  @IsOptional() @Matches(DUMP_COMPRESSION_FORM) dump_compression: string | null;
}
export class DrillRunRequestPayload extends RunPayload {
  @IsOptional() @IsUUID() drill_environment_id: string | null;
}

export const RUNS_AT_ONCE = 200;

export class RequestBackupsRequest {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(RUNS_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => BackupRunRequestPayload)
  runs: BackupRunRequestPayload[];
}
export class RequestDrillsRequest {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(RUNS_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => DrillRunRequestPayload)
  runs: DrillRunRequestPayload[];
}
export class RunOutcomePayload {
  @IsUUID() run_id: string;
  /** Why it was refused; null: it is asked for. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) refusal: ErrorPayload | null;
}
export class RunOutcomesAnswer {
  @IsArray() @ValidateNested({ each: true }) @Type(() => RunOutcomePayload) outcomes: RunOutcomePayload[];
}

/** Makes the backups of due runs, each once, and says of every run what came of it. Over the quota they are made all the same. */
export const RequestBackups = defineRpc('gateway.request-backups', RequestBackupsRequest, RunOutcomesAnswer);
/** Has the newest backup of each environment restored on trial. Refused where there is none: NOTHING_TO_DRILL. */
export const RequestDrills = defineRpc('gateway.request-drills', RequestDrillsRequest, RunOutcomesAnswer);
