/** Asks for work on backups: record, task and command are one transaction, so that no accepted request is ever lost. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupRun, type BackupType, type RetentionType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { expiryOf, initialPeriod, initialTier } from '@app/tiers';
import { requireNotReplaced } from '../directory/environment-exclusion';
import type { Environment } from '../directory/environment.entity';
import { StorageConfig } from '../directory/storage-config.entity';
import { lockForWork } from '../directory/working-environment';
import { validationFailed } from '../http/request-validation';
import { Quotas } from '../quotas/quotas';
import { TaskRecords } from '../tasks/task-records';
import { Backup } from './backup.entity';
import { CopyRequests } from './copy-requests';

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
  ) {}

  /**
   * @throws StrongroomError QUOTA_EXCEEDED, NO_STORAGE_CONFIG, VALIDATION_FAILED for a storage config of another organization, and
   * ENVIRONMENT_* when the environment takes no work
   */
  async create(manager: EntityManager, environmentId: string, request: BackupRequest, userId: string): Promise<Backup> {
    // Locked, so that only one of several requests can be the first of its day.
    const environment = await lockForWork(manager, environmentId);
    await requireNotReplaced(manager, environment, request.insures_restore);
    const { organization_id, project_id } = environment;
    const storage = await chooseStorage(manager, organization_id, request.storage_config_id);
    if (request.within_quota) await this.quotas.requireRoom(manager, organization_id);
    const now = new Date();
    const retention_type = request.retention_type ?? initialTier(now, await madeInPeriod(manager, environment, now));
    const expires_at = expiryOf(retention_type, { type: request.backup_type, createdAt: now });
    const id = randomUUID();
    const references = { organization_id, project_id, environment_id: environment.id, created_by: userId };
    const task = await this.tasks.create(manager, { ...references, type: 'backup', backup_id: id, restore_id: null });
    const { backup_type, include_filestore } = request;
    await manager.insert(Backup, {
      ...references,
      id,
      task_id: task.id,
      storage_config_id: storage.id,
      status: 'pending',
      backup_type,
      include_filestore,
      retention_type,
      create_date: now,
      write_date: now,
      write_by: userId,
    });
    const wanted = { ...references, id, storage_config_id: storage.id };
    await this.copies.note(manager, wanted, request.copy_storage_config_ids ?? []);
    await this.outbox.command(manager, BackupRun, {
      ...references,
      backup_id: id,
      task_id: task.id,
      storage_config_id: storage.id,
      server_id: environment.server_id,
      backup_type,
      include_filestore,
      retention: { type: retention_type, expires_at: expires_at?.toISOString() ?? null },
      created_at: now.toISOString(),
    });
    return manager.findOneByOrFail(Backup, { id });
  }
}

async function chooseStorage(
  manager: EntityManager,
  organizationId: string,
  named: string | null,
): Promise<StorageConfig> {
  const organization = { organization_id: organizationId };
  if (named === null) {
    const byDefault = await manager.findOneBy(StorageConfig, { ...organization, is_default: true });
    if (byDefault !== null) return byDefault;
    throw new StrongroomError(
      'NO_STORAGE_CONFIG',
      'The request names no storage config, and the organization has no default one.',
    );
  }
  const storage = await manager.findOneBy(StorageConfig, { ...organization, id: named });
  if (storage !== null) return storage;
  throw validationFailed([
    { field: 'storage_config_id', message: 'storage_config_id must be a storage config of the same organization' },
  ]);
}

function madeInPeriod(manager: EntityManager, environment: Environment, now: Date): Promise<Backup[]> {
  const { start } = initialPeriod(now);
  return manager
    .createQueryBuilder(Backup, 'backup')
    .select(['backup.id', 'backup.create_date', 'backup.status', 'backup.retention_type'])
    .where('backup.environment_id = :id AND backup.create_date >= :start', { id: environment.id, start })
    .getMany();
}
