import { randomUUID } from 'node:crypto';
import {
  BackupCopied,
  type DrillRunRequestPayload,
  RequestDrills,
  RestoreCancelled,
  RestoreFailed,
  RestoreRun,
  RestoreStarted,
  stagingName,
} from '@app/contracts';
import { METRICS, refreshSamples } from '@app/telemetry';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { OneRestore } from '../../testing/one-restore';
import { completion, sampleError } from '../../testing/sample-events';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

const RESULT = { recovery_ms: 48_460, database_ms: 31_200, filestore_ms: 14_900, level: 'restored' as const };

describeRequiring(['postgres', 'nats'], 'a drill', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let backup: Answer['body'];
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    directory = await makeDirectory(gateway);
    backup = await completedBackup();
  });
  afterAll(() => gateway?.stop());

  async function completedBackup(more: Partial<typeof completion> = {}): Promise<Answer['body']> {
    const made = await OneBackup.request(gateway, directory);
    await made.completed(1, { retention: { type: 'daily', expires_at: '2100-01-01T00:00:00Z' }, ...more });
    await until(async () => (await made.details()).status === 'completed');
    return made.details();
  }
  const detailsOf = async ({ id }: Answer['body'] = backup) => (await gateway.get(`/api/v1/backups/${id}`)).body;
  const ask = (body: object = {}, of = backup) => gateway.post(`/api/v1/backups/${of.id}/drill`, body);
  async function begun(body?: object): Promise<OneRestore> {
    const answer = await ask(body);
    expect(answer).toMatchObject({ status: 201 });
    return new OneRestore(gateway, answer.body);
  }
  async function passed(more: object = {}, drill?: OneRestore): Promise<OneRestore> {
    const one = drill ?? (await begun());
    const completed_at = new Date().toISOString();
    await one.completed({ completed_at, drill: { policy_id: null, ...RESULT }, ...more });
    await until(async () => (await one.shown()).status === 'completed');
    return one;
  }
  async function ended(one: OneRestore): Promise<Answer['body']> {
    await until(async () => (await one.shown()).status === 'failed');
    return (await drills()).items.find(({ id }: { id: string }) => id === one.created.id);
  }
  const failed = (drill: object, code: 'ARCHIVE_CORRUPT' | 'SSH_UNREACHABLE') => ({
    error: { ...sampleError, code, message: 'it went wrong' },
    failed_at: new Date().toISOString(),
    drill: { policy_id: null, ...drill },
  });
  const drills = async (query = '') =>
    (await gateway.get(`/api/v1/backups/environments/${directory.environment.id}/drills${query}`)).body;
  const command = (task_id: string) =>
    until(async () => (await gateway.messages('JOBS', RestoreRun.subject)).find((one) => one.task_id === task_id));

  it('goes to an executor with all that is in the backup, under a name that nobody can reach', async () => {
    const { created } = await begun();
    const target_db = stagingName(created.id);
    const drill = { policy_id: null };
    expect(created).toMatchObject({ mode: 'drill', status: 'pending', target_db, backup_id: backup.id });
    expect(await command(created.task_id)).toMatchObject({
      restore_id: created.id,
      key: completion.key,
      target_db,
      restore_filestore: true,
      drill,
    });
    const { body } = await gateway.get(`/api/v1/restores?mode=drill&backup_id=${backup.id}`);
    expect(body).toMatchObject({ total: 1, items: [{ id: created.id, drill: { ...drill, level: null } }] });
    const audit = await gateway.get(`/api/v1/audit?action=restore.drill_requested&object_id=${created.id}`);
    expect(audit.body.items[0]).toMatchObject({ details: { backup_id: backup.id } });
  });

  it('that passes raises the backup to the level restored, with its date', async () => {
    const drill = await begun();
    await drill.tell(RestoreStarted, { started_at: new Date().toISOString() });
    await until(async () => (await drills()).items[0].outcome === 'running');
    await passed({}, drill);
    const { verification_levels: levels, ...details } = await detailsOf();
    expect(details).toMatchObject({ is_verified: true, verification_error: null, verified_at: levels.restored });
    expect(levels).toMatchObject({ readable: levels.restored, odoo_answered: null });
    const [listed] = (await drills()).items;
    expect(listed).toMatchObject({
      id: drill.created.id,
      backup_id: backup.id,
      backup_timestamp: backup.created_at,
      environment_id: directory.environment.id,
      drill_environment_id: directory.environment.id,
      outcome: 'passed',
      level: 'restored',
      recovery_seconds: 48.5,
      database_seconds: 31.2,
      filestore_seconds: 14.9,
      bytes: 30,
      error: null,
    });
  });

  it('that has read a copy says so of the copy, and nothing of the backup', async () => {
    const second = await gateway.make('/api/v1/backups/storage-configs', {
      organization_id: directory.organization.id,
      name: 'Second',
      provider: 'local',
      path: '/var/backups/second',
    });
    const copying = await gateway.post(`/api/v1/backups/${backup.id}/copies`, { storage_config_id: second.id });
    const { copies } = await detailsOf();
    await gateway.tell(BackupCopied, {
      organization_id: directory.organization.id,
      environment_id: directory.environment.id,
      backup_id: backup.id,
      copy_id: copies[0].id,
      task_id: copying.body.id,
      attempt: 1,
      storage_config_id: second.id,
      source_storage_config_id: directory.storage.id,
      key: completion.key,
      manifest_key: completion.manifest_key,
      location: '/var/backups/second/b.zip',
      object_size_bytes: 1,
      completed_at: '2026-01-01T00:00:00.000Z',
      verification: { level: 'rehashed', verified_at: '2026-01-01T00:00:00.000Z' },
    });
    await until(async () => (await detailsOf()).copies[0].status === 'completed');
    await passed({ storage_config_id: second.id });
    const shown = await detailsOf();
    expect(shown.verification_levels.restored).toBeNull();
    expect(shown.copies[0].verification_levels.restored).not.toBeNull();
  });

  it('that finds the backup damaged says so of the backup, as a verification would', async () => {
    const drill = await begun();
    await drill.tell(RestoreFailed, failed({ damaged_storage_config_id: directory.storage.id }, 'ARCHIVE_CORRUPT'));
    expect(await ended(drill)).toMatchObject({
      outcome: 'damaged',
      level: null,
      recovery_seconds: null,
      error: { code: 'ARCHIVE_CORRUPT', message: 'it went wrong' },
    });
    expect(await detailsOf()).toMatchObject({ is_verified: false, verification_error: 'it went wrong' });
  });

  it('that fails for another reason leaves what was proven before', async () => {
    await passed();
    const before = await detailsOf();
    const drill = await begun();
    await drill.tell(RestoreFailed, failed({}, 'SSH_UNREACHABLE'));
    expect(await ended(drill)).toMatchObject({ outcome: 'not_proven', error: { code: 'SSH_UNREACHABLE' } });
    expect(await detailsOf()).toEqual(before);
  });

  it('that is cancelled is neither of both', async () => {
    const drill = await begun();
    await drill.tell(RestoreCancelled, { work: RestoreRun.name, cancelled_at: new Date().toISOString() });
    expect(await ended(drill)).toMatchObject({ outcome: 'cancelled' });
    expect(await detailsOf()).toEqual(backup);
  });

  it('has no clone to tear down, and nothing to undo', async () => {
    const { created } = await passed();
    expect(await gateway.delete(`/api/v1/restores/${created.id}`)).toMatchObject({ body: { code: 'NOT_A_CLONE' } });
    const undo = await gateway.post(`/api/v1/restores/${created.id}/undo`);
    expect(undo).toMatchObject({ status: 409, body: { code: 'UNDO_NOT_POSSIBLE' } });
  });

  it('is not asked for as a restore', async () => {
    const answer = await gateway.post(`/api/v1/backups/${backup.id}/restore`, { mode: 'drill' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'mode' }] } });
  });

  it('shows over several how long it takes to have the environment back', async () => {
    expect(await drills()).toMatchObject({ total: 0, trend: { drills: 0, median_seconds: null } });
    for (const recovery_ms of [10_000, 30_000, 20_000]) {
      const drill = { policy_id: null, ...RESULT, recovery_ms };
      await passed({ drill });
    }
    expect(await drills('?page_size=1')).toMatchObject({
      total: 3,
      pages: 3,
      items: [{ recovery_seconds: 20 }],
      trend: { drills: 3, median_seconds: 20, latest_seconds: 20, previous_seconds: 30 },
    });
  });

  it('is counted by what came of it, with its recovery time', async () => {
    const counted = async (outcome: string) =>
      (await METRICS.drillsEnded.get()).values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
    const before = [await counted('passed'), await counted('damaged')];
    await passed();
    const drill = await begun();
    await drill.tell(RestoreFailed, failed({ damaged_storage_config_id: directory.storage.id }, 'ARCHIVE_CORRUPT'));
    await ended(drill);
    expect([await counted('passed'), await counted('damaged')]).toEqual(before.map((count) => count + 1));
    await refreshSamples(60_000);
    const { values } = await METRICS.lastPassedDrill.get();
    const ours = values.find(({ labels }) => labels.environment_id === directory.environment.id);
    expect(ours!.value).toBeGreaterThan(Date.now() / 1000 - 600);
  });

  describe('elsewhere', () => {
    const another = async (accepts_drills: boolean): Promise<string> => {
      const { organization, project } = directory;
      const at = { organization_id: organization.id, name: randomUUID(), ip_address: '192.0.2.9' };
      const server = await gateway.make('/api/v1/servers', { ...at, connection: 'local', accepts_drills });
      const slug = `e${randomUUID().slice(0, 8)}`;
      const wish = { project_id: project.id, server_id: server.id, name: slug, slug, db_name: slug, runtime: 'host' };
      return (await gateway.make('/api/v1/environments', wish)).id;
    };

    it('happens beside an environment whose server accepts drills, and is listed where the backup is from', async () => {
      const drill_environment_id = await another(true);
      const { created } = await begun({ drill_environment_id });
      expect(created).toMatchObject({ environment_id: drill_environment_id });
      expect((await drills()).items).toMatchObject([
        { drill_environment_id, environment_id: directory.environment.id },
      ]);
    });

    it('is refused by a server that accepts none, and in another organization', async () => {
      const refused = await ask({ drill_environment_id: await another(false) });
      expect(refused).toMatchObject({ status: 409, body: { code: 'DRILLS_NOT_ACCEPTED' } });
      const stranger = await makeDirectory(gateway);
      expect(await ask({ drill_environment_id: stranger.environment.id })).toMatchObject({ status: 422 });
    });
  });

  it('waits while its environment is restored in place, and goes on beside a backup', async () => {
    const confirmation = { mode: 'in_place', backup_timestamp: backup.created_at, accept_data_loss: true };
    const inPlace = await gateway.post(`/api/v1/backups/${backup.id}/restore`, confirmation);
    expect(await ask()).toMatchObject({ status: 409, body: { code: 'ENVIRONMENT_BUSY' } });
    const one = new OneRestore(gateway, inPlace.body);
    await one.tell(RestoreFailed, { error: sampleError, failed_at: new Date().toISOString() });
    await until(async () => (await one.shown()).status === 'failed');
    await OneBackup.request(gateway, directory);
    expect(await ask()).toMatchObject({ status: 201 });
  });

  describe('that is due', () => {
    const run = (more: Partial<DrillRunRequestPayload> = {}): DrillRunRequestPayload => ({
      run_id: randomUUID(),
      policy_id: randomUUID(),
      organization_id: directory.organization.id,
      environment_id: directory.environment.id,
      slot: new Date().toISOString(),
      drill_environment_id: null,
      ...more,
    });
    const request = (...runs: DrillRunRequestPayload[]) => gateway.ask(RequestDrills, { runs });

    it('restores the newest backup that is kept, once however often it is asked for', async () => {
      const expiring = (expires_at: string) => completedBackup({ retention: { type: 'yearly', expires_at } });
      const newest = await expiring('2100-01-01T00:00:00Z');
      await expiring('2020-01-01T00:00:00Z');
      const due = run();
      const answers = await Promise.all([request(due), request(due), request(due)]);
      for (const { outcomes } of answers) expect(outcomes).toEqual([{ run_id: due.run_id, refusal: null }]);
      expect(await request(due)).toEqual({ outcomes: [{ run_id: due.run_id, refusal: null }] });
      const { items } = await drills();
      expect(items).toMatchObject([{ id: due.run_id, backup_id: newest.id, policy_id: due.policy_id }]);
      expect(await gateway.get(`/api/v1/restores/${due.run_id}`)).toMatchObject({ body: { created_by: null } });
    });

    it('is refused alone where there is nothing to restore', async () => {
      const empty = await makeDirectory(gateway);
      const [good, bad] = [run(), run({ environment_id: empty.environment.id })];
      const { outcomes } = await request(bad, good);
      expect(outcomes).toMatchObject([
        { run_id: bad.run_id, refusal: { code: 'NOTHING_TO_DRILL' } },
        { run_id: good.run_id, refusal: null },
      ]);
    });
  });
});
