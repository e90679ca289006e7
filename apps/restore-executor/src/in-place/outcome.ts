import type { DowntimePayload, RestoreOutcome } from '@app/contracts';
import type { StrongroomError } from '@app/core';

/** What a failed restore in place, or a failed undo, says of itself in the details of its failure. */
export function outcomeOf({ details }: StrongroomError): { outcome: RestoreOutcome; downtime?: DowntimePayload } {
  const { outcome = 'untouched', downtime } = details as { outcome?: RestoreOutcome; downtime?: DowntimePayload };
  return { outcome, ...(downtime && { downtime }) };
}
