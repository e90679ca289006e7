/** From an event to the receiver, over real servers for mail and HTTP. */
import { randomBytes, randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { Webhook } from 'standardwebhooks';
import {
  BackupCompleted,
  BackupFailed,
  BackupStarted,
  ChannelChange,
  ChannelCreate,
  type ChannelCreateRequest,
  ChannelDelete,
  ChannelsOf,
  ChannelTest,
  DeadLetterKept,
  DeliveriesOf,
  type DeliveryPayload,
  DIRECTORY_EVENTS,
  NamesOf,
  PolicyCreated,
  PolicyDeleted,
  PolicyUpdated,
  RestoreCompleted,
} from '@app/contracts';
import { pendingSchemaChanges } from '@app/database';
import { channelSecretContext, SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../test/fixtures/requires';
import { type SmtpSink, startSmtpSink } from '../../../test/fixtures/smtp-sink';
import { factOf, someBackup } from '../../../libs/contracts/testing/sample-facts';
import { eventually } from '../../../libs/messaging/testing';
import { TestService } from '../../../libs/service/testing/test-service';
import { Receiver } from '../testing/receiver';
import { NotifierModule } from './app.module';
import { NotifierConfig } from './config';
import { Delivery } from './deliveries/delivery.entity';
import { DeliveryPurge } from './deliveries/delivery-purge';
import { StoredNotice } from './notices/notice.entity';

describeRequiring(['postgres', 'nats'], 'the notifier', () => {
  let notifier: TestService;
  let mail: SmtpSink;
  let receiver: Receiver;
  beforeAll(async () => {
    [mail, receiver] = [await startSmtpSink(), await Receiver.start()];
    notifier = await TestService.start({
      service: 'notifier',
      module: NotifierModule,
      config: NotifierConfig,
      environment: {
        SMTP_HOST: '127.0.0.1',
        SMTP_PORT: String(mail.port),
        SMTP_TLS: 'none',
        SMTP_FROM: 'Strongroom <backups@example.com>',
        STRONGROOM_PUBLIC_URL: 'https://backups.example.com',
        NOTIFY_ALLOWED_NETWORKS: '127.0.0.0/8',
        DELIVERY_INTERVAL_MS: '100',
        DELIVERY_RETRY_MS: '50',
        DELIVERY_RETRY_MAX_MS: '200',
      },
    });
  });
  afterAll(async () => {
    await notifier?.stop();
    await receiver?.stop();
    await mail?.stop();
  });

  /** A channel of an organization; its secret is sealed as the gateway does it. */
  async function channel(
    organization_id: string,
    wishes: Partial<ChannelCreateRequest> & { secret?: string } = {},
  ): Promise<string> {
    const id = randomUUID();
    const { secret, ...rest } = wishes;
    const { channel: made } = await notifier.ask(ChannelCreate, {
      id,
      organization_id,
      kind: 'email',
      name: `channel ${id}`,
      enabled: true,
      settings: { recipients: [`${id}@example.com`] },
      notices: null,
      environment_ids: null,
      secret_sealed: secret ? notifier.app.get(SecretBox).seal(secret, channelSecretContext(id)) : null,
      ...rest,
    });
    return made.id;
  }
  const deliveriesOf = async (organization_id: string, filter: object = {}): Promise<DeliveryPayload[]> =>
    (await notifier.ask(DeliveriesOf, { organization_id, page: 1, page_size: 100, ...filter })).deliveries;
  /** Until every delivery of the organization has ended. */
  async function ended(organizationId: string): Promise<DeliveryPayload[]> {
    await notifier.settled();
    const waiting = { organizationId, status: 'waiting' as const };
    await eventually(async () => !(await notifier.dataSource.manager.existsBy(Delivery, waiting)), 'all has ended');
    return deliveriesOf(organizationId);
  }
  const lettersTo = async (channelId: string) =>
    Promise.all(mail.letters.filter((letter) => letter.includes(channelId)).map((letter) => PostalMime.parse(letter)));
  const tellName = (thing: keyof typeof DIRECTORY_EVENTS, id: string, organization_id: string, name: string) =>
    notifier.tell(
      DIRECTORY_EVENTS[thing].created,
      factOf(DIRECTORY_EVENTS[thing].created, { id, organization_id, name }),
    );

  it('has a schema that is what its entities say', async () => {
    expect(await pendingSchemaChanges(notifier.dataSource)).toEqual([]);
  });

  it('sends one letter for an event, however often its message comes, with the names of things and a link', async () => {
    const backup = someBackup();
    const { organization_id } = backup;
    const id = await channel(organization_id);
    await tellName('organization', organization_id, organization_id, 'Acme & Sons');
    await tellName('environment', backup.environment_id, organization_id, 'Prod <script>\r\nBcc: all@example.com');
    const event = await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    for (let again = 0; again < 3; again++) await notifier.tellAgain(BackupFailed, event);
    const deliveries = await ended(organization_id);
    expect(deliveries).toMatchObject([
      {
        event_id: event.id,
        channel_id: id,
        notice: 'backup_failed',
        status: 'delivered',
        attempts: 1,
        last_error: null,
      },
    ]);
    const [letter, ...more] = await lettersTo(id);
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      from: { name: 'Strongroom', address: 'backups@example.com' },
      to: [{ address: `${id}@example.com` }],
      subject: expect.stringMatching(/^\[Acme & Sons\] Prod <script> Bcc: all@example.com: backup failed \(\w+\)$/),
      messageId: `<${deliveries[0]!.id}@example.com>`,
      text: expect.stringContaining(`https://backups.example.com/api/v1/backups/${backup.backup_id}`),
      html: expect.stringContaining('Prod &lt;script&gt; Bcc'),
    });
    expect(letter!.bcc).toBeUndefined();
    expect(letter!.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(letter!.html).not.toContain('<script>');
  });

  it('asks the gateway for a name that no event has told, and no more once it knows', async () => {
    const backup = someBackup();
    const id = await channel(backup.organization_id);
    const asked: string[][] = [];
    await notifier.answer(NamesOf, ({ ids }) => {
      asked.push(ids);
      return { names: ids.includes(backup.environment_id) ? [{ id: backup.environment_id, name: 'Old one' }] : [] };
    });
    const told = async () => {
      await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
      return (await ended(backup.organization_id)).map(({ title }) => title);
    };
    expect(await told()).toEqual([expect.stringMatching(/^Old one: backup failed/)]);
    await tellName('environment', backup.environment_id, backup.organization_id, 'New one');
    await told();
    expect(asked.filter((ids) => ids.includes(backup.environment_id))).toHaveLength(1);
    const subjects = (await lettersTo(id)).map(({ subject }) => subject);
    expect(subjects).toEqual([expect.stringContaining('Old one:'), expect.stringContaining('New one:')]);
  });

  it('signs webhooks so that the reference library takes them, with the same id in every attempt', async () => {
    const backup = someBackup();
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const before = receiver.requests.length;
    receiver.answers.push({ status: 503, headers: { 'retry-after': '1' } }, { status: 429 });
    await channel(backup.organization_id, { kind: 'webhook', settings: { url: `${receiver.url}/hook` }, secret });
    const event = await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    const [delivery] = await ended(backup.organization_id);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 3, last_error: null });
    const requests = receiver.requests.slice(before);
    expect(requests).toHaveLength(3);
    for (const { method, path, headers, body } of requests) {
      expect([method, path, headers['webhook-id']]).toEqual(['POST', '/hook', delivery!.id]);
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
        type: 'strongroom.notice.backup_failed',
        timestamp: event.time,
        data: { event_id: event.id, organization: { id: backup.organization_id }, severity: 'error' },
      });
    }
  });

  it('speaks to Slack and to Matrix as they want it, the latter with the same transaction in every attempt', async () => {
    const backup = someBackup();
    const { organization_id } = backup;
    await tellName('environment', backup.environment_id, organization_id, 'A <!channel> & B');
    const before = receiver.requests.length;
    const settings = { homeserver: `${receiver.url}/`, room: '!room:example.com' };
    const slack = await channel(organization_id, { kind: 'slack', settings: {}, secret: `${receiver.url}/services/x` });
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    await ended(organization_id);
    await notifier.ask(ChannelDelete, { organization_id, channel_id: slack });
    receiver.answers.push({ status: 502 });
    await channel(organization_id, { kind: 'matrix', settings, secret: 'syt_token' });
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    const [delivery] = await ended(organization_id);
    const [toSlack, ...toMatrix] = receiver.requests.slice(before);
    expect(toSlack).toMatchObject({ method: 'POST', path: '/services/x' });
    expect(JSON.parse(toSlack!.body)).toEqual({
      text: expect.stringContaining('A &lt;!channel&gt; &amp; B: backup failed'),
    });
    expect(toMatrix).toHaveLength(2);
    for (const { method, path, headers, body } of toMatrix) {
      expect([method, path, headers.authorization]).toEqual([
        'PUT',
        `/_matrix/client/v3/rooms/${encodeURIComponent('!room:example.com')}/send/m.room.message/${delivery!.id}`,
        'Bearer syt_token',
      ]);
      expect(JSON.parse(body)).toEqual({ msgtype: 'm.text', body: expect.stringContaining('backup failed') });
    }
  });

  it.each([
    ['refuses', { status: 410 }, 'NOTICE_REFUSED', /answers 410\.$/],
    [
      'leads elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      'NOTICE_REFUSED',
      /answers 302\.$/,
    ],
    ['says why', { status: 403, body: 'invalid_token' }, 'NOTICE_REFUSED', /answers 403 \(invalid_token\)\.$/],
    ['tells too much', { status: 400, body: 'password = hunter2' }, 'NOTICE_REFUSED', /answers 400\.$/],
  ])('asks a receiver that %s once, and shows no more of its answer than a code', async (_, answer, code, message) => {
    const backup = someBackup();
    const before = receiver.requests.length;
    receiver.answers.push(answer);
    const secret = `${receiver.url}/services/hidden`;
    await channel(backup.organization_id, { kind: 'slack', settings: {}, secret });
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    const deliveries = await ended(backup.organization_id);
    expect(deliveries).toMatchObject([
      { status: 'failed', attempts: 1, last_error: { code, message: expect.stringMatching(message) } },
    ]);
    expect(receiver.requests.length).toBe(before + 1);
    expect(JSON.stringify(deliveries)).not.toContain('hidden');
  });

  it.each([
    'http://[::1]:1/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:10.0.0.1]/',
  ])('goes to %s for nobody, because its network is not allowed', async (url) => {
    const organization_id = randomUUID();
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const channel_id = await channel(organization_id, { kind: 'webhook', settings: { url }, secret });
    const { ok, error } = await notifier.ask(ChannelTest, { organization_id, channel_id });
    expect([ok, error?.code]).toEqual([false, 'NOTICE_ADDRESS_FORBIDDEN']);
  });

  it('sends to a channel one after the other, and one that hangs holds up no other', async () => {
    const backup = someBackup();
    const { organization_id } = backup;
    const before = receiver.requests.length;
    let go: (answer: { status: number }) => void = () => undefined;
    receiver.answers.push(new Promise((resolve) => (go = resolve)));
    const slow = await channel(organization_id, { kind: 'slack', settings: {}, secret: receiver.url });
    const mails = await channel(organization_id);
    for (let times = 0; times < 3; times++) await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    const delivered = async (channel_id: string) =>
      (await deliveriesOf(organization_id, { channel_id, status: 'delivered' })).length;
    await eventually(async () => (await delivered(mails)) === 3, 'all letters have been sent');
    expect([await delivered(slow), receiver.requests.length - before]).toEqual([0, 1]);
    go({ status: 200 });
    await ended(organization_id);
    expect([await delivered(slow), receiver.requests.length - before]).toEqual([3, 3]);
  });

  it('tests a channel also where it is switched off, and says what the receiver answers', async () => {
    const organization_id = randomUUID();
    const before = receiver.requests.length;
    const slack = { kind: 'slack' as const, settings: {}, enabled: false, secret: `${receiver.url}/services/x` };
    const channel_id = await channel(organization_id, slack);
    const test = () => notifier.ask(ChannelTest, { organization_id, channel_id });
    expect(await test()).toMatchObject({ ok: true, error: null });
    receiver.answers.push({ status: 404, body: 'no_service' });
    expect(await test()).toMatchObject({
      ok: false,
      error: { code: 'NOTICE_REFUSED', details: { receiver_code: 'no_service' } },
    });
    expect(receiver.requests.length).toBe(before + 2);
    expect(await deliveriesOf(organization_id)).toEqual([]);
  });

  it('tries a mail server again that is busy, and no longer than is allowed one that refuses', async () => {
    const [busy, refused] = [someBackup(), someBackup()];
    const [id, other] = [await channel(busy.organization_id), await channel(refused.organization_id)];
    const codes = new Map([
      [id, [451, 451]],
      [other, [550]],
    ]);
    mail.judge = async (recipient) => codes.get(recipient.split('@')[0]!)?.shift();
    await notifier.tell(BackupFailed, factOf(BackupFailed, busy));
    await notifier.tell(BackupFailed, factOf(BackupFailed, refused));
    expect(await ended(busy.organization_id)).toMatchObject([{ status: 'delivered', attempts: 3 }]);
    expect(await ended(refused.organization_id)).toMatchObject([
      {
        status: 'failed',
        attempts: 1,
        last_error: { code: 'NOTICE_REFUSED', message: expect.stringContaining('550') },
      },
    ]);
    expect([(await lettersTo(id)).length, (await lettersTo(other)).length]).toEqual([1, 0]);
  });

  it('says whom of several a letter did not reach, and does not send it to the others again', async () => {
    const backup = someBackup();
    const recipients = ['there@example.com', `gone-${backup.backup_id}@example.com`];
    const id = await channel(backup.organization_id, { settings: { recipients } });
    mail.judge = async (recipient) => (recipient.startsWith('gone') ? 550 : undefined);
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    expect(await ended(backup.organization_id)).toMatchObject([
      {
        channel_id: id,
        status: 'delivered',
        attempts: 1,
        last_error: { message: expect.stringContaining(recipients[1]!) },
      },
    ]);
  });

  it('heeds what a policy says of backups, whichever of its messages comes last, and what each channel asked for', async () => {
    const backup = someBackup();
    const { organization_id, environment_id } = backup;
    const all = await channel(organization_id);
    const drills = await channel(organization_id, { notices: ['drill_completed'] });
    const elsewhere = await channel(organization_id, { environment_ids: [randomUUID()] });
    const tellBoth = async () => {
      await notifier.tell(BackupCompleted, factOf(BackupCompleted, { ...backup, degraded: false }));
      await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
      const told = (await ended(organization_id)).map(
        ({ notice, channel_id }) => [notice, channel_id === all] as const,
      );
      await notifier.dataSource.manager.delete(StoredNotice, { organizationId: organization_id });
      return told.map(([notice, rightOne]) => (rightOne ? notice : 'to another')).sort();
    };
    const wish = (revision: number, notify_on_success: boolean, notify_on_failure: boolean) => ({
      ...factOf(PolicyCreated, { organization_id, environment_id }),
      revision,
      notify_on_success,
      notify_on_failure,
    });
    expect(await tellBoth()).toEqual(['backup_failed']);
    await notifier.tell(PolicyUpdated, wish(2, true, false));
    await notifier.tell(PolicyCreated, wish(1, false, true));
    expect(await tellBoth()).toEqual(['backup_succeeded']);
    await notifier.tell(PolicyUpdated, wish(3, true, true));
    expect(await tellBoth()).toEqual(['backup_failed', 'backup_succeeded']);
    await notifier.tell(PolicyDeleted, factOf(PolicyDeleted, { organization_id, environment_id, revision: 4 }));
    expect(await tellBoth()).toEqual(['backup_failed']);
    const drill = { policy_id: null, recovery_ms: 1, database_ms: 1, filestore_ms: 0, level: 'restored' as const };
    await notifier.tell(RestoreCompleted, factOf(RestoreCompleted, { organization_id, environment_id, drill }));
    expect(await ended(organization_id)).toMatchObject([{ notice: 'drill_completed', channel_id: drills }]);
    expect((await lettersTo(elsewhere)).length).toBe(0);
  });

  it('tells of a dead letter only who is not told of the failure already', async () => {
    const { organization_id, environment_id } = someBackup();
    await channel(organization_id);
    const letters = await channel(organization_id, { notices: ['dead_letter'] });
    const letter = { ...factOf(DeadLetterKept, { organization_id, environment_id }), dead_letter_id: randomUUID() };
    await notifier.tell(DeadLetterKept, { ...letter, message_kind: 'backup.run', code: 'SSH_UNREACHABLE' });
    expect((await ended(organization_id)).map(({ channel_id }) => channel_id)).toEqual([letters]);
    await notifier.tell(DeadLetterKept, { ...letter, message_kind: 'backup.run', code: 'MESSAGE_INVALID' });
    expect((await ended(organization_id)).length).toBe(3);
  });

  it('notes what is too old, and sends it to nobody', async () => {
    const backup = someBackup();
    const id = await channel(backup.organization_id);
    const event = await notifier.tell(BackupStarted, factOf(BackupStarted, backup));
    const old = {
      ...event,
      id: randomUUID(),
      time: '2024-01-01T00:00:00.000Z',
      type: 'strongroom.backup.failed.v1' as const,
    };
    await notifier.tellAgain(BackupFailed, { ...old, data: factOf(BackupFailed, backup) });
    expect(await ended(backup.organization_id)).toMatchObject([
      { status: 'outdated', attempts: 0, last_error: { code: 'NOTICE_OUTDATED' } },
    ]);
    expect(await lettersTo(id)).toEqual([]);
  });

  it('gives up what waits for a channel that is switched off or deleted, and forgets an organization that goes', async () => {
    const backup = someBackup();
    const { organization_id } = backup;
    mail.judge = async () => 451;
    const [off, gone] = [await channel(organization_id), await channel(organization_id)];
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    await eventually(async () => (await deliveriesOf(organization_id)).every(({ attempts }) => attempts > 0), 'tried');
    await notifier.ask(ChannelChange, { organization_id, channel_id: off, changes: { enabled: false } });
    await notifier.ask(ChannelDelete, { organization_id, channel_id: gone });
    for (const { status, last_error } of await ended(organization_id))
      expect([status, last_error?.code]).toEqual(['given_up', 'CHANNEL_CLOSED']);
    mail.judge = async () => undefined;
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    expect(await ended(organization_id)).toHaveLength(2);
    await notifier.tell(
      DIRECTORY_EVENTS.organization.deleted,
      factOf(DIRECTORY_EVENTS.organization.deleted, { id: organization_id, organization_id }),
    );
    expect(await ended(organization_id)).toEqual([]);
    expect((await notifier.ask(ChannelsOf, { organization_id, page: 1, page_size: 10 })).total).toBe(0);
  });

  it('keeps the channels of organizations apart, makes one once, and takes no name twice', async () => {
    const organization_id = randomUUID();
    const id = randomUUID();
    await channel(organization_id, { id, name: 'On call' });
    await channel(organization_id, { id, name: 'On call' });
    await expect(channel(organization_id, { name: 'On call' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const foreign = { organization_id: randomUUID(), channel_id: id };
    for (const asked of [
      notifier.ask(ChannelDelete, foreign),
      notifier.ask(ChannelTest, foreign),
      notifier.ask(ChannelChange, { ...foreign, changes: { name: 'Mine' } }),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const changes = { notices: ['quota_warning' as const], environment_ids: null };
    const { channel: changed } = await notifier.ask(ChannelChange, { organization_id, channel_id: id, changes });
    expect(changed).toMatchObject({ name: 'On call', notices: ['quota_warning'], has_secret: false });
  });

  it('removes what is older than it is kept, and nothing that waits', async () => {
    const [done, waiting] = [someBackup(), someBackup()];
    for (const { organization_id } of [done, waiting]) await channel(organization_id);
    await notifier.tell(BackupFailed, factOf(BackupFailed, done));
    await ended(done.organization_id);
    mail.judge = async () => 451;
    await notifier.tell(BackupFailed, factOf(BackupFailed, waiting));
    await notifier.settled();
    await notifier.dataSource.query(`UPDATE notices SET created_at = now() - interval '1 year'`);
    await notifier.app.get(DeliveryPurge).purge();
    expect(await deliveriesOf(done.organization_id)).toEqual([]);
    expect(await deliveriesOf(waiting.organization_id)).toHaveLength(1);
    mail.judge = async () => undefined;
    expect(await ended(waiting.organization_id)).toMatchObject([{ status: 'delivered' }]);
    expect(await notifier.deadLetters()).toBe(0);
  });
});
