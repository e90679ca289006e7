import { IsIn, IsInt, IsISO8601, IsNumber, IsUUID, IsOptional, Max, Min } from 'class-validator';
import { defineEvent } from './message';
import { BILLING_PLANS, type BillingPlan, QUOTA_LEVELS, type QuotaLevel } from './vocabulary';

export class QuotaPayload {
  @IsUUID() organization_id: string;
  @IsIn(BILLING_PLANS) billing_plan: BillingPlan;
  /** Where the organization stands from now on. */
  @IsIn(QUOTA_LEVELS) level: QuotaLevel;
  /** The share of the quota that was crossed. */
  @IsInt() @Min(1) @Max(100) threshold_percent: number;
  /** Bytes of all backups that are neither expired nor deleted. */
  @IsInt() @Min(0) total_backup_storage: number;
  /** Bytes; null: the plan has no limit. */
  @IsOptional() @IsInt() @Min(1) backup_storage_quota: number | null;
  /** null: the plan has no limit. */
  @IsOptional() @IsNumber() @Min(0) used_percent: number | null;
  /** When it came there, or was told of again. */
  @IsISO8601() changed_at: string;
}

/** The backups of an organization have come near its quota. Told by the gateway, once for each time. */
export const QuotaWarning = defineEvent('quota.warning', 1, QuotaPayload);
/**
 * They have reached the quota: manual backups are refused, all others go on, and nothing is deleted. Once for each time, and again
 * at intervals while schedules make backups beyond it.
 */
export const QuotaExceeded = defineEvent('quota.exceeded', 1, QuotaPayload);
/** They have fallen below a threshold again, or the plan has changed: the next crossing is told anew. */
export const QuotaRelieved = defineEvent('quota.relieved', 1, QuotaPayload);
