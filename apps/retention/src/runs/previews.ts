import { Injectable } from '@nestjs/common';
import {
  RETENTION_DECISIONS_AT_ONCE,
  type RetentionAction,
  type RetentionDecisionPayload,
  type RetentionPreviewAnswer,
  type RetentionPreviewRequest,
  type RetentionRulesPayload,
} from '@app/contracts';
import { Clock } from '@app/core';
import { DEFAULT_TIER_RULES, type TierRules } from '@app/tiers';
import { isHeldBack } from '../brake';
import { RetentionConfig } from '../config';
import { type Decision, plan } from '../planner';
import { payloadOf } from './run-payloads';
import { Runs } from './runs.repository';
import { Situations } from './situations';

/** What a run would do with one environment now. */
@Injectable()
export class Previews {
  constructor(
    private readonly situations: Situations,
    private readonly runs: Runs,
    private readonly clock: Clock,
    private readonly config: RetentionConfig,
  ) {}

  async of({ environment_id, rules }: RetentionPreviewRequest): Promise<RetentionPreviewAnswer> {
    const [situation] = await this.situations.of([environment_id]);
    const { backups, environmentLives, policy, isEnabled } = situation!;
    const now = this.clock.now();
    const supposed = rules && changed(policy ?? DEFAULT_TIER_RULES, rules);
    const enabled = rules?.is_enabled ?? (isEnabled || (rules !== null && policy === null));
    const decided = plan({ backups, rules: enabled ? (supposed ?? policy) : null, now, environmentLives });
    const hold = (await this.runs.holdsOf([environment_id])).get(environment_id);
    return {
      at: now.toISOString(),
      promote: decided.promote.length,
      expire: decided.expire.length,
      keep: decided.keep.length,
      would_be_held: isHeldBack(decided, this.config.retentionBrake),
      hold: hold ? payloadOf(hold) : null,
      decisions: [
        ...told('expire', decided.expire),
        ...told('promote', decided.promote),
        ...told('keep', decided.keep),
      ].slice(0, RETENTION_DECISIONS_AT_ONCE),
    };
  }
}

function changed(rules: TierRules, change: RetentionRulesPayload): TierRules {
  return {
    counts: {
      daily: change.daily_retention ?? rules.counts.daily,
      weekly: change.weekly_retention ?? rules.counts.weekly,
      monthly: change.monthly_retention ?? rules.counts.monthly,
      yearly: change.yearly_retention ?? rules.counts.yearly,
    },
    weeklyBackupDay: change.weekly_backup_day ?? rules.weeklyBackupDay,
    timezone: change.timezone ?? rules.timezone,
  };
}

/** The newest first. */
const told = (action: RetentionAction, decisions: readonly Decision[]): RetentionDecisionPayload[] =>
  decisions
    .toSorted((a, b) => Number(b.backup.createdAt) - Number(a.backup.createdAt))
    .map(({ backup, previousTier, reason }) => ({
      backup_id: backup.id,
      created_at: backup.createdAt.toISOString(),
      action,
      previous_type: previousTier,
      retention_type: backup.tier,
      expires_at: backup.expiresAt?.toISOString() ?? null,
      reason,
    }));
