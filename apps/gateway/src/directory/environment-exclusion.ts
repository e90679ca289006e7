/**
 * What an environment does one thing at a time: it is not backed up while it is restored in place, nor restored while it is
 * backed up, nor restored twice at once. Decided while the environment is locked for work.
 */
import type { EntityManager } from 'typeorm';
import type { BackupType, RestoreMode, TaskType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { Environment } from './environment.entity';

/** A task that has not ended. */
export interface OpenWork {
  environment_id: string;
  id: string;
  type: TaskType;
  backup_id: string | null;
  /** null: it is about no backup. */
  backup_type: BackupType | null;
  restore_id: string | null;
  mode: RestoreMode | null;
}

const OPEN = `
SELECT task.environment_id, task.id, task.type, task.backup_id, backup.backup_type, task.restore_id, restore.mode
  FROM tasks task
  LEFT JOIN restores restore ON restore.id = task.restore_id
  LEFT JOIN backups backup ON backup.id = task.backup_id
 WHERE task.environment_id = ANY($1) AND task.status IN ('pending', 'queued', 'running')
   AND task.type IN ('backup', 'restore', 'restore_undo')`;

/** What environments are being backed up, restored or put back by. */
export function openWork(manager: EntityManager, environmentIds: readonly string[]): Promise<OpenWork[]> {
  return manager.query(OPEN, [environmentIds]);
}

const replaces = ({ type, mode }: OpenWork) => type === 'restore_undo' || (type === 'restore' && mode === 'in_place');
const isBackup = ({ type }: OpenWork) => type === 'backup';

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
  const work = await openWork(manager, [environment.id]);
  refuse(
    environment,
    work.find((open) => replaces(open) && open.restore_id !== insured),
  );
}

/**
 * Before a backup of a schedule: where they take longer than their schedule has them come, they do not pile up.
 * @param work of this and of other environments
 * @throws StrongroomError ENVIRONMENT_BUSY as before any backup, and while another one of the schedule is open
 */
export function requireUnscheduled(environment: Environment, work: readonly OpenWork[]): void {
  const inTheWay = (open: OpenWork) => replaces(open) || (isBackup(open) && open.backup_type === 'scheduled');
  refuse(
    environment,
    work.find((open) => open.environment_id === environment.id && inTheWay(open)),
  );
}

/**
 * Before a restore in place, or its undo.
 * @throws StrongroomError ENVIRONMENT_BUSY while the environment is backed up or restored in place
 */
export async function requireIdle(manager: EntityManager, environment: Environment): Promise<void> {
  const work = await openWork(manager, [environment.id]);
  refuse(environment, work.find(replaces) ?? work.find(isBackup));
}

const DOES: Partial<Record<TaskType, string>> = {
  backup: 'being backed up',
  restore: 'being restored in place',
  restore_undo: 'having a restore undone',
};

function refuse({ name }: Environment, work: OpenWork | undefined): void {
  if (work === undefined) return;
  const { id: task_id, type, backup_id, restore_id } = work;
  throw new StrongroomError('ENVIRONMENT_BUSY', `${name} is ${DOES[type]} by the task ${task_id}.`, {
    details: { task_id, type, backup_id, restore_id },
  });
}
