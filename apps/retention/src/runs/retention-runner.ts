/**
 * Makes the runs of retention: by the schedule, and on demand. One replica does the work; how far it has come is in the run's row, so
 * that another one goes on where it died. Whatever is done again by that changes nothing more.
 */
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  BackupPromoted,
  EXPIRIES_AT_ONCE,
  ExpireBackups,
  type RetentionErrorPayload,
  type RetentionType,
} from '@app/contracts';
import { Clock, toStrongroomError } from '@app/core';
import { asSoleWorker } from '@app/database';
import { Outbox, RpcClient } from '@app/messaging';
import { RecurringWork } from '@app/service';
import { METRICS } from '@app/telemetry';
import { isHeldBack } from '../brake';
import { RetentionConfig } from '../config';
import { type Decision, plan, type Plan } from '../planner';
import type { RetentionHold } from './retention-hold.entity';
import { RetentionRun } from './retention-run.entity';
import { type PageOutcome, Runs } from './runs.repository';
import { dueSlot } from './run-schedule';
import { type EnvironmentSituation, type KnownBackup, Situations } from './situations';

/** They say that a backup has a reason to stay, not that something is wrong. */
const STAYS: readonly string[] = ['BACKUP_PINNED', 'BACKUP_IN_USE', 'BACKUP_NEWEST', 'BACKUP_IN_PROGRESS'];

const PROMOTE = `
UPDATE kept_backups SET retention_type = promotion.tier, expires_at = promotion.expires_at
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS promotion (backup_id, previous, tier, expires_at)
 WHERE kept_backups.backup_id = promotion.backup_id AND kept_backups.retention_type = promotion.previous
RETURNING kept_backups.backup_id`;

interface Promotion {
  environmentId: string;
  backup: KnownBackup;
  previousTier: RetentionType;
  reason: string;
}

@Injectable()
export class RetentionRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RetentionRunner.name);
  private readonly work: RecurringWork;

  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: Runs,
    private readonly situations: Situations,
    private readonly outbox: Outbox,
    private readonly rpc: RpcClient,
    private readonly clock: Clock,
    private readonly config: RetentionConfig,
  ) {
    dueSlot(config.retentionCron, clock.now(), clock.now()); // no service starts with a schedule that cannot be read
    this.work = new RecurringWork(RetentionRunner.name, config.retentionIntervalMs, (signal) => this.turn(signal));
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Until no run can go on any more. */
  async turn(signal: AbortSignal): Promise<void> {
    await asSoleWorker(this.dataSource, 'retention-runs', async () => {
      await this.runs.schedule();
      for (let run = await this.runs.next(); run && !signal.aborted; run = await this.runs.next())
        await this.advance(run, signal);
    });
  }

  private async advance(run: RetentionRun, signal: AbortSignal): Promise<void> {
    const about = { run_id: run.runId, organization_id: run.organizationId };
    try {
      if (run.status === 'removing') return await this.finish(run);
      if (!(await this.runs.begin(run))) return;
      for (;;) {
        const page = await this.situations.pageAfter(run.organizationId, run.nextEnvironmentId);
        if (page.length === 0) break;
        const isOurs = await this.settle(run, page, signal);
        if (!isOurs || signal.aborted) return;
      }
      await this.runs.beginRemoving(run);
      this.logger.log(about, 'decided on all backups of the organization');
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toStrongroomError(thrown);
      this.logger.warn({ ...about, code: error.code }, `cannot go on yet: ${error.message}`);
      await this.runs.noteObstacle(run, error);
      await this.runs.putOff(run, this.config.retentionRetryMs);
    }
  }

  private async finish(run: RetentionRun): Promise<void> {
    if (await this.runs.waitsForRemovals(run)) await this.runs.putOff(run, this.config.retentionIntervalMs);
    else await this.runs.complete(run);
  }

  /**
   * Decides on the backups of some environments, and has it happen.
   * @returns false when another process is at the run as well
   */
  private async settle(
    run: RetentionRun,
    page: readonly EnvironmentSituation[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const holds = await this.runs.holdsOf(page.map(({ environmentId }) => environmentId));
    const outcome: PageOutcome = {
      run,
      lastEnvironmentId: page.at(-1)!.environmentId,
      held: 0,
      errors: [],
      holds: [],
      released: [],
    };
    const promotions: Promotion[] = [];
    const expiries: { backup_id: string; environmentId: string; reason: string }[] = [];
    const now = this.clock.now();
    for (const situation of page) {
      const { environmentId, backups, isEnabled, policy, environmentLives } = situation;
      try {
        const decided = plan({ backups, rules: isEnabled ? policy : null, now, environmentLives });
        promotions.push(...decided.promote.map((promotion) => ({ ...asPromotion(promotion), environmentId })));
        const expire = this.braked(run, environmentId, decided, holds.get(environmentId), outcome);
        expiries.push(...expire.map(({ backup, reason }) => ({ backup_id: backup.id, environmentId, reason })));
      } catch (thrown) {
        const { code, message } = toStrongroomError(thrown);
        outcome.errors.push({ ...NOWHERE, environment_id: environmentId, code, message });
      }
    }
    await this.promote(run, promotions, now);
    for (let index = 0; index < expiries.length; index += EXPIRIES_AT_ONCE)
      outcome.errors.push(...(await this.expire(run, expiries.slice(index, index + EXPIRIES_AT_ONCE), signal)));
    return this.runs.passed(outcome);
  }

  /** What may go. So much that nobody is likely to want it waits for somebody who agrees; that agreement is to those backups alone. */
  private braked(
    run: RetentionRun,
    environmentId: string,
    decided: Plan,
    hold: RetentionHold | undefined,
    outcome: PageOutcome,
  ): Decision[] {
    if (!isHeldBack(decided, this.config.retentionBrake)) {
      if (hold) outcome.released.push(environmentId);
      return decided.expire;
    }
    if (hold?.agreedAt) {
      outcome.released.push(environmentId);
      const agreed = new Set(hold.backupIds);
      return decided.expire.filter(({ backup }) => agreed.has(backup.id));
    }
    outcome.held += 1;
    if (!hold)
      outcome.holds.push({
        environmentId,
        runId: run.runId,
        backupIds: decided.expire.map(({ backup }) => backup.id),
        wouldExpire: decided.expire.length,
        ofBackups: decided.promote.length + decided.expire.length + decided.keep.length,
        heldAt: this.clock.now(),
        agreedAt: null,
        agreedBy: null,
      });
    return [];
  }

  private async promote(run: RetentionRun, promotions: readonly Promotion[], now: Date): Promise<void> {
    if (promotions.length === 0) return;
    const told = await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ backup_id: string }[]]>(PROMOTE, [
        promotions.map(({ backup }) => backup.id),
        promotions.map(({ previousTier }) => previousTier),
        promotions.map(({ backup }) => backup.tier),
        promotions.map(({ backup }) => backup.expiresAt),
      ]);
      const changed = new Set(rows.map(({ backup_id }) => backup_id));
      const made = promotions.filter(({ backup }) => changed.has(backup.id));
      await this.outbox.events(
        manager,
        BackupPromoted,
        made.map(({ environmentId, backup, previousTier, reason }) => ({
          payload: {
            organization_id: run.organizationId,
            project_id: backup.projectId,
            environment_id: environmentId,
            backup_id: backup.id,
            previous_type: previousTier,
            retention_type: backup.tier,
            expires_at: backup.expiresAt?.toISOString() ?? null,
            reason,
            promoted_at: now.toISOString(),
          },
          origin: { organizationId: run.organizationId, subject: `backup/${backup.id}` },
        })),
      );
      await manager.increment(
        RetentionRun,
        { runId: run.runId, organizationId: run.organizationId },
        'promoted',
        made.length,
      );
      return made;
    });
    for (const { backup } of told) METRICS.retentionPromoted.inc({ tier: backup.tier });
  }

  /** @returns what is wrong with some of them */
  private async expire(
    run: RetentionRun,
    expiries: readonly { backup_id: string; environmentId: string; reason: string }[],
    signal: AbortSignal,
  ): Promise<RetentionErrorPayload[]> {
    const { runId, organizationId } = run;
    const backups = expiries.map(({ backup_id, reason }) => ({ backup_id, reason }));
    const answer = await this.rpc.ask(
      ExpireBackups,
      { organization_id: organizationId, backups },
      { signal, timeoutMs: this.config.retentionExpiryTimeoutMs, deadlineMs: this.config.retentionExpiryDeadlineMs },
    );
    await this.dataSource.transaction(async (manager) => {
      await manager.query('UPDATE kept_backups SET expiring_run_id = $1 WHERE backup_id = ANY($2)', [
        runId,
        answer.expired,
      ]);
      await manager.increment(RetentionRun, { runId, organizationId }, 'expired', answer.expired.length);
    });
    METRICS.retentionExpired.inc(answer.expired.length);
    const environmentOf = new Map(expiries.map(({ backup_id, environmentId }) => [backup_id, environmentId]));
    return answer.refused
      .filter(({ error }) => !STAYS.includes(error.code))
      .map(({ backup_id, error: { code, message } }) => ({
        ...NOWHERE,
        environment_id: environmentOf.get(backup_id) ?? null,
        backup_id,
        code,
        message,
      }));
  }
}

const NOWHERE = { environment_id: null, backup_id: null, storage_config_id: null };

const asPromotion = ({ backup, previousTier, reason }: Decision) => ({
  backup: backup as KnownBackup,
  previousTier,
  reason,
});
