import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type {
  RescanFailedPayload,
  RescannedPayload,
  RescanRetryingPayload,
  RescanStartedPayload,
} from '@app/contracts';
import { TaskRecords } from '../tasks/task-records';
import type { TaskFact } from '../tasks/task-transitions';

export type RescanEvent =
  | { name: 'backup.rescan_started'; data: RescanStartedPayload }
  | { name: 'backup.rescanned'; data: RescannedPayload }
  | { name: 'backup.rescan_retrying'; data: RescanRetryingPayload }
  | { name: 'backup.rescan_failed'; data: RescanFailedPayload };

/** Brings the task of a rescan up to an event; its result is the report. */
@Injectable()
export class RescanFollower {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError NOT_FOUND for a task that the gateway never made */
  async follow(event: RescanEvent, toldAt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const task = await this.tasks.lock(manager, event.data.task_id);
      await this.tasks.apply(manager, task, taskFact(event, toldAt));
    });
  }
}

function taskFact(event: RescanEvent, toldAt: string): TaskFact {
  const { attempt } = event.data;
  switch (event.name) {
    case 'backup.rescan_started':
      return { kind: 'started', attempt, at: event.data.started_at };
    case 'backup.rescan_retrying': {
      const { error, next_attempt_at: nextAttemptAt } = event.data;
      return { kind: 'retrying', attempt, at: toldAt, error, nextAttemptAt };
    }
    case 'backup.rescan_failed':
      return { kind: 'failed', attempt, at: event.data.failed_at, error: event.data.error };
    case 'backup.rescanned': {
      const { task_id: _task, organization_id: _organization, attempt: _attempt, completed_at, ...result } = event.data;
      return { kind: 'completed', attempt, at: completed_at, result };
    }
  }
}
