import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import type { TaskType } from '@app/contracts';
import { countDrill } from '../drills/count-drill';
import { noteVerdict } from '../drills/drill-verdict';
import { TaskRecords } from '../tasks/task-records';
import { isKnownFailure, type TaskFact } from '../tasks/task-transitions';
import { applyRestoreEvent, type RestoreEvent } from './restore-transitions';
import { Restore } from './restore.entity';

/** Brings restores and their tasks up to an event, in one transaction. */
@Injectable()
export class RestoreFollower {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError NOT_FOUND for a restore or task that the gateway never made */
  async follow(event: RestoreEvent, toldAt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { task_id, restore_id: id } = event.data;
      const task = await this.tasks.lock(manager, task_id);
      const row = await manager.findOne(Restore, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new StrongroomError('NOT_FOUND', `There is no restore ${id}.`);
      const fact = task.type === taskTypeOf(event) ? taskFact(event, toldAt) : undefined;
      if (fact !== undefined && isKnownFailure(task, fact)) return;
      const change = applyRestoreEvent(row, event);
      if (change !== undefined)
        await manager.update(Restore, { id }, { ...(change as object), updated_at: new Date() });
      if (change !== undefined && row.mode === 'drill') {
        await noteVerdict(manager, row.backup_id, event);
        countDrill(row, { ...row, ...change });
      }
      if (fact !== undefined) await this.tasks.apply(manager, task, fact);
    });
  }
}

function taskTypeOf({ name }: RestoreEvent): TaskType {
  if (name === 'restore.torn_down' || name.startsWith('restore.teardown_')) return 'restore_teardown';
  return name === 'restore.undone' || name.startsWith('restore.undo_') ? 'restore_undo' : 'restore';
}

/** undefined: the event is not about how the task goes. */
function taskFact(event: RestoreEvent, toldAt: string): TaskFact | undefined {
  const { attempt, restore_id } = event.data;
  const result = { restore_id };
  switch (event.name) {
    case 'restore.started':
    case 'restore.teardown_started':
    case 'restore.undo_started':
      return { kind: 'started', attempt, at: event.data.started_at };
    case 'restore.retrying':
    case 'restore.teardown_retrying':
    case 'restore.undo_retrying':
      return {
        kind: 'retrying',
        attempt,
        at: toldAt,
        error: event.data.error,
        nextAttemptAt: event.data.next_attempt_at,
      };
    case 'restore.failed':
    case 'restore.teardown_failed':
    case 'restore.undo_failed':
      return { kind: 'failed', attempt, at: event.data.failed_at, error: event.data.error };
    case 'restore.completed':
      return {
        kind: 'completed',
        attempt,
        at: event.data.completed_at,
        result: { ...result, storage_config_id: event.data.storage_config_id ?? null },
      };
    case 'restore.torn_down':
      return { kind: 'completed', attempt, at: event.data.torn_down_at, result };
    case 'restore.undone': {
      const { undone_at: at, downtime } = event.data;
      return { kind: 'completed', attempt, at, result: { ...result, downtime } };
    }
    case 'restore.journalled':
    case 'restore.replaced_dropped':
      return undefined;
  }
}
