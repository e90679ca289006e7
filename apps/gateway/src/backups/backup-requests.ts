/** Asks for work on backups: record, task and command are one transaction, so that no accepted request is ever lost. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupRun, type BackupType, type RetentionType } from '@app/contracts';
import { Clock } from '@app/core';
import { insertRows } from '@app/database';
import { Outbox } from '@app/messaging';
import { expiryOf } from '@app/tiers';
import { requireNotReplaced } from '../directory/environment-exclusion';
import { lockForWork } from '../directory/working-environment';
import { PolicyRecords } from '../policies/policy-records';
import { Quotas } from '../quotas/quotas';
import { TaskRecords } from '../tasks/task-records';
import { Backup } from './backup.entity';
import { CopyRequests } from './copy-requests';
import { initialTiers } from './initial-tiers';
import { backupCommand, backupRow, backupTask, type NewBackup } from './new-backup';
import { StorageChoices } from './storage-choices';

export interface BackupRequest {
  backup_type: BackupType;
  include_filestore: boolean;
  /** null: the default of the organization. */
  storage_config_id: string | null;
  /** null: by date. */
  retention_type: RetentionType | null;
  /** Whether it is refused when the organization has used up its backup storage. */
  within_quota: boolean;
  /** The restore in place that it is made for, which else would exclude it. */
  insures_restore?: string;
  /** Where it is copied to once it is completed. */
  copy_storage_config_ids?: readonly string[];
}

@Injectable()
export class BackupRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
    private readonly copies: CopyRequests,
    private readonly quotas: Quotas,
    private readonly policies: PolicyRecords,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws StrongroomError QUOTA_EXCEEDED, NO_STORAGE_CONFIG, VALIDATION_FAILED for a storage config of another organization, and
   * ENVIRONMENT_* when the environment takes no work
   */
  async create(manager: EntityManager, environmentId: string, request: BackupRequest, userId: string): Promise<Backup> {
    // Locked, so that only one of several requests can be the first of its day.
    const environment = await lockForWork(manager, environmentId);
    await requireNotReplaced(manager, environment, request.insures_restore);
    const { organization_id } = environment;
    const named = request.storage_config_id;
    const storages = await StorageChoices.load(manager, [organization_id], named === null ? [] : [named]);
    const storage_config_id = storages.choose(organization_id, named);
    if (request.within_quota) await this.quotas.requireRoom(manager, organization_id);
    const created_at = this.clock.now();
    const { backup_type, include_filestore } = request;
    const rules = await this.policies.rulesOf(manager, [environmentId]);
    const retention_type =
      request.retention_type ?? (await initialTiers(manager, [environmentId], rules, created_at)).get(environmentId)!;
    const backup: NewBackup = {
      id: randomUUID(),
      task_id: randomUUID(),
      environment,
      storage_config_id,
      backup_type,
      include_filestore,
      retention_type,
      expires_at: expiryOf(retention_type, { type: backup_type, createdAt: created_at }, rules.get(environmentId)),
      created_at,
      created_by: userId,
    };
    await this.tasks.create(manager, backupTask(backup));
    await insertRows(manager, 'backups', [backupRow(backup)]);
    const { id } = backup;
    const wanted = { id, organization_id, storage_config_id, created_by: userId };
    await this.copies.note(manager, wanted, request.copy_storage_config_ids ?? []);
    await this.outbox.command(manager, BackupRun, backupCommand(backup));
    return manager.findOneByOrFail(Backup, { id });
  }
}
