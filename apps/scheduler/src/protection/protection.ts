/**
 * Tells when an environment has had no new good backup for longer than its policy allows, once, and when it has one again.
 * A timer of the policy says when the first is due; nothing looks at policies that are well.
 */
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type EventDefinition, type PolicyProtectionPayload, PolicyProtected, PolicyUnprotected } from '@app/contracts';
import { Clock } from '@app/core';
import { Outbox } from '@app/messaging';
import { LastBackup } from '../last-backup.entity';
import { policyOrigin } from '../policies/policy-payload';
import { Policy } from '../policies/policy.entity';
import { alertTimer } from '../timers/policy-timers';
import type { Timer } from '../timers/timer.entity';
import { Timers } from '../timers/timers.repository';

@Injectable()
export class Protection {
  constructor(
    private readonly outbox: Outbox,
    private readonly timers: Timers,
    private readonly clock: Clock,
  ) {}

  /** The environment has a new good backup. */
  async backedUp(manager: EntityManager, environment_id: string): Promise<void> {
    const policy = await manager.findOneBy(Policy, { environment_id });
    if (policy && policy.alert_after_hours !== null) await this.watch(manager, policy);
  }

  /** @param hoursBefore how long the policy has allowed so far, where that was changed */
  async watch(manager: EntityManager, policy: Policy, hoursBefore = policy.alert_after_hours): Promise<void> {
    const before = await this.timers.locked(manager, policy.id, 'alert');
    const lastGoodAt = await lastGoodBackup(manager, policy);
    const timer = alertTimer(policy, lastGoodAt);
    const wasTold = before?.due_at === null;
    if (wasTold && timer && timer.due_at <= this.clock.now()) return;
    await this.timers.set(manager, policy.id, 'alert', timer);
    const hours = policy.alert_after_hours ?? hoursBefore;
    if (wasTold && hours !== null) await this.tell(manager, PolicyProtected, { policy, lastGoodAt, hours });
  }

  /** The timer of the policy is due, and locked. */
  async due(manager: EntityManager, policy: Policy, timer: Timer): Promise<void> {
    const lastGoodAt = await lastGoodBackup(manager, policy);
    const expected = alertTimer(policy, lastGoodAt);
    const isTold = expected !== undefined && expected.due_at <= this.clock.now();
    await this.timers.set(manager, policy.id, 'alert', isTold ? { ...timer, due_at: null } : expected);
    if (!isTold) return;
    await this.tell(manager, PolicyUnprotected, { policy, lastGoodAt, hours: policy.alert_after_hours! });
  }

  private tell(
    manager: EntityManager,
    event: EventDefinition<PolicyProtectionPayload>,
    { policy, lastGoodAt, hours }: { policy: Policy; lastGoodAt: Date | null; hours: number },
  ): Promise<void> {
    const { id: policy_id, organization_id, environment_id } = policy;
    const payload: PolicyProtectionPayload = {
      policy_id,
      organization_id,
      environment_id,
      last_good_backup_at: lastGoodAt?.toISOString() ?? null,
      alert_after_hours: hours,
      noticed_at: this.clock.now().toISOString(),
    };
    return this.outbox.event(manager, event, payload, policyOrigin(policy));
  }
}

async function lastGoodBackup(manager: EntityManager, { environment_id }: Policy): Promise<Date | null> {
  return (await manager.findOneBy(LastBackup, { environmentId: environment_id }))?.lastGoodAt ?? null;
}
