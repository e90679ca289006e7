import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type AdoptBackupsAnswer,
  type AdoptBackupsRequest,
  BackupRecovered,
  type FoundBackupPayload,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { countUsage } from '../backups/storage-usage';
import { DirectoryStore } from '../directory/directory-store';
import { Environment } from '../directory/environment.entity';
import { Project } from '../directory/project.entity';
import { StorageConfig } from '../directory/storage-config.entity';
import { Quotas } from '../quotas/quotas';
import {
  type CatalogBackup,
  type CatalogExtract,
  judge,
  recoveredBackup,
  recoveredCopy,
  recoveredEnvironment,
  recoveredFact,
  recoveredProject,
} from './found-backups';

/** Takes backups that were found in a storage into the catalog, with their projects and environments where those are gone. */
@Injectable()
export class BackupAdoption {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: DirectoryStore,
    private readonly outbox: Outbox,
    private readonly quotas: Quotas,
  ) {}

  /** @throws StrongroomError NOT_FOUND when the organization has no such storage config any more */
  async adopt({ organization_id, storage_config_id, backups }: AdoptBackupsRequest): Promise<AdoptBackupsAnswer> {
    return this.dataSource.transaction(async (manager) => {
      // Locked, so that the same batch, asked for once more, waits for the first and finds what that has made.
      const storage = await manager.findOne(StorageConfig, {
        where: { id: storage_config_id, organization_id },
        lock: { mode: 'for_no_key_update' },
      });
      if (storage === null)
        throw new StrongroomError('NOT_FOUND', `There is no storage config ${storage_config_id} any more.`);
      const catalog = await extractCatalog(manager, backups);
      const answer: AdoptBackupsAnswer = { added: 0, known: 0, refused: [] };
      for (const found of backups) {
        const verdict = judge(found, catalog);
        if (verdict.kind === 'new') await this.take(manager, found, catalog);
        if (verdict.kind === 'copy') await noteCopy(manager, found);
        if (verdict.kind === 'refused') answer.refused.push({ key: found.manifest_key, reason: verdict.reason });
        else answer[verdict.kind === 'new' || verdict.kind === 'added' ? 'added' : 'known'] += 1;
      }
      await this.quotas.review(manager, organization_id);
      return answer;
    });
  }

  private async take(manager: EntityManager, found: FoundBackupPayload, catalog: CatalogExtract): Promise<void> {
    const { organization_id, environment_id, project_id, backup_id, created_by } = found;
    let environment = catalog.environments.get(environment_id);
    if (environment === undefined) {
      if (!catalog.projects.has(project_id)) {
        await this.recreate(manager, Project, recoveredProject(found));
        catalog.projects.set(project_id, { organization_id });
      }
      await this.recreate(manager, Environment, recoveredEnvironment(found, project_id));
      environment = { organization_id, project_id };
      catalog.environments.set(environment_id, environment);
    }
    const maker = created_by !== null && catalog.users.has(created_by) ? created_by : null;
    const backup = recoveredBackup(found, environment.project_id, maker);
    await manager.insert(Backup, backup as object);
    catalog.backups.set(backup_id, backup);
    await countUsage(manager, backup);
    await this.outbox.event(manager, BackupRecovered, recoveredFact(found, environment.project_id), {
      organizationId: organization_id,
      subject: `backup/${backup_id}`,
    });
  }

  /** Under its old id. Where another one has its slug by now, the id tells them apart. */
  private async recreate<E extends Project | Environment>(
    manager: EntityManager,
    type: new () => E,
    row: Partial<E> & { id: string; slug: string },
  ): Promise<void> {
    for (const slug of [row.slug, `${row.slug.slice(0, 54)}-${row.id.slice(0, 8)}`])
      await manager
        .createQueryBuilder()
        .insert()
        .into(type)
        .values({ ...row, slug } as object)
        .orIgnore()
        .execute();
    await this.store.tell(manager, type, 'created', await this.store.get(type, row.id, manager));
  }
}

/** Also a copy that was noted and never made, or that failed, is there now; one that is being made is left to its task. */
async function noteCopy(manager: EntityManager, found: FoundBackupPayload): Promise<void> {
  const { backup_id, storage_config_id } = found;
  const present = await manager.findOneBy(BackupCopy, { backup_id, storage_config_id });
  if (present && present.status !== 'failed') return;
  const copy = recoveredCopy(found, present?.id ?? randomUUID());
  await manager.upsert(BackupCopy, { ...copy, error_message: null, error_details: null }, ['id']);
  await countUsage(manager, {
    storage_config_id,
    compressed_size: found.object_size_bytes,
    completed_at: new Date(found.completed_at),
  });
}

async function extractCatalog(manager: EntityManager, backups: readonly FoundBackupPayload[]): Promise<CatalogExtract> {
  type Row = { id: string; project_id: string } & CatalogBackup;
  const present = async (query: string, idOf: (found: FoundBackupPayload) => string | null) => {
    const ids = [...new Set(backups.map(idOf))].filter((id) => id !== null);
    const rows: Row[] = await manager.query(`${query} WHERE id = ANY($1)`, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  };
  return {
    organizations: await present('SELECT id FROM organizations', (found) => found.made_for_organization_id),
    users: await present('SELECT id FROM users', (found) => found.created_by),
    projects: await present('SELECT id, organization_id FROM projects', (found) => found.project_id),
    environments: await present(
      'SELECT id, organization_id, project_id FROM environments',
      (found) => found.environment_id,
    ),
    backups: await present(
      'SELECT id, organization_id, task_id, status, storage_config_id, database_checksum FROM backups',
      (found) => found.backup_id,
    ),
  };
}
