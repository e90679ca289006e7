/** Drills as the API shows them: which backup was restored on trial, what it has proven, and how long it took. */
import { VERIFICATION_LEVELS, type VerificationLevel } from '@app/contracts';
import { Decimal, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import { PageFields } from '../http/page';
import type { Restore } from '../restores/restore.entity';
import { secondsOf, type Trend, TREND_DRILLS } from './drill-trend';

/** The first two are under way, the others ends. */
export const DRILL_OUTCOMES = ['pending', 'running', 'passed', 'damaged', 'not_proven', 'cancelled'] as const;
export type DrillOutcome = (typeof DRILL_OUTCOMES)[number];

class DrillError {
  @Text({ example: 'ARCHIVE_CORRUPT' }) code: string;
  @Text() message: string;
  @Text() remedy: string;
}

export class DrillView {
  @Uuid({ description: 'Of the restore: `GET /api/v1/restores/{id}` has its journal' }) id: string;
  @Uuid() task_id: string;
  @Uuid() backup_id: string;
  @Moment({ description: 'Of which moment the backup is' }) backup_timestamp: string;
  @Uuid({ description: 'That was backed up' }) environment_id: string;
  @Uuid({ description: 'Beside which it was restored' }) drill_environment_id: string;
  @Uuid({ nullable: true, description: 'null: somebody asked for it' }) policy_id: string | null;
  @OneOf(DRILL_OUTCOMES, {
    description:
      '`damaged`: the backup is not what was backed up. `not_proven`: the drill failed for another reason, and nothing is known of the backup',
  })
  outcome: DrillOutcome;
  @OneOf(VERIFICATION_LEVELS, { nullable: true, description: 'What was proven' }) level: VerificationLevel | null;
  @Decimal({ nullable: true, description: 'From the beginning until all was checked', example: 48.5 })
  recovery_seconds: number | null;
  @Decimal({ nullable: true, description: 'Of that, the load of the database', example: 31.2 })
  database_seconds: number | null;
  @Decimal({ nullable: true, description: 'Of that, the unpacking of the filestore', example: 14.9 })
  filestore_seconds: number | null;
  @Whole({ description: 'Bytes of the dump and of the filestore archive' }) bytes: number;
  @Nested(() => DrillError, { nullable: true }) error: DrillError | null;
  @Moment() created_at: string;
  @Moment({ nullable: true }) started_at: string | null;
  @Moment({ nullable: true }) completed_at: string | null;
}

class DrillTrend implements Trend {
  @Whole({ description: `The latest that passed are counted, at most ${TREND_DRILLS}` }) drills: number;
  @Decimal({ nullable: true, description: 'Median of their recovery times', example: 47 }) median_seconds:
    number | null;
  @Decimal({ nullable: true, example: 48.5 }) latest_seconds: number | null;
  @Decimal({ nullable: true, description: 'Of the one before the latest', example: 46.8 }) previous_seconds:
    number | null;
}

export class DrillsPage extends PageFields {
  @Nested(() => DrillView, { list: true }) items: DrillView[];
  @Nested(() => DrillTrend, { description: 'How long it takes to have the environment back' }) trend: DrillTrend;
}

export function drillView(row: Restore): DrillView {
  const { drill, error_details, error_message } = row;
  return {
    id: row.id,
    task_id: row.task_id,
    backup_id: row.backup_id,
    backup_timestamp: momentOf(row.backup_timestamp),
    environment_id: row.drilled_environment_id!,
    drill_environment_id: row.environment_id,
    policy_id: drill?.policy_id ?? null,
    outcome: outcomeOf(row),
    level: drill?.level ?? null,
    recovery_seconds: secondsOf(drill?.recovery_ms),
    database_seconds: secondsOf(drill?.database_ms),
    filestore_seconds: secondsOf(drill?.filestore_ms),
    bytes: row.database_bytes + row.filestore_bytes,
    error: error_details && { code: error_details.code, message: error_message!, remedy: error_details.remedy },
    created_at: momentOf(row.created_at),
    started_at: momentOrNull(row.started_at),
    completed_at: momentOrNull(row.completed_at),
  };
}

export function outcomeOf({
  status,
  drill,
  error_details,
}: Pick<Restore, 'status' | 'drill' | 'error_details'>): DrillOutcome {
  if (status === 'completed') return 'passed';
  if (status === 'pending') return 'pending';
  if (status === 'in_progress') return 'running';
  if (error_details?.code === 'TASK_CANCELLED') return 'cancelled';
  return drill?.damaged_storage_config_id ? 'damaged' : 'not_proven';
}
