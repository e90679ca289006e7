import { ApiProperty } from '@nestjs/swagger';
import { TASK_STATUSES, TASK_TYPES, type TaskStatus, type TaskType } from '@app/contracts';
import { AnyObject, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import type { LatestProgress } from './live-progress';
import { CANCEL_OUTCOMES, cancelOutcome, type CancelOutcome } from './task-cancel';
import type { Task } from './task.entity';

export class TaskProblem {
  @Text({ example: 'SSH_UNREACHABLE' }) code: string;
  @Text({ example: 'server-1 (192.0.2.7:22) did not answer within 10 seconds' }) message: string;
  @Text({
    description: 'What the reader can do about it',
    example: 'Check that the server runs and that its SSH port is open.',
  })
  remedy: string;
  @OneOf(['operator', 'transient', 'bug', 'cancelled']) kind: string;
  @AnyObject() details: object;
}

export class TaskAttempt {
  @Whole({ min: 1 }) attempt: number;
  @Nested(() => TaskProblem) error: TaskProblem;
  @Moment() at: string;
}

class TaskProgress {
  @Text({ example: 'database' }) stage: string;
  @ApiProperty({ type: [String], description: 'All stages in order', example: ['connect', 'snapshot', 'database'] })
  stages: string[];
  @Whole() bytes: number;
  @Whole({ nullable: true, description: 'An estimate; null when unknown' }) total_bytes: number | null;
  @Whole() rate_bytes_per_second: number;
  @Whole({ nullable: true, max: 99, description: 'Never falls within an attempt; null when unknown' })
  percent: number | null;
  @Whole({ nullable: true, description: 'At the rate of the last seconds; null when unknown' })
  estimated_seconds_remaining: number | null;
  @Moment() updated_at: string;
}

export class TaskView {
  @Uuid() id: string;
  @Uuid() organization_id: string;
  @Uuid({ nullable: true, description: 'Both null: work on a storage' }) project_id: string | null;
  @Uuid({ nullable: true }) environment_id: string | null;
  @OneOf(TASK_TYPES) type: TaskType;
  @OneOf(TASK_STATUSES) status: TaskStatus;
  @Whole({ description: 'The latest attempt; 0 before the first' }) attempt: number;
  @Nested(() => TaskAttempt, { list: true, description: 'The attempts that failed', example: [] })
  attempts: TaskAttempt[];
  @Moment({ nullable: true }) next_attempt_at: string | null;
  @Uuid({ nullable: true }) backup_id: string | null;
  @Uuid({ nullable: true }) restore_id: string | null;
  @AnyObject({ nullable: true, example: { backup_id: '660e8400-e29b-41d4-a716-446655440000' } }) result: object | null;
  @Nested(() => TaskProblem, { nullable: true }) error: TaskProblem | null;
  @Nested(() => TaskProgress, { nullable: true, description: 'While somebody works on the task' })
  progress: TaskProgress | null;
  @Moment({ nullable: true }) started_at: string | null;
  @Moment({ nullable: true }) completed_at: string | null;
  @Moment({ nullable: true, description: 'When somebody wanted the task to end' }) cancel_requested_at: string | null;
  @Uuid({ nullable: true }) cancel_requested_by: string | null;
  @OneOf(CANCEL_OUTCOMES, { nullable: true, description: '`too_late`: it had come to its end before' })
  cancel_outcome: CancelOutcome | null;
  @Uuid({ nullable: true, description: 'null: the system' }) created_by: string | null;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

export function taskView(row: Task, live?: LatestProgress): TaskView {
  return {
    ...row,
    progress: row.completed_at === null && live !== undefined ? progressView(live) : null,
    next_attempt_at: momentOrNull(row.next_attempt_at),
    started_at: momentOrNull(row.started_at),
    completed_at: momentOrNull(row.completed_at),
    cancel_requested_at: momentOrNull(row.cancel_requested_at),
    cancel_outcome: cancelOutcome(row),
    created_at: momentOf(row.created_at),
    updated_at: momentOf(row.updated_at),
  };
}

function progressView({ progress, receivedAt }: LatestProgress): TaskProgress {
  const { stage, stages, bytes, total_bytes, rate_bytes_per_second } = progress;
  return {
    stage,
    stages,
    bytes,
    total_bytes,
    rate_bytes_per_second,
    percent: progress.percent ?? null,
    estimated_seconds_remaining: progress.estimated_seconds_remaining ?? null,
    updated_at: momentOf(receivedAt),
  };
}
