import { StrongroomError } from '@app/core';

/** Why a signal was aborted, as the failure of whatever it ended. */
export function abortFailure(signal: AbortSignal | undefined): StrongroomError {
  const reason: unknown = signal?.reason;
  if (reason instanceof StrongroomError) return reason;
  return new StrongroomError('CANCELLED', 'The work was ended on request', { cause: reason });
}
