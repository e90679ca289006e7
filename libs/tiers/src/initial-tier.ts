/** The tier that a backup gets when it is made. Pure. */
import type { BackupStatus, RetentionType } from '@app/contracts';
import { isIn, type Period, periodOf, tierOfDate } from './periods';
import { DEFAULT_TIER_RULES, type Tier, type TierRules, tierThatIsOn } from './tier-rules';

export interface EarlierBackup {
  create_date: Date;
  status: BackupStatus;
  retention_type: RetentionType | null;
}

/** What a backup of this moment has to be the first of, to take the tier of its date. */
export function initialPeriod(now: Date, rules: TierRules = DEFAULT_TIER_RULES): Period & { tier: Tier } {
  const tier = tierThatIsOn(tierOfDate(now, rules), rules.counts);
  return { tier, ...periodOf(tier, now, rules.timezone) };
}

/**
 * January 1 makes a yearly backup, day 1 of a month a monthly one, the weekly day a weekly one, any other day a daily one. Only
 * the first of the period takes the higher tier: 24 backups on a Sunday are one weekly and 23 daily. One that failed or was
 * deleted gives its place free.
 * @param earlier what was made in the period already, at least
 */
export function initialTier(
  now: Date,
  earlier: readonly EarlierBackup[],
  rules: TierRules = DEFAULT_TIER_RULES,
): RetentionType {
  const { tier, ...period } = initialPeriod(now, rules);
  const taken = earlier.some(
    ({ create_date, status, retention_type }) =>
      retention_type === tier && status !== 'failed' && status !== 'deleted' && isIn(period, create_date),
  );
  return taken ? tierThatIsOn('daily', rules.counts) : tier;
}
