import { ERRORS, type ErrorCode } from '@app/core';
import { AnyObject, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { TaskAttempt, TaskProblem, TaskView, taskView } from '../tasks/task-view';
import type { Task } from '../tasks/task.entity';
import { DEAD_LETTER_STATUSES, type DeadLetter, type DeadLetterStatus } from './dead-letter.entity';
import type { Replayed } from './dead-letter-replay';
import { messageOf, shownMessage } from './letter-content';

export class DeadLetterView {
  @Uuid() id: string;
  @OneOf(DEAD_LETTER_STATUSES) status: DeadLetterStatus;
  @Text({ description: 'The command or event', example: 'backup.run' }) kind: string;
  @Text({ example: 'jobs.backup.run' }) subject: string;
  @Text({ description: 'Where it could not be settled', example: 'JOBS' }) stream: string;
  @Text({ example: 'backup-run' }) consumer: string;
  @Whole({ description: 'Its place in that stream' }) sequence: number;
  @Text({ example: '0b6f1c9e-5d0a-4a57-8a35-6c1d5d0b7e11' }) message_id: string;
  @Uuid({ nullable: true }) organization_id: string | null;
  @Uuid({ nullable: true }) project_id: string | null;
  @Uuid({ nullable: true }) environment_id: string | null;
  @Uuid({ nullable: true }) task_id: string | null;
  @Nested(() => TaskProblem, { description: 'Of the last attempt' }) error: TaskProblem;
  @Whole({ description: 'How many attempts failed' }) attempts: number;
  @Whole({ description: 'Which replay has died; 0: the message as it was sent first' }) replay: number;
  @Moment() died_at: string;
  @Moment({ nullable: true }) replayed_at: string | null;
  @Moment({ nullable: true }) dismissed_at: string | null;
}

export class DeadLetterDetails extends DeadLetterView {
  @AnyObject({ nullable: true, description: 'The message, secrets masked; null when it is not a JSON object' })
  payload: object | null;
  @Nested(() => TaskAttempt, { list: true, description: 'The failed attempts of the task, or the one of the letter' })
  errors: TaskAttempt[];
}

export class DeadLetterReplayView {
  @Nested(() => DeadLetterView) dead_letter: DeadLetterView;
  @Nested(() => TaskView, { nullable: true, description: 'null: the letter belongs to no task' }) task: TaskView | null;
}

export function letterView(row: DeadLetter): DeadLetterView {
  const { headers: _headers, body: _body, code: _code, message: _message, replayed_as: _replayedAs, ...shown } = row;
  return {
    ...shown,
    error: errorOf(row),
    died_at: row.died_at.toISOString(),
    replayed_at: row.replayed_at?.toISOString() ?? null,
    dismissed_at: row.dismissed_at?.toISOString() ?? null,
  };
}

export function letterDetails(row: DeadLetter, task: Task | null): DeadLetterDetails {
  const message = messageOf(row.body);
  const own = { attempt: Math.max(1, row.attempts), error: errorOf(row), at: row.died_at.toISOString() };
  const errors = task === null || task.attempts.length === 0 ? [own] : task.attempts;
  return { ...letterView(row), payload: message === undefined ? null : shownMessage(message), errors };
}

export function replayView({ letter, task }: Replayed): DeadLetterReplayView {
  return { dead_letter: letterView(letter), task: task && taskView(task) };
}

/** A code that this version does not know came from a newer service. */
function errorOf({ code, message }: DeadLetter): TaskProblem {
  const { kind, remedy } = ERRORS[code in ERRORS ? (code as ErrorCode) : 'INTERNAL'];
  return { code, message, kind, remedy, details: {} };
}
