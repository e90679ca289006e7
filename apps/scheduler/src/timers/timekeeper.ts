/**
 * Fires what is due. Any number of replicas may: each takes timers that no other has at the moment, and in one transaction
 * writes the runs and moves the timers on, so that a time fires once, and is never passed over.
 */
import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, StrongroomError } from '@app/core';
import { ChangeListener } from '@app/database';
import { SchedulerConfig } from '../config';
import { policiesOf } from '../policies/policies-of';
import type { Policy } from '../policies/policy.entity';
import { Protection } from '../protection/protection';
import { HandOver } from '../runs/hand-over';
import { type MissedRun, type NewRun, Runs } from '../runs/runs.repository';
import { WokenLoop } from '../woken-loop';
import { type DueRun, dueRun } from './due-runs';
import { isRunTimer, type RunTimer, type Timer } from './timer.entity';
import { Timers, TIMERS } from './timers.repository';

@Injectable()
export class Timekeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Timekeeper.name);
  private readonly loop: WokenLoop;
  /** Whichever replica has set a timer. */
  private readonly changes: ChangeListener;

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
    this.changes = new ChangeListener(dataSource, TIMERS, () => this.loop.ring());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
    this.changes.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.changes.stop(), this.loop.stop()]);
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
      const policyOf = await policiesOf(manager, due);
      for (const timer of due.filter(({ kind }) => kind === 'alert'))
        await this.protection.due(manager, policyOf.get(timer.policy_id)!, timer);
      await this.fireRuns(manager, due.filter(isRunTimer), policyOf);
      return due.length;
    });
    if (fired > 0) this.handOver.ring();
    return fired;
  }

  private async fireRuns(
    manager: EntityManager,
    due: readonly RunTimer[],
    policyOf: ReadonlyMap<string, Policy>,
  ): Promise<void> {
    const now = this.clock.now();
    const lateBefore = momentBefore(this.clock, now, this.config.scheduleLateMs);
    const moments = { now, lateBefore, spreadSeconds: this.config.scheduleSpreadSeconds };
    const runs: NewRun[] = [];
    const next: Timer[] = [];
    const missed: MissedRun[] = [];
    for (const timer of due) {
      const { policy_id, kind } = timer;
      const policy = policyOf.get(policy_id)!;
      const run = this.runOf(policy, timer, moments);
      if (run instanceof StrongroomError) {
        missed.push({ policy, kind, slot: timer.slot, count: 1, caughtUp: false, error: run.toReport() });
      } else if (run) {
        runs.push({ id: randomUUID(), policy_id, kind, slot: run.slot, next_slot: run.next?.slot ?? null });
        if (run.next) next.push(run.next);
        if (run.missed) missed.push({ policy, kind, ...run.missed, caughtUp: true, error: null });
      }
    }
    await this.runs.insert(manager, runs);
    await this.timers.moveOn(manager, due, next);
    await this.runs.tellMissed(manager, missed);
  }

  /** A zone or an expression that is understood no more stops its policy, and no other. */
  private runOf(
    policy: Policy,
    timer: RunTimer,
    moments: Parameters<typeof dueRun>[2],
  ): DueRun | StrongroomError | null {
    try {
      return dueRun(policy, timer, moments);
    } catch (error) {
      if (!(error instanceof StrongroomError)) throw error;
      this.logger.error({ policy_id: policy.id, code: error.code }, `is not due any more: ${error.message}`);
      return error;
    }
  }
}

/** The moment of the clock that lies so many real milliseconds before another: a fast clock is not late at once. */
function momentBefore(clock: Clock, now: Date, realMs: number): Date {
  const hour = 3_600_000;
  const realHourMs = clock.msUntil(new Date(clock.now().getTime() + hour));
  return new Date(now.getTime() - realMs * (hour / Math.max(1, realHourMs)));
}
