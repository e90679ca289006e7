/** Every query of the table of the sweeps. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ErrorPayload, OrphanReportPayload } from '@app/contracts';
import { Clock } from '@app/core';
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

interface BegunRow {
  storage_config_id: string;
}

@Injectable()
export class OrphanSweeps {
  constructor(
    private readonly dataSource: DataSource,
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

  completed(sweep: BegunSweep, report: OrphanReportPayload): Promise<void> {
    return this.end(sweep, { status: 'completed', report, error: null });
  }

  /** The report of the one before is kept. */
  failed(sweep: BegunSweep, error: ErrorPayload): Promise<void> {
    return this.end(sweep, { status: 'failed', error });
  }

  /** The storage is gone. */
  async forget({ storageConfigId, run }: BegunSweep): Promise<void> {
    await this.dataSource.manager.delete(OrphanSweep, { storageConfigId, run });
  }

  private async end({ storageConfigId, run }: BegunSweep, change: Partial<OrphanSweep>): Promise<void> {
    const endedAt = this.clock.now();
    const { orphanSweepIntervalMs: interval } = this.config;
    const dueAt = interval === 0 ? null : new Date(endedAt.getTime() + interval);
    await this.dataSource.manager.update(OrphanSweep, { storageConfigId, run }, {
      ...change,
      endedAt,
      dueAt,
      run: null,
    } as object);
  }
}
