/** The way of one environment through every room of Strongroom, as a person would go it over the API. */
import { ApiClient, type BackupView, type RestoreView, type TaskView } from './api-client';
import { compareDatabases, compareFilestores } from './compare';
import type { DemoEnvironment } from './demo-environment';
import { formatBytes, formatSeconds, heading, printTable, TaskDisplay } from './terminal';

/** What a clone has of its own: its identity, and nothing that would act in the world. */
const OWN_TABLES = ['ir_config_parameter', 'ir_cron', 'ir_mail_server'];

export interface Walked {
  backup: BackupView;
  restore: RestoreView;
}

/**
 * Backs an environment up, verifies the backup, restores it as a clone and compares the two.
 * @throws Error when a task does not complete or the clone differs
 */
export async function walkThrough(
  api: ApiClient,
  environment: DemoEnvironment,
  environmentId: string,
): Promise<Walked> {
  heading('Backing it up, verifying the backup, restoring it as a clone');
  const requestedAt = performance.now();
  const { id: backupId, task_id } = await api.post<BackupView>(`/api/v1/backups/environments/${environmentId}/backups`);
  await follow(api, task_id, 'backup');
  const backupMs = performance.now() - requestedAt;
  const verification = await api.post<TaskView>(`/api/v1/backups/${backupId}/verify`);
  await follow(api, verification.id, 'verify');
  const backup = await api.get<BackupView>(`/api/v1/backups/${backupId}`);
  if (!backup.is_verified) throw new Error(`The backup was not verified: ${backup.verification_error}`);
  const restoreBegun = performance.now();
  const restore = await api.post<RestoreView>(`/api/v1/backups/${backupId}/restore`, { restore_filestore: true });
  await follow(api, restore.task_id, 'restore');
  const restoreMs = performance.now() - restoreBegun;

  heading('Comparing the clone with its origin');
  const rows = await environment.withClients(environment.dbName, restore.target_db, compareDatabases);
  const files = await compareFilestores(
    environment.filestoreOf(environment.dbName),
    environment.filestoreOf(restore.target_db),
  );
  const own = rows.differences.filter((table) => OWN_TABLES.includes(table));
  const differences = [...rows.differences.filter((table) => !own.includes(table)), ...files.differences];
  printTable([
    [
      'Database',
      `${rows.tables} tables, ${rows.rows} rows, dump ${formatBytes(backup.database_size)}, sha256 ${backup.database_checksum}`,
    ],
    [
      'Filestore',
      `${files.files} files, ${formatBytes(files.bytes)}, archive ${formatBytes(backup.filestore_size)}, sha256 ${backup.filestore_checksum}`,
    ],
    ['Attachments', `${backup.attachments?.present} of ${backup.attachments?.expected} present`],
    [
      'Backup',
      `${formatBytes(backup.compressed_size)} in ${formatSeconds(backupMs)}, ${formatBytes((backup.total_size * 1000) / backupMs)}/s`,
    ],
    [
      'Restore',
      `as ${restore.target_db} in ${formatSeconds(restoreMs)}, ${formatBytes((backup.total_size * 1000) / restoreMs)}/s`,
    ],
    ['ZIP', backup.location ?? ''],
    [
      'Clone',
      differences.length === 0
        ? `every row and every file is as in the origin; neutralized: ${own.join(', ') || 'nothing'}`
        : `DIFFERS: ${differences.slice(0, 10).join(', ')}`,
    ],
  ]);
  if (differences.length > 0) throw new Error('The clone differs from its origin');
  if (own.length === 0) throw new Error('The clone was not neutralized');
  return { backup, restore };
}

async function follow(api: ApiClient, taskId: string, title: string): Promise<TaskView> {
  const task = await api.waitForTask(taskId, new TaskDisplay(title).show);
  if (task.status !== 'completed')
    throw new Error(`The ${title} ${task.status}: ${task.error?.code} ${task.error?.message} ${task.error?.remedy}`);
  return task;
}

export async function tearDown(api: ApiClient, restore: RestoreView): Promise<void> {
  heading('Removing the clone');
  const { teardown_task_id } = await api.delete<{ teardown_task_id: string }>(`/api/v1/restores/${restore.id}`);
  await follow(api, teardown_task_id, 'teardown');
}
