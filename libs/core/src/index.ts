export { Clock, clockOf } from './clock';
export { ERRORS, type ErrorCode, type ErrorDefinition, type ErrorKind } from './error-codes';
export { StrongroomError, toStrongroomError, type ErrorDetails, type ErrorReport } from './strongroom-error';
export { type DoublingPace, waitAfter } from './doubling-wait';
export { PinnedHostKey } from './pinned-host-key';
export { decideRetry, type RetryDecision } from './retry-policy';
export {
  checkStorageSettings,
  findPathProblem,
  normalizeConfigPrefix,
  type StorageCredentials,
  type StorageSettings,
  type StoreProvider,
} from './storage-settings';
export { STRONGROOM_VERSION } from './version';
