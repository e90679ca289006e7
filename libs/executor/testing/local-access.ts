/** For specs: how the gateway would say that an environment of this machine and the shared PostgreSQL is reached. */
import { randomUUID } from 'node:crypto';
import type { BackupAccessAnswer } from '@app/contracts';
import type { SecretBox } from '@app/secrets';
import { sharedPostgres } from '../../../test/fixtures/postgres';

export interface LocalEnvironment {
  environmentId: string;
  database: string;
  filestoreRoot: string;
  odooUrl?: string | null;
  organizationId?: string;
  projectId?: string;
}

export function localAccess(
  secrets: Pick<SecretBox, 'seal'>,
  {
    environmentId: id,
    database,
    filestoreRoot,
    odooUrl,
    organizationId = randomUUID(),
    projectId = randomUUID(),
  }: LocalEnvironment,
): Omit<BackupAccessAnswer, 'storage'> {
  const { hostname, port, username, password } = new URL(sharedPostgres().adminUrl);
  return {
    environment: {
      id,
      organization_id: organizationId,
      project_id: projectId,
      name: 'Production',
      type: 'production',
      status: 'running',
      runtime: 'host',
      db_name: database,
      container_name: null,
      domain: null,
      db_host: hostname,
      db_port: Number(port),
      db_user: decodeURIComponent(username),
      db_password_sealed: secrets.seal(decodeURIComponent(password), `environment:${id}:db_password`),
      filestore_root: filestoreRoot,
      odoo_url: odooUrl,
    },
    project: { id: projectId, name: 'Shop', slug: 'shop', odoo_version: '18.0' },
    server: {
      id: randomUUID(),
      name: 'here',
      ip_address: '127.0.0.1',
      connection: 'local',
      ssh_port: 22,
      ssh_user: 'nobody',
      private_key_sealed: null,
      host_key: null,
    },
  };
}
