import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RestoreUndo } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { requireIdle } from '../directory/environment-exclusion';
import { lockForWork } from '../directory/working-environment';
import { TaskRecords } from '../tasks/task-records';
import { laterInPlace } from './later-restore';
import { Restore } from './restore.entity';
import { undoFault } from './undo-rules';

/** Asks for what a restore in place has replaced to be swapped back. */
@Injectable()
export class RestoreUndos {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError UNDO_NOT_POSSIBLE, UNDO_TOO_LATE, and ENVIRONMENT_* */
  async create(manager: EntityManager, id: string, userId: string): Promise<Restore> {
    const { environment_id, mode } = await manager.findOneByOrFail(Restore, { id });
    // of any other it is refused in any case, also when its environment takes no work
    const environment = mode === 'in_place' ? await lockForWork(manager, environment_id) : undefined;
    const restore = await manager.findOneOrFail(Restore, { where: { id }, lock: { mode: 'pessimistic_write' } });
    const fault = undoFault(restore, new Date());
    if (fault !== undefined) throw fault;
    await requireLatest(manager, restore);
    await requireIdle(manager, environment!);
    const { organization_id, project_id, backup_id, target_db } = restore;
    const references = { organization_id, environment_id };
    const task = await this.tasks.create(manager, {
      ...references,
      project_id,
      type: 'restore_undo',
      backup_id,
      restore_id: id,
      created_by: userId,
    });
    const change = { status: 'undoing' as const, undo_task_id: task.id, undo_attempt: 0 };
    await manager.update(Restore, { id }, { ...change, updated_at: new Date() });
    await this.outbox.command(manager, RestoreUndo, {
      ...references,
      restore_id: id,
      task_id: task.id,
      target_db,
      freeze: restore.freeze!,
      server_id: environment!.server_id,
    });
    return manager.findOneByOrFail(Restore, { id });
  }
}

/**
 * What an earlier restore had replaced would also throw away what a later one has brought.
 * @throws StrongroomError UNDO_NOT_POSSIBLE
 */
async function requireLatest(manager: EntityManager, restore: Restore): Promise<void> {
  const later = await laterInPlace(manager, restore);
  if (later === null) return;
  throw new StrongroomError(
    'UNDO_NOT_POSSIBLE',
    `The environment was restored in place again since, by the restore ${later.id}: undo that one first.`,
    { details: { restore_id: later.id } },
  );
}
