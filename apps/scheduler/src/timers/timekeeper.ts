/**
 * Fires what is due. Any number of replicas may: each takes timers that no other has at the moment, and in one transaction
 * writes the runs and moves the timers on, so that a time fires once, and is never passed over.
 */
import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { Clock } from '@app/core';
import { SchedulerConfig } from '../config';
import { Policy } from '../policies/policy.entity';
import { Protection } from '../protection/protection';
import { HandOver } from '../runs/hand-over';
import { Runs } from '../runs/runs.repository';
import { WokenLoop } from '../woken-loop';
import { type DueRun, dueRun } from './due-runs';
import type { Timer } from './timer.entity';
import { Timers } from './timers.repository';

@Injectable()
export class Timekeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WokenLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly timers: Timers,
    private readonly runs: Runs,
    private readonly handOver: HandOver,
    private readonly protection: Protection,
    private readonly clock: Clock,
    private readonly config: SchedulerConfig,
  ) {
    this.loop = new WokenLoop(Timekeeper.name, config.scheduleLookMs, () => this.work());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** A timer was set. */
  ring(): void {
    this.loop.ring();
  }

  private async work(): Promise<'again' | number> {
    if ((await this.fire()) > 0) return 'again';
    const next = await this.timers.nextDue();
    return next ? this.clock.msUntil(next) : this.config.scheduleLookMs;
  }

  /** @returns how many timers were due */
  private async fire(): Promise<number> {
    const fired = await this.dataSource.transaction(async (manager) => {
      const due = await this.timers.takeDue(manager, this.clock.now());
      if (due.length === 0) return 0;
      const policies = await manager.findBy(Policy, { id: In(due.map(({ policy_id }) => policy_id)) });
      const policyOf = new Map(policies.map((policy) => [policy.id, policy]));
      for (const timer of due.filter(({ kind }) => kind === 'alert'))
        await this.protection.due(manager, policyOf.get(timer.policy_id)!, timer);
      await this.fireRuns(
        manager,
        policyOf,
        due.filter(({ kind }) => kind !== 'alert'),
      );
      return due.length;
    });
    if (fired > 0) this.handOver.ring();
    return fired;
  }

  private async fireRuns(manager: EntityManager, policyOf: Map<string, Policy>, due: readonly Timer[]): Promise<void> {
    const [now, spreadSeconds] = [this.clock.now(), this.config.scheduleSpreadSeconds];
    const lateBefore = momentBefore(this.clock, now, this.config.scheduleLateMs);
    const fired: { timer: Timer; policy: Policy; run: DueRun }[] = [];
    for (const timer of due) {
      const policy = policyOf.get(timer.policy_id)!;
      const run = dueRun(policy, timer, { now, lateBefore, spreadSeconds });
      if (run) fired.push({ timer, policy, run });
    }
    const rows = fired.map(({ timer: { policy_id, kind }, run: { slot, next } }) => ({
      id: randomUUID(),
      policy_id,
      kind: kind as 'backup' | 'drill',
      slot,
      next_slot: next?.slot ?? null,
    }));
    await this.runs.insert(manager, rows);
    const next = fired.flatMap(({ run }) => run.next ?? []);
    await this.timers.moveOn(manager, due, next);
    for (const { timer, policy, run } of fired)
      if (run.missed)
        await this.runs.tellMissed(manager, policy, timer.kind as 'backup' | 'drill', {
          ...run.missed,
          caughtUp: true,
        });
  }
}

/** The moment of the clock that lies so many real milliseconds before another: a fast clock is not late at once. */
function momentBefore(clock: Clock, now: Date, realMs: number): Date {
  const hour = 3_600_000;
  const realHourMs = clock.msUntil(new Date(clock.now().getTime() + hour));
  return new Date(now.getTime() - realMs * (hour / Math.max(1, realHourMs)));
}
