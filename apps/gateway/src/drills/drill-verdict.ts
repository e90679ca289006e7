/**
 * What the end of a drill says of its backup, or of the copy that was read: it was restored, or it is damaged. A drill that
 * failed for another reason says nothing of either, and what was proven before stands.
 */
import type { EntityManager } from 'typeorm';
import type { RestoreCompletedPayload, RestoreFailedPayload, VerificationLevel } from '@app/contracts';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { applyVerified } from '../backups/verification-transitions';
import type { RestoreEvent } from '../restores/restore-transitions';

interface Verdict {
  storage_config_id: string | undefined;
  intact: boolean;
  level: VerificationLevel;
  verified_at: string;
  error?: RestoreFailedPayload['error'];
}

/** Writes it down. For a backup that is deleted it is too late. */
export async function noteVerdict(manager: EntityManager, backupId: string, event: RestoreEvent): Promise<void> {
  const verdict = verdictOf(event);
  if (verdict === undefined) return;
  const lock = { mode: 'pessimistic_write' } as const;
  const backup = await manager.findOneOrFail(Backup, { where: { id: backupId }, lock });
  const { storage_config_id = backup.storage_config_id } = verdict;
  if (storage_config_id === backup.storage_config_id) {
    const change = backup.status === 'completed' ? applyVerified(backup, verdict) : undefined;
    if (change !== undefined) await manager.update(Backup, { id: backup.id }, { ...change, write_date: new Date() });
    return;
  }
  const where = { backup_id: backupId, storage_config_id: storage_config_id!, status: 'completed' as const };
  const copy = await manager.findOne(BackupCopy, { where, lock });
  const change = copy === null ? undefined : applyVerified(copy, verdict);
  if (change !== undefined) await manager.update(BackupCopy, { id: copy!.id }, { ...change, updated_at: new Date() });
}

function verdictOf(event: RestoreEvent): Verdict | undefined {
  if (event.name === 'restore.completed') return passed(event.data);
  if (event.name === 'restore.failed') return damaged(event.data);
  return undefined;
}

function passed({ drill, storage_config_id, completed_at }: RestoreCompletedPayload): Verdict | undefined {
  return drill && { storage_config_id, intact: true, level: drill.level, verified_at: completed_at };
}

function damaged({ drill, error, failed_at }: RestoreFailedPayload): Verdict | undefined {
  const storage_config_id = drill?.damaged_storage_config_id;
  return storage_config_id === undefined
    ? undefined
    : { storage_config_id, intact: false, level: 'restored', verified_at: failed_at, error };
}
