/** The tier that a backup gets when it is made, and when it expires, without a policy: dates count in UTC. */
import type { BackupStatus, BackupType, RetentionType } from '@app/contracts';

/** How many of each tier are kept. */
export interface RetentionCounts {
  daily: number;
  weekly: number;
  monthly: number;
  yearly: number;
}

export const DEFAULT_RETENTION: RetentionCounts = { daily: 7, weekly: 4, monthly: 12, yearly: 2 };

export interface EarlierBackup {
  create_date: Date;
  status: BackupStatus;
  retention_type: RetentionType | null;
}

const TIERS = ['weekly', 'monthly', 'yearly'] as const;

/**
 * January 1 makes a yearly backup, day 1 of a month a monthly one, Sunday a weekly one, any other day a daily one. Only
 * the first of the day takes the higher tier: 24 backups on a Sunday are one weekly and 23 daily. One that failed or was
 * deleted gives its place free.
 */
export function initialRetention(now: Date, earlier: readonly EarlierBackup[]): RetentionType {
  const tier = tierOfDay(now);
  if (tier === 'daily') return 'daily';
  const rank = TIERS.indexOf(tier);
  const taken = earlier.some(
    (backup) =>
      sameUtcDay(backup.create_date, now) &&
      backup.status !== 'failed' &&
      backup.status !== 'deleted' &&
      TIERS.findIndex((candidate) => candidate === backup.retention_type) >= rank,
  );
  return taken ? 'daily' : tier;
}

function tierOfDay(day: Date): (typeof TIERS)[number] | 'daily' {
  if (day.getUTCDate() === 1) return day.getUTCMonth() === 0 ? 'yearly' : 'monthly';
  return day.getUTCDay() === 0 ? 'weekly' : 'daily';
}

function sameUtcDay(a: Date, b: Date): boolean {
  return a.toISOString().slice(0, 10) === b.toISOString().slice(0, 10);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Taken before something dangerous: the way back lives at least so long, whatever a policy keeps. */
const INSURANCE: readonly BackupType[] = ['pre_restore', 'pre_upgrade', 'pre_destroy'];
const INSURANCE_DAYS = 7;
export const isInsurance = (type: BackupType) => INSURANCE.includes(type);

/** Until when a backup is kept as the way back from something dangerous; null: it is none. */
export function insuredUntil({ type, createdAt }: { type: BackupType; createdAt: Date }): Date | null {
  return isInsurance(type) ? new Date(createdAt.getTime() + INSURANCE_DAYS * DAY_MS) : null;
}

/** When a backup of this tier expires; null: never. A month counts 30 days and a year 365. */
export function expiryOf(
  type: RetentionType,
  backup: { type: BackupType; createdAt: Date },
  counts: RetentionCounts = DEFAULT_RETENTION,
): Date | null {
  const days = {
    daily: counts.daily,
    weekly: counts.weekly * 7,
    monthly: counts.monthly * 30,
    yearly: counts.yearly * 365,
    permanent: null,
  }[type];
  if (days === null) return null;
  const expiry = backup.createdAt.getTime() + days * DAY_MS;
  return new Date(Math.max(expiry, Number(insuredUntil(backup))));
}
