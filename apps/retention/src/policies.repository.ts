import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PolicyDeletedPayload, PolicyPayload, PolicySettingsPayload } from '@app/contracts';
import type { TierRules } from '@app/tiers';

type RuleFields = Pick<
  PolicySettingsPayload,
  'timezone' | 'daily_retention' | 'weekly_retention' | 'monthly_retention' | 'yearly_retention' | 'weekly_backup_day'
>;

export function rulesOf(policy: RuleFields): TierRules {
  return {
    counts: {
      daily: policy.daily_retention,
      weekly: policy.weekly_retention,
      monthly: policy.monthly_retention,
      yearly: policy.yearly_retention,
    },
    weeklyBackupDay: policy.weekly_backup_day,
    timezone: policy.timezone,
  };
}

/** What the scheduler has told of policies; of an environment the highest revision holds. */
@Injectable()
export class Policies {
  constructor(private readonly dataSource: DataSource) {}

  note(policy: PolicyPayload): Promise<void> {
    return this.write(policy, policy.is_enabled, rulesOf(policy));
  }

  noteDeleted(policy: PolicyDeletedPayload): Promise<void> {
    return this.write(policy, false, null);
  }

  private async write(
    { environment_id, revision }: { environment_id: string; revision: number },
    isEnabled: boolean,
    rules: TierRules | null,
  ): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO policies (environment_id, revision, is_enabled, rules) VALUES ($1, $2, $3, $4)
       ON CONFLICT (environment_id) DO UPDATE
         SET revision = excluded.revision, is_enabled = excluded.is_enabled, rules = excluded.rules
         WHERE policies.revision < excluded.revision`,
      [environment_id, revision, isEnabled, rules],
    );
  }
}
