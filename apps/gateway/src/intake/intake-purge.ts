import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asSoleWorker } from '@app/database';
import { RecurringWork } from '@app/service';
import { GatewayConfig } from '../config';

const PURGE_INTERVAL_MS = 10 * 60_000;
const MILLISECONDS_AGO = `now() - $1::float8 * interval '1 millisecond'`;

/** Removes keys that are remembered no longer, and counts of callers who have not asked within the window. */
@Injectable()
export class IntakePurge implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {
    this.work = new RecurringWork(IntakePurge.name, PURGE_INTERVAL_MS, () =>
      asSoleWorker(dataSource, 'intake-purge', () => this.purge()),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  async purge(): Promise<void> {
    const { idempotencyTtlMs, backupRateWindowMs } = this.config;
    await this.dataSource.query(`DELETE FROM idempotency_keys WHERE created_at < ${MILLISECONDS_AGO}`, [
      idempotencyTtlMs,
    ]);
    await this.dataSource.query(
      `DELETE FROM backup_rates WHERE taken_at[cardinality(taken_at)] < ${MILLISECONDS_AGO}`,
      [backupRateWindowMs],
    );
  }
}
