import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { foreignLayout, isPlanaFilestore } from '@app/archive';
import { BackupRescan } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { Backup } from '../backups/backup.entity';
import { Environment } from '../directory/environment.entity';
import { StorageConfig } from '../directory/storage-config.entity';
import { validationFailed } from '../http/request-validation';
import { TaskRecords } from '../tasks/task-records';
import type { Task } from '../tasks/task.entity';
import { importId } from './import-id';

export interface ImportRequest {
  environment_id: string;
  key: string;
  /** undefined: that of the same moment, where there is one; null: none. */
  filestore_key?: string | null;
}

/** Asks for one backup of somebody else's to be made a backup of an environment here. */
@Injectable()
export class ImportRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
  ) {}

  /** @throws StrongroomError NOT_FOUND, VALIDATION_FAILED, ENVIRONMENT_DELETED, CONFLICT when it was imported before */
  async create(manager: EntityManager, storageConfigId: string, request: ImportRequest, userId: string): Promise<Task> {
    const storage = await manager.findOneBy(StorageConfig, { id: storageConfigId });
    if (storage === null) throw new StrongroomError('NOT_FOUND', `There is no storage config ${storageConfigId}.`);
    const { organization_id } = storage;
    const layout = requireLayout(request);
    const environment = await requireEnvironment(manager, request.environment_id, organization_id);
    const backup_id = importId(storageConfigId, request.key);
    const present = await manager.findOneBy(Backup, { id: backup_id });
    if (present !== null)
      throw new StrongroomError('CONFLICT', `${request.key} was imported before, and is ${present.status}.`, {
        details: { backup_id },
      });
    const { id: environment_id, project_id } = environment;
    const task = await this.tasks.create(manager, {
      organization_id,
      project_id,
      environment_id,
      type: 'rescan',
      backup_id: null,
      restore_id: null,
      created_by: userId,
    });
    const { key, filestore_key } = request;
    await this.outbox.command(manager, BackupRescan, {
      task_id: task.id,
      organization_id,
      storage_config_id: storage.id,
      foreign: {
        layout,
        key,
        ...(filestore_key !== undefined && { filestore_key }),
        project_id,
        environment_id,
        backup_id,
        created_by: userId,
      },
    });
    return task;
  }
}

function requireLayout({ key, filestore_key }: ImportRequest): 'plana' | 'odoo_zip' {
  const layout = foreignLayout(key);
  if (layout === undefined)
    throw validationFailed([
      { field: 'key', message: 'key must be `{slug}/backup-YYYYMMDDTHHMMSS.dump.gz`, or end with .zip' },
    ]);
  const folder = key.slice(0, key.indexOf('/') + 1);
  if (filestore_key && (layout !== 'plana' || !isPlanaFilestore(filestore_key) || !filestore_key.startsWith(folder)))
    throw validationFailed([
      { field: 'filestore_key', message: 'filestore_key must be a `filestore-….tar.gz` beside a dump of that layout' },
    ]);
  return layout;
}

async function requireEnvironment(manager: EntityManager, id: string, organizationId: string): Promise<Environment> {
  const environment = await manager.findOne(Environment, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (environment === null || environment.organization_id !== organizationId)
    throw validationFailed([
      { field: 'environment_id', message: 'environment_id must be an environment of the same organization' },
    ]);
  if (environment.deleted_at !== null)
    throw new StrongroomError('ENVIRONMENT_DELETED', `${environment.name} was deleted.`, {
      details: { environment_id: id },
    });
  return environment;
}
