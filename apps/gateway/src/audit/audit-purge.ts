import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asSoleWorker } from '@app/database';
import { RecurringWork } from '@app/service';
import { GatewayConfig } from '../config';

const PURGE_INTERVAL_MS = 60 * 60_000;
/** So many at once, so that no transaction is long. */
const BATCH = 10_000;

/** The table refuses every DELETE but that of a transaction which says that it is the purge. */
const AS_PURGE = `SELECT set_config('strongroom.audit_purge', 'on', true)`;
const PURGE = `
DELETE FROM audit_log WHERE id IN (
  SELECT id FROM audit_log WHERE at < now() - $1::integer * interval '1 day' ORDER BY at LIMIT ${BATCH})`;

/** Removes entries of the audit log that are older than `AUDIT_RETENTION_DAYS`. */
@Injectable()
export class AuditPurge implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {
    const intervalMs = config.auditRetentionDays === 0 ? 0 : PURGE_INTERVAL_MS;
    this.work = new RecurringWork(AuditPurge.name, intervalMs, (signal) =>
      asSoleWorker(dataSource, 'audit-purge', () => this.purge(signal)),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  async purge(signal?: AbortSignal): Promise<void> {
    while ((await this.removeBatch()) === BATCH) signal?.throwIfAborted();
  }

  private removeBatch(): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(AS_PURGE);
      const [, removed] = await manager.query<[unknown[], number]>(PURGE, [this.config.auditRetentionDays]);
      return removed;
    });
  }
}
