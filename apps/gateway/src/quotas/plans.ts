/** The billing plans of the API reference, and what they say of backup storage. A GB is 1024³ bytes, as in the reference's examples. */
import type { BillingPlan, QuotaLevel } from '@app/contracts';

export const GB = 1024 ** 3;

export interface PlanTerms {
  /** null: without limit. */
  backupStorageGb: number | null;
  /** US cents for each further GB and month; null: there is none to be had. */
  additionalGbCents: number | null;
}

export const PLANS: Readonly<Record<BillingPlan, PlanTerms>> = {
  free: { backupStorageGb: 5, additionalGbCents: null },
  starter: { backupStorageGb: 50, additionalGbCents: 10 },
  professional: { backupStorageGb: 200, additionalGbCents: 8 },
  business: { backupStorageGb: 500, additionalGbCents: 6 },
  enterprise: { backupStorageGb: null, additionalGbCents: 0 },
};

/** Bytes; null: without limit. */
export function quotaOf(plan: BillingPlan): number | null {
  const { backupStorageGb } = PLANS[plan];
  return backupStorageGb === null ? null : backupStorageGb * GB;
}

export const UNLIMITED_PLANS = (Object.keys(PLANS) as BillingPlan[]).filter((plan) => quotaOf(plan) === null);

export function levelOf(usedBytes: number, quota: number | null, warningPercent: number): QuotaLevel {
  if (quota === null) return 'within';
  if (usedBytes >= quota) return 'exceeded';
  return usedBytes * 100 >= quota * warningPercent ? 'warning' : 'within';
}

/** With one decimal, rounded down: 100 is reached, not nearly reached. */
export function usedPercent(usedBytes: number, quota: number | null): number | null {
  return quota === null ? null : Math.floor((usedBytes / quota) * 1000) / 10;
}

const RANK: readonly QuotaLevel[] = ['within', 'warning', 'exceeded'];

export interface Crossing {
  event: 'warning' | 'exceeded' | 'relieved';
  thresholdPercent: number;
}

/** What is to be told when an organization comes from one level to another; undefined: nothing. */
export function crossing(from: QuotaLevel, to: QuotaLevel, warningPercent: number): Crossing | undefined {
  if (from === to) return undefined;
  if (to === 'exceeded') return { event: 'exceeded', thresholdPercent: 100 };
  if (RANK.indexOf(to) > RANK.indexOf(from)) return { event: 'warning', thresholdPercent: warningPercent };
  return { event: 'relieved', thresholdPercent: to === 'warning' ? 100 : warningPercent };
}

export interface AdditionalStorage {
  availability: 'not_available' | 'priced' | 'included';
  /** US dollars; null: not to be had. */
  pricePerGbMonth: number | null;
  /** Begun GB beyond the quota. */
  gb: number;
  /** US dollars for those; null: not to be had. */
  monthlyCost: number | null;
}

export function additionalStorage(plan: BillingPlan, usedBytes: number): AdditionalStorage {
  const { additionalGbCents: cents } = PLANS[plan];
  const quota = quotaOf(plan);
  const gb = quota === null ? 0 : Math.ceil(Math.max(0, usedBytes - quota) / GB);
  const availability = cents === null ? 'not_available' : quota === null ? 'included' : 'priced';
  const dollars = (count: number) => (cents === null ? null : (cents * count) / 100);
  return { availability, pricePerGbMonth: dollars(1), gb, monthlyCost: dollars(gb) };
}
