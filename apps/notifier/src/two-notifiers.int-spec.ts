import { randomBytes, randomUUID } from 'node:crypto';
import { BackupFailed, ChannelCreate, DeliveriesOf } from '@app/contracts';
import { channelSecretContext, SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../test/fixtures/requires';
import { factOf, someBackup } from '../../../libs/contracts/testing/sample-facts';
import { eventually } from '../../../libs/messaging/testing';
import { TestService } from '../../../libs/service/testing/test-service';
import { Receiver } from '../testing/receiver';
import { NotifierModule } from './app.module';
import { NotifierConfig } from './config';

const EVENTS = 12;

describeRequiring(['postgres', 'nats'], 'two notifiers', () => {
  let notifier: TestService;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start();
    notifier = await TestService.start({
      service: 'notifier',
      module: NotifierModule,
      config: NotifierConfig,
      environment: { NOTIFY_ALLOWED_NETWORKS: '127.0.0.0/8', DELIVERY_INTERVAL_MS: '50' },
    });
  });
  afterAll(async () => {
    await notifier?.stop();
    await receiver?.stop();
  });

  const { organization_id } = someBackup();
  async function channel(path: string): Promise<string> {
    const id = randomUUID();
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    await notifier.ask(ChannelCreate, {
      id,
      organization_id,
      kind: 'webhook',
      name: path,
      enabled: true,
      settings: { url: `${receiver.url}/${path}` },
      notices: null,
      environment_ids: null,
      secret_sealed: notifier.app.get(SecretBox).seal(secret, channelSecretContext(id)),
    });
    return id;
  }

  it('send each notice to each channel once, whichever of them sees the event and however often', async () => {
    const replica = await notifier.replica();
    const channels = [await channel('one'), await channel('two'), await channel('three')];
    const events: string[] = [];
    for (let n = 0; n < EVENTS; n++) {
      const event = await notifier.tell(BackupFailed, factOf(BackupFailed, { ...someBackup(), organization_id }));
      await notifier.tellAgain(BackupFailed, event);
      events.push(event.id);
    }
    await notifier.settled();
    const deliveries = async () =>
      (await notifier.ask(DeliveriesOf, { organization_id, page: 1, page_size: 100 })).deliveries;
    await eventually(async () => (await deliveries()).every(({ ended_at }) => ended_at !== null), 'all has ended');
    await replica.close();

    const ended = await deliveries();
    const places = (list: { event_id: string; channel_id: string }[]) =>
      list.map(({ event_id, channel_id }) => `${event_id} ${channel_id}`).toSorted();
    expect(places(ended)).toEqual(
      places(events.flatMap((event_id) => channels.map((channel_id) => ({ event_id, channel_id })))),
    );
    expect(new Set(ended.map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(new Set(['delivered 1']));
    const sent = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(sent.toSorted()).toEqual(ended.map(({ id }) => id).toSorted());
  });
});
