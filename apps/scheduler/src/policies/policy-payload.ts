import type { BackupStatus, PolicyPayload, PolicyStatePayload } from '@app/contracts';
import { nextRuns } from '@app/schedule';
import type { LastBackup } from '../last-backup.entity';
import { scheduleOf } from '../timers/policy-timers';
import type { Timer } from '../timers/timer.entity';
import type { Policy } from './policy.entity';

const RUNS_TOLD = 5;

/** What its events say of themselves. */
export const policyOrigin = ({ id, organization_id }: Pick<Policy, 'id' | 'organization_id'>) => ({
  organizationId: organization_id,
  subject: `policy/${id}`,
});

export function policyPayload(policy: Policy): PolicyPayload {
  return { ...policy, created_at: policy.created_at.toISOString(), updated_at: policy.updated_at.toISOString() };
}

export function policyState(
  policy: Policy,
  { lastBackup, timers, now }: { lastBackup: LastBackup | null; timers: readonly Timer[]; now: Date },
): PolicyStatePayload {
  const slotOf = (kind: string) => timers.find((timer) => timer.kind === kind)?.slot.toISOString() ?? null;
  const schedule = scheduleOf(policy, 'backup');
  return {
    ...policyPayload(policy),
    last_backup_at: lastBackup?.endedAt.toISOString() ?? null,
    last_backup_status: (lastBackup?.status ?? null) satisfies BackupStatus | null,
    next_backup_at: slotOf('backup'),
    next_drill_at: slotOf('drill'),
    next_runs: schedule ? nextRuns(schedule, now, RUNS_TOLD).map((run) => run.toISOString()) : [],
  };
}
