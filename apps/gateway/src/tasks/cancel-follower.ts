import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  type BackupCancelledPayload,
  BackupCopy,
  BackupRun,
  type RestoreCancelledPayload,
  RestoreRun,
  RestoreTeardown,
  RestoreUndo,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { BackupFollower } from '../backups/backup-follower';
import { CopyFollower } from '../backups/copy-follower';
import { RestoreFollower } from '../restores/restore-follower';
import { TaskRecords } from './task-records';

/**
 * Brings a task and its thing up to their cancel. The reference knows no cancelled backup: for the thing it is a failure, whose
 * code says what has happened, and by whose kind the task becomes cancelled.
 */
@Injectable()
export class CancelFollower {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskRecords,
    private readonly backups: BackupFollower,
    private readonly copies: CopyFollower,
    private readonly restores: RestoreFollower,
  ) {}

  async followBackup(data: BackupCancelledPayload): Promise<void> {
    const { backup_id, environment_id, copy_id } = data;
    if (backup_id !== null && environment_id !== null) {
      const failure = { ...asFailure(data), backup_id, environment_id };
      if (data.work === BackupRun.name)
        return this.backups.follow({ name: 'backup.failed', data: failure }, data.cancelled_at);
      if (data.work === BackupCopy.name && copy_id !== undefined) {
        const ofCopy = { ...failure, copy_id };
        return this.copies.follow({ name: 'backup.copy_failed', data: ofCopy }, data.cancelled_at);
      }
    }
    // A verification that was not made says nothing about its object, and a rescan has no thing.
    await this.dataSource.transaction(async (manager) => {
      const { attempt, failed_at: at, error } = asFailure(data);
      const task = await this.tasks.lock(manager, data.task_id);
      await this.tasks.apply(manager, task, { kind: 'failed', attempt, at, error });
    });
  }

  async followRestore(data: RestoreCancelledPayload): Promise<void> {
    const failure = asFailure(data);
    if (data.work === RestoreRun.name)
      return this.restores.follow({ name: 'restore.failed', data: failure }, data.cancelled_at);
    if (data.work === RestoreTeardown.name)
      return this.restores.follow({ name: 'restore.teardown_failed', data: failure }, data.cancelled_at);
    if (data.work === RestoreUndo.name)
      return this.restores.follow({ name: 'restore.undo_failed', data: failure }, data.cancelled_at);
  }
}

function asFailure<D extends { task_id: string; cancelled_at: string }>(data: D) {
  const error = new StrongroomError('TASK_CANCELLED', `The task ${data.task_id} was cancelled.`).toReport();
  return { ...data, failed_at: data.cancelled_at, error };
}
