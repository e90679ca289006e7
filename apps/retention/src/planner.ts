/**
 * What becomes of the backups of one environment: which take over a higher tier, which go, which stay, and why. Pure.
 *
 * Promotion comes first, so that nothing goes that its week, month or year still needs. Planning the outcome again for the same
 * moment changes nothing. Whether something reads a backup just now is for the gateway to say.
 */
import { DateTime, IANAZone } from 'luxon';
import type { BackupType, RetentionType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import {
  dayOfWeek,
  insuredUntil,
  isIn,
  type Period,
  periodOf,
  type Tier,
  tierExpiry,
  TIERS,
  type TierRules,
} from '@app/tiers';

/** A completed backup that is neither expired nor deleted. */
export interface LiveBackup {
  id: string;
  type: BackupType;
  tier: RetentionType;
  createdAt: Date;
  /** null: never. */
  expiresAt: Date | null;
  /** The last verdict on it; null: there was none yet. */
  intact: boolean | null;
  /** Much smaller than those before it. */
  suspicious: boolean;
  pinned: boolean;
}

export interface Situation {
  backups: readonly LiveBackup[];
  /** What the policy says; null: there is none, or it is not enabled. */
  rules: TierRules | null;
  now: Date;
  environmentLives: boolean;
}

export interface Decision {
  /** As it is afterwards. */
  backup: LiveBackup;
  previousTier: RetentionType;
  /** For people. */
  reason: string;
}

export interface Plan {
  promote: Decision[];
  expire: Decision[];
  keep: Decision[];
}

/** @throws StrongroomError TIMEZONE_INVALID */
export function plan({ backups, rules, now, environmentLives }: Situation): Plan {
  const inOrder = backups.toSorted((a, b) => Number(a.createdAt) - Number(b.createdAt) || (a.id < b.id ? -1 : 1));
  const promoted = rules === null ? new Map<string, Decision>() : promotions(inOrder, rules, now);
  const outcome = inOrder.map((backup) => promoted.get(backup.id)?.backup ?? backup);
  const protection = environmentLives ? protections(outcome) : new Map<string, string>();
  const decided: Plan = { promote: [...promoted.values()], expire: [], keep: [] };
  for (const backup of outcome) {
    if (promoted.has(backup.id)) continue;
    const stays = reasonToStay(backup, protection, now);
    const decision = { backup, previousTier: backup.tier };
    if (stays === null) decided.expire.push({ ...decision, reason: `its time was over on ${told(endOf(backup)!)}` });
    else decided.keep.push({ ...decision, reason: stays });
  }
  return decided;
}

const isSound = ({ suspicious, intact }: LiveBackup) => !suspicious && intact !== false;

/** Until nothing is to be promoted any more: what leaves a tier leaves a place there for the next one. */
function promotions(inOrder: readonly LiveBackup[], rules: TierRules, now: Date): Map<string, Decision> {
  if (!IANAZone.isValidZone(rules.timezone))
    throw new StrongroomError('TIMEZONE_INVALID', `“${rules.timezone}” is no IANA time zone.`);
  const isOn = (tier: Tier) => rules.counts[tier] > 0;
  const state = [...inOrder];
  const promoted = new Map<string, Decision>();
  let changed = true;
  while (changed) {
    changed = false;
    for (const tier of TIERS.filter(isOn)) {
      const from = TIERS.slice(0, TIERS.indexOf(tier)).findLast(isOn);
      if (from === undefined) continue;
      for (const { period, members } of periodsOf(state, tier, rules.timezone)) {
        if (!isOwed(tier, period, rules, now)) continue;
        const index = chosen(state, members, from, tier);
        if (index === undefined) continue;
        const backup = promotedTo(tier, state[index]!, rules, now);
        const previousTier = promoted.get(backup.id)?.previousTier ?? from;
        promoted.set(backup.id, { backup, previousTier, reason: reasonToPromote(tier, from, period, rules) });
        state[index] = backup;
        changed = true;
      }
    }
  }
  return promoted;
}

/** The periods in which there are backups, with the places of those, in order. */
function periodsOf(inOrder: readonly LiveBackup[], tier: Tier, timezone: string) {
  const periods: { period: Period; members: number[] }[] = [];
  inOrder.forEach(({ createdAt }, index) => {
    const last = periods.at(-1);
    if (last && isIn(last.period, createdAt)) last.members.push(index);
    else periods.push({ period: periodOf(tier, createdAt, timezone), members: [index] });
  });
  return periods;
}

/** From its day on, and for as long as the backup that should have been made then would live. */
function isOwed(tier: Tier, { start }: Period, rules: TierRules, now: Date): boolean {
  const day = tier === 'weekly' ? dayOfWeek(start, rules.weeklyBackupDay, rules.timezone) : start;
  return day <= now && now < tierExpiry(tier, day, rules)!;
}

/**
 * The first of the lower tier, if the period has none of the higher one. A suspicious or damaged one does not count where
 * there is a better one; a damaged one is never chosen.
 */
function chosen(state: readonly LiveBackup[], members: readonly number[], from: Tier, tier: Tier): number | undefined {
  const there = members.filter((index) => state[index]!.tier === tier);
  if (there.some((index) => isSound(state[index]!))) return undefined;
  const candidates = members.filter((index) => state[index]!.tier === from && state[index]!.intact !== false);
  const sound = candidates.find((index) => isSound(state[index]!));
  return sound ?? (there.length === 0 ? candidates[0] : undefined);
}

/** It never lives shorter than before. */
function promotedTo(tier: Tier, backup: LiveBackup, rules: TierRules, now: Date): LiveBackup {
  const expiry = tierExpiry(tier, now, rules)!;
  const expiresAt = backup.expiresAt && new Date(Math.max(Number(expiry), Number(backup.expiresAt)));
  return { ...backup, tier, expiresAt };
}

const UNITS = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' } as const;

function reasonToPromote(tier: Tier, from: Tier, { start }: Period, { timezone }: TierRules): string {
  const day = DateTime.fromJSDate(start, { zone: timezone }).toISODate();
  return `the first ${from} backup of the ${UNITS[tier]} that began on ${day}, which had no ${tier} one`;
}

/** What a living environment never loses, and why. */
function protections(inOrder: readonly LiveBackup[]): Map<string, string> {
  const newest = (which: (backup: LiveBackup) => boolean) => inOrder.findLast(which)?.id;
  const reasons: readonly (readonly [string | undefined, string])[] = [
    [newest(isSound), 'the newest one that nothing speaks against'],
    [newest(({ intact }) => intact === true), 'the newest verified one'],
    [newest(() => true), 'the newest one'],
  ];
  return new Map(reasons.flatMap(([id, reason]) => (id === undefined ? [] : [[id, reason] as const])));
}

/** When its time is over; null: never. */
function endOf({ expiresAt, tier, ...backup }: LiveBackup): Date | null {
  if (expiresAt === null || tier === 'permanent') return null;
  return new Date(Math.max(Number(expiresAt), Number(insuredUntil(backup))));
}

/** @returns null when nothing keeps it */
function reasonToStay(backup: LiveBackup, protection: ReadonlyMap<string, string>, now: Date): string | null {
  if (backup.pinned) return 'it is pinned';
  const end = endOf(backup);
  if (end === null) return 'it is kept for ever';
  if (end >= now) {
    const insures = Number(end) > Number(backup.expiresAt);
    return insures ? `the way back until ${told(end)}` : `${backup.tier}, until ${told(end)}`;
  }
  const protects = protection.get(backup.id);
  return protects === undefined ? null : `its time was over on ${told(end)}, but it is ${protects}`;
}

const told = (moment: Date) => `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
