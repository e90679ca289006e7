import { isDamage } from '@app/archive';
import type { DrillFailurePayload, RestoreRunPayload } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import { wantedBackup } from '../build/wanted-backup';

/** What a drill that failed says of the backup: that it is damaged, or nothing. Pure. */
export function failureOf(command: RestoreRunPayload, error: StrongroomError): DrillFailurePayload {
  const { policy_id } = command.drill!;
  // where no place serves, and none may serve later, the failure is that of the first one
  const [first] = wantedBackup(command).sources;
  return { policy_id, ...(isDamage(error) && { damaged_storage_config_id: first!.storage_config_id }) };
}
