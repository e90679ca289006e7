/** Every query of the table of the sweeps. The end of one and the fact that tells of it are one transaction. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type ErrorPayload,
  type EventDefinition,
  type OrphanReportPayload,
  StorageCompared,
  StorageComparisonFailed,
} from '@app/contracts';
import { Clock } from '@app/core';
import { Outbox } from '@app/messaging';
import { RetentionConfig } from '../config';
import { OrphanSweep } from './orphan-sweep.entity';

/** One that is under way is that one. */
const WISH = `
INSERT INTO orphan_sweeps (storage_config_id, due_at) VALUES ($1, $2)
ON CONFLICT (storage_config_id) DO UPDATE SET status = 'waiting', due_at = excluded.due_at
  WHERE orphan_sweeps.status <> 'running'`;

/** Whatever has begun before, its process is gone: there is only one at a time. */
const BEGIN = `
UPDATE orphan_sweeps SET status = 'running', run = $1, started_at = $2, ended_at = NULL
 WHERE storage_config_id = (SELECT storage_config_id FROM orphan_sweeps WHERE due_at <= $2 ORDER BY due_at LIMIT 1)
RETURNING storage_config_id`;

const KNOW = `
INSERT INTO orphan_sweeps (storage_config_id, due_at)
SELECT id, due_at FROM unnest($1::uuid[], $2::timestamptz[]) AS known (id, due_at)
ON CONFLICT (storage_config_id) DO NOTHING`;

export interface BegunSweep {
  storageConfigId: string;
  run: string;
}

/** Whose it is, as events say it. */
export interface SweptStorage {
  organization_id: string;
  storage_config_id: string;
  storage_name: string;
}

interface BegunRow {
  storage_config_id: string;
}

@Injectable()
export class OrphanSweeps {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly config: RetentionConfig,
    private readonly clock: Clock,
  ) {}

  of(storageConfigId: string): Promise<OrphanSweep | null> {
    return this.dataSource.manager.findOneBy(OrphanSweep, { storageConfigId });
  }

  async wish(storageConfigId: string): Promise<OrphanSweep> {
    await this.dataSource.query(WISH, [storageConfigId, this.clock.now()]);
    return this.dataSource.manager.findOneByOrFail(OrphanSweep, { storageConfigId });
  }

  /** Storages that nobody has looked at get their turn within one interval, not all at once. */
  async know(storageConfigIds: readonly string[]): Promise<void> {
    const { orphanSweepIntervalMs: interval } = this.config;
    const turns = storageConfigIds.map(() => new Date(this.clock.now().getTime() + Math.random() * interval));
    await this.dataSource.query(KNOW, [storageConfigIds, turns]);
  }

  async begin(): Promise<BegunSweep | undefined> {
    const run = randomUUID();
    const [[begun]] = await this.dataSource.query<[BegunRow[], number]>(BEGIN, [run, this.clock.now()]);
    return begun && { storageConfigId: begun.storage_config_id, run };
  }

  /** @param storage undefined: the gateway does not say whose it is, and nobody is told */
  completed(sweep: BegunSweep, report: OrphanReportPayload, storage: SweptStorage | undefined): Promise<void> {
    return this.end(sweep, { status: 'completed', report, error: null }, async (manager, before) => {
      if (storage === undefined) return;
      const { at: compared_at, orphans, missing, ...counts } = report;
      const found = {
        new_orphan_objects: newOf(orphans, before.report?.orphans),
        new_missing_objects: newOf(missing, before.report?.missing),
      };
      await this.tell(manager, StorageCompared, storage, { ...counts, ...found, compared_at });
    });
  }

  /** The report of the one before is kept. Told when it is news. */
  failed(sweep: BegunSweep, error: ErrorPayload, storage: SweptStorage | undefined): Promise<void> {
    return this.end(sweep, { status: 'failed', error }, async (manager, before, endedAt) => {
      if (storage === undefined || before.error?.code === error.code) return;
      await this.tell(manager, StorageComparisonFailed, storage, { error, failed_at: endedAt.toISOString() });
    });
  }

  private tell<P extends object>(
    manager: EntityManager,
    event: EventDefinition<P>,
    { organization_id, storage_config_id, storage_name }: SweptStorage,
    found: Omit<P, keyof SweptStorage>,
  ): Promise<void> {
    const payload = { organization_id, storage_config_id, storage_name, ...found } as unknown as P;
    const origin = { organizationId: organization_id, subject: `storage_config/${storage_config_id}` };
    return this.outbox.event(manager, event, payload, origin);
  }

  /** The storage is gone. */
  async forget({ storageConfigId, run }: BegunSweep): Promise<void> {
    await this.dataSource.manager.delete(OrphanSweep, { storageConfigId, run });
  }

  /** @param tell in the same transaction; not called when the sweep is somebody else's by now */
  private async end(
    { storageConfigId, run }: BegunSweep,
    change: Partial<OrphanSweep>,
    tell: (manager: EntityManager, before: OrphanSweep, endedAt: Date) => Promise<void>,
  ): Promise<void> {
    const endedAt = this.clock.now();
    const { orphanSweepIntervalMs: interval, orphanSweepRetryMs: retry } = this.config;
    const waitMs = change.status === 'failed' ? Math.min(interval, retry) : interval;
    const dueAt = interval === 0 ? null : new Date(endedAt.getTime() + waitMs);
    await this.dataSource.transaction(async (manager) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const before = await manager.findOne(OrphanSweep, { where: { storageConfigId, run }, lock });
      if (before === null) return;
      await manager.update(OrphanSweep, { storageConfigId }, { ...change, endedAt, dueAt, run: null } as object);
      await tell(manager, before, endedAt);
    });
  }
}

/** How many of them the list before does not have. */
function newOf(found: readonly { key: string }[], before: readonly { key: string }[] = []): number {
  const known = new Set(before.map(({ key }) => key));
  return found.filter(({ key }) => !known.has(key)).length;
}
