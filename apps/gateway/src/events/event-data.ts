/** The data of streamed events in the OpenAPI document, and how the stream is used. */
import { ApiProperty } from '@nestjs/swagger';
import { TASK_STATUSES, TASK_TYPES, type TaskStatus, type TaskType } from '@app/contracts';
import { Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { TaskProblem } from '../tasks/task-view';

export const EVENT_STREAM_GUIDE = [
  'Server-sent events of what the caller may see: `task.status`, `backup.*`, `restore.*`, `policy.*`, `retention.*`, `quota.*`, `dead_letter.kept`, and `task.progress` of running tasks.',
  'The data of an event are the fields of its message (docs/messages.md), and in `cloudevent` what its CloudEvents envelope says.',
  'Every event but `task.progress` has an `id`. Whoever sends the last one as `Last-Event-ID` gets what has happened since, once, from any gateway; without it the stream begins now. Heartbeats carry the id as well.',
  'Events are kept for 30 days. If some are missing that are no longer kept, `stream.reset` comes first: load again what you show.',
  'A client that does not keep up is cut off, and resumes. The stream of a token that was revoked ends within seconds.',
].join('\n\n');

class CloudEventEnvelope {
  @Uuid({ description: 'Of the event, the same wherever it is seen' }) id: string;
  @Text({ example: '/strongroom/gateway' }) source: string;
  @Text({ example: 'strongroom.task.status.v1' }) type: string;
  @Text({ nullable: true, example: 'task/880e8400-e29b-41d4-a716-446655440000' }) subject: string | null;
  @Moment() time: string;
}

/** Of all but `task.*`; each has fields of its own beside these. */
export class StoredEventData {
  @Uuid({ optional: true, description: 'Where the event belongs to a task' }) task_id?: string;
  @Uuid() organization_id: string;
  @Uuid({ nullable: true, optional: true }) environment_id?: string | null;
  @Nested(() => CloudEventEnvelope) cloudevent: CloudEventEnvelope;
}

/** Of `task.status`. */
export class TaskStatusEventData {
  @Uuid() task_id: string;
  @Uuid() organization_id: string;
  @Uuid({ nullable: true }) environment_id: string | null;
  @OneOf(TASK_TYPES) type: TaskType;
  @OneOf(TASK_STATUSES) status: TaskStatus;
  @OneOf(TASK_STATUSES) previous_status: TaskStatus;
  @Whole() attempt: number;
  @Nested(() => TaskProblem, { nullable: true }) error: TaskProblem | null;
  @Nested(() => CloudEventEnvelope) cloudevent: CloudEventEnvelope;
}

/** Of `task.progress`: never stored, the last one counts. */
export class ProgressEventData {
  @Uuid() task_id: string;
  @Uuid() organization_id: string;
  @Uuid({ nullable: true }) environment_id: string | null;
  @Whole({ min: 1 }) attempt: number;
  @Text({ example: 'database' }) stage: string;
  @ApiProperty({ type: [String], description: 'All stages in order' }) stages: string[];
  @Whole() bytes: number;
  @Whole({ nullable: true }) total_bytes: number | null;
  @Whole() rate_bytes_per_second: number;
  @Whole({ nullable: true, optional: true, max: 100 }) percent?: number | null;
  @Whole({ nullable: true, optional: true }) estimated_seconds_remaining?: number | null;
}

/** Of `stream.reset`. */
export class ResetEventData {
  @Text({ description: 'The place that the client came from' }) last_event_id: string;
  @Text() reason: string;
}
