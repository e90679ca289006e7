import { PolicyCreated, PolicyDeleted, PolicyUpdated } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { PlayedScheduler } from '../../testing/played-scheduler';
import { samplePolicy } from '../../testing/sample-policy';
import { type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';
import { DEFAULT_SETTINGS } from './policy-presets';

describeRequiring(['postgres', 'nats'], 'policies (the scheduler is played here)', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let path: string;
  beforeAll(async () => {
    gateway = await TestGateway.start({ SCHEDULER_TIMEOUT_MS: '500' });
    directory = await makeDirectory(gateway);
    path = `/api/v1/backups/environments/${directory.environment.id}`;
  });
  afterAll(() => gateway?.stop());
  const summary = async () => (await gateway.get(`${path}/summary`)).body;
  const errorsOf = async (body: object) => (await gateway.post(`${path}/policy`, body)).body.errors;

  it('are refused soon, and alone, while no scheduler answers', async () => {
    const away = { status: 503, body: { code: 'SCHEDULER_UNREACHABLE' } };
    expect(await gateway.post(`${path}/policy`, {})).toMatchObject({
      ...away,
      contentType: expect.stringMatching(/^application\/problem\+json/),
    });
    expect(await gateway.get(`${path}/policy`)).toMatchObject(away);
    expect(await gateway.patch(`${path}/policy`, { is_enabled: false })).toMatchObject(away);
    expect(await gateway.delete(`${path}/policy`)).toMatchObject(away);
    expect((await gateway.post(`${path}/backups`, {})).status).toBe(201);
    expect(await summary()).toMatchObject({ policy_enabled: false, next_scheduled_backup: null });
    const preview = `/api/v1/backups/schedule-preview?schedule_cron=30+8+*+*+1-5&timezone=Europe/Berlin`;
    expect((await gateway.get(preview)).body.next_runs).toHaveLength(5);
    expect(await gateway.get(preview.replace('30+8', '61+8'))).toMatchObject({
      status: 422,
      body: { code: 'SCHEDULE_INVALID' },
    });
  });

  it('are followed by what is told of them, whatever comes first', async () => {
    const policy = samplePolicy(directory, { revision: 5, schedule_cron: '0 4 * * *' });
    const { id, organization_id, environment_id } = policy;
    const deleted_at = new Date().toISOString();
    await gateway.tell(PolicyUpdated, policy);
    await gateway.tell(PolicyCreated, { ...policy, revision: 4, schedule_cron: '0 9 * * *' });
    await gateway.tell(PolicyDeleted, { id, organization_id, environment_id, revision: 3, deleted_at });
    await gateway.eventsAreSettled();
    const next_scheduled_backup = expect.stringMatching(/T04:00:00Z$/);
    expect(await summary()).toMatchObject({ policy_enabled: true, next_scheduled_backup });
    await gateway.tell(PolicyDeleted, { id, organization_id, environment_id, revision: 6, deleted_at });
    await gateway.tell(PolicyUpdated, policy);
    await gateway.eventsAreSettled();
    expect(await summary()).toMatchObject({ policy_enabled: false, next_scheduled_backup: null });
    await gateway.dataSource.query('DELETE FROM policies');
  });

  describe('with a scheduler', () => {
    beforeAll(async () => {
      await PlayedScheduler.start(gateway);
    });

    it('name only storages and environments that are good for it', async () => {
      const [foreign, second] = [
        await makeDirectory(gateway),
        await gateway.make('/api/v1/environments', {
          project_id: directory.project.id,
          server_id: directory.server.id,
          name: 'Second',
          slug: 'second',
          db_name: 'second',
          runtime: 'host',
        }),
      ];
      const field = (name: string) => [{ field: name, message: expect.stringContaining(name) }];
      expect(await errorsOf({ storage_config_id: foreign.storage.id })).toEqual(field('storage_config_id'));
      const copies = 'copy_storage_config_ids';
      expect(await errorsOf({ [copies]: [foreign.storage.id] })).toEqual(field(copies));
      const storage_config_id = directory.storage.id;
      expect(await errorsOf({ storage_config_id, [copies]: [storage_config_id] })).toEqual(field(copies));
      const drill = 'drill_environment_id';
      expect(await errorsOf({ [drill]: foreign.environment.id })).toEqual(field(drill));
      expect(await errorsOf({ [drill]: second.id })).toEqual(field(drill));
      expect(await errorsOf({ dump_compression: 'zstd:23' })).toEqual(field('dump_compression'));
      await gateway.patch(`/api/v1/servers/${directory.server.id}`, { accepts_drills: true });
      const good = { [drill]: second.id, drill_cron: '0 5 * * 0', dump_compression: 'zstd:3' };
      expect(await gateway.post(`${path}/policy`, good)).toMatchObject({ status: 201, body: good });
    });

    it('hold the storages that they name, until they name them no more', async () => {
      const disk = {
        organization_id: directory.organization.id,
        name: 'Second',
        provider: 'local',
        path: '/srv/second',
      };
      const { id } = await gateway.make('/api/v1/backups/storage-configs', disk);
      const storage = `/api/v1/backups/storage-configs/${id}`;
      await gateway.patch(`${path}/policy`, { copy_storage_config_ids: [id] });
      expect(await gateway.delete(storage)).toMatchObject({
        status: 409,
        body: { code: 'STORAGE_CONFIG_IN_USE', detail: expect.stringContaining('1 policy') },
      });
      await gateway.patch(`${path}/policy`, { copy_storage_config_ids: [] });
      expect((await gateway.delete(storage)).status).toBe(204);
    });

    it('are audited with what was changed, and gone once they are deleted', async () => {
      await gateway.patch(`${path}/policy`, { daily_retention: 14 });
      expect((await gateway.delete(`${path}/policy`)).status).toBe(204);
      expect(await summary()).toMatchObject({ policy_enabled: false });
      const entries: { action: string; details: object }[] = await gateway.dataSource.query(
        `SELECT action, details FROM audit_log WHERE action LIKE 'policy.%' ORDER BY at DESC LIMIT 2`,
      );
      expect(entries.map(({ action }) => action)).toEqual(['policy.deleted', 'policy.updated']);
      expect(entries[1]!.details).toEqual({
        environment_id: directory.environment.id,
        daily_retention: { from: 7, to: 14 },
      });
    });

    it('begin with a preset, and say otherwise where they do', async () => {
      const { items } = (await gateway.get('/api/v1/backups/policy-presets')).body;
      const days = Object.fromEntries(
        items.map((preset: { name: string; daily_retention: number }) => [preset.name, preset.daily_retention]),
      );
      expect(days).toEqual({ starter: 30, pro: 90, enterprise: 365, conservative: 14, aggressive: 3, compliance: 7 });
      const off = { weekly_retention: 0, monthly_retention: 0, yearly_retention: 0 };
      expect(await gateway.post(`${path}/policy`, { preset: 'pro', timezone: 'Europe/Berlin' })).toMatchObject({
        status: 201,
        body: { ...DEFAULT_SETTINGS, ...off, daily_retention: 90, timezone: 'Europe/Berlin' },
      });
      await gateway.delete(`${path}/policy`);
      const body = { preset: 'conservative', yearly_retention: 7 };
      expect((await gateway.post(`${path}/policy`, body)).body).toMatchObject({
        monthly_retention: 24,
        yearly_retention: 7,
      });
    });
  });
});
