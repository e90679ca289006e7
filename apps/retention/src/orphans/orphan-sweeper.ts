/**
 * Looks at each storage once in an interval, and when somebody asks for it: one storage after the other, one replica at a
 * time. What it cannot reach or list to its end is noted as failed, and the report of the time before is kept.
 */
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  KNOWN_OBJECTS_OF,
  type KnownObjectPayload,
  KnownObjectsOf,
  type KnownObjectsPage,
  type StorageAccess,
  StorageAccesses,
  StorageAccessOf,
  type StorageAccessPage,
} from '@app/contracts';
import { toStrongroomError } from '@app/core';
import { asSoleWorker } from '@app/database';
import { RpcClient } from '@app/messaging';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { RecurringWork } from '@app/service';
import { openStore } from '@app/storage';
import { RetentionConfig } from '../config';
import { type BegunSweep, OrphanSweeps, type SweptStorage } from './orphan-sweeps.repository';
import { StorageComparison } from './storage-comparison';

/** How long new storages may stay unknown. */
const ACQUAINTANCE_MS = 3_600_000;

@Injectable()
export class OrphanSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OrphanSweeper.name);
  private readonly work: RecurringWork;
  private acquaintedAt = -Infinity;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sweeps: OrphanSweeps,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly config: RetentionConfig,
  ) {
    this.work = new RecurringWork(OrphanSweeper.name, config.orphanSweepPollMs, (signal) =>
      asSoleWorker(dataSource, 'orphan sweep', () => this.sweepAll(signal)),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Until none is due any more. */
  async sweepAll(signal: AbortSignal): Promise<void> {
    await this.sweepDue(signal);
    if (this.config.orphanSweepIntervalMs > 0) await this.getAcquainted(signal);
  }

  private async sweepDue(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const sweep = await this.sweeps.begin();
      if (sweep === undefined) return;
      await this.sweep(sweep, signal);
    }
  }

  private async getAcquainted(signal: AbortSignal): Promise<void> {
    if (performance.now() - this.acquaintedAt < ACQUAINTANCE_MS) return;
    let after: string | null = null;
    do {
      const page: StorageAccessPage = await this.rpc.ask(StorageAccesses, { after }, { signal });
      await this.sweeps.know(page.storages.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    this.acquaintedAt = performance.now();
  }

  private async sweep(sweep: BegunSweep, signal: AbortSignal): Promise<void> {
    const about = { storage_config_id: sweep.storageConfigId };
    let swept: SweptStorage | undefined;
    try {
      const { storage } = await this.rpc.ask(StorageAccessOf, about, { signal });
      swept = sweptStorage(storage);
      const report = await this.look(sweep, storage, signal);
      await this.sweeps.completed(sweep, report, swept);
      const { orphan_objects, orphan_bytes, missing_objects } = report;
      const found = { ...about, orphan_objects, orphan_bytes, missing_objects };
      if (missing_objects > 0) this.logger.warn(found, 'objects of backups are not in their storage');
      else this.logger.log(found, 'looked for orphans');
    } catch (thrown) {
      // it is due all the same, and begun anew by whoever comes next
      if (signal.aborted) return;
      const error = toStrongroomError(thrown);
      if (error.code === 'NOT_FOUND') return this.sweeps.forget(sweep);
      this.logger.warn({ ...about, code: error.code }, `cannot be looked at for orphans: ${error.message}`);
      await this.sweeps.failed(sweep, error.toReport(), swept);
    }
  }

  private async look(
    { storageConfigId: storage_config_id, run }: BegunSweep,
    storage: StorageAccess,
    signal: AbortSignal,
  ) {
    const store = openStore(openStorageAccess(storage, this.secrets), this.config.storageTimeouts);
    try {
      const comparison = new StorageComparison(this.dataSource, run, signal);
      const records = () => this.records(storage_config_id, signal);
      return await comparison.compare({ store, records }, this.config.orphanMinAgeMs, {
        pairs: storage.layout === 'plana',
      });
    } finally {
      await store.close();
    }
  }

  private async *records(storage_config_id: string, signal: AbortSignal): AsyncGenerator<KnownObjectPayload[]> {
    for (const of of KNOWN_OBJECTS_OF) {
      let after: string | null = null;
      do {
        const page: KnownObjectsPage = await this.rpc.ask(KnownObjectsOf, { storage_config_id, of, after }, { signal });
        yield page.objects;
        after = page.next;
      } while (after !== null);
    }
  }
}

function sweptStorage({ id, name, organization_id }: StorageAccess): SweptStorage | undefined {
  return organization_id === undefined ? undefined : { organization_id, storage_config_id: id, storage_name: name };
}
