/** A backup that is about to be asked for: as its row and as the command to the executors. Pure. */
import type { BackupRunPayload, BackupType, RetentionType, VerifyAfterUpload } from '@app/contracts';
import type { ReachableEnvironment } from '../directory/working-environment';
import type { NewTask } from '../tasks/task-records';

export interface NewBackup {
  id: string;
  task_id: string;
  environment: ReachableEnvironment;
  storage_config_id: string;
  backup_type: BackupType;
  include_filestore: boolean;
  retention_type: RetentionType;
  /** null: never. */
  expires_at: Date | null;
  created_at: Date;
  /** null: the system. */
  created_by: string | null;
  verify_after_upload?: VerifyAfterUpload | null;
  dump_compression?: string | null;
}

export function backupTask({ id: backup_id, ...backup }: NewBackup): NewTask & { id: string } {
  return { ...referencesOf(backup), id: backup.task_id, type: 'backup', backup_id, restore_id: null };
}

export function backupRow(backup: NewBackup) {
  const { id, task_id, storage_config_id, backup_type, include_filestore, retention_type, created_at } = backup;
  return {
    ...referencesOf(backup),
    id,
    task_id,
    storage_config_id,
    status: 'pending' as const,
    backup_type,
    include_filestore,
    retention_type,
    create_date: created_at,
    write_date: created_at,
    write_by: backup.created_by,
  };
}

export function backupCommand(backup: NewBackup): BackupRunPayload {
  const { id, task_id, storage_config_id, environment, backup_type, include_filestore } = backup;
  return {
    ...referencesOf(backup),
    backup_id: id,
    task_id,
    storage_config_id,
    server_id: environment.server_id,
    backup_type,
    include_filestore,
    retention: { type: backup.retention_type, expires_at: backup.expires_at?.toISOString() ?? null },
    created_at: backup.created_at.toISOString(),
    ...(backup.verify_after_upload && { verify_after_upload: backup.verify_after_upload }),
    ...(backup.dump_compression && { dump_compression: backup.dump_compression }),
  };
}

function referencesOf({ environment, created_by }: Pick<NewBackup, 'environment' | 'created_by'>) {
  const { id: environment_id, organization_id, project_id } = environment;
  return { organization_id, project_id, environment_id, created_by };
}
