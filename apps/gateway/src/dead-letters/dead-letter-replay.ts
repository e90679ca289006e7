/**
 * Sends a dead letter once more: the message, the state that it starts from and the mark on the letter are one
 * transaction. A command goes to its stream, an event only to the consumer that could not settle it: all others have it.
 */
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { type ConsumerDefinition, CONSUMERS, redeliverySubject, type TaskType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox, REPLAY_HEADER } from '@app/messaging';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { refuseGone } from '../backups/gone-backup';
import { requireIdle, requireNotReplaced } from '../directory/environment-exclusion';
import type { Environment } from '../directory/environment.entity';
import { lockForWork } from '../directory/working-environment';
import { CloneTeardowns } from '../restores/clone-teardowns';
import { laterInPlace } from '../restores/later-restore';
import { Restore } from '../restores/restore.entity';
import { TaskRecords } from '../tasks/task-records';
import { Task } from '../tasks/task.entity';
import { DeadLetter } from './dead-letter.entity';
import { messageOf } from './letter-content';
import { nextReplay, replayedBackup, replayedRestore } from './replay-transitions';

export interface Replayed {
  letter: DeadLetter;
  /** null: the letter belongs to no task. */
  task: Task | null;
}

@Injectable()
export class DeadLetterReplay {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
    private readonly clones: CloneTeardowns,
  ) {}

  /**
   * @throws StrongroomError BACKUP_DELETED, BACKUP_EXPIRED, DEAD_LETTER_REPLAYED, REPLAY_IMPOSSIBLE, CONFLICT when another clone has the name,
   * ENVIRONMENT_BUSY, ENVIRONMENT_DELETED, ENVIRONMENT_DELETING, ENVIRONMENT_INCOMPLETE
   */
  async replay(manager: EntityManager, id: string): Promise<Replayed> {
    const letter = await manager.findOneOrFail(DeadLetter, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (letter.status === 'replayed')
      throw new StrongroomError('DEAD_LETTER_REPLAYED', `The dead letter ${id} was replayed already.`, {
        details: { task_id: letter.task_id, replayed_at: letter.replayed_at },
      });
    const payload = messageOf(letter.body);
    const subject = subjectOfReplay(letter);
    if (payload === undefined || subject === undefined)
      throw impossible(letter, payload === undefined ? 'it is no message' : 'its consumer does not exist any more');
    const task = letter.stream === 'JOBS' ? await this.beginAnew(manager, letter) : null;
    const n = nextReplay(task === null ? [letter] : await manager.findBy(DeadLetter, { task_id: task.id }));
    await this.outbox.again(manager, {
      // of its own, because the stream drops one that it has seen; the same for the same letter
      messageId: `replay.${id}`,
      subject,
      headers: { ...letter.headers, [REPLAY_HEADER]: String(n) },
      payload,
    });
    await manager.update(DeadLetter, { id }, { status: 'replayed', replayed_as: n, replayed_at: new Date() });
    return {
      letter: await manager.findOneByOrFail(DeadLetter, { id }),
      task: task && (await manager.findOneByOrFail(Task, { id: task.id })),
    };
  }

  /** The task of a command, and what it works on, pending again. Locks in the order of all others: environment, task, thing. */
  private async beginAnew(manager: EntityManager, letter: DeadLetter): Promise<Task> {
    if (letter.task_id === null || !(await manager.existsBy(Task, { id: letter.task_id })))
      throw impossible(letter, 'there is no such task');
    const environment =
      letter.environment_id !== null && NEEDS_ENVIRONMENT.has(letter.kind)
        ? await lockForWork(manager, letter.environment_id)
        : undefined;
    const task = await this.tasks.lock(manager, letter.task_id);
    // no executor could read it, so that none has told of its end
    const unread = letter.code === 'MESSAGE_INVALID' && (task.status === 'pending' || task.status === 'queued');
    if (unread) return task;
    if (task.status !== 'failed') throw impossible(letter, `its task is ${task.status}`);
    if (environment !== undefined) await requireFree(manager, environment, task);
    await this.reopen(manager, letter, task);
    await this.tasks.apply(manager, task, { kind: 'replayed' });
    return task;
  }

  private async reopen(manager: EntityManager, letter: DeadLetter, task: Task): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    if (READS_BACKUP.has(task.type)) {
      const held = { mode: 'for_key_share' } as const;
      refuseGone(await manager.findOneOrFail(Backup, { where: { id: task.backup_id! }, lock: held }));
    }
    if (task.type === 'backup') {
      const backup = await manager.findOneOrFail(Backup, { where: { id: task.backup_id! }, lock });
      const change = replayedBackup(backup);
      if (change === undefined) throw impossible(letter, `its backup is ${backup.status}`);
      await manager.update(Backup, { id: backup.id }, { ...(change as object), write_date: new Date() });
      // the copies that were given up with it wait for it again
      const noted = { backup_id: backup.id, task_id: IsNull(), status: 'failed' as const };
      await manager.update(BackupCopy, noted, { status: 'pending', error_message: null, updated_at: new Date() });
    } else if (task.type === 'copy') {
      if (!(await manager.existsBy(BackupCopy, { task_id: task.id })))
        throw impossible(letter, 'its copy was asked for anew');
    } else if (task.restore_id !== null) {
      const restore = await manager.findOneOrFail(Restore, { where: { id: task.restore_id }, lock });
      const change = replayedRestore(restore, task);
      if (change === undefined) throw impossible(letter, whyNotAgain(restore));
      if (restore.mode === 'in_place') await requireLatest(manager, letter, restore);
      await this.clones.refuseSharedName(manager, restore);
      await manager.update(Restore, { id: restore.id }, { ...(change as object), updated_at: new Date() });
    }
  }
}

/** @throws StrongroomError ENVIRONMENT_BUSY with what excludes the work of the task */
async function requireFree(manager: EntityManager, environment: Environment, task: Task): Promise<void> {
  if (task.type === 'backup') return requireNotReplaced(manager, environment);
  if (task.type !== 'restore' || task.restore_id === null) return;
  const { mode } = await manager.findOneByOrFail(Restore, { id: task.restore_id });
  if (mode === 'in_place') await requireIdle(manager, environment);
  if (mode === 'drill') await requireNotReplaced(manager, environment);
}

/** The rollback that goes on would end with what was live before the earlier restore. @throws StrongroomError REPLAY_IMPOSSIBLE */
async function requireLatest(manager: EntityManager, letter: DeadLetter, restore: Restore): Promise<void> {
  const later = await laterInPlace(manager, restore);
  if (later === null) return;
  const why = `the environment was restored in place again since, by the restore ${later.id}, which its rollback would throw away`;
  throw impossible(letter, why, { restore_id: later.id });
}

function whyNotAgain({ mode, status }: Restore): string {
  const asked = mode === 'in_place' ? 'a restore in place, or its undo, is asked for anew' : 'or being torn down';
  return `its restore is ${status}, ${asked}`;
}

/** What cannot be done any more once the backup is deleted. */
const READS_BACKUP: ReadonlySet<TaskType> = new Set(['verify', 'copy', 'restore']);
/** The commands that work on a server, and not only on a storage. */
const NEEDS_ENVIRONMENT = new Set(['backup.run', 'restore.run', 'restore.teardown', 'restore.undo']);

function subjectOfReplay({ stream, consumer, subject }: DeadLetter): string | undefined {
  const known = Object.values<ConsumerDefinition>(CONSUMERS).find(
    (one) => one.stream === stream && one.durable === consumer,
  );
  if (known === undefined) return undefined;
  return stream === 'EVENTS' ? redeliverySubject(consumer, subject) : subject;
}

function impossible(letter: DeadLetter, why: string, details: object = {}): StrongroomError {
  return new StrongroomError('REPLAY_IMPOSSIBLE', `The dead letter ${letter.id} cannot be replayed: ${why}.`, {
    details: { task_id: letter.task_id, ...details },
  });
}
