/** Places: an organization with one of everything in it, and a nowhere whose ids belong to nothing. */
import { randomBytes, randomUUID } from 'node:crypto';
import { DeadLetter } from '../../apps/gateway/src/dead-letters/dead-letter.entity';
import { type Answer, makeDirectory, type TestGateway } from '../../apps/gateway/testing/test-gateway';

export interface Ids {
  organization: string;
  project: string;
  server: string;
  environment: string;
  storage: string;
  key: string;
  credential: string;
  channel: string;
  user: string;
  assignment: string;
  token: string;
  backup: string;
  restore: string;
  task: string;
  letter: string;
  /** These two are the portal's, and made where they are asked for. */
  issuer: string;
  identity: string;
}

/** Those whose project decides who may see them. */
export const IN_PROJECT: readonly (keyof Ids)[] = ['project', 'environment', 'backup', 'restore', 'task', 'letter'];

export async function makePlace(gateway: TestGateway): Promise<Ids> {
  const directory = await makeDirectory(gateway);
  const ids: Ids = {
    ...nowhere(),
    organization: directory.organization.id,
    project: directory.project.id,
    server: directory.server.id,
    environment: directory.environment.id,
    storage: directory.storage.id,
  };
  ids.key = await makeKey(gateway, ids.storage);
  ids.credential = (
    await gateway.make(`/api/v1/organizations/${ids.organization}/event-credentials`, { name: 'ear' })
  ).id;
  ids.channel = await makeChannel(gateway, ids.organization);
  ids.user = await makeUser(gateway);
  ids.assignment = await makeAssignment(gateway, ids.user, ids.organization);
  ids.token = (await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: ids.user })).id;
  ids.backup = await makeBackup(gateway, ids.environment, 'completed');
  const restore = await makeRestore(gateway, ids.backup, 'completed');
  ids.restore = restore.id;
  ids.task = restore.task_id;
  ids.letter = await makeLetter(gateway, ids);
  return ids;
}

export function nowhere(): Ids {
  const names = ['organization', 'project', 'server', 'environment', 'storage', 'credential', 'user'] as const;
  const more = ['channel', 'assignment', 'token', 'backup', 'restore', 'task', 'letter', 'issuer', 'identity'] as const;
  const ids = Object.fromEntries([...names, ...more].map((name) => [name, randomUUID()]));
  return { ...ids, key: randomBytes(8).toString('hex') } as Ids;
}

/** The notifier is played: it has to be before the first place is made. */
export async function makeChannel(gateway: TestGateway, organization: string): Promise<string> {
  const body = { name: randomUUID(), kind: 'email', settings: { recipients: ['ops@example.com'] } };
  return (await gateway.make(`/api/v1/organizations/${organization}/notification-channels`, body)).id;
}

export async function makeUser(gateway: TestGateway): Promise<string> {
  return (await gateway.make('/api/v1/users', { name: 'Spec', email: `${randomUUID()}@example.com` })).id;
}

export async function makeAssignment(gateway: TestGateway, user_id: string, organization_id: string): Promise<string> {
  return (await gateway.make('/api/v1/role-assignments', { user_id, role: 'org_member', organization_id })).id;
}

/** A retired key that no backup needs. */
export async function makeKey(gateway: TestGateway, storage: string): Promise<string> {
  const body = { for_new_backups: false };
  return (await gateway.make(`/api/v1/backups/storage-configs/${storage}/encryption-keys`, body)).key_id;
}

/** As the events of an executor would leave it. */
export async function makeBackup(
  gateway: TestGateway,
  environment: string,
  status: 'pending' | 'completed' | 'failed',
  storage_config_id?: string,
): Promise<string> {
  const { id } = await gateway.make(`/api/v1/backups/environments/${environment}/backups`, { storage_config_id });
  if (status === 'pending') return id;
  await gateway.dataSource.query(
    `UPDATE backups SET status = $2, database_key = 'k-' || id, sidecar_key = 'm-' || id, completed_at = now(),
            database_checksum = repeat('a', 64), filestore_checksum = repeat('b', 64) WHERE id = $1`,
    [id, status],
  );
  await endTasks(gateway, 'backup_id', id, status);
  return id;
}

export async function makeRestore(
  gateway: TestGateway,
  backup: string,
  status: 'pending' | 'completed',
): Promise<Answer['body']> {
  const target_db = `clone_${randomBytes(6).toString('hex')}`;
  const restore = await gateway.make(`/api/v1/backups/${backup}/restore`, { target_db });
  if (status === 'pending') return restore;
  await gateway.dataSource.query(`UPDATE restores SET status = $2 WHERE id = $1`, [restore.id, status]);
  await endTasks(gateway, 'restore_id', restore.id, status);
  return restore;
}

/** An environment of its own with a completed backup, and the body that restores it in place. */
export async function makeReplaceable(gateway: TestGateway, { project, server }: Ids) {
  const slug = `e${randomBytes(6).toString('hex')}`;
  const body = { project_id: project, server_id: server, name: slug, slug, db_name: slug, runtime: 'host' };
  const environment: string = (await gateway.make('/api/v1/environments', body)).id;
  const backup = await makeBackup(gateway, environment, 'completed');
  const { created_at } = (await gateway.get(`/api/v1/backups/${backup}`)).body;
  return { environment, backup, body: { mode: 'in_place', backup_timestamp: created_at, accept_data_loss: true } };
}

/** A restore in place that can be undone. */
export async function makeReplaced(gateway: TestGateway, ids: Ids): Promise<string> {
  const { backup, body } = await makeReplaceable(gateway, ids);
  const { id } = await gateway.make(`/api/v1/backups/${backup}/restore`, body);
  await gateway.dataSource.query(
    `UPDATE restores SET status = 'completed', replaced_until = now() + interval '1 hour' WHERE id = $1`,
    [id],
  );
  await endTasks(gateway, 'restore_id', id, 'completed');
  return id;
}

/** A command that no attempt could settle; its task has failed. */
export async function makeLetter(gateway: TestGateway, ids: Ids): Promise<string> {
  const backup = await makeBackup(gateway, ids.environment, 'failed');
  const [task]: { id: string }[] = await gateway.dataSource.query('SELECT id FROM tasks WHERE backup_id = $1', [
    backup,
  ]);
  const id = randomUUID();
  await gateway.dataSource.manager.insert(DeadLetter, {
    id,
    stream: 'JOBS',
    consumer: 'backup-run',
    sequence: 1,
    message_id: id,
    subject: 'jobs.backup.run',
    kind: 'backup.run',
    headers: {},
    body: Buffer.from(JSON.stringify({ task_id: task!.id })),
    organization_id: ids.organization,
    project_id: ids.project,
    environment_id: ids.environment,
    task_id: task!.id,
    code: 'SSH_AUTH_FAILED',
    message: 'refused',
    attempts: 1,
    replay: 0,
    died_at: new Date(),
  });
  return id;
}

async function endTasks(gateway: TestGateway, column: string, id: string, status: string): Promise<void> {
  await gateway.dataSource.query(`UPDATE tasks SET status = $2, completed_at = now() WHERE ${column} = $1`, [
    id,
    status,
  ]);
}
