/**
 * `npm run demo`: one Odoo environment walks through every room of Strongroom. It is backed up, verified, restored
 * as a clone beside the origin, and the clone is compared with the origin row by row and file by file.
 * `--stay` leaves everything running and writes `demo.json` for scripts.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type EmbeddedStrongroom, startEmbedded } from '../embedded/start-embedded';
import { strongroomHome } from '../embedded/settings';
import { ApiClient, type BackupView, type RestoreView, type TaskView } from './api-client';
import { compareDatabases, compareFilestores } from './compare';
import { type DemoEnvironment, makeDemoEnvironment } from './demo-environment';
import { type DirectoryIds, register } from './directory';
import { formatBytes, formatSeconds, printTable, TaskDisplay } from './terminal';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { stay: { type: 'boolean', default: false } } });
  const home = strongroomHome();
  heading('Starting PostgreSQL, NATS and the six services');
  const strongroom = await startEmbedded({ home, keepToken: true, quiet: true });
  const stopOnSignal = (signal: NodeJS.Signals) =>
    void strongroom.stop().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  process.once('SIGINT', stopOnSignal).once('SIGTERM', stopOnSignal);
  try {
    await walkThrough(strongroom, home, values.stay);
  } catch (error) {
    await strongroom.stop();
    throw error;
  }
  if (values.stay) {
    console.log('\nEverything keeps running; Ctrl-C stops it.');
    await strongroom.stopped;
  } else {
    await strongroom.stop();
  }
}

async function walkThrough(strongroom: EmbeddedStrongroom, home: string, stay: boolean): Promise<void> {
  heading('Making an Odoo environment: a database with its filestore');
  const environment = await makeDemoEnvironment(strongroom, join(home, 'demo'));
  const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
  const ids = await register(api, environment.registration, { provider: 'local', path: join(home, 'storage') });

  heading('Backing it up, verifying the backup, restoring it as a clone');
  const requestedAt = performance.now();
  const { id: backupId, task_id } = await api.post<BackupView>(
    `/api/v1/backups/environments/${ids.environment_id}/backups`,
  );
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
  const differences = [...rows.differences, ...files.differences];
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
        ? 'every row and every file is as in the origin'
        : `DIFFERS: ${differences.slice(0, 10).join(', ')}`,
    ],
  ]);
  if (differences.length > 0) throw new Error('The clone differs from its origin');
  if (stay) await leaveRunning(strongroom, home, environment, ids, backup, restore);
  else await tearDown(api, restore);
}

async function follow(api: ApiClient, taskId: string, title: string): Promise<TaskView> {
  const task = await api.waitForTask(taskId, new TaskDisplay(title).show);
  if (task.status !== 'completed')
    throw new Error(`The ${title} ${task.status}: ${task.error?.code} ${task.error?.message} ${task.error?.remedy}`);
  return task;
}

async function tearDown(api: ApiClient, restore: RestoreView): Promise<void> {
  heading('Removing the clone');
  const { teardown_task_id } = await api.delete<{ teardown_task_id: string }>(`/api/v1/restores/${restore.id}`);
  await follow(api, teardown_task_id, 'teardown');
}

async function leaveRunning(
  strongroom: EmbeddedStrongroom,
  home: string,
  environment: DemoEnvironment,
  ids: DirectoryIds,
  backup: BackupView,
  restore: RestoreView,
): Promise<void> {
  const file = join(home, 'demo.json');
  const facts = {
    gateway_url: strongroom.gatewayUrl,
    token: strongroom.adminToken,
    ...ids,
    backup_id: backup.id,
    restore_id: restore.id,
    clone_db: restore.target_db,
    environment_database_url: environment.databaseUrl(environment.dbName),
    clone_database_url: environment.databaseUrl(restore.target_db),
    filestore_root: environment.filestoreRoot,
    postgres_admin_url: strongroom.postgresAdminUrl,
    nats_url: strongroom.natsAdminUrl,
  };
  await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  heading('Running');
  printTable([
    ['API', `${strongroom.gatewayUrl}/api/v1`],
    ['Documentation', `${strongroom.gatewayUrl}/api/docs`],
    ['For scripts', file],
  ]);
}

function heading(text: string): void {
  console.log(`\n${text}`);
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
