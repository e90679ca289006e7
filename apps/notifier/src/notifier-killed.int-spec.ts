/** A real notifier, killed while it hands a letter over, and another one after it: the letter arrives, and once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import PostalMime from 'postal-mime';
import { DataSource } from 'typeorm';
import {
  BackupFailed,
  ChannelCreate,
  type CloudEvent,
  DeliveriesOf,
  type DeliveryPayload,
  eventSubject,
  type RpcDefinition,
  toCloudEvent,
} from '@app/contracts';
import { provisionDatabase } from '@app/database';
import { freshDatabase, sharedPostgres } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { type SmtpSink, startSmtpSink } from '../../../test/fixtures/smtp-sink';
import { factOf, someBackup } from '../../../libs/contracts/testing/sample-facts';
import { eventually, type ServiceNats, startServiceNats } from '../../../libs/messaging/testing';

const HOOK = resolve(__dirname, '../../../libs/service/testing/typescript-hook.cjs');
const PROGRAM = resolve(__dirname, 'main.ts');

describeRequiring(['postgres', 'nats'], 'a notifier that is killed', () => {
  let nats: ServiceNats;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let mail: SmtpSink;
  let environment: Record<string, string>;
  const role = `spec_notifier_${randomBytes(6).toString('hex')}`;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    [nats, database, mail] = await Promise.all([startServiceNats(), freshDatabase(), startSmtpSink()]);
    const services = [{ schema: 'notifier', role, password: 'spec' }];
    await provisionDatabase(sharedPostgres().adminUrl, { database: database.name, services });
    environment = {
      PATH: process.env.PATH!,
      STRONGROOM_DATABASE_URL: Object.assign(new URL(database.url), { username: role, password: 'spec' }).href,
      STRONGROOM_NATS_URL: nats.urlOf('notifier'),
      STRONGROOM_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      STRONGROOM_HTTP_PORT: '0',
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(mail.port),
      SMTP_TLS: 'none',
      SMTP_FROM: 'backups@example.com',
      DELIVERY_LEASE_MS: '5000',
      DELIVERY_INTERVAL_MS: '200',
    };
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await mail?.stop();
    await nats?.stop();
    await database?.drop();
    const admin = await new DataSource({ type: 'postgres', url: sharedPostgres().adminUrl }).initialize();
    await admin.query(`DROP ROLE IF EXISTS "${role}"`);
    await admin.destroy();
  });

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--require', HOOK, PROGRAM], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    await eventually(async () => output.includes('"ready"'), 'the notifier is ready');
    return child;
  }
  async function kill(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  async function ask<Q extends object, A extends object>({ subject }: RpcDefinition<Q, A>, request: Q): Promise<A> {
    const reply = await nats.admin.request(subject, JSON.stringify(request), { timeout: 60_000 });
    return reply.json<{ answer: A }>().answer;
  }
  const deliveriesOf = async (organization_id: string): Promise<DeliveryPayload[]> =>
    (await ask(DeliveriesOf, { organization_id, page: 1, page_size: 100 })).deliveries;
  const publish = (event: CloudEvent<object>) =>
    jetstream(nats.admin).publish(eventSubject(BackupFailed, event.organizationid), JSON.stringify(event), {
      msgID: randomUUID(),
    });

  it('has its letter handed over by its successor, once, also when the event comes again', async () => {
    const victim = await start();
    const { organization_id, ...backup } = someBackup();
    const channel = { id: randomUUID(), organization_id, kind: 'email' as const, name: 'On call', enabled: true };
    const settings = { recipients: ['ops@example.com'] };
    const rest = { settings, notices: null, environment_ids: null, secret_sealed: null };
    await ask(ChannelCreate, { ...channel, ...rest });
    let asked = 0;
    mail.judge = () => {
      asked++;
      return asked === 1 ? new Promise(() => undefined) : Promise.resolve(undefined);
    };
    const fact = factOf(BackupFailed, { ...backup, organization_id });
    const event = toCloudEvent(BackupFailed, fact, { service: 'backup-executor', organizationId: organization_id });
    await publish(event);
    await eventually(async () => asked === 1, 'the letter is being handed over');
    await kill(victim);
    expect(mail.letters).toEqual([]);

    const successor = await start();
    await eventually(async () => mail.letters.length > 0, 'the letter has arrived');
    await eventually(async () => (await deliveriesOf(organization_id))[0]?.status === 'delivered', 'that is noted');
    await kill(successor);

    await start();
    await publish(event);
    const next = toCloudEvent(BackupFailed, fact, { service: 'backup-executor', organizationId: organization_id });
    await publish(next);
    await eventually(async () => (await deliveriesOf(organization_id)).length === 2, 'the next event is seen');
    await eventually(
      async () => (await deliveriesOf(organization_id)).every(({ status }) => status === 'delivered'),
      'and sent',
    );
    const letters = await Promise.all(mail.letters.map((letter) => PostalMime.parse(letter)));
    const eventOf = ({ headers }: (typeof letters)[number]) =>
      headers.find(({ key }) => key === 'x-strongroom-event')?.value;
    expect(letters.map(eventOf)).toEqual([event.id, next.id]);
    const first = (await deliveriesOf(organization_id)).find(({ event_id }) => event_id === event.id)!;
    expect([first.attempts, letters[0]!.messageId]).toEqual([2, `<${first.id}@example.com>`]);
  });
});
