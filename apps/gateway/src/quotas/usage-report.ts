import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Caller, isAllowed } from '../access/is-allowed';
import { GatewayConfig } from '../config';
import { Environment } from '../directory/environment.entity';
import { Organization } from '../directory/organization.entity';
import { Project } from '../directory/project.entity';
import { StorageConfig } from '../directory/storage-config.entity';
import { additionalStorage, levelOf, quotaOf, usedPercent } from './plans';
import { awaitedBytes, storedPlaces, type StoredPlace } from './stored-backups';
import type { EnvironmentUsage, OrganizationUsage, ProjectUsage, StorageUsage } from './usage-view';

/** What the backups of an organization take, in all and in each of its parts that the caller may see. */
@Injectable()
export class UsageReport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {}

  /** All figures are of one moment. */
  of(organizationId: string, caller: Caller): Promise<OrganizationUsage> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const { billing_plan } = await manager.findOneByOrFail(Organization, { id: organizationId });
      const places = await storedPlaces(manager, organizationId);
      const { total_backup_storage, backup_count } = figuresOf(places);
      const quota = quotaOf(billing_plan);
      const additional = additionalStorage(billing_plan, total_backup_storage);
      return {
        organization_id: organizationId,
        billing_plan,
        total_backup_storage,
        backup_count,
        pending_backup_storage: await awaitedBytes(manager, organizationId),
        backup_storage_quota: quota,
        used_percent: usedPercent(total_backup_storage, quota),
        quota_level: levelOf(total_backup_storage, quota, this.config.quotaWarningPercent),
        additional_storage: {
          availability: additional.availability,
          price_per_gb_month: additional.pricePerGbMonth,
          currency: 'USD',
          additional_gb: additional.gb,
          estimated_monthly_cost: additional.monthlyCost,
        },
        projects: await projectsOf(manager, organizationId, caller, places),
        storage_configs: isAllowed(caller, 'org.storage.view', { organizationId })
          ? await storagesOf(manager, organizationId, places)
          : null,
      };
    });
  }
}

async function projectsOf(
  manager: EntityManager,
  organizationId: string,
  caller: Caller,
  places: readonly StoredPlace[],
): Promise<ProjectUsage[]> {
  const projects = await manager.findBy(Project, { organization_id: organizationId });
  const environments = await manager.find(Environment, {
    select: { id: true, name: true, project_id: true, deleted_at: true },
    where: { organization_id: organizationId },
  });
  const figures = figuresBy(places, 'environment_id');
  const usages = new Map(
    projects
      .filter(({ id: projectId }) => isAllowed(caller, 'project.backups.view', { organizationId, projectId }))
      .map(({ id, name }) => [id, { project_id: id, name, ...NOTHING, environments: [] as EnvironmentUsage[] }]),
  );
  for (const { id, name, project_id, deleted_at } of environments) {
    const own = figures.get(id) ?? NOTHING;
    const usage = usages.get(project_id);
    if (usage === undefined || (deleted_at !== null && own.total_backup_storage === 0)) continue;
    usage.environments.push({ environment_id: id, name, ...own, deleted_at: deleted_at?.toISOString() ?? null });
    usage.total_backup_storage += own.total_backup_storage;
    usage.backup_count += own.backup_count;
  }
  for (const usage of usages.values()) usage.environments.sort(byStorage);
  return [...usages.values()].sort(byStorage);
}

async function storagesOf(
  manager: EntityManager,
  organizationId: string,
  places: readonly StoredPlace[],
): Promise<StorageUsage[]> {
  const storages = await manager.findBy(StorageConfig, { organization_id: organizationId });
  const figures = figuresBy(places, 'storage_config_id');
  return storages
    .map(({ id, name, provider, total_size_bytes, object_count, last_used_at }) => ({
      storage_config_id: id,
      name,
      provider,
      ...(figures.get(id) ?? NOTHING),
      total_size_bytes,
      object_count,
      last_used_at: last_used_at?.toISOString() ?? null,
    }))
    .sort(byStorage);
}

interface Figures {
  total_backup_storage: number;
  backup_count: number;
}

const NOTHING: Figures = { total_backup_storage: 0, backup_count: 0 };

function figuresOf(places: readonly StoredPlace[]): Figures {
  return places.reduce(plus, NOTHING);
}

function figuresBy(
  places: readonly StoredPlace[],
  key: 'environment_id' | 'storage_config_id',
): Map<string | null, Figures> {
  const figures = new Map<string | null, Figures>();
  for (const place of places) figures.set(place[key], plus(figures.get(place[key]) ?? NOTHING, place));
  return figures;
}

function plus({ total_backup_storage, backup_count }: Figures, { bytes, completed }: StoredPlace): Figures {
  return { total_backup_storage: total_backup_storage + bytes, backup_count: backup_count + completed };
}

function byStorage(a: Figures & { name: string }, b: Figures & { name: string }): number {
  return b.total_backup_storage - a.total_backup_storage || a.name.localeCompare(b.name);
}
