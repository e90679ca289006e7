import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OutboxMessage, OutboxPublishedHook } from '@app/messaging';
import { TaskRecords } from './task-records';

/** A task is queued once its command has reached the stream. */
@Injectable()
export class QueuedTasks implements OutboxPublishedHook {
  constructor(private readonly tasks: TaskRecords) {}

  async onPublished(manager: EntityManager, messages: readonly OutboxMessage[]): Promise<void> {
    for (const { subject, payload } of messages)
      if (subject.startsWith('jobs.')) await this.tasks.markQueued(manager, (payload as { task_id: string }).task_id);
  }
}
