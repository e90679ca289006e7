/** Every change of the timers. Whoever changes those of a policy waits for whoever fires them. */
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RunKind } from '@app/contracts';
import { SchedulerConfig } from '../config';
import type { Policy } from '../policies/policy.entity';
import { runTimer } from './policy-timers';
import { Timer, type TimerKind } from './timer.entity';

@Injectable()
export class Timers {
  constructor(private readonly config: SchedulerConfig) {}

  /** From now on these kinds of runs come as the policy says. */
  async schedule(manager: EntityManager, policy: Policy, kinds: readonly RunKind[], now: Date): Promise<void> {
    const spread = this.config.scheduleSpreadSeconds;
    for (const kind of kinds) await this.set(manager, policy.id, kind, runTimer(policy, kind, now, spread));
  }

  async remove(manager: EntityManager, policyId: string): Promise<void> {
    await manager.delete(Timer, { policy_id: policyId });
  }

  of(manager: EntityManager, policyId: string): Promise<Timer[]> {
    return manager.findBy(Timer, { policy_id: policyId });
  }

  /** The timer, which nobody else changes before the transaction ends. */
  locked(manager: EntityManager, policy_id: string, kind: TimerKind): Promise<Timer | null> {
    return manager.findOne(Timer, { where: { policy_id, kind }, lock: { mode: 'pessimistic_write' } });
  }

  async set(manager: EntityManager, policy_id: string, kind: TimerKind, timer?: Timer): Promise<void> {
    if (timer) await manager.upsert(Timer, timer, ['policy_id', 'kind']);
    else await manager.delete(Timer, { policy_id, kind });
  }
}
