/** What a policy says of tiers, and when a backup of a tier expires. Pure. */
import type { BackupType, RetentionType } from '@app/contracts';

/** How many days, weeks, months and years backups of each tier are kept; 0: the tier is off. */
export interface TierCounts {
  daily: number;
  weekly: number;
  monthly: number;
  yearly: number;
}

export interface TierRules {
  counts: TierCounts;
  /** 0 is Monday, 6 Sunday. */
  weeklyBackupDay: number;
  /** Name of an IANA time zone. */
  timezone: string;
}

/** Of an environment without a policy. */
export const DEFAULT_TIER_RULES: TierRules = {
  counts: { daily: 7, weekly: 4, monthly: 12, yearly: 2 },
  weeklyBackupDay: 6,
  timezone: 'UTC',
};

/** Lowest first. */
export const TIERS = ['daily', 'weekly', 'monthly', 'yearly'] as const;
export type Tier = (typeof TIERS)[number];

/** The tier, or where it is off the next lower one that is on; where none is, the lowest that is on at all. */
export function tierThatIsOn(tier: Tier, counts: TierCounts): Tier {
  const isOn = (candidate: Tier) => counts[candidate] > 0;
  const notAbove = TIERS.slice(0, TIERS.indexOf(tier) + 1);
  return notAbove.findLast(isOn) ?? TIERS.find(isOn) ?? tier;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS: Readonly<Record<Tier, number>> = { daily: 1, weekly: 7, monthly: 30, yearly: 365 };

/** Taken before something dangerous: the way back lives at least so long, whatever a policy keeps. */
const INSURANCE: readonly BackupType[] = ['pre_restore', 'pre_upgrade', 'pre_destroy'];
const INSURANCE_DAYS = 7;
export const isInsurance = (type: BackupType) => INSURANCE.includes(type);

/** Until when a backup is kept as the way back from something dangerous; null: it is none. */
export function insuredUntil({ type, createdAt }: { type: BackupType; createdAt: Date }): Date | null {
  return isInsurance(type) ? new Date(createdAt.getTime() + INSURANCE_DAYS * DAY_MS) : null;
}

/** When what takes over this tier at this moment expires; null: never. A month counts 30 days and a year 365. */
export function tierExpiry(type: RetentionType, from: Date, { counts }: TierRules): Date | null {
  return type === 'permanent' ? null : new Date(from.getTime() + counts[type] * DAYS[type] * DAY_MS);
}

/**
 * When a new backup of this tier expires; null: never. A higher tier never costs a backup days: it lives as long as the longest
 * tier up to its own that is on.
 */
export function expiryOf(
  type: RetentionType,
  backup: { type: BackupType; createdAt: Date },
  rules: TierRules = DEFAULT_TIER_RULES,
): Date | null {
  if (type === 'permanent') return null;
  const upTo = TIERS.slice(0, TIERS.indexOf(tierThatIsOn(type, rules.counts)) + 1);
  const ends = upTo.map((tier) => Number(tierExpiry(tier, backup.createdAt, rules)));
  return new Date(Math.max(...ends, Number(insuredUntil(backup))));
}
