/** Holds organizations to the backup storage of their plans: refuses what is asked for by hand, and tells of crossings. */
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type BillingPlan, QuotaExceeded, type QuotaLevel, QuotaRelieved, QuotaWarning } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { GatewayConfig } from '../config';
import { type Crossing, crossing, GB, levelOf, PLANS, quotaOf, UNLIMITED_PLANS, usedPercent } from './plans';
import { awaitedBytes, storedBytes } from './stored-backups';

/**
 * Changes and judgements of one organization follow each other. The row is the last one that a transaction locks, and the lock
 * leaves rows that refer to the organization alone.
 */
const HOLD = 'SELECT billing_plan, quota_level FROM organizations WHERE id = $1 FOR NO KEY UPDATE';
const HOLD_LIMITED = `
SELECT billing_plan, quota_level FROM organizations WHERE id = $1 AND billing_plan <> ALL($2) FOR NO KEY UPDATE`;
const NOTE = 'UPDATE organizations SET quota_level = $2, quota_told_at = now() WHERE id = $1';
/** Locked in the order of their ids, as everything that is locked together. */
const NOTE_REMINDED = `
WITH exceeded AS MATERIALIZED (
  SELECT id FROM organizations
   WHERE id = ANY($1) AND quota_level = 'exceeded'
     AND (quota_told_at IS NULL OR quota_told_at < now() - $2 * interval '1 millisecond')
   ORDER BY id FOR NO KEY UPDATE)
UPDATE organizations SET quota_told_at = now() FROM exceeded WHERE organizations.id = exceeded.id
RETURNING organizations.id, billing_plan`;

const EVENTS = { warning: QuotaWarning, exceeded: QuotaExceeded, relieved: QuotaRelieved };

const REACHED: Crossing = { event: 'exceeded', thresholdPercent: 100 };

interface Standing {
  billing_plan: BillingPlan;
  quota_level: QuotaLevel;
}

interface Figures {
  organizationId: string;
  billing_plan: BillingPlan;
  level: QuotaLevel;
  stored: number;
}

@Injectable()
export class Quotas {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: GatewayConfig,
  ) {}

  /**
   * Passes while there is room for one backup more. What is under way counts with the size that it is expected to have, so that
   * of two requests at once the second is judged as if it had come later.
   * @throws StrongroomError QUOTA_EXCEEDED, with the figures
   */
  async requireRoom(manager: EntityManager, organizationId: string): Promise<void> {
    const [standing]: Standing[] = await manager.query(HOLD_LIMITED, [organizationId, UNLIMITED_PLANS]);
    if (standing === undefined) return;
    const { billing_plan } = standing;
    const quota = quotaOf(billing_plan)!;
    const [stored, awaited] = [await storedBytes(manager, organizationId), await awaitedBytes(manager, organizationId)];
    if (stored + awaited < quota) return;
    const underWay = awaited === 0 ? '' : `, and ${inGb(awaited)} are expected of backups under way`;
    throw new StrongroomError(
      'QUOTA_EXCEEDED',
      `The plan ${billing_plan} has ${PLANS[billing_plan].backupStorageGb} GB of backup storage: ${inGb(stored)} are used${underWay}.`,
      {
        details: {
          organization_id: organizationId,
          billing_plan,
          total_backup_storage: stored,
          pending_backup_storage: awaited,
          backup_storage_quota: quota,
          used_percent: usedPercent(stored, quota),
        },
      },
    );
  }

  /**
   * Tells of a threshold that was crossed, once. To be called at the end of each transaction that adds backups, takes some away or
   * changes the plan.
   * @param plan the one that the same transaction is about to give
   */
  async review(manager: EntityManager, organizationId: string, plan?: BillingPlan): Promise<void> {
    const [standing]: Standing[] = await manager.query(HOLD, [organizationId]);
    if (standing === undefined) return;
    const billing_plan = plan ?? standing.billing_plan;
    const quota = quotaOf(billing_plan);
    if (quota === null && standing.quota_level === 'within') return;
    const stored = await storedBytes(manager, organizationId);
    const level = levelOf(stored, quota, this.config.quotaWarningPercent);
    const crossed = crossing(standing.quota_level, level, this.config.quotaWarningPercent);
    if (crossed === undefined) return;
    await manager.query(NOTE, [organizationId, level]);
    await this.tell(manager, crossed, { organizationId, billing_plan, level, stored });
  }

  /** Schedules go on over the quota: tells so again, where it was not told for a while. To be called at the end of their transaction. */
  async remind(manager: EntityManager, organizationIds: readonly string[]): Promise<void> {
    if (this.config.quotaReminderMs === 0) return;
    const [due]: [{ id: string; billing_plan: BillingPlan }[], number] = await manager.query(NOTE_REMINDED, [
      organizationIds,
      this.config.quotaReminderMs,
    ]);
    for (const { id: organizationId, billing_plan } of due) {
      const stored = await storedBytes(manager, organizationId);
      await this.tell(manager, REACHED, { organizationId, billing_plan, level: 'exceeded', stored });
    }
  }

  private async tell(
    manager: EntityManager,
    { event, thresholdPercent }: Crossing,
    { organizationId, billing_plan, level, stored }: Figures,
  ): Promise<void> {
    const quota = quotaOf(billing_plan);
    const payload = {
      organization_id: organizationId,
      billing_plan,
      level,
      threshold_percent: thresholdPercent,
      total_backup_storage: stored,
      backup_storage_quota: quota,
      used_percent: usedPercent(stored, quota),
      changed_at: new Date().toISOString(),
    };
    await this.outbox.event(manager, EVENTS[event], payload, {
      organizationId,
      subject: `organization/${organizationId}`,
    });
  }
}

const inGb = (bytes: number) => `${(bytes / GB).toFixed(2)} GB`;
