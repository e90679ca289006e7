import { isDamage, openStoredBackup, type StoredBackup } from '@app/archive';
import { StorageAccessOf, type StoredAt } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import type { RpcClient } from '@app/messaging';
import { openIdentities, openStorageAccess, type SecretBox } from '@app/secrets';
import { type ObjectStore, openStore, type StorageOptions } from '@app/storage';

/** A backup where it lies, opened. */
export interface OpenedBackup extends StoredBackup {
  place: StoredAt;
  /** Name of its storage config. */
  storageName: string;
  store: ObjectStore;
}

/** A place that could not be used, and why. */
export interface FailedPlace {
  place: StoredAt;
  error: StrongroomError;
}

/**
 * Uses the first place of a backup that serves: one after the other is opened, and given up when it cannot be, or when
 * what it holds turns out to be damaged while it is used.
 */
export class BackupSources {
  constructor(
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly storageOptions: StorageOptions,
    /** Which content will be read: what is stored needs no key. */
    private readonly content: 'plain' | 'stored',
  ) {}

  /**
   * @param wanted the backup, and its places, the best first
   * @param use may be called again with another place after it has failed with damage: it then begins anew
   * @throws StrongroomError when no place serves: the failure that may pass by itself, if there is one, else the first
   */
  async use<R>(
    wanted: { backup_id: string; sources: readonly StoredAt[] },
    signal: AbortSignal,
    use: (backup: OpenedBackup, failed: readonly FailedPlace[]) => Promise<R>,
  ): Promise<R> {
    const failed: FailedPlace[] = [];
    for (const place of wanted.sources) {
      let opened: OpenedBackup | undefined;
      try {
        opened = await this.open(place, signal);
        refuseOther(opened, wanted.backup_id);
        return await use(opened, failed);
      } catch (thrown) {
        if (signal.aborted || (opened && !isDamage(thrown))) throw thrown;
        failed.push({ place, error: toStrongroomError(thrown) });
      } finally {
        await opened?.store.close();
      }
    }
    throw (failed.find(({ error }) => error.retryable) ?? failed[0])!.error;
  }

  private async open(place: StoredAt, signal: AbortSignal): Promise<OpenedBackup> {
    const { key, storage_config_id } = place;
    const { storage } = await this.rpc.ask(StorageAccessOf, { storage_config_id });
    const store = openStore(openStorageAccess(storage, this.secrets), this.storageOptions);
    try {
      const identities = this.content === 'plain' ? openIdentities(storage, this.secrets) : undefined;
      const opened = await openStoredBackup(store, key, { signal, ...(identities && { identities }) });
      return { ...opened, place, storageName: storage.name, store };
    } catch (error) {
      await store.close();
      throw error;
    }
  }
}

/** Whatever lies under its key: what is not the backup that was asked for is not used in its place. */
function refuseOther({ archive, store, place }: OpenedBackup, backupId: string): void {
  const { backup_id: found } = archive.manifest;
  if (found !== backupId)
    throw new StrongroomError(
      'ARCHIVE_OTHER_BACKUP',
      `${store.location(place.key)} holds the backup ${found}, not ${backupId}`,
    );
}
