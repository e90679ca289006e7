import { randomUUID } from 'node:crypto';
import { ChannelCreate, ChannelDelete } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestService } from '../../../../libs/service/testing/test-service';
import { NotifierModule } from '../app.module';
import { NotifierConfig } from '../config';

const MOST = 3;

describeRequiring(['postgres', 'nats'], 'the notification channels of an organization', () => {
  let notifier: TestService;
  beforeAll(async () => {
    const environment = { CHANNELS_PER_ORGANIZATION: String(MOST) };
    notifier = await TestService.start({
      service: 'notifier',
      module: NotifierModule,
      config: NotifierConfig,
      environment,
    });
  });
  afterAll(() => notifier?.stop());

  async function make(organization_id: string, id: string = randomUUID()): Promise<string> {
    const { channel } = await notifier.ask(ChannelCreate, {
      id,
      organization_id,
      kind: 'email',
      name: `channel ${id}`,
      enabled: true,
      settings: { recipients: ['ops@example.com'] },
      notices: null,
      environment_ids: null,
      secret_sealed: null,
    });
    return channel.id;
  }

  it('are no more than it may have, also when many are asked for at once', async () => {
    const organization = randomUUID();
    const made = await Promise.allSettled(Array.from({ length: MOST + 2 }, () => make(organization)));
    const refused = made.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toMatchObject([{ code: 'CHANNEL_LIMIT_REACHED' }, { code: 'CHANNEL_LIMIT_REACHED' }]);
    await expect(make(randomUUID())).resolves.toEqual(expect.any(String));
  });

  it('are made once when one is asked for twice, and have room again when one goes', async () => {
    const organization_id = randomUUID();
    const first = await make(organization_id);
    for (let others = 1; others < MOST; others++) await make(organization_id);
    expect(await make(organization_id, first)).toBe(first);
    await expect(make(organization_id)).rejects.toMatchObject({ code: 'CHANNEL_LIMIT_REACHED' });
    await notifier.ask(ChannelDelete, { organization_id, channel_id: first });
    await expect(make(organization_id)).resolves.toEqual(expect.any(String));
  });
});
