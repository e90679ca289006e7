export { ERRORS, type ErrorCode, type ErrorDefinition, type ErrorKind } from './error-codes';
export { StrongroomError, toStrongroomError, type ErrorDetails, type ErrorReport } from './strongroom-error';
export { decideRetry, type RetryDecision } from './retry-policy';
export { STRONGROOM_VERSION } from './version';
