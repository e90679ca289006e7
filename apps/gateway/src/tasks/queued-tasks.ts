import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OutboxMessage, OutboxPublishedHook } from '@app/messaging';
import { withinTraceOf, withLogFields } from '@app/telemetry';
import { TaskRecords } from './task-records';

/** A task is queued once its command has reached the stream. */
@Injectable()
export class QueuedTasks implements OutboxPublishedHook {
  constructor(private readonly tasks: TaskRecords) {}

  async onPublished(manager: EntityManager, messages: readonly OutboxMessage[]): Promise<void> {
    for (const { subject, payload, headers } of messages) {
      if (!subject.startsWith('jobs.')) continue;
      const { task_id } = payload as { task_id: string };
      await withinTraceOf(
        (header) => headers[header],
        () => withLogFields({ task_id }, () => this.tasks.markQueued(manager, task_id)),
      );
    }
  }
}
