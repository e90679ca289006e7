import { contentKeys, keysOf } from '@app/archive';
import { StrongroomError } from '@app/core';
import type { ObjectStore } from '@app/storage';

/**
 * Removes a backup, with every object that it consists of, from a storage and makes sure of it. The manifest goes first: whatever interrupts this, nothing is left
 * that looks like a backup.
 * @throws StrongroomError of the storage; STORAGE_FAILED when it says that it has removed what is still there
 */
export async function removeObjects(store: ObjectStore, keys: { manifestKey: string; key: string }): Promise<void> {
  for (const key of [keys.manifestKey, ...contentKeys(keysOf(keys.key))]) {
    await store.remove(key);
    if ((await store.stat(key)) !== undefined)
      throw new StrongroomError('STORAGE_FAILED', `${store.location(key)} is still there after it was deleted`);
  }
}
