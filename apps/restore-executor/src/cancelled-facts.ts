import { RestoreCancelled, type RestoreCancelledPayload, type RestoreCancelPayload } from '@app/contracts';
import type { JobHook } from '@app/executor';
import type { Outbox } from '@app/messaging';

/** Tells that a job of this executor was cancelled, whatever its kind. */
export function cancelledFacts(outbox: Outbox): JobHook {
  return (manager, { id, kind, organizationId, attempt, payload }) => {
    const { restore_id, environment_id } = payload as RestoreCancelPayload;
    const fact: RestoreCancelledPayload = {
      task_id: id,
      organization_id: organizationId,
      environment_id,
      restore_id,
      work: kind,
      attempt,
      cancelled_at: new Date().toISOString(),
    };
    return outbox.event(manager, RestoreCancelled, fact, { organizationId, subject: `restore/${restore_id}` });
  };
}
