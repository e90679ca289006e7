/** Asks for copies of a backup in further storages: the copy, its task and the command are one transaction. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { BackupCopy as CopyCommand } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { TaskRecords } from '../tasks/task-records';
import type { Task } from '../tasks/task.entity';
import { BackupCopy } from './backup-copy.entity';
import { Backup } from './backup.entity';
import { placesOf } from './backup-places';
import { refuseGone } from './gone-backup';
import { requireElsewhere, StorageChoices } from './storage-choices';

@Injectable()
export class CopyRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /**
   * Notes the copies of a backup that is not made yet; they are asked for once it is completed.
   * @throws StrongroomError VALIDATION_FAILED for a storage config of another organization, or the backup's own
   */
  async note(
    manager: EntityManager,
    backup: Pick<Backup, 'id' | 'organization_id' | 'storage_config_id' | 'created_by'>,
    storageConfigIds: readonly string[],
  ): Promise<void> {
    if (storageConfigIds.length === 0) return;
    const { id: backup_id, organization_id, created_by } = backup;
    const storages = await StorageChoices.load(manager, [], storageConfigIds);
    storages.requireOwn(organization_id, storageConfigIds, 'copy_storage_config_ids');
    requireElsewhere(backup.storage_config_id, storageConfigIds);
    await this.noteAll(
      manager,
      storageConfigIds.map((storage_config_id) => ({ backup_id, storage_config_id, created_by })),
    );
  }

  /** Of several backups, whose storages are known to be good for it. */
  async noteAll(
    manager: EntityManager,
    copies: readonly Pick<BackupCopy, 'backup_id' | 'storage_config_id' | 'created_by'>[],
  ): Promise<void> {
    if (copies.length === 0) return;
    const status = 'pending' as const;
    await manager.insert(
      BackupCopy,
      copies.map((copy) => ({ ...copy, id: randomUUID(), status })),
    );
  }

  /** Asks for every copy that was noted before. */
  async askForNoted(manager: EntityManager, backup: Backup): Promise<void> {
    const noted = await manager.findBy(BackupCopy, { backup_id: backup.id, task_id: IsNull() });
    for (const copy of noted) await this.ask(manager, backup, copy, copy.created_by);
  }

  /** The backup will not come: neither will its copies. Should it be completed yet, they are asked for all the same. */
  async giveUpNoted(manager: EntityManager, backup: Backup): Promise<void> {
    const given = { status: 'failed' as const, error_message: 'The backup itself failed.', updated_at: new Date() };
    await manager.update(BackupCopy, { backup_id: backup.id, task_id: IsNull() }, given);
  }

  /**
   * Asks for a copy of a completed backup; one that failed is asked for again.
   * @throws StrongroomError BACKUP_DELETED, BACKUP_EXPIRED, CONFLICT when the backup is not completed or lies there already, VALIDATION_FAILED
   */
  async create(manager: EntityManager, backupId: string, storageConfigId: string, userId: string): Promise<Task> {
    const backup = await manager.findOneOrFail(Backup, {
      where: { id: backupId },
      lock: { mode: 'pessimistic_write' },
    });
    refuseGone(backup);
    if (backup.status !== 'completed')
      throw new StrongroomError('CONFLICT', `The backup ${backupId} is ${backup.status}: there is nothing to copy.`);
    const storages = await StorageChoices.load(manager, [], [storageConfigId]);
    storages.requireOwn(backup.organization_id, [storageConfigId], 'storage_config_id');
    const references = { backup_id: backupId, storage_config_id: storageConfigId };
    const present = await manager.findOneBy(BackupCopy, references);
    const status = backup.storage_config_id === storageConfigId ? 'completed' : (present?.status ?? 'failed');
    if (status !== 'failed')
      throw new StrongroomError('CONFLICT', `The copy of backup ${backupId} in that storage is ${status}.`);
    const id = present?.id ?? randomUUID();
    if (!present) await manager.insert(BackupCopy, { ...references, id, status: 'pending', created_by: userId });
    return this.ask(manager, backup, await manager.findOneByOrFail(BackupCopy, { id }), userId);
  }

  private async ask(manager: EntityManager, backup: Backup, copy: BackupCopy, userId: string | null): Promise<Task> {
    const { id: backup_id, organization_id, project_id, environment_id, database_key: key, sidecar_key } = backup;
    const references = { organization_id, environment_id, backup_id };
    const task = await this.tasks.create(manager, {
      ...references,
      project_id,
      type: 'copy',
      restore_id: null,
      created_by: userId,
    });
    const anew = { status: 'pending' as const, attempt: 0, error_message: null, error_details: null };
    await manager.update(BackupCopy, { id: copy.id }, { ...anew, task_id: task.id, updated_at: new Date() });
    await this.outbox.command(manager, CopyCommand, {
      ...references,
      copy_id: copy.id,
      task_id: task.id,
      sources: await placesOf(manager, backup),
      storage_config_id: copy.storage_config_id,
      key: key!,
      manifest_key: sidecar_key!,
    });
    return task;
  }
}
