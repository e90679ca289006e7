/** Runs, previews and holds of retention as the API shows them. */
import {
  RETENTION_ACTIONS,
  RETENTION_RUN_STATUSES,
  RETENTION_TYPES,
  type RetentionAction,
  type RetentionDecisionPayload,
  type RetentionErrorPayload,
  type RetentionHoldPayload,
  type RetentionPreviewAnswer,
  type RetentionRunPayload,
  type RetentionRunStatus,
  type RetentionType,
} from '@app/contracts';
import { Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';

export class RetentionRunRequested {
  @Uuid() run_id: string;
  @Whole({ description: 'How many organizations the run is for' }) organizations: number;
}

class RetentionErrorView {
  @Uuid({ nullable: true }) environment_id: string | null;
  @Uuid({ nullable: true }) backup_id: string | null;
  @Uuid({ nullable: true }) storage_config_id: string | null;
  @Text({ example: 'STORAGE_UNREACHABLE' }) code: string;
  @Text({ max: 5000, example: 'sftp.example.com does not answer' }) message: string;
}

class RetentionResult {
  @Whole({ example: 12, description: 'Backups whose time was over' }) expired: number;
  @Whole({ example: 12, description: 'Backups of which no storage holds anything any more' }) deleted_storage: number;
  @Whole({ example: 1, description: 'Backups that have taken over a higher tier' }) promoted: number;
  @Nested(() => RetentionErrorView, { list: true, description: 'The first 100; tried again at the next run' })
  errors: RetentionErrorView[];
}

export class RetentionRunView {
  @Uuid() run_id: string;
  @Uuid() organization_id: string;
  @OneOf(RETENTION_RUN_STATUSES, { description: '`removing`: all is decided; objects are on their way out' })
  status: RetentionRunStatus;
  @Moment({ nullable: true, description: 'Its time by the schedule; null: somebody asked for it' })
  scheduled_for: string | null;
  @Moment() requested_at: string;
  @Moment({ nullable: true }) started_at: string | null;
  @Moment({ nullable: true }) completed_at: string | null;
  @Nested(() => RetentionResult, { description: 'So far' }) result: RetentionResult;
  @Whole({ description: 'How many errors there were' }) error_count: number;
  @Whole({ description: 'How many environments wait for somebody to agree' }) held: number;
}

class RetentionDecisionView {
  @Uuid() backup_id: string;
  @Moment() created_at: string;
  @OneOf(RETENTION_ACTIONS, { example: 'promote' }) action: RetentionAction;
  @OneOf(RETENTION_TYPES, { example: 'daily' }) previous_type: RetentionType;
  @OneOf(RETENTION_TYPES, { example: 'weekly' }) retention_type: RetentionType;
  @Moment({ nullable: true, description: 'null: never' }) expires_at: string | null;
  @Text({ max: 1000, example: 'the first daily one of its week', description: 'Why, in words' }) reason: string;
}

export class RetentionHoldView {
  @Uuid({ description: 'The run that was held back' }) run_id: string;
  @Uuid() environment_id: string;
  @Whole({ example: 40, description: 'How many backups would have gone' }) would_expire: number;
  @Whole({ example: 45, description: 'Out of how many' }) of: number;
  @Moment() held_at: string;
  @Moment({ nullable: true, description: 'null: nobody has agreed yet' }) agreed_at: string | null;
}

export class RetentionPreview {
  @Uuid() environment_id: string;
  @Moment({ description: 'The moment that it was decided for' }) at: string;
  @Whole() promote: number;
  @Whole() expire: number;
  @Whole() keep: number;
  @Flag({ description: 'Whether so many would go at once that nothing goes until somebody agrees' })
  would_be_held: boolean;
  @Nested(() => RetentionHoldView, { nullable: true, description: 'What waits for an agreement now' })
  hold: RetentionHoldView | null;
  @Nested(() => RetentionDecisionView, {
    list: true,
    description: 'The first 1000: those that go, those that are promoted, those that stay; of each the newest first',
  })
  decisions: RetentionDecisionView[];
}

export function runView(run: RetentionRunPayload): RetentionRunView {
  const { run_id, organization_id, status, error_count, held, expired, deleted_storage, promoted } = run;
  return {
    run_id,
    organization_id,
    status,
    scheduled_for: momentOrNull(run.slot),
    requested_at: momentOf(new Date(run.requested_at)),
    started_at: momentOrNull(run.started_at),
    completed_at: momentOrNull(run.completed_at),
    result: { expired, deleted_storage, promoted, errors: run.errors.map(errorView) },
    error_count,
    held,
  };
}

function errorView(error: RetentionErrorPayload): RetentionErrorView {
  const { environment_id, backup_id, storage_config_id, code, message } = error;
  return { environment_id, backup_id, storage_config_id, code, message };
}

export function holdView(hold: RetentionHoldPayload): RetentionHoldView {
  const { run_id, environment_id, would_expire, of } = hold;
  return {
    run_id,
    environment_id,
    would_expire,
    of,
    held_at: momentOf(new Date(hold.held_at)),
    agreed_at: momentOrNull(hold.agreed_at),
  };
}

export function previewView(environment_id: string, preview: RetentionPreviewAnswer): RetentionPreview {
  const { promote, expire, keep, would_be_held, hold } = preview;
  return {
    environment_id,
    at: momentOf(new Date(preview.at)),
    promote,
    expire,
    keep,
    would_be_held,
    hold: hold === null ? null : holdView(hold),
    decisions: preview.decisions.map(decisionView),
  };
}

function decisionView(decision: RetentionDecisionPayload): RetentionDecisionView {
  const { backup_id, action, previous_type, retention_type, reason } = decision;
  return {
    backup_id,
    created_at: momentOf(new Date(decision.created_at)),
    action,
    previous_type,
    retention_type,
    expires_at: momentOrNull(decision.expires_at),
    reason,
  };
}
