import { jetstreamManager, type JetStreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { type ConsumerDefinition, CONSUMERS, STREAMS } from '@app/contracts';
import { startNats, type TestNats } from '../../../test/fixtures/nats';
import { describeRequiring } from '../../../test/fixtures/requires';
import { connectNats } from './nats-link';
import { provision } from './provision-streams';

const MIB = 1024 * 1024;
const SMALL = { maxBytes: { JOBS: MIB, EVENTS: MIB, DEAD: MIB } };

describeRequiring('nats', 'provisioning the streams', () => {
  let server: TestNats;
  let connection: NatsConnection;
  let manager: JetStreamManager;
  const removeStreams = async () => {
    for await (const { config } of manager.streams.list()) await manager.streams.delete(config.name);
  };

  beforeAll(async () => {
    server = await startNats();
    connection = await connectNats({ url: server.url, name: 'spec' });
    manager = await jetstreamManager(connection);
  });
  beforeEach(removeStreams);
  afterAll(async () => {
    await connection?.close();
    await server?.stop();
  });

  it('makes what the contracts declare, and again changes nothing', async () => {
    await provision(connection, SMALL);
    await connection.request('jobs.backup.run', 'kept');
    const described = async () => {
      const streams = await Promise.all(Object.keys(STREAMS).map((name) => manager.streams.info(name)));
      const consumers = await Promise.all(
        Object.values<ConsumerDefinition>(CONSUMERS).map(({ stream, durable }) =>
          manager.consumers.info(stream, durable),
        ),
      );
      return [
        ...streams.map(({ config, state }) => ({ config, messages: state.messages })),
        ...consumers.map(({ config }) => config),
      ];
    };
    const first = await described();
    expect(first[0]).toMatchObject({
      config: { retention: 'workqueue', storage: 'file', discard: 'new', max_bytes: MIB, subjects: ['jobs.>'] },
      messages: 1,
    });
    expect(first[1]).toMatchObject({ config: { republish: { src: '>', dest: 'stored.>' } } });
    expect(first[3]).toMatchObject({
      durable_name: 'backup-run',
      ack_policy: 'explicit',
      ack_wait: nanos(30_000),
      max_deliver: -1,
      filter_subject: 'jobs.backup.run',
    });
    expect(first[3]).not.toHaveProperty('backoff');
    expect(first).toContainEqual(
      expect.objectContaining({
        durable_name: 'gateway',
        filter_subjects: ['events.*.backup.>', 'events.*.restore.>', 'events.*.policy.*', 'again.gateway.>'],
      }),
    );
    await provision(connection, SMALL);
    expect(await described()).toEqual(first);
  });

  it('has a stream of an older version tell what it stores', async () => {
    await manager.streams.add({ name: 'EVENTS', subjects: ['events.>'], max_bytes: MIB });
    await provision(connection, SMALL);
    const heard = connection.subscribe('stored.>', { max: 1 });
    await connection.request('events.o.task.status', 'x');
    for await (const message of heard)
      expect([message.subject, message.headers?.get('Nats-Sequence')]).toEqual(['stored.events.o.task.status', '1']);
  });

  it('brings what may change to what is declared', async () => {
    await provision(connection, SMALL);
    await provision(connection, { maxBytes: { ...SMALL.maxBytes, JOBS: 2 * MIB }, ackWaitMs: 5_000 });
    expect((await manager.streams.info('JOBS')).config.max_bytes).toBe(2 * MIB);
    expect((await manager.consumers.info('JOBS', 'backup-run')).config.ack_wait).toBe(nanos(5_000));
  });

  it('refuses another retention, and changes nothing then', async () => {
    await manager.streams.add({ name: 'JOBS', subjects: ['jobs.>'], retention: RetentionPolicy.Limits });
    await expect(provision(connection, SMALL)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('stream JOBS: retention is limits, declared is workqueue') as unknown,
    });
    await expect(manager.streams.info('EVENTS')).rejects.toThrow('stream not found');
  });

  it('refuses to forget a subject, to move the storage, and to shrink below what is held', async () => {
    await manager.streams.add({ name: 'DEAD', subjects: ['dead.>', 'buried.>'], storage: StorageType.Memory });
    await connection.request('dead.x', Buffer.alloc(10_000));
    const refused = {
      code: 'CONFLICT',
      details: {
        refused: [
          expect.stringContaining('storage is memory'),
          expect.stringContaining('buried.>'),
          expect.stringContaining('holds 10'),
        ],
      },
    };
    await expect(provision(connection, { maxBytes: { ...SMALL.maxBytes, DEAD: 5_000 } })).rejects.toMatchObject(
      refused,
    );
    expect((await manager.streams.info('DEAD')).state.messages).toBe(1);
  });

  it('refuses new jobs when the queue is full, instead of forgetting old ones', async () => {
    await provision(connection, { maxBytes: { ...SMALL.maxBytes, JOBS: 2_000 } });
    const answers: string[] = [];
    for (let count = 0; count < 10; count++)
      answers.push((await connection.request('jobs.backup.run', Buffer.alloc(400))).string());
    expect(answers.at(-1)).toContain('maximum bytes exceeded');
    expect((await manager.streams.info('JOBS')).state.first_seq).toBe(1);
  });
});
