import type { EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { Environment } from './environment.entity';

export type ReachableEnvironment = Environment & { server_id: string };

/**
 * Locks an environment for the request that gives it work. Requests for one environment follow each other, so that
 * none slips in while it is being deleted.
 * @throws StrongroomError NOT_FOUND, ENVIRONMENT_DELETED, ENVIRONMENT_DELETING, ENVIRONMENT_INCOMPLETE
 */
export async function lockForWork(manager: EntityManager, id: string): Promise<ReachableEnvironment> {
  return requireWorkable((await lockAllForWork(manager, [id])).get(id), id);
}

/** Those that exist, locked in the order that keeps two who lock several from waiting for each other. */
export async function lockAllForWork(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Environment>> {
  const environments = await manager
    .createQueryBuilder(Environment, 'environment')
    .setLock('for_no_key_update')
    .where('environment.id = ANY(:ids)', { ids })
    .orderBy('environment.id')
    .getMany();
  return new Map(environments.map((environment) => [environment.id, environment]));
}

/** @throws StrongroomError NOT_FOUND, ENVIRONMENT_DELETED, ENVIRONMENT_DELETING, ENVIRONMENT_INCOMPLETE */
export function requireWorkable(environment: Environment | undefined, id: string): ReachableEnvironment {
  if (environment === undefined) throw new StrongroomError('NOT_FOUND', `There is no environment ${id}.`);
  const { name, deletion_backup_id } = environment;
  if (deletion_backup_id !== null && environment.deleted_at === null)
    throw new StrongroomError('ENVIRONMENT_DELETING', `${name} is being deleted.`, {
      details: { backup_id: deletion_backup_id },
    });
  return requireReachable(environment);
}

/** @throws StrongroomError ENVIRONMENT_DELETED, ENVIRONMENT_INCOMPLETE */
export function requireReachable(environment: Environment): ReachableEnvironment {
  requireNotDeleted(environment);
  const { id, name, server_id } = environment;
  if (server_id === null)
    throw new StrongroomError('ENVIRONMENT_INCOMPLETE', `Nobody has said yet on which server ${name} is.`, {
      details: { environment_id: id },
    });
  return { ...environment, server_id };
}

/** @throws StrongroomError ENVIRONMENT_DELETED */
export function requireNotDeleted({ id, name, deleted_at }: Environment): void {
  if (deleted_at !== null)
    throw new StrongroomError('ENVIRONMENT_DELETED', `${name} was deleted at ${deleted_at.toISOString()}.`, {
      details: { environment_id: id },
    });
}
