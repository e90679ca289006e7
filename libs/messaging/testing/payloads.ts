import { randomUUID } from 'node:crypto';
import type { BackupRunPayload, BackupStartedPayload } from '@app/contracts';

export const ORGANIZATION = '11111111-1111-4111-8111-111111111111';
export const ENVIRONMENT = '22222222-2222-4222-8222-222222222222';

export function backupRun(change: Partial<BackupRunPayload> = {}): BackupRunPayload {
  return {
    backup_id: randomUUID(),
    task_id: randomUUID(),
    organization_id: ORGANIZATION,
    project_id: randomUUID(),
    environment_id: ENVIRONMENT,
    storage_config_id: randomUUID(),
    backup_type: 'manual',
    include_filestore: true,
    retention: { type: 'daily', expires_at: null },
    created_by: null,
    created_at: new Date().toISOString(),
    ...change,
  };
}

export function backupStarted(change: Partial<BackupStartedPayload> = {}): BackupStartedPayload {
  return {
    backup_id: randomUUID(),
    organization_id: ORGANIZATION,
    environment_id: ENVIRONMENT,
    task_id: randomUUID(),
    attempt: 1,
    started_at: new Date().toISOString(),
    ...change,
  };
}
