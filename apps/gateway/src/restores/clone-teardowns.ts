import { Injectable } from '@nestjs/common';
import { type EntityManager, Not } from 'typeorm';
import { RestoreTeardown } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { Environment } from '../directory/environment.entity';
import { TaskRecords } from '../tasks/task-records';
import { Restore } from './restore.entity';

/** Asks for the removal of clones. */
@Injectable()
export class CloneTeardowns {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError NOT_A_CLONE, CONFLICT unless the restore is completed or failed */
  async create(manager: EntityManager, restoreId: string, userId: string): Promise<Restore> {
    const restore = await manager.findOneOrFail(Restore, {
      where: { id: restoreId },
      lock: { mode: 'pessimistic_write' },
    });
    if (restore.mode === 'in_place')
      throw new StrongroomError('NOT_A_CLONE', `The restore ${restoreId} has restored ${restore.target_db} in place.`);
    if (restore.mode === 'drill')
      throw new StrongroomError('NOT_A_CLONE', `The restore ${restoreId} was on trial: it drops itself what it loads.`);
    if (restore.status !== 'completed' && restore.status !== 'failed')
      throw new StrongroomError('CONFLICT', `The restore ${restoreId} is ${restore.status}.`);
    await this.refuseSharedName(manager, restore);
    const { organization_id, project_id, environment_id, backup_id, target_db } = restore;
    const task = await this.tasks.create(manager, {
      organization_id,
      project_id,
      environment_id,
      type: 'restore_teardown',
      backup_id,
      restore_id: restoreId,
      created_by: userId,
    });
    const change = { status: 'tearing_down' as const, teardown_task_id: task.id, teardown_attempt: 0 };
    await manager.update(Restore, { id: restoreId }, { ...change, updated_at: new Date() });
    const { server_id } = await manager.findOneByOrFail(Environment, { id: environment_id });
    const command = {
      restore_id: restoreId,
      task_id: task.id,
      organization_id,
      environment_id,
      target_db,
      server_id,
    };
    await this.outbox.command(manager, RestoreTeardown, command);
    return manager.findOneByOrFail(Restore, { id: restoreId });
  }

  /**
   * A failed restore whose name another clone has taken since must not tear that clone down, nor begin again.
   * @throws StrongroomError CONFLICT
   */
  async refuseSharedName(manager: EntityManager, restore: Restore): Promise<void> {
    if (restore.mode !== 'clone' || restore.status !== 'failed') return;
    const { environment_id, target_db } = restore;
    const others = await manager.findBy(Restore, { mode: 'clone', environment_id, target_db, id: Not(restore.id) });
    const living = others.find((other) => other.status !== 'failed' && other.status !== 'torn_down');
    if (living !== undefined)
      throw new StrongroomError('CONFLICT', `The restore ${living.id} has made a clone named ${target_db} since.`, {
        details: { restore_id: living.id },
      });
  }
}
