/**
 * The life of one environment under one policy, day by day, by the real parts: slots of its schedule, tiers of its backups, a run of
 * retention every day at 03:00 UTC. Only time and storage are made up.
 */
import type { BackupType } from '@app/contracts';
import { nextRuns } from '@app/schedule';
import { expiryOf, initialPeriod, initialTier, isIn, type TierRules } from '@app/tiers';
import { type LiveBackup, plan, type Plan } from '../src/planner';

export interface SimulatedPolicy {
  cron: string;
  rules: TierRules;
  /** Other rules from some moments on, the earliest first. */
  changes?: readonly { at: Date; rules: TierRules }[];
}

/** Times between which the rules of a policy stay as they are. */
export interface Stretch {
  from: Date;
  until: Date;
  rules: TierRules;
}

export function stretchesOf({ rules, changes = [] }: SimulatedPolicy, from: Date, until: Date): Stretch[] {
  const began = [{ at: from, rules }, ...changes];
  return began.map((one, index) => ({ from: one.at, until: began[index + 1]?.at ?? until, rules: one.rules }));
}

/** The times of a policy between two moments. */
export const slotsOf = (policy: SimulatedPolicy, from: Date, until: Date): Date[] =>
  stretchesOf(policy, from, until).flatMap((stretch) => slotsIn(policy.cron, stretch));

function slotsIn(cron: string, { from, until, rules: { timezone } }: Stretch): Date[] {
  const slots: Date[] = [];
  for (;;) {
    const next = nextRuns({ cron, timezone }, slots.at(-1) ?? from, AT_ONCE);
    slots.push(...next.filter((slot) => slot <= until));
    if (next.length < AT_ONCE || next.at(-1)! > until) return slots;
  }
}

export interface Simulation {
  policy: SimulatedPolicy;
  slots: readonly Date[];
  from: Date;
  until: Date;
  /** What becomes of a slot; undefined: the backup failed. Default: a scheduled backup that is as it has to be. */
  made?: (slot: Date) => (Partial<LiveBackup> & { type?: BackupType }) | undefined;
  /** Looks at every run of retention: what there was, what was decided, what is left. */
  onRun?: (run: { now: Date; before: readonly LiveBackup[]; decided: Plan; after: readonly LiveBackup[] }) => void;
}

const DAY_MS = 86_400_000;
const RUN_AT_MS = 3 * 3_600_000;
const AT_ONCE = 100;

/** @returns what is kept in the end, the oldest first */
export function simulate({ policy, slots, from, until, made = () => ({}), onRun }: Simulation): LiveBackup[] {
  const rulesAt = (moment: Date) => policy.changes?.findLast(({ at }) => at < moment)?.rules ?? policy.rules;
  let live: LiveBackup[] = [];
  let next = 0;
  for (let run = Math.ceil(Number(from) / DAY_MS) * DAY_MS + RUN_AT_MS; run <= Number(until); run += DAY_MS) {
    const now = new Date(run);
    for (let slot = slots[next]; slot && slot <= now; slot = slots[++next]) {
      const backup = made(slot);
      if (backup) live.push(backupOf(slot, live, rulesAt(slot), backup));
    }
    const decided = plan({ backups: live, rules: rulesAt(now), now, environmentLives: true });
    const before = live;
    live = left(decided);
    onRun?.({ now, before, decided, after: live });
  }
  return live;
}

export const left = ({ promote, keep }: Plan): LiveBackup[] =>
  [...promote, ...keep]
    .map(({ backup }) => backup)
    .sort((a, b) => Number(a.createdAt) - Number(b.createdAt) || (a.id < b.id ? -1 : 1));

/** As the gateway makes it. */
function backupOf(
  now: Date,
  live: readonly LiveBackup[],
  rules: TierRules,
  { type = 'scheduled', ...rest }: Partial<LiveBackup>,
): LiveBackup {
  const period = initialPeriod(now, rules);
  const earlier = live
    .filter(({ createdAt }) => isIn(period, createdAt))
    .map(({ createdAt, tier }) => ({ create_date: createdAt, status: 'completed' as const, retention_type: tier }));
  const tier = initialTier(now, earlier, rules);
  const expiresAt = expiryOf(tier, { type, createdAt: now }, rules);
  const known = { intact: null, suspicious: false, pinned: false };
  return { id: now.toISOString(), type, tier, createdAt: now, expiresAt, ...known, ...rest };
}
