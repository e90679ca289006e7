/** Finds the object of a backup: in its own storage, else in the first copy that is there. */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { keysOf } from '@app/archive';
import type { StoredAt } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { type ObjectStat, type ObjectStore, openStore } from '@app/storage';
import { placesOf } from '../backups/backup-places';
import { Backup } from '../backups/backup.entity';
import { refuseGone } from '../backups/gone-backup';
import { GatewayConfig } from '../config';
import { storageAccess } from '../directory/access-answers';
import { Environment } from '../directory/environment.entity';
import { StorageConfig } from '../directory/storage-config.entity';

export interface FoundObject {
  backup: Backup;
  /** To be closed by whoever asked. */
  store: ObjectStore;
  object: ObjectStat;
  storage: StorageConfig;
  /** What a person would like to have it saved as. */
  fileName: string;
}

@Injectable()
export class ObjectFinder {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
    private readonly config: GatewayConfig,
  ) {}

  /**
   * @throws StrongroomError NOT_FOUND, BACKUP_DELETED, BACKUP_EXPIRED, BACKUP_NOT_COMPLETED; OBJECT_NOT_FOUND when no place has it, or what keeps
   * a place from telling
   */
  async find(backupId: string): Promise<FoundObject> {
    const { manager } = this.dataSource;
    const backup = await manager.findOneBy(Backup, { id: backupId });
    if (backup === null) throw new StrongroomError('NOT_FOUND', `There is no backup ${backupId}.`);
    refuseGone(backup);
    if (backup.status !== 'completed')
      throw new StrongroomError('BACKUP_NOT_COMPLETED', `The backup ${backupId} is ${backup.status}.`);
    const environment = await manager.findOneByOrFail(Environment, { id: backup.environment_id });
    const failures: StrongroomError[] = [];
    for (const place of await placesOf(manager, backup)) {
      try {
        const found = await this.look(place);
        return { backup, ...found, fileName: fileNameOf(backup, environment, found.object) };
      } catch (thrown) {
        failures.push(toStrongroomError(thrown));
      }
    }
    const [first = new StrongroomError('OBJECT_NOT_FOUND', `The backup ${backupId} lies nowhere any more.`)] = failures;
    throw failures.find(({ retryable }) => retryable) ?? first;
  }

  private async look({
    storage_config_id: id,
    key,
  }: StoredAt): Promise<Pick<FoundObject, 'store' | 'object' | 'storage'>> {
    const storage = await this.dataSource.manager.findOneByOrFail(StorageConfig, { id });
    const store = openStore(openStorageAccess(storageAccess(storage), this.secrets), this.config.storageTimeouts);
    try {
      const object = await store.stat(key);
      if (object !== undefined) return { store, object, storage };
      throw new StrongroomError('OBJECT_NOT_FOUND', `${store.location(key)} is not in the storage.`);
    } catch (thrown) {
      await store.close();
      throw thrown;
    }
  }
}

/**
 * The filestore of a backup in PLANA's layout, at the place that the dump was found at; undefined: it is in the ZIP, or there is none.
 * @throws StrongroomError OBJECT_NOT_FOUND
 */
export async function filestoreOf(found: FoundObject): Promise<FoundObject | undefined> {
  const { store, backup, fileName } = found;
  const key = keysOf(found.object.key).filestore;
  if (key === undefined || !backup.filestore_size) return undefined;
  const object = await store.stat(key);
  if (object) return { ...found, object, fileName: fileName.replace(PLANA_DUMP, '-filestore.tar.gz') };
  throw new StrongroomError('OBJECT_NOT_FOUND', `${store.location(key)} is not in the storage.`);
}

const PLANA_DUMP = /\.dump\.gz$/;

/** Such as `prod-20241211T103000Z.zip`. */
function fileNameOf({ started_at, create_date }: Backup, { slug }: Environment, { key }: ObjectStat): string {
  const moment = (started_at ?? create_date).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${slug}-${moment}${PLANA_DUMP.test(key) ? '.dump.gz' : '.zip'}`;
}
