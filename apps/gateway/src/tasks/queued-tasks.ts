import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OutboxMessage, OutboxPublishedHook } from '@app/messaging';
import { withinTraceOf } from '@app/telemetry';
import { TaskRecords } from './task-records';

/** A task is queued once its command has reached the stream. */
@Injectable()
export class QueuedTasks implements OutboxPublishedHook {
  constructor(private readonly tasks: TaskRecords) {}

  async onPublished(manager: EntityManager, messages: readonly OutboxMessage[]): Promise<void> {
    for (const together of ofOneTrace(messages.filter(({ subject }) => subject.startsWith('jobs.'))))
      await withinTraceOf(
        (header) => together[0]!.headers[header],
        () =>
          this.tasks.markQueued(
            manager,
            together.map(({ payload }) => (payload as { task_id: string }).task_id),
          ),
      );
  }
}

/** The commands of one request share its trace, which the facts of their tasks go on with. */
function ofOneTrace(commands: readonly OutboxMessage[]): OutboxMessage[][] {
  const groups = new Map<string | undefined, OutboxMessage[]>();
  for (const command of commands) {
    const trace = command.headers['traceparent'];
    groups.set(trace, [...(groups.get(trace) ?? []), command]);
  }
  return [...groups.values()];
}
