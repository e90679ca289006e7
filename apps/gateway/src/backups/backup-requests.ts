/** Asks for work on backups: record, task and command are one transaction, so that no accepted request is ever lost. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BackupRun, type BackupType, type RetentionType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { Environment } from '../directory/environment.entity';
import { StorageConfig } from '../directory/storage-config.entity';
import { validationFailed } from '../http/request-validation';
import { TaskRecords } from '../tasks/task-records';
import { Backup } from './backup.entity';
import { expiryOf, initialRetention } from './retention';

export interface BackupRequest {
  backup_type: BackupType;
  include_filestore: boolean;
  /** null: the default of the organization. */
  storage_config_id: string | null;
  /** null: by date. */
  retention_type: RetentionType | null;
}

@Injectable()
export class BackupRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError NO_STORAGE_CONFIG, VALIDATION_FAILED for a storage config of another organization */
  async create(environmentId: string, request: BackupRequest, userId: string): Promise<Backup> {
    return this.dataSource.transaction(async (manager) => {
      // The lock makes requests for one environment follow each other: only one of them can be the first of its day.
      const environment = await manager.findOneOrFail(Environment, {
        where: { id: environmentId },
        lock: { mode: 'for_no_key_update' },
      });
      const { organization_id, project_id } = environment;
      const storage = await chooseStorage(manager, organization_id, request.storage_config_id);
      const now = new Date();
      const retention_type =
        request.retention_type ?? initialRetention(now, await earlierToday(manager, environment, now));
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
      await this.outbox.command(manager, BackupRun, {
        ...references,
        backup_id: id,
        task_id: task.id,
        storage_config_id: storage.id,
        backup_type,
        include_filestore,
        retention: { type: retention_type, expires_at: expiryOf(retention_type, now)?.toISOString() ?? null },
        created_at: now.toISOString(),
      });
      return manager.findOneByOrFail(Backup, { id });
    });
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

function earlierToday(manager: EntityManager, environment: Environment, now: Date): Promise<Backup[]> {
  const midnight = new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  return manager
    .createQueryBuilder(Backup, 'backup')
    .select(['backup.id', 'backup.create_date', 'backup.status', 'backup.retention_type'])
    .where('backup.environment_id = :id AND backup.create_date >= :midnight', { id: environment.id, midnight })
    .getMany();
}
