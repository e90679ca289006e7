/** The rows of tasks and their changes: whoever changes a status tells `task.status` in the same transaction. */
import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TaskStatusChanged, type TaskStatus } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { insertRows } from '@app/database';
import { Outbox } from '@app/messaging';
import { addLogFields, type LogFields, METRICS } from '@app/telemetry';
import { applyTaskFact, type TaskChange, type TaskFact } from './task-transitions';
import { Task } from './task.entity';

export type NewTask = Pick<
  Task,
  'organization_id' | 'project_id' | 'environment_id' | 'type' | 'backup_id' | 'restore_id' | 'created_by'
>;

/** What the fact of a change says of a task. */
type ToldTask = Pick<Task, 'id' | 'organization_id' | 'environment_id' | 'type' | 'status' | 'attempt' | 'error'>;

const QUEUED = `
UPDATE tasks SET status = 'queued', updated_at = now() WHERE id = ANY($1) AND status = 'pending'
RETURNING id, organization_id, environment_id, type, status, attempt, error`;

@Injectable()
export class TaskRecords {
  private readonly logger = new Logger(TaskRecords.name);

  constructor(private readonly outbox: Outbox) {}

  /** A new task, pending. */
  async create(manager: EntityManager, task: NewTask & { id?: string }): Promise<Task> {
    const id = task.id ?? randomUUID();
    await this.createAll(manager, [{ ...task, id }]);
    addLogFields(idsOf({ ...task, id }));
    return manager.findOneByOrFail(Task, { id });
  }

  /** New tasks, pending, in one statement. */
  async createAll(manager: EntityManager, tasks: readonly (NewTask & { id: string })[]): Promise<void> {
    const status: TaskStatus = 'pending';
    await insertRows(
      manager,
      'tasks',
      tasks.map((task) => ({ ...task, status })),
    );
  }

  /**
   * Locks the task until the transaction ends. Locking it before the backup or restore that it belongs to keeps two
   * transactions from waiting for each other.
   * @throws StrongroomError NOT_FOUND
   */
  async lock(manager: EntityManager, id: string): Promise<Task> {
    const task = await manager.findOne(Task, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (task === null) throw new StrongroomError('NOT_FOUND', `There is no task ${id}.`);
    return task;
  }

  /** Brings a locked task up to a fact. */
  async apply(manager: EntityManager, task: Task, fact: TaskFact): Promise<void> {
    const change = applyTaskFact(task, fact);
    if (change !== undefined) await this.write(manager, task, change);
  }

  /** The commands of the tasks have reached their stream: pending becomes queued, unless the work began already. */
  async markQueued(manager: EntityManager, ids: readonly string[]): Promise<void> {
    const [queued] = await manager.query<[ToldTask[], number]>(QUEUED, [ids]);
    await this.tell(manager, queued, 'pending');
    for (const task of queued) this.log(task, 'pending');
  }

  private async write(manager: EntityManager, task: Task, change: TaskChange): Promise<void> {
    await manager.update(Task, { id: task.id }, { ...(change as object), updated_at: new Date() });
    if (change.status === undefined || change.status === task.status) return;
    const changed = { ...task, ...change };
    await this.tell(manager, [changed], task.status);
    this.log(changed, task.status);
    const { type, status, created_at, completed_at } = changed;
    if (completed_at !== null && task.completed_at === null)
      METRICS.taskDuration.observe({ type, status }, (completed_at.getTime() - created_at.getTime()) / 1000);
  }

  private tell(manager: EntityManager, tasks: readonly ToldTask[], previous_status: TaskStatus): Promise<void> {
    const facts = tasks.map(({ id: task_id, organization_id, environment_id, type, status, attempt, error }) => ({
      payload: {
        task_id,
        organization_id,
        environment_id,
        type,
        status,
        previous_status,
        attempt,
        error: error ?? null,
      },
      origin: { organizationId: organization_id, subject: `task/${task_id}` },
    }));
    return this.outbox.events(manager, TaskStatusChanged, facts);
  }

  private log(task: ToldTask, previousStatus: TaskStatus): void {
    this.logger.log({ ...idsOf(task), attempt: task.attempt }, `${task.type}: ${previousStatus} → ${task.status}`);
  }
}

/** What the log says of whose work it is. */
function idsOf(task: Pick<Task, 'id' | 'organization_id' | 'environment_id'>): LogFields {
  const { id, organization_id, environment_id } = task;
  return { task_id: id, organization_id, ...(environment_id !== null && { environment_id }) };
}
