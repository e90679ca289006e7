import { DuePolicies, minute } from '../bench/due-policies';
import { fillCatalog } from '../bench/full-catalog';
import { TestStrongroom } from '../e2e/strongroom';
import { describeRequiring } from '../fixtures/requires';

const EACH = 50;

describeRequiring(['postgres', 'nats'], 'a scheduler that is killed while it fires', () => {
  let strongroom: TestStrongroom;
  beforeAll(async () => {
    strongroom = await TestStrongroom.start({
      replicas: { scheduler: 2, 'backup-executor': 0, 'restore-executor': 0, retention: 0, notifier: 0 },
      env: {
        scheduler: {
          SCHEDULE_SPREAD_SECONDS: '0',
          SCHEDULE_BATCH: '20',
          SCHEDULE_LOOK_MS: '200',
          RUN_REQUEST_TIMEOUT_MS: '2000',
        },
      },
    });
  });
  afterAll(() => strongroom?.stop());

  it('leaves no policy without its backup, and gives none a second one', async () => {
    await fillCatalog(strongroom.embedded, 0, EACH);
    const policies = await DuePolicies.write(strongroom.embedded, minute());
    const victim = strongroom.embedded.services.find(({ service }) => service === 'scheduler')!;
    const enqueued = await policies.enqueued(() => process.kill(victim.pid!, 'SIGKILL'), 600_000);
    await policies.close();
    expect(enqueued).toMatchObject({ backups: policies.count, environments: policies.count, open: 0 });
  }, 900_000);
});
