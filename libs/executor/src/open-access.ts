import type { EnvironmentAccess, ServerAccess } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { EnvironmentTarget } from '@app/odoo';
import type { SecretBox } from '@app/secrets';

/** The environment as libs/odoo reaches it, its secrets opened. */
export function openEnvironmentAccess(
  environment: EnvironmentAccess,
  server: ServerAccess,
  secrets: SecretBox,
): EnvironmentTarget {
  if (environment.runtime === 'kubernetes') {
    throw new StrongroomError(
      'ENVIRONMENT_MISCONFIGURED',
      `Environment ${environment.name} has the runtime kubernetes, which this version cannot reach`,
    );
  }
  return {
    environmentId: environment.id,
    runtime: environment.runtime,
    connection: server.connection,
    host: server.ip_address,
    sshPort: server.ssh_port,
    sshUser: server.ssh_user,
    privateKey: opened(secrets, server.private_key_sealed, `server:${server.id}:private_key`),
    hostKey: server.host_key ?? undefined,
    dbName: environment.db_name,
    dbHost: environment.db_host ?? undefined,
    dbPort: environment.db_port ?? undefined,
    dbUser: environment.db_user,
    dbPassword: opened(secrets, environment.db_password_sealed, `environment:${environment.id}:db_password`),
    filestoreRoot: environment.filestore_root,
    containerName: environment.container_name ?? undefined,
    domain: environment.domain ?? undefined,
    odooUrl: environment.odoo_url ?? undefined,
  };
}

const OUT_OF_REACH: readonly string[] = ['NOT_FOUND', 'ENVIRONMENT_DELETED', 'ENVIRONMENT_INCOMPLETE'];

/** There is no server of the environment any more, or nobody knows it: what lies there stays. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof StrongroomError && OUT_OF_REACH.includes(error.code);
}

function opened(secrets: SecretBox, sealed: string | null | undefined, context: string): string | undefined {
  return sealed ? secrets.open(sealed, context) : undefined;
}
