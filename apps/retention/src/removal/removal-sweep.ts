/**
 * Removes what deleted backups have left in storages, as it becomes due. Storages are worked on side by side, and what one
 * of them refuses is put off without holding up anything else.
 */
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { StorageAccessOf } from '@app/contracts';
import { type ErrorCode, type StrongroomError, toStrongroomError } from '@app/core';
import { RpcClient } from '@app/messaging';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { RecurringWork } from '@app/service';
import { type ObjectStore, openStore } from '@app/storage';
import { METRICS } from '@app/telemetry';
import { RetentionConfig } from '../config';
import { removeObjects } from './remove-objects';
import type { Removal } from './removal.entity';
import { Removals } from './removals.repository';

/** These say nothing of one object: the others of the storage would only wait for the same answer. */
const OF_THE_STORAGE: readonly ErrorCode[] = [
  'STORAGE_UNREACHABLE',
  'STORAGE_AUTH_FAILED',
  'STORAGE_BUCKET_NOT_FOUND',
  'STORAGE_HOST_KEY_UNKNOWN',
  'STORAGE_HOST_KEY_MISMATCH',
  'STORAGE_CERTIFICATE_UNTRUSTED',
];

@Injectable()
export class RemovalSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RemovalSweep.name);
  private readonly work: RecurringWork;

  constructor(
    private readonly removals: Removals,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly config: RetentionConfig,
  ) {
    this.work = new RecurringWork(RemovalSweep.name, config.removalIntervalMs, (signal) => this.sweep(signal));
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Until nothing is due any more. */
  async sweep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const due = await this.removals.claim();
      if (due.length === 0) return;
      const storages = new Set(due.map(({ storageConfigId }) => storageConfigId));
      const ofStorage = (id: string) => due.filter(({ storageConfigId }) => storageConfigId === id);
      await Promise.all([...storages].map((id) => this.clean(id, ofStorage(id), signal)));
    }
  }

  private async clean(storageConfigId: string, removals: readonly Removal[], signal: AbortSignal): Promise<void> {
    let store: ObjectStore | undefined;
    let refusal: StrongroomError | undefined;
    try {
      store = await this.open(storageConfigId, signal);
    } catch (thrown) {
      refusal = toStrongroomError(thrown);
    }
    try {
      for (const removal of removals) {
        // what is not begun any more comes again when its time has come
        if (signal.aborted) return;
        const error = refusal ?? (await this.remove(store!, removal));
        if (error === undefined) continue;
        if (OF_THE_STORAGE.includes(error.code)) refusal = error;
        METRICS.removals.inc({ outcome: error.code });
        await this.removals.failed(removal, error);
      }
    } finally {
      await store?.close();
    }
  }

  private async open(storage_config_id: string, signal: AbortSignal): Promise<ObjectStore> {
    const { storage } = await this.rpc.ask(StorageAccessOf, { storage_config_id }, { signal });
    return openStore(openStorageAccess(storage, this.secrets), this.config.storageTimeouts);
  }

  /** @returns why it could not be done */
  private async remove(store: ObjectStore, removal: Removal): Promise<StrongroomError | undefined> {
    const about = { backup_id: removal.backupId, storage_config_id: removal.storageConfigId };
    try {
      await removeObjects(store, removal);
    } catch (thrown) {
      const error = toStrongroomError(thrown);
      this.logger.warn(
        { ...about, code: error.code, attempt: removal.attempts },
        `cannot be removed yet: ${error.message}`,
      );
      return error;
    }
    await this.removals.succeeded(removal);
    METRICS.removals.inc({ outcome: 'removed' });
    METRICS.removedBytes.inc(Number(removal.sizeBytes ?? 0));
    this.logger.log({ ...about, location: store.location(removal.key) }, 'removed a deleted backup');
    return undefined;
  }
}
