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
  const lock = { mode: 'for_no_key_update' } as const;
  const environment = await manager.findOne(Environment, { where: { id }, lock });
  if (environment === null) throw new StrongroomError('NOT_FOUND', `There is no environment ${id}.`);
  const { name, deletion_backup_id } = environment;
  if (deletion_backup_id !== null && environment.deleted_at === null)
    throw new StrongroomError('ENVIRONMENT_DELETING', `${name} is being deleted.`, {
      details: { backup_id: deletion_backup_id },
    });
  return requireReachable(environment);
}

/** @throws StrongroomError ENVIRONMENT_DELETED, ENVIRONMENT_INCOMPLETE */
export function requireReachable(environment: Environment): ReachableEnvironment {
  const { id, name, deleted_at, server_id } = environment;
  if (deleted_at !== null)
    throw new StrongroomError('ENVIRONMENT_DELETED', `${name} was deleted at ${deleted_at.toISOString()}.`, {
      details: { environment_id: id },
    });
  if (server_id === null)
    throw new StrongroomError('ENVIRONMENT_INCOMPLETE', `Nobody has said yet on which server ${name} is.`, {
      details: { environment_id: id },
    });
  return { ...environment, server_id };
}
