/** What an operator does with a live environment by the API, and what is to be seen of it: rows, files, names, sessions. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { ApiClient, type BackupView, type RestoreView, type TaskView } from '../../deploy/demo/api-client';
import { type DirectoryIds, register } from '../../deploy/demo/directory';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { EventListener } from './event-listener';
import { rowsInProgress } from './leftovers';
import { ownNames, stateOf, Visitor, writeTo } from './live-environment';
import { sshServer, TestStrongroom, waitFor } from './strongroom';

const run = promisify(execFile);
const OTHER_TENANT = 'another "tenant"';
const SETTINGS = {
  INSURANCE_POLL_MS: '200',
  REPLACED_SWEEP_INTERVAL_MS: '300',
  STOP_GRACE_MS: '1000',
  // No Odoo runs in the container: it is waited for in vain.
  WEB_CHECK_TIMEOUT_MS: '2000',
};
const BROKEN_SQL = { name: 'broken', sql: 'DELETE FROM no_such_table' };
const STEPS =
  'preflight insurance load_database load_filestore prepare checks freeze swap_database swap_filestore unfreeze checks_after'.split(
    ' ',
  );
const A_WEEK_MS = 7 * 24 * 3600 * 1000;

interface Shown extends RestoreView {
  steps: { name: string; status: string; started_at: string; ended_at: string; note: string | null }[];
  downtime: { started_at: string; ended_at: string } | null;
  insurance_backup_id: string;
  insurance_kept_until: string;
  replaced_until: string | null;
  replaced_dropped_at: string | null;
  undo_task_id: string;
  can_undo: boolean;
  outcome: string | null;
  error_message: string | null;
}
interface Plan {
  is_possible: boolean;
  steps: { name: string }[];
}
interface Made extends BackupView {
  created_at: string;
  expires_at: string;
}

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a live environment in containers, over SSH', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let api: ApiClient;
  let ids: DirectoryIds;
  let containers: DockerEnvironment;
  let backup: Made;
  let backedUp: Awaited<ReturnType<typeof stateOf>>;

  beforeAll(async () => {
    const env = { 'restore-executor': SETTINGS };
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start({ env })]);
    ({ api } = strongroom);
    const data = { messages: 500, files: 60, fileBytes: 1024 * 1024, missing: 0 };
    ({ ids, containers } = await strongroom.addDockerEnvironment(sshd, {
      ...data,
      dbName: `it's "live"`,
      volume: true,
    }));
    await containers.exec(`CREATE DATABASE "${OTHER_TENANT.replaceAll('"', '""')}"`, 'postgres');
    backup = (await strongroom.backUp(ids.environment_id)).backup as Made;
    backedUp = await stateOf(containers);
  }, 900_000);
  beforeEach(async () => {
    await writeTo(containers);
  });
  afterAll(async () => {
    await containers?.stop();
    await strongroom?.stop();
    await sshd?.stop();
  });

  const confirmed = (body: object = {}) => ({
    mode: 'in_place',
    backup_timestamp: backup.created_at,
    accept_data_loss: true,
    ...body,
  });
  const ask = (body: object = {}, as = api, of = backup.id) =>
    as.post<Shown>(`/api/v1/backups/${of}/restore`, confirmed(body));
  const shown = (id: string) => api.get<Shown>(`/api/v1/restores/${id}`);
  async function ended({ id, task_id }: Shown): Promise<{ task: TaskView; restore: Shown }> {
    const task = await api.waitForTask(task_id, undefined, 240_000);
    return { task, restore: await shown(id) };
  }
  async function restored(body: object = {}): Promise<Shown> {
    const { task, restore } = await ended(await ask(body));
    expect({ error: task.error, status: restore.status }).toEqual({ error: null, status: 'completed' });
    expect(await stateOf(containers)).toEqual(backedUp);
    return restore;
  }
  const step = (restore: Shown, name: string) => restore.steps.find((each) => each.name === name)!;
  async function asMember(role: object): Promise<ApiClient> {
    const email = `${randomUUID()}@example.com`;
    const { id } = await api.post<{ id: string }>('/api/v1/users', { name: 'Somebody', email });
    await api.post('/api/v1/role-assignments', { user_id: id, ...role });
    const { token } = await api.post<{ token: string }>('/api/v1/api-tokens', { name: 'e2e', user_id: id });
    return new ApiClient(api.url, token);
  }

  it('is left alone by requests that are not meant, not allowed, or cannot work', async () => {
    const before = await stateOf(containers);
    const refused = (work: Promise<unknown>) =>
      work.then(
        () => 'taken',
        ({ status, problem }) => `${status} ${problem?.code}`,
      );
    expect(await refused(ask({ accept_data_loss: false }))).toBe('422 CONFIRMATION_MISSING');
    expect(await refused(ask({ backup_timestamp: null }))).toBe('422 CONFIRMATION_MISSING');
    expect(await refused(ask({ backup_timestamp: '2020-01-01T00:00:00Z' }))).toBe('409 CONFIRMATION_MISMATCH');

    const owner = await asMember({ role: 'org_owner', organization_id: ids.organization_id });
    const elsewhere = await register(
      api,
      {
        name: 'foreign',
        server: sshServer(sshd),
        settings: { slug: 'foreign', runtime: 'docker', db_name: 'foreign' },
      },
      { provider: 'local', path: strongroom.storagePath },
      { name: 'Others', slug: 'others' },
    );
    expect(await refused(ask({ environment_id: elsewhere.environment_id }, owner))).toBe('404 NOT_FOUND');
    const stranger = await asMember({ role: 'org_owner', organization_id: elsewhere.organization_id });
    expect(await refused(ask({}, stranger))).toBe('404 NOT_FOUND');
    const member = await asMember({ role: 'project_member', project_id: ids.project_id });
    expect(await refused(ask({}, member))).toBe('403 FORBIDDEN');

    const bare = await strongroom.backUp(ids.environment_id, { include_filestore: false });
    const { created_at, id } = bare.backup as Made;
    expect(await refused(ask({ backup_timestamp: created_at }, api, id))).toBe('422 BACKUP_WITHOUT_FILESTORE');

    await run('docker', ['pause', containers.containers.db]);
    try {
      const open = await strongroom.requestBackup(ids.environment_id);
      expect(await refused(ask())).toBe('409 ENVIRONMENT_BUSY');
      await run('docker', ['unpause', containers.containers.db]);
      expect(await api.waitForTask(open.task_id)).toMatchObject({ status: 'completed' });
    } finally {
      await run('docker', ['unpause', containers.containers.db]).catch(() => {});
    }
    expect(await stateOf(containers)).toEqual(before);
    expect(await rowsInProgress(strongroom)).toEqual([]);
  });

  it('becomes what was backed up, while its neighbours work on, and becomes again what it was', async () => {
    const before = await stateOf(containers);
    expect(before).not.toEqual(backedUp);
    const plan = await api.post<Plan>(`/api/v1/backups/${backup.id}/restore`, { mode: 'in_place', dry_run: true });
    expect(plan).toMatchObject({ is_possible: true, problems: [], backup_timestamp: backup.created_at });
    expect(await stateOf(containers)).toEqual(before);
    const neighbour = new Visitor(containers, OTHER_TENANT);
    const user = new Visitor(containers, containers.dbName);
    const events = await EventListener.listen(
      `${api.url}/api/v1/events/stream?types=restore.*`,
      strongroom.embedded.adminToken,
    );
    const session = await neighbour.ask('SELECT pg_backend_pid()');
    expect(await user.ask('SELECT 1')).toBe('1');
    const restore = await restored();

    expect(await neighbour.ask('SELECT pg_backend_pid()')).toBe(session);
    await expect(user.ask('SELECT 1')).rejects.toThrow(/terminat|connection/);
    expect(restore.steps.map(({ name, status }) => `${name} ${status}`)).toEqual(STEPS.map((name) => `${name} done`));
    expect(plan.steps.map(({ name }) => name)).toEqual(STEPS);
    for (const { started_at, ended_at } of restore.steps)
      expect(Date.parse(ended_at)).toBeGreaterThanOrEqual(Date.parse(started_at));
    expect(Date.parse(restore.downtime!.started_at)).toBeGreaterThanOrEqual(
      Date.parse(step(restore, 'checks').ended_at),
    );
    expect(Date.parse(restore.downtime!.ended_at)).toBeLessThanOrEqual(
      Date.parse(step(restore, 'checks_after').started_at),
    );

    const insurance = await api.get<Made>(`/api/v1/backups/${restore.insurance_backup_id}`);
    expect(insurance).toMatchObject({ status: 'completed', is_verified: true, backup_type: 'pre_restore' });
    expect(insurance.filestore_checksum).not.toBeNull();
    expect(Date.parse(insurance.expires_at) - Date.parse(insurance.created_at)).toBeGreaterThanOrEqual(A_WEEK_MS);
    expect(restore.insurance_kept_until).toBe(insurance.expires_at);

    await waitFor('the event', async () => events.named('restore.completed').length > 0);
    expect(events.named('restore.completed')).toMatchObject([
      { restore_id: restore.id, backup_timestamp: expect.any(String), downtime: {}, insurance_backup_id: insurance.id },
    ]);
    expect(events.named('restore.journalled').length).toBeGreaterThan(restore.steps.length);
    const { items } = await api.get<{ items: object[] }>(
      `/api/v1/audit?action=restore.requested&object_id=${restore.id}`,
    );
    expect(items).toMatchObject([
      {
        actor_id: expect.any(String),
        details: { in_place: { accept_data_loss: true, backup_timestamp: backup.created_at } },
      },
    ]);

    expect(restore).toMatchObject({ can_undo: true });
    const { undo_task_id } = await api.post<Shown>(`/api/v1/restores/${restore.id}/undo`);
    expect(await api.waitForTask(undo_task_id)).toMatchObject({ status: 'completed' });
    expect(await stateOf(containers)).toEqual(before);
    expect(await ownNames(containers)).toEqual([]);
    expect(await shown(restore.id)).toMatchObject({ status: 'undone', can_undo: false });
    expect(events.named('restore.undone')).toHaveLength(1);
    await expect(api.post(`/api/v1/restores/${restore.id}/undo`)).rejects.toMatchObject({
      problem: { code: 'UNDO_NOT_POSSIBLE' },
    });
    events.close();
    neighbour.leave();
  });

  it('keeps what was replaced for its time, and not longer', async () => {
    const post_restore_sql = [{ name: 'users', sql: "SELECT 'users: ' || count(*) FROM res_users" }];
    const restore = await restored({ keep_replaced_seconds: 1, post_restore_sql });
    expect(step(restore, 'prepare').note).toContain('users: 25');
    await waitFor('the end of what was replaced', async () => (await shown(restore.id)).replaced_dropped_at !== null);
    expect(await ownNames(containers)).toEqual([]);
    expect(await shown(restore.id)).toMatchObject({ status: 'completed', can_undo: false });
    await expect(api.post(`/api/v1/restores/${restore.id}/undo`)).rejects.toMatchObject({
      status: 409,
      problem: { code: 'UNDO_TOO_LATE', detail: expect.stringContaining(restore.insurance_backup_id) },
    });
    expect(await stateOf(containers)).toEqual(backedUp);
  });

  it('is stopped as a whole only when everybody whom its container serves may stop', async () => {
    const pool = {
      runtime: 'docker',
      slug: 'tenant',
      db_name: OTHER_TENANT,
      container_name: containers.containers.odoo,
    };
    const tenant = await strongroom.register({ name: 'tenant', server: sshServer(sshd), settings: pool });
    await expect(ask({ freeze: 'workload' })).rejects.toMatchObject({
      status: 409,
      problem: { code: 'WORKLOAD_SHARED', detail: expect.stringContaining(tenant.environment_id) },
    });
    const started = () =>
      run('docker', ['inspect', '-f', '{{.State.Running}} {{.State.StartedAt}}', containers.containers.odoo]);
    const before = (await started()).stdout;
    const restore = await restored({
      freeze: 'workload',
      stops_environments: [tenant.environment_id],
      keep_replaced_seconds: 0,
    });
    const after = (await started()).stdout;
    expect(after).toMatch(/^true /);
    expect(after).not.toBe(before);
    expect(step(restore, 'freeze').note).toMatch(/container of Odoo was stopped/);
  });

  it('is not touched when what was loaded cannot be made ready', async () => {
    const before = await stateOf(containers);
    const { task, restore } = await ended(await ask({ post_restore_sql: [BROKEN_SQL] }));
    expect(task).toMatchObject({ status: 'failed', error: { code: 'RESTORE_HOOK_FAILED' } });
    expect(restore).toMatchObject({ status: 'failed', outcome: 'untouched', downtime: null, can_undo: false });
    expect(restore.error_message).toMatch(/no_such_table/);
    expect(step(restore, 'freeze')).toBeUndefined();
    expect(await stateOf(containers)).toEqual(before);
    expect(await ownNames(containers)).toEqual([]);
  });

  it('is as before, and open, when the restore fails after the freeze', async () => {
    const before = await stateOf(containers);
    const asked = await ask();
    // Under this name the files that were live would be kept.
    const replaced = `strongroom_old_${asked.id.replaceAll('-', '')}`;
    await containers.run('odoo', 'touch', `${containers.filestoreRoot}/${replaced}`);
    const { task, restore } = await ended(asked);
    expect(task).toMatchObject({ status: 'failed', error: { code: 'FILESTORE_EXISTS' } });
    expect(restore).toMatchObject({
      status: 'rolled_back',
      outcome: 'rolled_back',
      error_message: expect.stringContaining(replaced),
      downtime: {},
      can_undo: false,
    });
    expect(step(restore, 'swap_database')).toMatchObject({ status: 'undone' });
    expect(step(restore, 'swap_filestore')).toMatchObject({ status: 'failed' });
    expect(await stateOf(containers)).toEqual(before);
    await containers.run('odoo', 'rm', `${containers.filestoreRoot}/${replaced}`);
    expect(await ownNames(containers)).toEqual([]);
    expect(await rowsInProgress(strongroom)).toEqual([]);
  });

  it('can be dropped first, and comes back out of its insurance backup when that fails', async () => {
    const kept = await restored({ strategy: 'drop_first' });
    expect(kept).toMatchObject({ replaced_until: null, can_undo: false });
    expect(Date.parse(kept.downtime!.started_at)).toBeLessThanOrEqual(
      Date.parse(step(kept, 'load_database').started_at),
    );

    await writeTo(containers);
    const before = await stateOf(containers);
    const { task, restore } = await ended(await ask({ strategy: 'drop_first', post_restore_sql: [BROKEN_SQL] }));
    expect(task).toMatchObject({ status: 'failed', error: { code: 'RESTORE_HOOK_FAILED' } });
    expect(restore).toMatchObject({ status: 'rolled_back', outcome: 'rolled_back' });
    for (const part of ['database', 'filestore']) {
      expect(step(restore, `drop_${part}`)).toMatchObject({ status: 'undone' });
      expect(step(restore, `rollback_load_${part}`)).toMatchObject({ status: 'done' });
    }
    expect(await stateOf(containers)).toEqual(before);
    expect(await ownNames(containers)).toEqual([]);
  });
});
