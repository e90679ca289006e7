import type { EntityManager } from 'typeorm';
import { StorageConfig } from '../directory/storage-config.entity';
import type { Backup } from './backup.entity';

/** Counts the object of a backup, or of a copy, for its storage; to be called once an object. */
export async function countUsage(
  manager: EntityManager,
  backup: Pick<Backup, 'storage_config_id' | 'compressed_size' | 'completed_at'>,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(StorageConfig)
    .set({
      total_size_bytes: () => 'total_size_bytes + :size',
      object_count: () => 'object_count + 1',
      last_used_at: () => 'GREATEST(last_used_at, :usedAt::timestamptz)',
    })
    .setParameters({ size: backup.compressed_size, usedAt: backup.completed_at })
    .where('id = :id', { id: backup.storage_config_id })
    .execute();
}

/** The object is gone; to be called once an object. */
export async function uncountUsage(manager: EntityManager, storageConfigId: string, sizeBytes: number): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(StorageConfig)
    .set({
      total_size_bytes: () => 'GREATEST(total_size_bytes - :size, 0)',
      object_count: () => 'GREATEST(object_count - 1, 0)',
    })
    .setParameters({ size: sizeBytes })
    .where('id = :id', { id: storageConfigId })
    .execute();
}
