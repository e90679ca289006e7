/** Every query of the removals. A change and the fact that tells of it are one transaction. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import {
  BackupObjectRemovalFailed,
  BackupObjectRemoved,
  type EventDefinition,
  type RemovalRef,
  type StoredObjects,
} from '@app/contracts';
import { type StrongroomError, waitAfter } from '@app/core';
import { Outbox } from '@app/messaging';
import { RetentionConfig } from '../config';
import { lockBackup } from '../lock-backup';
import { DeletedBackup } from './deleted-backup.entity';
import { Removal } from './removal.entity';

const BEGUN = `
UPDATE removals SET attempts = $3, next_attempt_at = now() + $4 * interval '1 millisecond'
 WHERE backup_id = $1 AND storage_config_id = $2`;

@Injectable()
export class Removals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly config: RetentionConfig,
  ) {}

  /** The backup is kept no more, and its objects are to go. Places that are told once more are looked at once more. */
  async note({ places, ...gone }: RemovalRef & { places: StoredObjects[] }, at: string): Promise<void> {
    const { backup_id: backupId, organization_id: organizationId } = gone;
    const { project_id: projectId, environment_id: environmentId } = gone;
    await this.dataSource.transaction(async (manager) => {
      await lockBackup(manager, backupId);
      const tombstone = { backupId, deletedAt: new Date(at) };
      await manager.createQueryBuilder().insert().into(DeletedBackup).values(tombstone).orIgnore().execute();
      const size = await forgetKept(manager, backupId);
      for (const { storage_config_id: storageConfigId, key, manifest_key: manifestKey } of places) {
        const place = { backupId, storageConfigId, key, manifestKey, ...size };
        const anew = { attempts: 0, nextAttemptAt: () => 'now()', lastError: null, removedAt: null };
        await manager.upsert(Removal, { ...place, organizationId, projectId, environmentId, ...anew }, [
          'backupId',
          'storageConfigId',
        ]);
      }
    });
  }

  /** What is due, each for one caller: the next attempt is put off, so that a process that dies is followed by another. */
  async claim(): Promise<Removal[]> {
    return this.dataSource.transaction(async (manager) => {
      const due = await manager
        .createQueryBuilder(Removal, 'removal')
        .where('removal.removed_at IS NULL AND removal.next_attempt_at <= now()')
        .orderBy('removal.next_attempt_at')
        .limit(this.config.removalBatch)
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .getMany();
      for (const removal of due) {
        removal.attempts += 1;
        const waitMs = waitAfter(removal.attempts, this.config.removalPace);
        removal.nextAttemptAt = new Date(Date.now() + waitMs);
        await manager.query(BEGUN, [removal.backupId, removal.storageConfigId, removal.attempts, waitMs]);
      }
      return due;
    });
  }

  async succeeded(removal: Removal): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const removedAt = new Date();
      const open = { ...identityOf(removal), removedAt: IsNull() };
      const { affected } = await manager.update(Removal, open, { removedAt, triedAt: () => 'now()', lastError: null });
      if (affected !== 1) return;
      await this.tell(manager, BackupObjectRemoved, removal, { removed_at: removedAt.toISOString() });
    });
  }

  /** Told when it is news: a storage that is away for a week is no event a minute. */
  async failed(removal: Removal, error: StrongroomError): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const open = { ...identityOf(removal), removedAt: IsNull() };
      const lastError = error.toReport();
      const { affected } = await manager.update(Removal, open, {
        lastError: lastError as object,
        triedAt: () => 'now()',
      });
      if (affected !== 1 || removal.lastError?.code === error.code) return;
      await this.tell(manager, BackupObjectRemovalFailed, removal, {
        attempt: removal.attempts,
        failed_at: new Date().toISOString(),
        next_attempt_at: removal.nextAttemptAt.toISOString(),
        error: lastError,
      });
    });
  }

  private tell<P extends object>(
    manager: EntityManager,
    event: EventDefinition<P>,
    removal: Removal,
    rest: Omit<P, keyof ReturnType<typeof referencesOf>>,
  ): Promise<void> {
    const payload = { ...referencesOf(removal), ...rest } as unknown as P;
    const origin = { organizationId: removal.organizationId, subject: `backup/${removal.backupId}` };
    return this.outbox.event(manager, event, payload, origin);
  }
}

/** @returns its size, unless it was forgotten before or never known */
async function forgetKept(manager: EntityManager, backupId: string): Promise<{ sizeBytes?: string }> {
  const [rows] = await manager.query<[{ size_bytes: string }[]]>(
    'DELETE FROM kept_backups WHERE backup_id = $1 RETURNING size_bytes',
    [backupId],
  );
  return rows[0] ? { sizeBytes: rows[0].size_bytes } : {};
}

const identityOf = ({ backupId, storageConfigId }: Removal) => ({ backupId, storageConfigId });

function referencesOf(removal: Removal) {
  return {
    organization_id: removal.organizationId,
    project_id: removal.projectId,
    environment_id: removal.environmentId,
    backup_id: removal.backupId,
    storage_config_id: removal.storageConfigId,
    key: removal.key,
  };
}
