import type { BackupType } from '@app/contracts';
import { DEFAULT_TIER_RULES, type Tier, type TierCounts, type TierRules } from '@app/tiers';
import type { LiveBackup } from '../src/planner';

const DAY_MS = 86_400_000;

/** Counts as daily, weekly, monthly and yearly retention. */
export function rulesOf(counts: readonly [number, number, number, number], rest: Partial<TierRules> = {}): TierRules {
  const [daily, weekly, monthly, yearly] = counts;
  return { ...DEFAULT_TIER_RULES, ...rest, counts: { daily, weekly, monthly, yearly } satisfies TierCounts };
}

/** A backup of a day, at 02:00 UTC, named after it, that lives for so many days. */
export function live(day: string, tier: Tier | 'permanent', lives: number, rest: Partial<LiveBackup> = {}): LiveBackup {
  const createdAt = new Date(day.includes('T') ? day : `${day}T02:00:00Z`);
  const type: BackupType = 'scheduled';
  const expiresAt = tier === 'permanent' ? null : new Date(createdAt.getTime() + lives * DAY_MS);
  const known = { intact: null, suspicious: false, pinned: false };
  return { id: day, type, tier, createdAt, expiresAt, ...known, ...rest };
}
