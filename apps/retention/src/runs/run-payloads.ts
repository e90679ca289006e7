import type { RetentionHoldPayload, RetentionRunPayload } from '@app/contracts';
import type { RetentionHold } from './retention-hold.entity';
import type { RetentionRun } from './retention-run.entity';

export const payloadOf = (hold: RetentionHold): RetentionHoldPayload => ({
  run_id: hold.runId,
  environment_id: hold.environmentId,
  would_expire: hold.wouldExpire,
  of: hold.ofBackups,
  held_at: hold.heldAt.toISOString(),
  agreed_at: hold.agreedAt?.toISOString() ?? null,
});

export const runPayloadOf = (run: RetentionRun): RetentionRunPayload => ({
  run_id: run.runId,
  organization_id: run.organizationId,
  status: run.status,
  slot: run.slot?.toISOString() ?? null,
  requested_at: run.requestedAt.toISOString(),
  started_at: run.startedAt?.toISOString() ?? null,
  completed_at: run.completedAt?.toISOString() ?? null,
  expired: run.expired,
  deleted_storage: run.deletedStorage,
  promoted: run.promoted,
  errors: run.errors,
  error_count: run.errorCount,
  held: run.held,
});
