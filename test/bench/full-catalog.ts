import { Client } from 'pg';
import { ApiClient } from '../../deploy/demo/api-client';
import type { EmbeddedStrongroom } from '../../deploy/embedded/start-embedded';

export const ORGANIZATIONS = 10;
const ENVIRONMENTS_PER_ORGANIZATION = 50;

/** An installation with the history of years. */
export interface FullCatalog {
  /** One for each organization, of a user who is its administrator. */
  tokens: string[];
  environments: { organization: number; environmentId: string }[];
}

interface Made {
  id: string;
}

/** Environments like the first one of its project. */
const MORE_ENVIRONMENTS = `
  INSERT INTO environments (id, organization_id, project_id, server_id, name, type, db_name, slug, runtime)
  SELECT gen_random_uuid(), organization_id, project_id, server_id, name || ' ' || n, type, db_name, slug || '-' || n, runtime
    FROM environments, generate_series(2, $1::int) AS n`;

/** Two a day, the newest now: one in fifty failed, the older half expired, each with its task and what its row carries in earnest. */
const BACKUPS = `
  WITH made AS (
    SELECT gen_random_uuid() AS id, gen_random_uuid() AS task_id, environment.*, storage.id AS storage_config_id,
           now() - n * interval '12 hours' AS at,
           CASE WHEN n % 50 = 0 THEN 'failed' WHEN n > $1 / 2 THEN 'expired' ELSE 'completed' END AS status
      FROM generate_series(1, $1::int) AS n
      CROSS JOIN (SELECT id AS environment_id, organization_id, project_id FROM environments) environment
      JOIN storage_configs storage USING (organization_id)
     ORDER BY n DESC
  ), worked AS (
    INSERT INTO tasks (id, organization_id, project_id, environment_id, type, status, attempt, backup_id, started_at,
                       completed_at, created_at, updated_at)
    SELECT task_id, organization_id, project_id, environment_id, 'backup',
           CASE status WHEN 'failed' THEN 'failed' ELSE 'completed' END, 1, id, at, at + interval '5 minutes', at, at
      FROM made
  )
  INSERT INTO backups (id, organization_id, project_id, environment_id, storage_config_id, task_id, status, backup_type,
                       retention_type, create_date, started_at, completed_at, duration_seconds, database_size,
                       filestore_size, total_size, compressed_size, is_verified, verified_at, verification_levels,
                       database_checksum, filestore_checksum, database_key, location, environment_snapshot)
  SELECT id, organization_id, project_id, environment_id, storage_config_id, task_id, status, 'scheduled', 'daily', at, at,
         at + interval '323 seconds', 323, 52428800, 104857600, 157286400, 147286400, true, at + interval '330 seconds',
         jsonb_build_object('uploaded', iso, 'rehashed', iso), repeat('a', 64), repeat('b', 64),
         'organizations/' || organization_id || '/' || id || '.zip', 's3://bucket/' || id || '.zip',
         jsonb_build_object('project', jsonb_build_object('odoo_version', '19.0'),
                            'modules', (SELECT jsonb_agg('module_' || m) FROM generate_series(1, 60) AS m))
    FROM made, LATERAL to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS iso`;

/** Through the API where it is about access, with SQL where it is about numbers. */
export async function fillCatalog(
  strongroom: EmbeddedStrongroom,
  backups: number,
  environmentsEach = ENVIRONMENTS_PER_ORGANIZATION,
): Promise<FullCatalog> {
  const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
  const organizations: string[] = [];
  const tokens: string[] = [];
  for (let number = 1; number <= ORGANIZATIONS; number += 1) {
    const { id, token } = await makeOrganization(api, number);
    organizations.push(id);
    tokens.push(token);
  }
  const url = new URL(strongroom.postgresAdminUrl);
  url.pathname = '/strongroom';
  const client = new Client({ connectionString: url.href, options: '-c search_path=gateway' });
  await client.connect();
  try {
    await client.query(MORE_ENVIRONMENTS, [environmentsEach]);
    await client.query(BACKUPS, [Math.ceil(backups / ORGANIZATIONS / environmentsEach)]);
    await client.query('VACUUM ANALYZE');
    const { rows } = await client.query<{ id: string; organization_id: string }>(
      'SELECT id, organization_id FROM environments',
    );
    const environments = rows.map((row) => ({
      environmentId: row.id,
      organization: organizations.indexOf(row.organization_id),
    }));
    return { tokens, environments };
  } finally {
    await client.end();
  }
}

async function makeOrganization(api: ApiClient, number: number): Promise<{ id: string; token: string }> {
  const slug = `bench-${number}`;
  const { id } = await api.post<Made>('/api/v1/organizations', { name: slug, slug, billing_plan: 'enterprise' });
  const inside = { organization_id: id, name: slug };
  const project = await api.post<Made>('/api/v1/projects', { ...inside, slug, odoo_version: '19.0' });
  const server = await api.post<Made>('/api/v1/servers', { ...inside, ip_address: '127.0.0.1', connection: 'local' });
  await api.post('/api/v1/backups/storage-configs', {
    ...inside,
    provider: 'local',
    path: '/var/backups',
    is_default: true,
  });
  await api.post('/api/v1/environments', {
    project_id: project.id,
    server_id: server.id,
    name: slug,
    type: 'production',
    db_name: 'prod',
    slug,
    runtime: 'host',
  });
  const user = await api.post<Made>('/api/v1/users', { email: `${slug}@example.org`, name: slug });
  await api.post('/api/v1/role-assignments', { user_id: user.id, role: 'org_admin', organization_id: id });
  const { token } = await api.post<{ token: string }>('/api/v1/api-tokens', { user_id: user.id, name: slug });
  return { id, token };
}
