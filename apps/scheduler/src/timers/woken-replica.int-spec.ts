import type { INestApplication } from '@nestjs/common';
import { type BackupRunRequestPayload, RequestBackups } from '@app/contracts';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { somePolicy } from '../../testing/some-policy';
import { SchedulerModule } from '../app.module';
import { SchedulerConfig } from '../config';
import { Policies } from '../policies/policies.repository';
import { Timekeeper } from './timekeeper';

const HOUR_MS = '3600000';

describeRequiring(['postgres', 'nats'], 'a scheduler that sleeps', () => {
  let scheduler: TestService;
  let replica: INestApplication;
  const asked: BackupRunRequestPayload[] = [];

  beforeAll(async () => {
    const environment = {
      SCHEDULE_SPREAD_SECONDS: '0',
      SCHEDULE_LOOK_MS: HOUR_MS,
      // an hour a minute: the next full hour is soon
      STRONGROOM_CLOCK: `2027-03-01T00:00:00Z@${new Date().toISOString()}x60`,
    };
    const options = { service: 'scheduler', module: SchedulerModule, config: SchedulerConfig } as const;
    scheduler = await TestService.start({ ...options, environment });
    replica = await scheduler.replica();
    await scheduler.answer(RequestBackups, ({ runs }: { runs: BackupRunRequestPayload[] }) => {
      asked.push(...runs);
      return { outcomes: runs.map(({ run_id }) => ({ run_id, refusal: null })) };
    });
  });
  afterAll(async () => {
    await replica?.close();
    await scheduler?.stop();
  });

  it('fires a policy that another one was told of, and one whose time another one was told to change', async () => {
    // the one that makes the changes fires nothing itself
    await scheduler.app.get(Timekeeper).onApplicationShutdown();
    const policies = scheduler.app.get(Policies);
    const askedFor = (id: string) => asked.filter(({ policy_id }) => policy_id === id).length;
    const yearly = await policies.create(somePolicy({ schedule_cron: '0 0 1 1 *' }));
    const soon = await policies.create(somePolicy({ schedule_cron: '*/5 * * * *' }));
    await eventually(() => Promise.resolve(askedFor(soon.id) > 0), 'the new one is asked for');
    expect(askedFor(yearly.id)).toBe(0);
    await policies.change({ environment_id: soon.environment_id, changes: { is_enabled: false } });
    await policies.change({ environment_id: yearly.environment_id, changes: { schedule_cron: '*/5 * * * *' } });
    await eventually(() => Promise.resolve(askedFor(yearly.id) > 0), 'the changed one is asked for');
  });
});
