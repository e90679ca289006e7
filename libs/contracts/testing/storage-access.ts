import { randomUUID } from 'node:crypto';
import type { StorageAccess } from '../src';

/** For specs: a storage as the gateway tells of it; a local directory, unless something else is said. */
export function storageAccess(change: Partial<StorageAccess>): StorageAccess {
  return {
    id: randomUUID(),
    name: 'Disk',
    provider: 'local',
    endpoint: null,
    region: null,
    bucket: null,
    prefix: null,
    path: null,
    storage_class: null,
    server_side_encryption: null,
    credentials_sealed: null,
    ...change,
  };
}
