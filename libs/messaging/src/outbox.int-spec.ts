import { Controller, type INestApplication } from '@nestjs/common';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { Client } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { BackupRun, BackupStarted, type CloudEvent, CONSUMERS, DIRECTORY_EVENTS } from '@app/contracts';
import { pendingSchemaChanges } from '@app/database';
import { startPostgres, type TestPostgres } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import {
  backupRun,
  backupStarted,
  closedGate,
  eventually,
  ORGANIZATION,
  type ServiceNats,
  startServiceApp,
  startServiceNats,
} from '../testing';
import { EventConsumer } from './handlers';
import type { OutboxMessage } from './outbox-message.entity';
import { OUTBOX_PUBLISHED, type OutboxPublishedHook } from './outbox-relay';
import { Outbox } from './outbox';

let received: CloudEvent<unknown>[] = [];
let receiving: () => Promise<void> | void = () => undefined;
let mostReceiving = 0;
let nowReceiving = 0;

@Controller()
class EventReader {
  @EventConsumer(CONSUMERS.gatewayEvents)
  async read(event: CloudEvent<unknown>): Promise<void> {
    mostReceiving = Math.max(mostReceiving, ++nowReceiving);
    try {
      await receiving();
    } finally {
      nowReceiving--;
    }
    received.push(event);
  }
}

let onPublished: OutboxPublishedHook['onPublished'] = () => Promise.resolve();
const HOOK = {
  provide: OUTBOX_PUBLISHED,
  useValue: { onPublished: (manager: EntityManager, messages: OutboxMessage[]) => onPublished(manager, messages) },
};

describeRequiring(['postgres', 'nats'], 'the outbox', () => {
  let nats: ServiceNats;
  let streams: JetStreamManager;
  let postgres: TestPostgres;
  const apps: INestApplication[] = [];

  const start = async (options: Partial<Parameters<typeof startServiceApp>[0]> = {}) => {
    const service = options.service ?? 'backup-executor';
    const app = await startServiceApp({
      service,
      natsUrl: nats.urlOf(service),
      databaseUrl: postgres.url(),
      ...options,
    });
    apps.push(app);
    return app;
  };
  const tell = (app: INestApplication, payload = backupStarted()) =>
    app.get(DataSource).transaction((manager) =>
      app.get(Outbox).event(manager, BackupStarted, payload, {
        organizationId: ORGANIZATION,
        subject: `backup/${payload.backup_id}`,
      }),
    );
  const unpublished = async (app: INestApplication) =>
    (
      await app
        .get(DataSource)
        .query<{ count: number }[]>('SELECT count(*)::int AS count FROM outbox WHERE published_at IS NULL')
    )[0]!.count;
  const stored = async (stream: string) => (await streams.streams.info(stream)).state.messages;

  beforeAll(async () => {
    [nats, postgres] = await Promise.all([startServiceNats(), startPostgres({ fsync: true })]);
    streams = await jetstreamManager(nats.admin);
  });
  beforeEach(() => {
    received = [];
    receiving = () => undefined;
    onPublished = () => Promise.resolve();
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    const client = new Client({ connectionString: postgres.url() });
    await client.connect();
    await client.query('DROP SCHEMA IF EXISTS backup_executor, gateway CASCADE');
    await client.end();
    await Promise.all(['JOBS', 'EVENTS'].map((stream) => streams.streams.purge(stream)));
  });
  afterAll(async () => {
    await nats?.stop();
    await postgres?.stop();
  });

  it('brings an event as a CloudEvent to the consumer of another service, in order and one at a time', async () => {
    const executor = await start();
    await start({ service: 'gateway', controllers: [EventReader] });
    const payloads = Array.from({ length: 25 }, (_, index) => backupStarted({ attempt: index + 1 }));
    for (const payload of payloads) await tell(executor, payload);
    await eventually(() => received.length === payloads.length, 'all events arrive');
    expect(received.map(({ data }) => data)).toEqual(payloads);
    expect(received[0]).toMatchObject({
      specversion: '1.0',
      type: 'strongroom.backup.started.v1',
      source: '/strongroom/backup-executor',
      subject: `backup/${payloads[0]!.backup_id}`,
      organizationid: ORGANIZATION,
    });
    expect(mostReceiving).toBe(1);
    const { subject, header } = (await streams.streams.getMessage('EVENTS', {
      last_by_subj: `events.${ORGANIZATION}.backup.started`,
    }))!;
    expect([subject, header.get('Nats-Msg-Id'), header.get('Strongroom-Message')]).toEqual([
      `events.${ORGANIZATION}.backup.started`,
      received.at(-1)!.id,
      'backup.started',
    ]);
  });

  it('publishes nothing of a transaction that is rolled back', async () => {
    const executor = await start();
    const doomed = executor.get(DataSource).transaction(async (manager) => {
      await executor.get(Outbox).event(manager, BackupStarted, backupStarted(), { organizationId: ORGANIZATION });
      throw new Error('rolled back');
    });
    await expect(doomed).rejects.toThrow('rolled back');
    await tell(executor);
    await eventually(
      async () => (await stored('EVENTS')) > 0 && (await unpublished(executor)) === 0,
      'the other event is out',
    );
    expect(await stored('EVENTS')).toBe(1);
  });

  it('refuses a payload that its contract refuses, and one that the broker would refuse', async () => {
    const executor = await start();
    const invalid = { code: 'MESSAGE_INVALID' };
    await expect(tell(executor, backupStarted({ attempt: 0 }))).rejects.toMatchObject(invalid);
    await expect(tell(executor, { ...backupStarted(), started_at: 'yesterday' })).rejects.toMatchObject(invalid);
    const manager = executor.get(DataSource).manager;
    const name = 'x'.repeat(1_000_000);
    const payload = { id: ORGANIZATION, organization_id: ORGANIZATION, name, changed_at: new Date().toISOString() };
    await expect(
      executor.get(Outbox).event(manager, DIRECTORY_EVENTS.server.created, payload, { organizationId: ORGANIZATION }),
    ).rejects.toMatchObject(invalid);
    expect(await unpublished(executor)).toBe(0);
  });

  it('is woken by the commit, not by the clock', async () => {
    const executor = await start({ settings: { outboxPollMs: 3_600_000 } });
    await tell(executor);
    await eventually(async () => (await stored('EVENTS')) === 1, 'the event is out');
  });

  it('publishes a command once although it is published twice', async () => {
    const gateway = await start({ service: 'gateway' });
    const command = backupRun();
    for (let count = 0; count < 2; count++)
      await gateway.get(DataSource).transaction((manager) => gateway.get(Outbox).command(manager, BackupRun, command));
    await eventually(async () => (await unpublished(gateway)) === 0, 'both are marked');
    expect(await stored('JOBS')).toBe(1);
  });

  it('calls the hook in the transaction that marks, and marks only when the hook succeeds', async () => {
    const subjects: string[] = [];
    let failures = 2;
    onPublished = async (manager, messages) => {
      if (failures-- > 0) throw new Error('not yet');
      await manager.query('CREATE TABLE IF NOT EXISTS seen (id bigint)');
      subjects.push(...messages.map(({ subject }) => subject));
    };
    const gateway = await start({ service: 'gateway', providers: [HOOK], settings: { outboxPollMs: 20 } });
    await gateway
      .get(DataSource)
      .transaction((manager) => gateway.get(Outbox).command(manager, BackupRun, backupRun()));
    await eventually(async () => (await unpublished(gateway)) === 0, 'the command is marked');
    expect(subjects).toEqual(['jobs.backup.run']);
    expect(await stored('JOBS')).toBe(1);
  });

  it('keeps the order with two relays, and publishes each message once', async () => {
    const [one, two] = [
      await start({ settings: { outboxPollMs: 10 } }),
      await start({ settings: { outboxPollMs: 10 } }),
    ];
    for (let attempt = 1; attempt <= 60; attempt++) await tell(attempt % 2 ? one : two, backupStarted({ attempt }));
    await eventually(async () => (await unpublished(one)) === 0, 'all are out');
    await start({ service: 'gateway', controllers: [EventReader] });
    await eventually(() => received.length >= 60, 'all arrive');
    expect(received.map(({ data }) => (data as { attempt: number }).attempt)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  });

  it('publishes a whole page in its order, and loses and doubles nothing when one in the middle is refused', async () => {
    const executor = await start({ settings: { outboxPollMs: 50 } });
    const attempts = Array.from({ length: 100 }, (_, index) => index + 1);
    const of = (attempt: number) => ({
      payload: backupStarted({ attempt }),
      origin: { organizationId: ORGANIZATION, subject: attempt === 41 ? 'x'.repeat(10_000) : `backup/${attempt}` },
    });
    await streams.streams.update('EVENTS', { max_msg_size: 5_000 });
    await executor
      .get(DataSource)
      .transaction((manager) => executor.get(Outbox).events(manager, BackupStarted, attempts.map(of)));
    await eventually(async () => (await unpublished(executor)) === 60, 'those before it are marked');
    await eventually(async () => (await stored('EVENTS')) === 99, 'all others are stored');
    await streams.streams.update('EVENTS', { max_msg_size: -1 });
    await eventually(async () => (await unpublished(executor)) === 0, 'the outbox is empty');
    expect(await stored('EVENTS')).toBe(100);
    await start({ service: 'gateway', controllers: [EventReader] });
    await eventually(() => received.length >= 100, 'all arrive');
    const arrived = received.map(({ data }) => (data as { attempt: number }).attempt);
    expect(arrived).toEqual([...attempts.filter((attempt) => attempt !== 41), 41]);
  });

  it('keeps messages while nats-server is down, and publishes them when it is back', async () => {
    const executor = await start();
    await tell(executor);
    await eventually(async () => (await stored('EVENTS')) === 1, 'the first event is out');
    await nats.kill();
    for (let count = 0; count < 5; count++) await tell(executor);
    expect(await unpublished(executor)).toBe(5);
    await nats.start();
    await eventually(async () => (await unpublished(executor)) === 0, 'the outbox is empty');
    await eventually(async () => (await stored('EVENTS').catch(() => 0)) === 6, 'all of them are stored, each once');
  });

  it('goes on after a restart of PostgreSQL, and still hears commits', async () => {
    const executor = await start({ settings: { outboxPollMs: 200 } });
    await tell(executor);
    await eventually(async () => (await stored('EVENTS')) === 1, 'the first event is out');
    await postgres.kill();
    await postgres.start();
    await eventually(
      () =>
        tell(executor).then(
          () => true,
          () => false,
        ),
      'an event can be told again',
    );
    await eventually(async () => (await stored('EVENTS')) === 2, 'the second event is out');
  });

  it('handles an event again when its database was away, without counting an attempt', async () => {
    const executor = await start();
    let calls = 0;
    receiving = () => {
      if (++calls <= 2)
        throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
    };
    await start({ service: 'gateway', controllers: [EventReader], settings: { retryDelaysMs: [] } });
    await tell(executor);
    await eventually(() => received.length === 1, 'the event is handled');
    expect(calls).toBe(3);
  });

  it('sends what the last handlers wrote before the process ends', async () => {
    const executor = await start();
    const gate = closedGate();
    const writing = executor.get(DataSource).transaction(async (manager) => {
      await executor.get(Outbox).event(manager, BackupStarted, backupStarted(), { organizationId: ORGANIZATION });
      await gate.opened;
    });
    const closed = writing.then(() => executor.close());
    gate.open();
    await closed;
    apps.length = 0;
    expect(await stored('EVENTS')).toBe(1);
  });

  it('forgets published messages after their time', async () => {
    const executor = await start({ settings: { outboxRetentionMs: 50, outboxPollMs: 20 } });
    await tell(executor);
    const rows = async () =>
      (await executor.get(DataSource).query<{ count: number }[]>('SELECT count(*)::int AS count FROM outbox'))[0]!
        .count;
    await eventually(async () => (await stored('EVENTS')) === 1 && (await rows()) === 0, 'the row is gone');
  });

  it('has a table that its migration and its entity agree on', async () => {
    expect(await pendingSchemaChanges((await start()).get(DataSource))).toEqual([]);
  });
});
