import type { ApiClient } from './api-client';

/** An environment as the API takes it, and how its server is reached. */
export interface EnvironmentToRegister {
  name: string;
  server: Record<string, unknown> & { name: string };
  settings: Record<string, unknown>;
}

export interface DirectoryIds {
  organization_id: string;
  project_id: string;
  server_id: string;
  environment_id: string;
  storage_config_id: string;
}

interface Named {
  id: string;
  name: string;
}

const DEMO_ORGANIZATION = { name: 'Demo', slug: 'demo' };

/**
 * Registers an environment and a storage through the API; what is there already by name is used. Without a storage it is
 * the default of the organization.
 */
export async function register(
  api: ApiClient,
  environment: EnvironmentToRegister,
  storage: Record<string, unknown> | undefined,
  named = DEMO_ORGANIZATION,
): Promise<DirectoryIds> {
  const organization = await api.findOrCreate<Named>('/api/v1/organizations', 'name', {
    ...named,
    billing_plan: 'enterprise',
  });
  const inOrganization = `organization_id=${organization.id}`;
  const project = await api.findOrCreate<Named>(`/api/v1/projects?${inOrganization}`, 'name', {
    organization_id: organization.id,
    name: 'E-commerce Platform',
    slug: 'ecommerce-platform',
    odoo_version: '19.0',
  });
  const server = await api.findOrCreate<Named>(`/api/v1/servers?${inOrganization}`, 'name', {
    organization_id: organization.id,
    ...environment.server,
  });
  const registered = await api.findOrCreate<Named>(`/api/v1/environments?${inOrganization}`, 'name', {
    project_id: project.id,
    server_id: server.id,
    name: environment.name,
    type: 'production',
    ...environment.settings,
  });
  const storageConfigs = `/api/v1/backups/storage-configs?${inOrganization}`;
  const storageConfig = storage
    ? await api.findOrCreate<Named>(storageConfigs, 'name', {
        organization_id: organization.id,
        name: 'Local storage',
        is_default: true,
        ...storage,
      })
    : await defaultOf(api, storageConfigs, organization.name);
  return {
    organization_id: organization.id,
    project_id: project.id,
    server_id: server.id,
    environment_id: registered.id,
    storage_config_id: storageConfig.id,
  };
}

async function defaultOf(api: ApiClient, storageConfigs: string, organization: string): Promise<Named> {
  const { items } = await api.get<{ items: (Named & { is_default: boolean })[] }>(`${storageConfigs}&page_size=100`);
  const found = items.find(({ is_default }) => is_default);
  if (!found) throw new Error(`The organization "${organization}" has no default storage config: make one first.`);
  return found;
}
