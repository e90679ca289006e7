/** Which timers a policy has. Pure. */
import { type PolicySettingsPayload, RUN_KINDS, type RunKind } from '@app/contracts';
import { nextRun, type Schedule } from '@app/schedule';
import type { RunTimer, Timer } from './timer.entity';

type Scheduled = Pick<PolicySettingsPayload, 'is_enabled' | 'schedule_cron' | 'timezone' | 'drill_cron'>;

/** When the policy has something done; null: never. */
export function scheduleOf(policy: Scheduled, kind: RunKind): Schedule | null {
  const cron = kind === 'backup' ? policy.schedule_cron : policy.drill_cron;
  return policy.is_enabled && cron !== null ? { cron, timezone: policy.timezone } : null;
}

/** The kinds whose times are others now. */
export function rescheduledKinds(before: Scheduled, after: Scheduled): RunKind[] {
  const described = (policy: Scheduled, kind: RunKind) => JSON.stringify(scheduleOf(policy, kind));
  return RUN_KINDS.filter((kind) => described(before, kind) !== described(after, kind));
}

/** The first slot after a moment; undefined: it never comes. */
export function runTimer(
  policy: Scheduled & { id: string },
  kind: RunKind,
  after: Date,
  spreadSeconds: number,
): RunTimer | undefined {
  const schedule = scheduleOf(policy, kind);
  const slot = schedule && nextRun(schedule, after);
  if (!slot) return undefined;
  return { policy_id: policy.id, kind, slot, due_at: new Date(slot.getTime() + delayMs(policy.id, spreadSeconds)) };
}

/** When somebody is to be told that there has been no good backup for too long; undefined: never. */
export function alertTimer(
  policy: { id: string; alert_after_hours: number | null; created_at: Date },
  lastGoodAt: Date | null,
): (Timer & { due_at: Date }) | undefined {
  if (policy.alert_after_hours === null) return undefined;
  const since = Math.max(Number(policy.created_at), Number(lastGoodAt));
  const due_at = new Date(since + policy.alert_after_hours * 3_600_000);
  return { policy_id: policy.id, kind: 'alert', slot: due_at, due_at };
}

/** So that a server or a storage is not hit by all policies at once. Ids are random, and a policy's never changes. */
export function delayMs(policyId: string, spreadSeconds: number): number {
  return Math.floor((Number.parseInt(policyId.slice(0, 8), 16) / 2 ** 32) * spreadSeconds * 1_000);
}
