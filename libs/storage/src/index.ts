export type { StorageSettings } from '@app/core';
export {
  DEFAULT_STORAGE_OPTIONS,
  type ObjectStat,
  type ObjectStore,
  type ObjectWriter,
  type ReadOptions,
  type SignedUrlOptions,
  type StorageOptions,
  type UnfinishedWrite,
  type WriteOptions,
} from './object-store';
export { openStore } from './open-store';
export { probeStore, type ProbeResult } from './probe-store';
export { PROBE_STEPS, type ProbeStep, type Specimen, STORE_PROMISES } from './store-promises';
