/** Random histories, with a run of retention a day for a year: whatever happens, these promises hold. The seeds are fixed, so that a failure comes again. */
import type { BackupType } from '@app/contracts';
import { insuredUntil, type TierRules } from '@app/tiers';
import { rulesOf } from '../testing/live-backup';
import { left, simulate, slotsOf } from '../testing/simulated-year';
import { type LiveBackup, plan } from './planner';

const FROM = new Date('2027-01-01T00:00:00Z');
const UNTIL = new Date('2027-12-31T03:00:00Z');
const ZONES = ['UTC', 'Europe/Berlin', 'Pacific/Auckland', 'America/St_Johns', 'Australia/Lord_Howe'];
const CRONS = ['0 2 * * *', '0 */12 * * *', '30 8 * * 1-5', '0 3 * * 0', '15 1,13 1,2,15 * *'];
const TYPES: readonly BackupType[] = ['scheduled', 'scheduled', 'scheduled', 'manual', 'pre_restore'];
const RANKS = ['daily', 'weekly', 'monthly', 'yearly', 'permanent'];

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

it.each([1, 2, 3, 4, 5, 6])('history %i breaks no promise', (seed) => {
  const next = numbersOf(seed);
  const upTo = (count: number) => Math.floor(next() * count);
  const one = <T>(things: readonly T[]): T => things[upTo(things.length)]!;
  const counts = [1 + upTo(14), upTo(3) * upTo(6), upTo(14), upTo(3)] as const;
  const rules: TierRules = rulesOf(counts, { weeklyBackupDay: upTo(7), timezone: one(ZONES) });
  const policy = { cron: one(CRONS), rules };
  const broken = new Set<string>();
  const hold = (promise: string, isKept: boolean) => !isKept && broken.add(promise);

  simulate({
    policy,
    slots: slotsOf(policy, FROM, UNTIL),
    from: FROM,
    until: UNTIL,
    made: () =>
      next() < 0.1
        ? undefined
        : {
            type: one(TYPES),
            intact: one([null, true, true, false]),
            suspicious: next() < 0.1,
            pinned: next() < 0.02,
          },
    onRun: ({ now, before, decided, after }) => {
      const kept = new Map(after.map((backup) => [backup.id, backup]));
      const newest = (which: (backup: LiveBackup) => boolean) => before.findLast(which);
      for (const backup of [
        newest(() => true),
        newest(({ intact }) => intact === true),
        newest(({ intact, suspicious }) => intact !== false && !suspicious),
      ])
        hold('the newest ones stay', backup === undefined || kept.has(backup.id));
      for (const backup of before) {
        const later = kept.get(backup.id);
        const insured = insuredUntil(backup);
        hold('what is pinned stays', !backup.pinned || later !== undefined);
        hold('nothing goes before its time', later !== undefined || backup.expiresAt! < now);
        hold('the way back lives seven days', later !== undefined || insured === null || insured < now);
        if (!later) continue;
        hold('no life is shortened', Number(later.expiresAt) >= Number(backup.expiresAt));
        hold('no tier is lost', RANKS.indexOf(later.tier) >= RANKS.indexOf(backup.tier));
        hold('what is damaged is not promoted', later.tier === backup.tier || backup.intact !== false);
      }
      const { promote, expire, keep } = decided;
      hold('each is decided upon once', promote.length + expire.length + keep.length === before.length);
      const again = plan({ backups: after, rules, now, environmentLives: true });
      hold('twice is once', again.promote.length + again.expire.length === 0 && left(again).length === after.length);
    },
  });
  expect([...broken]).toEqual([]);
});
