import {
  OrphanReportOf,
  OrphanSweepRun,
  RetentionAgree,
  type RetentionHoldPayload,
  type RetentionPreviewAnswer,
  RetentionPreviewOf,
  RetentionRunOf,
  type RetentionRunPayload,
  type RetentionRunRequest,
  RetentionRunsOf,
  type RetentionRunsRequest,
} from '@app/contracts';
import type { TestGateway } from './test-gateway';

const RUN = '0d9f6b1e-3c52-4c7a-9f10-000000000002';
const at = '2027-01-01T03:00:00.000Z';

const sampleRun = (run_id: string, organization_id: string): RetentionRunPayload => ({
  run_id,
  organization_id,
  status: 'completed',
  slot: at,
  requested_at: at,
  started_at: at,
  completed_at: '2027-01-01T03:00:01.500Z',
  expired: 3,
  deleted_storage: 2,
  promoted: 1,
  errors: [
    { environment_id: null, backup_id: null, storage_config_id: null, code: 'STORAGE_UNREACHABLE', message: 'away' },
  ],
  error_count: 1,
  held: 0,
});

const sampleHold = (environment_id: string, run_id: string): RetentionHoldPayload => ({
  run_id,
  environment_id,
  would_expire: 40,
  of: 45,
  held_at: at,
  agreed_at: at,
});

const samplePreview: RetentionPreviewAnswer = {
  at,
  promote: 1,
  expire: 0,
  keep: 0,
  would_be_held: false,
  hold: null,
  decisions: [
    {
      backup_id: '0d9f6b1e-3c52-4c7a-9f10-000000000001',
      created_at: at,
      action: 'promote',
      previous_type: 'daily',
      retention_type: 'weekly',
      expires_at: null,
      reason: 'the first of its week',
    },
  ],
};

export interface AskedRetention {
  name: string;
  request: object;
}

/**
 * Answers like retention until the gateway is stopped.
 * @returns what was asked so far
 */
export async function answerRetention({ infrastructure }: TestGateway): Promise<AskedRetention[]> {
  const asked: AskedRetention[] = [];
  const { admin } = infrastructure.nats;
  const answer = <Q extends object>(
    { name, subject }: { name: string; subject: string },
    give: (request: Q) => object,
  ) =>
    admin.subscribe(subject, {
      callback: (_error, message) => {
        const request = message.json<Q>();
        asked.push({ name, request });
        message.respond(JSON.stringify({ answer: give(request) }));
      },
    });
  answer<RetentionRunRequest>(RetentionRunOf, ({ run_id }) => ({ run_id, organizations: 1 }));
  answer<RetentionRunsRequest>(RetentionRunsOf, ({ run_id, organization_id }) => ({
    runs: [sampleRun(run_id ?? RUN, organization_id ?? RUN)],
    total: 1,
  }));
  answer(RetentionPreviewOf, () => samplePreview);
  answer<{ environment_id: string; run_id: string }>(RetentionAgree, ({ environment_id, run_id }) => ({
    hold: sampleHold(environment_id, run_id),
  }));
  answer(OrphanSweepRun, () => ({ sweep: null }));
  answer(OrphanReportOf, () => ({ sweep: null }));
  await admin.flush();
  return asked;
}
