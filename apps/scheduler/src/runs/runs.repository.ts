/** Every query of the runs. What ends one and the fact that tells of it are one transaction. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { PolicyRunMissed, type RunKind, type RunOutcomePayload, RUNS_AT_ONCE } from '@app/contracts';
import { Clock, type ErrorReport } from '@app/core';
import { Outbox } from '@app/messaging';
import { METRICS } from '@app/telemetry';
import { SchedulerConfig } from '../config';
import { policiesOf } from '../policies/policies-of';
import { policyOrigin } from '../policies/policy-payload';
import type { Policy } from '../policies/policy.entity';
import { Run, type RunStatus } from './run.entity';

export interface WaitingRun {
  run: Run;
  policy: Policy;
}

export type NewRun = Pick<Run, 'id' | 'policy_id' | 'kind' | 'slot' | 'next_slot'>;

/** Times of a policy without their runs. */
export interface MissedRun {
  policy: Policy;
  kind: RunKind;
  /** The last of them. */
  slot: Date;
  count: number;
  /** One run is made instead of all. */
  caughtUp: boolean;
  error: ErrorReport | null;
}

const INSERT = `
INSERT INTO runs (id, policy_id, kind, slot, next_slot)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[])
ON CONFLICT (policy_id, kind, slot) DO NOTHING`;

const CLAIM = `
WITH due AS MATERIALIZED (
  SELECT id FROM runs WHERE kind = $1 AND status = 'waiting' AND next_attempt_at <= now()
   ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED)
UPDATE runs SET attempts = attempts + 1, next_attempt_at = now() + $3 * interval '1 millisecond'
  FROM due WHERE runs.id = due.id
RETURNING runs.*, created_at < now() - $4 * interval '1 millisecond' AS is_old`;

const NEXT = `
SELECT 1000 * extract(epoch FROM min(next_attempt_at) - now())::float8 AS ms FROM runs WHERE kind = $1 AND status = 'waiting'`;

const AGAIN = `
UPDATE runs SET next_attempt_at = now() + $3 * interval '1 millisecond', error = refused.error
  FROM unnest($1::uuid[], $2::jsonb[]) AS refused (id, error)
 WHERE runs.id = refused.id AND status = 'waiting'`;

const PURGE = `
DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE settled_at < $1 ORDER BY settled_at LIMIT $2)`;
const PURGED_AT_ONCE = 5_000;

@Injectable()
export class Runs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly config: SchedulerConfig,
  ) {}

  /** What has been fired already is not fired again. */
  async insert(manager: EntityManager, runs: readonly NewRun[]): Promise<void> {
    await manager.query(INSERT, [
      runs.map(({ id }) => id),
      runs.map(({ policy_id }) => policy_id),
      runs.map(({ kind }) => kind),
      runs.map(({ slot }) => slot),
      runs.map(({ next_slot }) => next_slot),
    ]);
  }

  /** What is to be asked for now, for one caller: should it die, another one gets it after the lease. Runs whose time is over end here. */
  async claim(kind: RunKind): Promise<WaitingRun[]> {
    const { runLeaseMs, runPatienceMs } = this.config;
    return this.dataSource.transaction(async (manager) => {
      const parameters = [kind, RUNS_AT_ONCE, runLeaseMs, runPatienceMs];
      const [claimed] = await manager.query<[(Run & { is_old: boolean })[], number]>(CLAIM, parameters);
      if (claimed.length === 0) return [];
      const policyOf = await policiesOf(manager, claimed);
      const now = this.clock.now();
      const waiting: WaitingRun[] = [];
      for (const run of claimed) {
        const policy = policyOf.get(run.policy_id);
        const isOver = (run.is_old && run.attempts > 1) || (run.next_slot !== null && run.next_slot <= now);
        if (!policy) await manager.delete(Run, { id: run.id });
        else if (isOver) await this.end(manager, { run, policy }, 'missed', run.error);
        else waiting.push({ run, policy });
      }
      return waiting;
    });
  }

  /** What the gateway has said of runs that were claimed. */
  async settle(claimed: readonly WaitingRun[], outcomes: readonly RunOutcomePayload[]): Promise<void> {
    const refusals = new Map(outcomes.map(({ run_id, refusal }) => [run_id, refusal]));
    const outcomeOf = ({ run }: WaitingRun) => refusals.get(run.id);
    const requested = claimed.filter((run) => outcomeOf(run) === null).map(({ run }) => run.id);
    const refused = claimed.filter((run) => outcomeOf(run));
    await this.dataSource.transaction(async (manager) => {
      if (requested.length > 0)
        await manager.update(
          Run,
          { id: In(requested), status: 'waiting' },
          { status: 'requested', error: null, settled_at: this.clock.now() },
        );
      const again = refused.filter((run) => mayPass(outcomeOf(run)!));
      await this.putOff(
        manager,
        again.map((one) => [one.run.id, outcomeOf(one)!]),
      );
      for (const run of refused.filter((one) => !mayPass(outcomeOf(one)!)))
        await this.end(manager, run, 'refused', outcomeOf(run)!);
    });
    for (const { run } of claimed.filter((one) => outcomeOf(one) === null)) {
      METRICS.runs.inc({ kind: run.kind, outcome: 'requested' });
      METRICS.runHandOver.observe({ kind: run.kind }, (Date.now() - run.created_at.getTime()) / 1_000);
    }
  }

  /** Nobody has answered for them: they are asked for again. */
  async unanswered(claimed: readonly WaitingRun[], error: ErrorReport): Promise<void> {
    await this.putOff(
      this.dataSource.manager,
      claimed.map(({ run }) => [run.id, error]),
    );
  }

  /** How soon there is something to ask for, in real milliseconds; null: nothing waits. */
  async msUntilNext(kind: RunKind): Promise<number | null> {
    const [row] = await this.dataSource.query<{ ms: number | null }[]>(NEXT, [kind]);
    return row!.ms;
  }

  /** Runs that were not handed over yet are not wanted any more. */
  async drop(manager: EntityManager, policy_id: string, kinds: readonly RunKind[]): Promise<void> {
    await manager.delete(Run, { policy_id, kind: In([...kinds]), status: 'waiting' });
  }

  /** Until those are gone that were settled too long ago. */
  async purge(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.config.runRetentionMs);
    for (;;) {
      const [, count] = await this.dataSource.query<[unknown, number]>(PURGE, [before, PURGED_AT_ONCE]);
      if (count < PURGED_AT_ONCE) return;
    }
  }

  async tellMissed(manager: EntityManager, missed: readonly MissedRun[]): Promise<void> {
    const noticed_at = this.clock.now().toISOString();
    const facts = missed.map(({ policy, kind, slot, count, caughtUp, error }) => ({
      payload: {
        policy_id: policy.id,
        organization_id: policy.organization_id,
        environment_id: policy.environment_id,
        kind,
        slot: slot.toISOString(),
        missed: count,
        caught_up: caughtUp,
        error,
        noticed_at,
      },
      origin: policyOrigin(policy),
    }));
    await this.outbox.events(manager, PolicyRunMissed, facts);
  }

  private async putOff(manager: EntityManager, runs: [id: string, error: ErrorReport][]): Promise<void> {
    if (runs.length === 0) return;
    const [ids, errors] = [runs.map(([id]) => id), runs.map(([, error]) => JSON.stringify(error))];
    await manager.query(AGAIN, [ids, errors, this.config.runRetryMs]);
  }

  private async end(
    manager: EntityManager,
    { run, policy }: WaitingRun,
    status: Exclude<RunStatus, 'waiting' | 'requested'>,
    error: ErrorReport | null,
  ): Promise<void> {
    const settled_at = this.clock.now();
    const waiting = { id: run.id, status: 'waiting' as const };
    const { affected } = await manager.update(Run, waiting, { status, error: error as object, settled_at });
    if (affected !== 1) return;
    METRICS.runs.inc({ kind: run.kind, outcome: status });
    await this.tellMissed(manager, [{ policy, kind: run.kind, slot: run.slot, count: 1, caughtUp: false, error }]);
  }
}

/** Whether it may be begun a little later. */
const mayPass = ({ kind, code }: ErrorReport) => kind === 'transient' || code === 'ENVIRONMENT_BUSY';
