/**
 * What an environment does one thing at a time: it is not backed up while it is restored in place, nor restored while it is
 * backed up, nor restored twice at once. Decided while the environment is locked for work.
 */
import type { EntityManager } from 'typeorm';
import type { TaskType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { Environment } from './environment.entity';

interface OpenWork {
  id: string;
  type: TaskType;
  backup_id: string | null;
  restore_id: string | null;
}

const REPLACING = `
SELECT task.id, task.type, task.backup_id, task.restore_id
  FROM tasks task LEFT JOIN restores restore ON restore.id = task.restore_id
 WHERE task.environment_id = $1 AND task.status IN ('pending', 'queued', 'running')
   AND (task.type = 'restore_undo' OR (task.type = 'restore' AND restore.mode = 'in_place'))`;
const READING = `
SELECT id, type, backup_id, NULL::uuid FROM tasks
 WHERE environment_id = $1 AND status IN ('pending', 'queued', 'running') AND type = 'backup'`;

/**
 * Before a backup.
 * @param insured the restore in place that the backup is made for
 * @throws StrongroomError ENVIRONMENT_BUSY while the environment is restored in place, or that is undone
 */
export async function requireNotReplaced(
  manager: EntityManager,
  environment: Environment,
  insured?: string,
): Promise<void> {
  const found: OpenWork[] = await manager.query(REPLACING, [environment.id]);
  refuse(
    environment,
    found.filter(({ restore_id }) => restore_id !== insured),
  );
}

/**
 * Before a restore in place, or its undo.
 * @throws StrongroomError ENVIRONMENT_BUSY while the environment is backed up or restored in place
 */
export async function requireIdle(manager: EntityManager, environment: Environment): Promise<void> {
  refuse(environment, await manager.query(`${REPLACING} UNION ALL ${READING}`, [environment.id]));
}

const DOES: Partial<Record<TaskType, string>> = {
  backup: 'being backed up',
  restore: 'being restored in place',
  restore_undo: 'having a restore undone',
};

function refuse({ name }: Environment, [work]: OpenWork[]): void {
  if (work === undefined) return;
  const { id: task_id, type, backup_id, restore_id } = work;
  throw new StrongroomError('ENVIRONMENT_BUSY', `${name} is ${DOES[type]} by the task ${task_id}.`, {
    details: { task_id, type, backup_id, restore_id },
  });
}
