/** The gateway's copy of the policies: kept from what the scheduler tells and answers, in whatever order that arrives. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { PolicyDeletedPayload, PolicyPayload } from '@app/contracts';
import { Clock } from '@app/core';
import { nextRun } from '@app/schedule';
import { DEFAULT_TIER_RULES, type TierRules } from '@app/tiers';
import type { ScheduleOutlook } from '../backups/backup-views';
import { Policy } from './policy.entity';

const KEPT = [
  'organization_id',
  'id',
  'revision',
  'is_deleted',
  'is_enabled',
  'schedule_cron',
  'timezone',
  'daily_retention',
  'weekly_retention',
  'monthly_retention',
  'yearly_retention',
  'weekly_backup_day',
  'storage_config_id',
  'copy_storage_config_ids',
] as const satisfies (keyof Policy)[];

const KEEP = `
INSERT INTO policies (environment_id, ${KEPT.join(', ')})
VALUES ($1, ${KEPT.map((_, n) => `$${n + 2}`).join(', ')})
ON CONFLICT (environment_id) DO UPDATE SET ${KEPT.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}
 WHERE policies.revision < EXCLUDED.revision`;

@Injectable()
export class PolicyRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** An older revision than the known one changes nothing. */
  async keep(policy: PolicyPayload, manager: EntityManager = this.dataSource.manager): Promise<void> {
    const row = { ...policy, is_deleted: false };
    await manager.query(KEEP, [row.environment_id, ...KEPT.map((column) => row[column])]);
  }

  /** Its backups are kept by the rules that hold without a policy from now on. */
  async forget(deleted: PolicyDeletedPayload, manager: EntityManager = this.dataSource.manager): Promise<void> {
    const { environment_id, organization_id, id, revision } = deleted;
    await manager.query(
      `INSERT INTO policies (environment_id, organization_id, id, revision, is_deleted, is_enabled, schedule_cron, timezone,
                             daily_retention, weekly_retention, monthly_retention, yearly_retention, weekly_backup_day)
       VALUES ($1, $2, $3, $4, true, false, '', '', 0, 0, 0, 0, 0)
       ON CONFLICT (environment_id) DO UPDATE
         SET id = EXCLUDED.id, revision = EXCLUDED.revision, is_deleted = true, is_enabled = false
       WHERE policies.revision < EXCLUDED.revision`,
      [environment_id, organization_id, id, revision],
    );
  }

  /** By what the backups of environments are kept; those without a policy are not in it. */
  async rulesOf(manager: EntityManager, environmentIds: readonly string[]): Promise<ReadonlyMap<string, TierRules>> {
    const rows = await manager.findBy(Policy, { environment_id: In([...environmentIds]), is_deleted: false });
    return new Map(rows.map((row) => [row.environment_id, tierRules(row)]));
  }

  /** By what the backups of an environment are kept, with a policy or without. */
  async ruleOf(manager: EntityManager, environmentId: string): Promise<TierRules> {
    return (await this.rulesOf(manager, [environmentId])).get(environmentId) ?? DEFAULT_TIER_RULES;
  }

  /** What the schedule of an environment will do next. */
  async outlook(environmentId: string): Promise<ScheduleOutlook> {
    const policy = await this.dataSource.manager.findOneBy(Policy, { environment_id: environmentId, is_enabled: true });
    if (policy === null) return { policy_enabled: false, next_scheduled_backup: null };
    const schedule = { cron: policy.schedule_cron, timezone: policy.timezone };
    return { policy_enabled: true, next_scheduled_backup: nextRun(schedule, this.clock.now()) };
  }
}

function tierRules(policy: Policy): TierRules {
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
