import type { EntityManager } from 'typeorm';
import type { RetentionType } from '@app/contracts';
import { DEFAULT_TIER_RULES, type EarlierBackup, initialPeriod, initialTier, type TierRules } from '@app/tiers';

/** One that may hold the place of the period already, for each environment. */
const TAKEN = `
SELECT wanted.environment_id, earlier.*
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS wanted (environment_id, tier, start, "end")
 CROSS JOIN LATERAL (SELECT create_date, status, retention_type FROM backups
                      WHERE environment_id = wanted.environment_id AND create_date >= wanted.start AND create_date < wanted."end"
                        AND retention_type = wanted.tier AND status NOT IN ('failed', 'deleted') LIMIT 1) AS earlier`;

/**
 * The tiers that new backups of locked environments take by their date.
 * @param rules of the environments that have a policy
 */
export async function initialTiers(
  manager: EntityManager,
  environmentIds: readonly string[],
  rules: ReadonlyMap<string, TierRules>,
  now: Date,
): Promise<ReadonlyMap<string, RetentionType>> {
  const ruleOf = (id: string) => rules.get(id) ?? DEFAULT_TIER_RULES;
  const periods = environmentIds.map((id) => initialPeriod(now, ruleOf(id)));
  const rows: ({ environment_id: string } & EarlierBackup)[] = await manager.query(TAKEN, [
    environmentIds,
    periods.map(({ tier }) => tier),
    periods.map(({ start }) => start),
    periods.map(({ end }) => end),
  ]);
  const taken = new Map(rows.map((row) => [row.environment_id, row]));
  return new Map(
    environmentIds.map((id) => {
      const earlier = taken.get(id);
      return [id, initialTier(now, earlier === undefined ? [] : [earlier], ruleOf(id))];
    }),
  );
}
