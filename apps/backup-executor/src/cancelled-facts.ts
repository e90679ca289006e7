import { BackupCancelled, type BackupCancelPayload } from '@app/contracts';
import type { JobHook } from '@app/executor';
import type { Outbox } from '@app/messaging';

/** Tells that a job of this executor was cancelled, whatever its kind. */
export function cancelledFacts(outbox: Outbox): JobHook {
  return (manager, { id, kind, organizationId, environmentId, attempt, payload }) => {
    const { backup_id: backupId = null, copy_id } = payload as Partial<BackupCancelPayload>;
    const fact = {
      task_id: id,
      organization_id: organizationId,
      environment_id: environmentId,
      backup_id: backupId,
      ...(copy_id !== undefined && { copy_id }),
      work: kind,
      attempt,
      cancelled_at: new Date().toISOString(),
    };
    const subject = backupId === null ? `task/${id}` : `backup/${backupId}`;
    return outbox.event(manager, BackupCancelled, fact, { organizationId, subject });
  };
}
