import type { EntityManager } from 'typeorm';
import type { OpenTask } from './deletion-rules';

/** Those that read it, and the restore in place whose way back it is. */
const OPEN_READERS = `
SELECT tasks.backup_id, tasks.id, tasks.type, tasks.created_at FROM tasks
 WHERE tasks.status IN ('pending', 'queued', 'running')
   AND tasks.backup_id = ANY($1) AND tasks.type IN ('verify', 'copy', 'restore')
UNION
SELECT restores.insurance_backup_id, tasks.id, tasks.type, tasks.created_at
  FROM restores JOIN tasks ON tasks.id = restores.task_id
 WHERE restores.insurance_backup_id = ANY($1) AND tasks.status IN ('pending', 'queued', 'running')
 ORDER BY created_at, id`;

/**
 * The tasks that need the object of a backup and have not ended, by backup. Whoever holds the lock of the backup's row meets
 * none that begins meanwhile.
 */
export async function openReaders(
  manager: EntityManager,
  backupIds: readonly string[],
): Promise<Map<string, OpenTask[]>> {
  const rows: (OpenTask & { backup_id: string })[] = await manager.query(OPEN_READERS, [backupIds]);
  const readers = new Map<string, OpenTask[]>();
  for (const { backup_id, id, type } of rows) readers.set(backup_id, [...(readers.get(backup_id) ?? []), { id, type }]);
  return readers;
}
