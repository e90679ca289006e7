import { TestService } from '../../libs/service/testing/test-service';
import type { TestGateway } from '../../apps/gateway/testing/test-gateway';
import { SchedulerModule } from '../../apps/scheduler/src/app.module';
import { SchedulerConfig } from '../../apps/scheduler/src/config';
import { describeRequiring } from '../fixtures/requires';
import { ANY_ID, ANY_MOMENT, EXAMPLE_IDS, readExample, send, startReference } from './reference';

/** The moment of the examples. */
const STRONGROOM_CLOCK = `2024-12-11T10:30:00Z@${new Date().toISOString()}x1`;

describeRequiring(['postgres', 'nats'], 'the examples of the API reference about policies', () => {
  let gateway: TestGateway;
  let scheduler: TestService;
  beforeAll(async () => {
    ({ gateway } = await startReference({ STRONGROOM_CLOCK }));
    scheduler = await TestService.start({
      service: 'scheduler',
      module: SchedulerModule,
      config: SchedulerConfig,
      nats: gateway.infrastructure.nats,
      environment: { STRONGROOM_CLOCK },
    });
  });
  afterAll(async () => {
    await scheduler?.stop();
    await gateway?.stop();
  });
  afterEach(() => send(gateway, readExample('delete-policy')));

  const given = { id: ANY_ID, created_at: ANY_MOMENT, updated_at: ANY_MOMENT };

  it('create a policy: every field of the answer with its value, and ours beside them', async () => {
    const example = readExample('create-policy');
    const { status, body } = await send(gateway, example);
    expect(status).toBe(example.answer.status);
    const nights = [12, 13, 14, 15, 16].map((day) => `2024-12-${day}T02:00:00Z`);
    expect(body).toEqual({
      ...example.answer.body,
      ...given,
      copy_storage_config_ids: [],
      include_filestore: true,
      verify_after_upload: null,
      dump_compression: null,
      alert_after_hours: 48,
      drill_cron: null,
      drill_environment_id: null,
      next_drill_at: null,
      next_runs: nights,
    });
    expect(await send(gateway, readExample('get-policy'))).toMatchObject({ status: 200, body });
    const summary = await send(gateway, readExample('get-summary'));
    const { policy_enabled, next_scheduled_backup } = readExample('get-summary').answer.body;
    expect(summary.body).toMatchObject({ policy_enabled, next_scheduled_backup });
  });

  it('create one with nothing but the retention, all else by default', async () => {
    for (const name of ['policy-conservative', 'policy-aggressive']) {
      const example = readExample(name);
      const expected = { ...readExample('create-policy').answer.body, ...given, ...example.answer.body };
      const answer = await send(gateway, example);
      expect(answer).toMatchObject({ status: 201, body: { ...expected, storage_config_id: null } });
      expect(await send(gateway, example)).toMatchObject({ status: 409, body: { code: 'POLICY_EXISTS' } });
      expect((await send(gateway, readExample('delete-policy'))).status).toBe(204);
    }
  });

  it('change some of its fields, and delete it', async () => {
    const { body } = await send(gateway, readExample('create-policy'));
    const update = readExample('update-policy');
    const standing = { next_backup_at: null, next_runs: [], updated_at: ANY_MOMENT };
    expect(await send(gateway, update)).toMatchObject({
      status: update.answer.status,
      body: { ...body, ...update.answer.body, ...standing },
    });
    const summary = await send(gateway, readExample('get-summary'));
    expect(summary.body).toMatchObject({ policy_enabled: false, next_scheduled_backup: null });
    const removal = readExample('delete-policy');
    expect(await send(gateway, removal)).toMatchObject({ status: removal.answer.status, body: undefined });
    expect(await send(gateway, readExample('get-policy'))).toMatchObject({
      status: 404,
      body: { code: 'POLICY_NOT_FOUND' },
    });
  });

  it('say what is wrong with a schedule, a time zone and a retention', async () => {
    const path = `/api/v1/backups/environments/${EXAMPLE_IDS.environment_id}/policy`;
    const off = { daily_retention: 0, weekly_retention: 0, monthly_retention: 0, yearly_retention: 0 };
    const faults: [object, string][] = [
      [{ schedule_cron: '0 25 * * *' }, 'SCHEDULE_INVALID'],
      [{ schedule_cron: '@daily' }, 'SCHEDULE_INVALID'],
      [{ timezone: 'Europe/Atlantis' }, 'TIMEZONE_INVALID'],
      [off, 'RETENTION_INVALID'],
      [{ daily_retention: 366 }, 'VALIDATION_FAILED'],
      [{ weekly_backup_day: 7 }, 'VALIDATION_FAILED'],
    ];
    for (const [body, code] of faults)
      expect(await gateway.post(path, body)).toMatchObject({
        status: 422,
        contentType: expect.stringMatching(/^application\/problem\+json/),
        body: { code, detail: expect.stringMatching(/.{20}/) },
      });
  });
});
