/** A restore as the API shows it. */
import {
  FREEZES,
  type Freeze,
  RESTORE_MODES,
  RESTORE_OUTCOMES,
  RESTORE_STATUSES,
  RESTORE_STRATEGIES,
  type RestoreMode,
  type RestoreOutcome,
  type RestoreStatus,
  type RestoreStrategy,
  STEP_STATUSES,
  type StepStatus,
  VERIFICATION_LEVELS,
  type VerificationLevel,
} from '@app/contracts';
import { AnyObject, Flag, Moment, Nested, OneOf, Text, Uuid, Uuids, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import type { Restore } from './restore.entity';
import { undoFault } from './undo-rules';

class RestoreError {
  @Text({ example: 'DATABASE_EXISTS' }) code: string;
  @Text({ example: 'Choose another target_db.' }) remedy: string;
  @AnyObject() details: object;
}

class RestoreWarning {
  @Text({ example: 'NEWER_POSTGRES' }) code: string;
  @Text({ example: 'The backup was made by PostgreSQL 15, the server is 16' }) message: string;
}

class NotedHookView {
  @Text({ example: 'test addresses' }) name: string;
  @Text({ description: 'Of the SQL, in hex', example: 'a'.repeat(64) }) sha256: string;
}

class NotedDrillView {
  @Uuid({ nullable: true, description: 'null: somebody asked for it' }) policy_id: string | null;
  @Uuid({ description: 'That was backed up' }) environment_id: string;
  @Whole({ nullable: true, description: 'From the beginning until all was checked, in milliseconds' })
  recovery_ms: number | null;
  @Whole({ nullable: true }) database_ms: number | null;
  @Whole({ nullable: true }) filestore_ms: number | null;
  @OneOf(VERIFICATION_LEVELS, { nullable: true, description: 'What was proven' }) level: VerificationLevel | null;
  @Uuid({ nullable: true, description: 'Where the backup turned out to be damaged, or missing' })
  damaged_storage_config_id: string | null;
}

class DowntimeView {
  @Moment({ example: '2024-12-11T10:52:01Z' }) started_at: string;
  @Moment({ example: '2024-12-11T10:52:02.400Z' }) ended_at: string;
}

class RestoreStep {
  @Text({ example: 'load_database' }) name: string;
  @OneOf(STEP_STATUSES, { description: '`undone`: it was done, and taken back' }) status: StepStatus;
  @Whole({ min: 1 }) attempt: number;
  @Moment() started_at: string;
  @Moment({ nullable: true }) ended_at: string | null;
  @Text({ nullable: true, description: 'What came of it', example: '412 MB in 38 s' }) note: string | null;
  @Text({ nullable: true, description: 'What takes it back', example: 'The loaded copy is dropped' })
  undo: string | null;
}

export class RestoreView {
  @Uuid() id: string;
  @Uuid() organization_id: string;
  @Uuid() project_id: string;
  @Uuid() environment_id: string;
  @Uuid() backup_id: string;
  @Moment({ description: 'Of which moment the backup is: what was written since is not in what was restored' })
  backup_timestamp: string;
  @Uuid() task_id: string;
  @Uuid({ nullable: true, description: 'The task of the teardown, once somebody asked for it' })
  teardown_task_id: string | null;
  @Uuid({ nullable: true, description: 'The task of the undo, once somebody asked for it' })
  undo_task_id: string | null;
  @OneOf(RESTORE_MODES) mode: RestoreMode;
  @Text({ max: 63, example: 'prod_db_main-clone' }) target_db: string;
  @Flag() restore_database: boolean;
  @Flag() restore_filestore: boolean;
  @Flag({ description: 'Whether the clone is made unable to act in the world' }) neutralize: boolean;
  @Flag({ nullable: true }) regenerate_assets: boolean | null;
  @Nested(() => NotedHookView, { list: true }) post_restore_sql: NotedHookView[];
  @OneOf(RESTORE_STRATEGIES, { nullable: true, description: 'In place only' }) strategy: RestoreStrategy | null;
  @OneOf(FREEZES, { nullable: true, description: 'In place only' }) freeze: Freeze | null;
  @Whole({ nullable: true, description: 'In place only' }) keep_replaced_seconds: number | null;
  @Text({ nullable: true, max: 1000, description: 'Why there is no backup of the state that was replaced' })
  skip_insurance_reason: string | null;
  @Uuids({ description: 'The other environments that stop with the workload', max: 100 }) stops_environments: string[];
  @OneOf(RESTORE_STATUSES, {
    description:
      '`rolled_back`: failed, and the live environment is as it was. `undone`: completed, and swapped back since',
  })
  status: RestoreStatus;
  @Nested(() => RestoreStep, { list: true, description: 'The journal, in the order in which the steps were begun' })
  steps: RestoreStep[];
  @Whole() attempt: number;
  @Whole() teardown_attempt: number;
  @Whole() undo_attempt: number;
  @Moment({ nullable: true }) started_at: string | null;
  @Moment({ nullable: true }) completed_at: string | null;
  @Whole({ nullable: true }) duration_seconds: number | null;
  @Moment({ nullable: true }) torn_down_at: string | null;
  @Nested(() => DowntimeView, { nullable: true, description: 'In place: the time in which nobody could use it' })
  downtime: DowntimeView | null;
  @Uuid({ nullable: true, description: 'In place: the backup of what was replaced' })
  insurance_backup_id: string | null;
  @Moment({ nullable: true, description: 'Until when that backup is kept at least' })
  insurance_kept_until: string | null;
  @Moment({ nullable: true, description: 'In place: until when what was replaced is kept for an undo' })
  replaced_until: string | null;
  @Moment({ nullable: true }) replaced_dropped_at: string | null;
  @Flag({ description: 'Whether an undo is possible: of several restores in place, that of the latest one first' })
  can_undo: boolean;
  @Moment({ nullable: true }) undone_at: string | null;
  @OneOf(RESTORE_OUTCOMES, {
    nullable: true,
    description:
      'What a failure in place, or of the undo, has left. `untouched`: nothing live was changed. `broken`: the rollback failed as well; the error says what stands where',
  })
  outcome: RestoreOutcome | null;
  @Nested(() => NotedDrillView, { nullable: true, description: 'Drills only' }) drill: NotedDrillView | null;
  @Whole() database_bytes: number;
  @Whole() filestore_bytes: number;
  @Whole() filestore_files: number;
  @Whole({ nullable: true, description: 'Users in what was restored' }) users: number | null;
  @Nested(() => RestoreWarning, { list: true }) warnings: RestoreWarning[];
  @Text({ nullable: true, max: 5000 }) error_message: string | null;
  @Nested(() => RestoreError, { nullable: true }) error_details: RestoreError | null;
  @Uuid({ nullable: true }) created_by: string | null;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

export function restoreView(row: Restore): RestoreView {
  const { journal_revision: _, drill, drilled_environment_id, downtime_started_at, downtime_ended_at, ...fields } = row;
  return {
    ...fields,
    backup_timestamp: momentOf(row.backup_timestamp),
    started_at: momentOrNull(row.started_at),
    completed_at: momentOrNull(row.completed_at),
    torn_down_at: momentOrNull(row.torn_down_at),
    downtime:
      downtime_started_at && downtime_ended_at
        ? { started_at: momentOf(downtime_started_at), ended_at: momentOf(downtime_ended_at) }
        : null,
    drill: drill && {
      policy_id: drill.policy_id ?? null,
      environment_id: drilled_environment_id!,
      recovery_ms: drill.recovery_ms ?? null,
      database_ms: drill.database_ms ?? null,
      filestore_ms: drill.filestore_ms ?? null,
      level: drill.level ?? null,
      damaged_storage_config_id: drill.damaged_storage_config_id ?? null,
    },
    insurance_kept_until: momentOrNull(row.insurance_kept_until),
    replaced_until: momentOrNull(row.replaced_until),
    replaced_dropped_at: momentOrNull(row.replaced_dropped_at),
    can_undo: undoFault(row, new Date()) === undefined,
    undone_at: momentOrNull(row.undone_at),
    steps: row.steps.map((step) => ({
      name: step.name,
      status: step.status,
      attempt: step.attempt,
      started_at: momentOrNull(step.started_at)!,
      ended_at: momentOrNull(step.ended_at),
      note: step.note ?? null,
      undo: step.undo ?? null,
    })),
    created_at: momentOf(row.created_at),
    updated_at: momentOf(row.updated_at),
  };
}
