/** Every query of runs and holds. Dates that people see are of the clock; waits and what removals are compared with are real. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  RetentionCompleted,
  type RetentionErrorPayload,
  RetentionHeld,
  type RetentionRunAnswer,
  type RetentionRunRequest,
} from '@app/contracts';
import { Clock, type StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { METRICS } from '@app/telemetry';
import { RetentionConfig } from '../config';
import { RetentionHold } from './retention-hold.entity';
import { RetentionRun } from './retention-run.entity';
import { RetentionSlot } from './retention-slot.entity';
import { dueSlot } from './run-schedule';

export const ERRORS_KEPT = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

const MAKE_FOR_ALL = `
INSERT INTO retention_runs (run_id, organization_id, slot, requested_at)
SELECT $1::uuid, organization_id, $2::timestamptz, $3::timestamptz FROM (
  SELECT organization_id FROM kept_backups UNION SELECT organization_id FROM removals WHERE removed_at IS NULL
) organizations
ON CONFLICT DO NOTHING`;
const MAKE_FOR_ONE = `
INSERT INTO retention_runs (run_id, organization_id, requested_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

/** What a storage would not remove is tried once more by every run. */
const TRY_REMOVALS = `
UPDATE removals SET next_attempt_at = now() WHERE organization_id = $1 AND removed_at IS NULL AND next_attempt_at > now()`;

const WAITS_FOR_REMOVALS = `
SELECT (EXISTS (SELECT FROM kept_backups WHERE expiring_run_id = $1 AND organization_id = $2)
     OR EXISTS (SELECT FROM removals WHERE organization_id = $2 AND removed_at IS NULL
                   AND (tried_at IS NULL OR tried_at < $3::timestamptz)))
   AND now() < $4::timestamptz + $5 * interval '1 millisecond' AS waits`;

const REMOVED = `
SELECT count(DISTINCT backup_id)::integer AS count FROM removals gone
 WHERE organization_id = $1 AND tried_at >= $2::timestamptz AND removed_at IS NOT NULL
   AND NOT EXISTS (SELECT FROM removals WHERE backup_id = gone.backup_id AND removed_at IS NULL)`;

/** No page of a run names an environment that has no backup left, and so none would release it. */
const FORGET_HOLDS_OF_NOTHING = `
DELETE FROM retention_holds hold
 WHERE NOT EXISTS (SELECT FROM kept_backups WHERE environment_id = hold.environment_id)`;

const NOT_REMOVED = `
SELECT environment_id, backup_id, storage_config_id, last_error->>'code' AS code, last_error->>'message' AS message,
       count(*) OVER ()::integer AS count
  FROM removals WHERE organization_id = $1 AND removed_at IS NULL AND last_error IS NOT NULL
 ORDER BY tried_at DESC LIMIT ${ERRORS_KEPT}`;

export interface PageOutcome {
  run: RetentionRun;
  lastEnvironmentId: string;
  held: number;
  errors: RetentionErrorPayload[];
  /** Held back from now on. */
  holds: RetentionHold[];
  /** Environments of which nothing is held back any more. */
  released: string[];
}

@Injectable()
export class Runs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly config: RetentionConfig,
  ) {}

  /** Makes the runs that are due by the schedule. The first look at it begins it. */
  async schedule(): Promise<void> {
    const now = this.clock.now();
    const [latest] = await this.dataSource.manager.find(RetentionSlot, { order: { slot: 'DESC' }, take: 1 });
    const slot = latest ? dueSlot(this.config.retentionCron, latest.slot, now) : now;
    if (slot === null) return;
    await this.dataSource.transaction(async (manager) => {
      const { raw } = await manager
        .createQueryBuilder()
        .insert()
        .into(RetentionSlot)
        .values({ slot })
        .orIgnore()
        .returning('slot')
        .execute();
      if (!latest || (raw as object[]).length === 0) return;
      await manager.query(MAKE_FOR_ALL, [crypto.randomUUID(), slot, now]);
      await manager.query('DELETE FROM retention_slots WHERE slot < $1', [slot]);
      await manager.query('DELETE FROM retention_runs WHERE requested_at < $1', [
        new Date(now.getTime() - this.config.retentionRunsKeptDays * DAY_MS),
      ]);
    });
  }

  async request({ run_id, organization_id }: RetentionRunRequest): Promise<RetentionRunAnswer> {
    const now = this.clock.now();
    await (organization_id === null
      ? this.dataSource.query(MAKE_FOR_ALL, [run_id, null, now])
      : this.dataSource.query(MAKE_FOR_ONE, [run_id, organization_id, now]));
    return { run_id, organizations: await this.dataSource.manager.countBy(RetentionRun, { runId: run_id }) };
  }

  /** One that can go on now, the oldest first; null: there is none. */
  async next(): Promise<RetentionRun | null> {
    return this.dataSource.manager
      .createQueryBuilder(RetentionRun, 'run')
      .where(`run.status <> 'completed' AND run.next_attempt_at <= now()`)
      .orderBy('run.requested_at')
      .addOrderBy('run.organization_id')
      .limit(1)
      .getOne();
  }

  /** What the brake holds back of these environments. */
  async holdsOf(environmentIds: readonly string[]): Promise<Map<string, RetentionHold>> {
    const holds = await this.dataSource.manager
      .createQueryBuilder(RetentionHold, 'hold')
      .where('hold.environment_id = ANY(:environmentIds)', { environmentIds })
      .getMany();
    return new Map(holds.map((hold) => [hold.environmentId, hold]));
  }

  /** @returns false when another process has begun it meanwhile */
  async begin(run: RetentionRun): Promise<boolean> {
    if (run.status !== 'pending') return true;
    const begun = await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ began_at: Date }[]]>(
        `UPDATE retention_runs SET status = 'planning', started_at = $3, began_at = now()
          WHERE run_id = $1 AND organization_id = $2 AND status = 'pending' RETURNING began_at`,
        [run.runId, run.organizationId, this.clock.now()],
      );
      if (rows.length > 0) await manager.query(TRY_REMOVALS, [run.organizationId]);
      return rows[0];
    });
    if (begun === undefined) return false;
    run.beganAt = begun.began_at;
    run.status = 'planning';
    return true;
  }

  /**
   * A page of environments is done.
   * @returns false when another process has done it meanwhile, because this one has lost its lock: then nothing is written
   */
  async passed({ run, lastEnvironmentId, held, errors, holds, released }: PageOutcome): Promise<boolean> {
    const kept = [...run.errors, ...errors].slice(0, ERRORS_KEPT);
    const isFirst = await this.dataSource.transaction(async (manager) => {
      const [, moved] = await manager.query<[unknown, number]>(
        `UPDATE retention_runs SET next_environment_id = $3, held = held + $4, error_count = error_count + $5, errors = $6
          WHERE run_id = $1 AND organization_id = $2 AND status = 'planning' AND next_environment_id = $7`,
        [
          run.runId,
          run.organizationId,
          lastEnvironmentId,
          held,
          errors.length,
          JSON.stringify(kept),
          run.nextEnvironmentId,
        ],
      );
      if (moved === 0) return false;
      if (released.length > 0)
        await manager.query('DELETE FROM retention_holds WHERE environment_id = ANY($1)', [released]);
      for (const hold of holds) await this.hold(manager, run, hold);
      return true;
    });
    if (!isFirst) return false;
    run.errors = kept;
    run.nextEnvironmentId = lastEnvironmentId;
    countErrors(errors);
    return true;
  }

  private async hold(manager: EntityManager, run: RetentionRun, hold: RetentionHold): Promise<void> {
    await manager.insert(RetentionHold, hold);
    await this.outbox.event(
      manager,
      RetentionHeld,
      {
        organization_id: run.organizationId,
        environment_id: hold.environmentId,
        run_id: run.runId,
        would_expire: hold.wouldExpire,
        of: hold.ofBackups,
        allowed_percent: this.config.retentionBrakePercent,
        held_at: hold.heldAt.toISOString(),
      },
      { organizationId: run.organizationId, subject: `environment/${hold.environmentId}` },
    );
  }

  async beginRemoving(run: RetentionRun): Promise<void> {
    await this.dataSource.query(
      `UPDATE retention_runs SET status = 'removing', removing_since = now()
        WHERE run_id = $1 AND organization_id = $2 AND status = 'planning'`,
      [run.runId, run.organizationId],
    );
  }

  /** Whether objects are still on their way out of the storages. One that a storage refuses is waited for no longer than one attempt. */
  async waitsForRemovals({ runId, organizationId, beganAt, removingSince }: RetentionRun): Promise<boolean> {
    const [row] = await this.dataSource.query<[{ waits: boolean }]>(WAITS_FOR_REMOVALS, [
      runId,
      organizationId,
      beganAt,
      removingSince,
      this.config.retentionRemovalWaitMs,
    ]);
    return row.waits;
  }

  async complete(run: RetentionRun): Promise<void> {
    const { runId, organizationId, beganAt } = run;
    const [done, stuck] = await this.dataSource.transaction(async (manager) => {
      const [removed] = await manager.query<[{ count: number }]>(REMOVED, [organizationId, beganAt]);
      const refused = await manager.query<(RetentionErrorPayload & { count: number })[]>(NOT_REMOVED, [organizationId]);
      const errors = [...run.errors, ...refused.map(({ count: _, ...error }) => error)].slice(0, ERRORS_KEPT);
      const [, ended] = await manager.query<[unknown, number]>(
        `UPDATE retention_runs SET status = 'completed', completed_at = $3, deleted_storage = $4, errors = $5,
                error_count = error_count + $6
          WHERE run_id = $1 AND organization_id = $2 AND status = 'removing'`,
        [runId, organizationId, this.clock.now(), removed.count, JSON.stringify(errors), refused[0]?.count ?? 0],
      );
      if (ended === 0) return [null, refused];
      await manager.query(FORGET_HOLDS_OF_NOTHING);
      const completed = await manager.findOneByOrFail(RetentionRun, { runId, organizationId });
      await this.tellCompleted(manager, completed);
      return [completed, refused];
    });
    if (done === null) return;
    const outcome = done.errorCount === 0 ? 'completed' : 'with_errors';
    METRICS.retentionRunDuration.observe({ outcome }, (Date.now() - beganAt!.getTime()) / 1000);
    countErrors(stuck);
  }

  /** Of a run that changed something, or could not. */
  private async tellCompleted(manager: EntityManager, done: RetentionRun): Promise<void> {
    const { runId, organizationId, expired, promoted, deletedStorage: deleted_storage, held, errorCount } = done;
    if (expired + promoted + deleted_storage + held + errorCount === 0) return;
    await this.outbox.event(
      manager,
      RetentionCompleted,
      {
        organization_id: organizationId,
        run_id: runId,
        expired,
        deleted_storage,
        promoted,
        errors: errorCount,
        held,
        started_at: done.startedAt!.toISOString(),
        completed_at: done.completedAt!.toISOString(),
      },
      { organizationId, subject: `retention_run/${runId}` },
    );
  }

  async putOff({ runId, organizationId }: RetentionRun, waitMs: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE retention_runs SET next_attempt_at = now() + $3 * interval '1 millisecond'
        WHERE run_id = $1 AND organization_id = $2`,
      [runId, organizationId, waitMs],
    );
  }

  /** What is in the way of the whole run is noted once. */
  async noteObstacle(run: RetentionRun, error: StrongroomError): Promise<void> {
    if (run.errors.some(({ code, environment_id }) => code === error.code && environment_id === null)) return;
    const { code, message } = error;
    const obstacle = { environment_id: null, backup_id: null, storage_config_id: null, code, message };
    await this.dataSource.query(
      `UPDATE retention_runs SET errors = errors || $3::jsonb, error_count = error_count + 1
        WHERE run_id = $1 AND organization_id = $2`,
      [run.runId, run.organizationId, JSON.stringify([obstacle])],
    );
    countErrors([obstacle]);
  }
}

function countErrors(errors: readonly { code: string }[]): void {
  for (const { code } of errors) METRICS.retentionErrors.inc({ code });
}
