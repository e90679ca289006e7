/** Which environments stop with the container of another one. */
import type { EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { type Caller, isAllowed } from '../access/is-allowed';
import type { Environment } from '../directory/environment.entity';

type Other = Pick<Environment, 'id' | 'name' | 'organization_id' | 'project_id'>;

const SAME_CONTAINER = `
SELECT other.id, other.name, other.organization_id, other.project_id
  FROM environments other JOIN environments own ON own.id = $1
 WHERE other.id <> own.id AND other.server_id = own.server_id AND other.deleted_at IS NULL AND other.runtime = 'docker'
   AND COALESCE(other.container_name, other.id || '_odoo') = COALESCE(own.container_name, own.id || '_odoo')
 ORDER BY other.name, other.id`;

/**
 * @param named the environments that may stop
 * @throws StrongroomError WORKLOAD_UNKNOWN where there is no container, WORKLOAD_SHARED naming those that are missing
 */
export async function requireStoppable(
  manager: EntityManager,
  environment: Environment,
  named: readonly string[],
  caller: Caller,
): Promise<void> {
  if (environment.runtime !== 'docker')
    throw new StrongroomError(
      'WORKLOAD_UNKNOWN',
      `${environment.name} has the runtime ${environment.runtime}: no container is known that could be stopped.`,
    );
  const others: Other[] = await manager.query(SAME_CONTAINER, [environment.id]);
  const missing = others.filter(({ id }) => !named.includes(id));
  if (missing.length === 0) return;
  const nameable = missing.filter((other) => mayStop(caller, other));
  const hidden = missing.length - nameable.length;
  const list = nameable.map(({ id, name }) => `${name} (${id})`);
  if (hidden > 0) list.push(`${hidden} that you may not stop`);
  throw new StrongroomError(
    'WORKLOAD_SHARED',
    `With the container of ${environment.name} would stop: ${list.join(', ')}.`,
    {
      details: { environments: nameable.map(({ id, name }) => ({ id, name })), others: hidden },
    },
  );
}

/** Those of them that the caller may stop. */
export async function stopsWith(
  manager: EntityManager,
  environment: Environment,
  caller: Caller,
): Promise<{ id: string; name: string }[]> {
  const others: Other[] = await manager.query(SAME_CONTAINER, [environment.id]);
  return others.filter((other) => mayStop(caller, other)).map(({ id, name }) => ({ id, name }));
}

function mayStop(caller: Caller, { organization_id: organizationId, project_id: projectId }: Other): boolean {
  return isAllowed(caller, 'project.backups.restore_in_place', { organizationId, projectId });
}
