/** Which backups may be deleted, and where what is deleted lies. */
import { keysOf } from '@app/archive';
import type { StoredObjects, TaskType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { insuredUntil } from '@app/tiers';
import type { BackupCopy } from '../backups/backup-copy.entity';
import type { Backup } from '../backups/backup.entity';

export interface OpenTask {
  id: string;
  type: TaskType;
}

type Deleted = Pick<Backup, 'id' | 'status' | 'backup_type' | 'create_date' | 'task_id' | 'pinned_at' | 'pin_reason'>;

/**
 * @param tasks those that read the backup and have not ended
 * @param options.force also an insurance backup that is still needed
 * @throws StrongroomError BACKUP_PINNED, BACKUP_IN_PROGRESS, BACKUP_IN_USE, BACKUP_INSURED
 */
export function requireDeletable(
  backup: Deleted,
  tasks: readonly OpenTask[],
  { force, now }: { force: boolean; now: Date },
): void {
  const { id, status, backup_type: type, create_date: createdAt, task_id } = backup;
  requireNotPinned(backup);
  if (status === 'pending' || status === 'in_progress' || status === 'uploading')
    throw new StrongroomError('BACKUP_IN_PROGRESS', `The backup ${id} is ${status}.`, { details: { task_id } });
  requireUnused(id, tasks);
  const until = status === 'completed' ? insuredUntil({ type, createdAt }) : null;
  if (force || until === null || until <= now) return;
  throw new StrongroomError('BACKUP_INSURED', `The ${type} backup ${id} is kept until ${until.toISOString()}.`, {
    details: { insured_until: until.toISOString() },
  });
}

/** @throws StrongroomError BACKUP_PINNED */
export function requireNotPinned({ id, pinned_at, pin_reason }: Pick<Backup, 'id' | 'pinned_at' | 'pin_reason'>): void {
  if (pinned_at === null) return;
  throw new StrongroomError('BACKUP_PINNED', `The backup ${id} is pinned.`, {
    details: { pinned_at: pinned_at.toISOString(), reason: pin_reason },
  });
}

/** @throws StrongroomError BACKUP_IN_USE */
export function requireUnused(id: string, tasks: readonly OpenTask[]): void {
  if (tasks.length === 0) return;
  const list = tasks.map((task) => `${task.type} ${task.id}`).join(', ');
  throw new StrongroomError('BACKUP_IN_USE', `The backup ${id} is still needed by ${list}.`, { details: { tasks } });
}

type Stored = Pick<Backup, 'storage_config_id' | 'database_key' | 'sidecar_key'>;
type Copy = Pick<BackupCopy, 'storage_config_id' | 'key'>;

/** Every place that holds the backup, in whatever state. */
export function placesToClean(backup: Stored, copies: readonly Copy[]): StoredObjects[] {
  const { storage_config_id, database_key: key, sidecar_key } = backup;
  const own =
    storage_config_id === null || key === null
      ? []
      : [{ storage_config_id, key, manifest_key: sidecar_key ?? keysOf(key).sidecar }];
  const further = copies.flatMap((copy) =>
    copy.key === null
      ? []
      : [{ storage_config_id: copy.storage_config_id, key: copy.key, manifest_key: keysOf(copy.key).sidecar }],
  );
  return [...own, ...further];
}
