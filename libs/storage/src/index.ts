export {
  DEFAULT_STORAGE_OPTIONS,
  STORE_PROVIDERS,
  type ObjectStat,
  type ObjectStore,
  type ObjectWriter,
  type ProbeResult,
  type ProbeStep,
  type ReadOptions,
  type StorageOptions,
  type StorageSettings,
  type StoreProvider,
  type UnfinishedWrite,
  type WriteOptions,
} from './object-store';
export { openStore } from './open-store';
export { probeStore } from './probe-store';
