import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection, PermissionViolationError } from '@nats-io/transport-node';
import {
  type ConsumerDefinition,
  CONSUMERS,
  SERVICES,
  type ServiceName,
  STREAMS,
  deadLetterSubject,
  eventSubject,
  progressSubject,
  redeliverySubject,
  subjectMatches,
} from '@app/contracts';
import { COMMANDS, RPCS } from '../../contracts/testing/definitions';
import { describeRequiring } from '../../../test/fixtures/requires';
import { ORGANIZATION, type ServiceNats, startServiceNats } from '../testing';
import { EVENTS } from './event-catalogue';
import { connectNats, inboxPrefixOf } from './nats-link';
import { natsPermissions } from './nats-permissions';

/** What the contracts define. */
const MESSAGES = [
  ...EVENTS.map((event) => eventSubject(event, ORGANIZATION)),
  ...[...COMMANDS, ...RPCS].map(({ subject }) => subject),
  progressSubject({ organization_id: ORGANIZATION, task_id: 'task' }),
];
const consumers = Object.values<ConsumerDefinition>(CONSUMERS);
/** What carries them: reading, settling, burying, redelivering, answering. */
const MECHANICS = [
  ...consumers.flatMap(({ stream, durable, filterSubjects }) => [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.1.1.1.1.0`,
    redeliverySubject(durable, `events.${ORGANIZATION}.task.status`),
    ...filterSubjects.map((filter) => deadLetterSubject(stream, filter.replaceAll(/[*>]/g, 'x'))),
  ]),
  ...Object.values(STREAMS).map(({ name }) => `$JS.API.STREAM.INFO.${name}`),
  ...SERVICES.map((service) => `${inboxPrefixOf(service)}.x`),
  `stored.events.${ORGANIZATION}.task.status`,
  '$SYS.REQ.USER.AUTH',
];
/** What no service may do to a stream. */
const MANAGEMENT = Object.values(STREAMS).flatMap(({ name }) => [
  ...['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'MSG.DELETE', 'SNAPSHOT'].map((verb) => `$JS.API.STREAM.${verb}.${name}`),
  ...['CREATE', 'DURABLE.CREATE', 'DELETE', 'LIST'].map((verb) => `$JS.API.CONSUMER.${verb}.${name}.spy`),
]);
/** Listening to more than one subject at once. */
const WIDE = ['>', '*.>', 'jobs.>', 'events.>', 'dead.>', 'again.>', 'rpc.>', '$JS.>', '$SYS.>', '_INBOX.>'];

describeRequiring('nats', 'the NATS user of a service', () => {
  let nats: ServiceNats;
  const connections = new Map<ServiceName, NatsConnection>();
  const as = (service: ServiceName) => connections.get(service)!;
  const denied = expect.objectContaining({ name: 'PermissionViolationError' }) as unknown;
  /** The errors that the server reports on the connection while the step runs. */
  const tried = async (service: ServiceName, step: (connection: NatsConnection) => unknown): Promise<unknown[]> => {
    const url = nats.urlOf(service);
    const connection = await connectNats({ url, name: service, inboxPrefix: inboxPrefixOf(service) });
    const errors: unknown[] = [];
    const watching = (async () => {
      for await (const status of connection.status()) if (status.type === 'error') errors.push(status.error);
    })();
    await Promise.resolve(step(connection)).catch(() => undefined);
    await connection.flush();
    await connection.close();
    await watching;
    return errors;
  };

  beforeAll(async () => {
    nats = await startServiceNats();
    for (const service of SERVICES)
      connections.set(
        service,
        await connectNats({ url: nats.urlOf(service), name: service, inboxPrefix: inboxPrefixOf(service) }),
      );
  });
  afterAll(async () => {
    for (const connection of connections.values()) await connection.close();
    await nats?.stop();
  });

  it('must know its password', async () => {
    const url = nats.urlOf('gateway').replace('password%20of%20gateway', 'guess');
    await expect(connectNats({ url, name: 'spec' })).rejects.toThrow(/authorization/i);
    await expect(connectNats({ url: url.replace('gateway:guess@', ''), name: 'spec' })).rejects.toThrow(
      /authorization/i,
    );
  });

  it.each(consumers)(
    'of $service, and no other service, may read the consumer $durable',
    async ({ stream, durable, service: owner }) => {
      for (const service of SERVICES) {
        const reading = jetstream(as(service)).consumers.get(stream, durable);
        if (service === owner) expect((await (await reading).info()).name).toBe(durable);
        else await expect(reading).rejects.toThrow('Permissions Violation');
      }
    },
  );

  it('may not take the messages of another one directly, nor settle them', async () => {
    const steal = await tried('restore-executor', (connection) =>
      connection.request('$JS.API.CONSUMER.MSG.NEXT.JOBS.backup-run', '1', { timeout: 200 }),
    );
    expect(steal).toEqual([denied]);
    expect(
      await tried('restore-executor', (connection) => connection.publish('$JS.ACK.JOBS.backup-run.1.1.1.1.0')),
    ).toEqual([denied]);
    expect(await tried('notifier', (connection) => connection.subscribe('jobs.>'))).toEqual([denied]);
    expect(await tried('notifier', (connection) => connection.subscribe('events.>'))).toEqual([denied]);
    expect(await tried('notifier', (connection) => connection.subscribe('_INBOX_gateway.>'))).toEqual([denied]);
    expect(await tried('notifier', (connection) => connection.subscribe('$SYS.REQ.USER.AUTH'))).toEqual([denied]);
  });

  it.each(SERVICES)('of %s is refused every message that is not its own to say or to hear', async (service) => {
    const { publish, subscribe } = natsPermissions(service);
    const refused = async (subjects: string[], step: (connection: NatsConnection, subject: string) => void) => {
      const errors = await tried(service, (connection) => subjects.forEach((subject) => step(connection, subject)));
      return errors.map((error) => (error as PermissionViolationError).subject);
    };
    const beyond = (rights: string[], subjects: string[]) =>
      subjects.filter((subject) => !rights.some((right) => subjectMatches(right, subject)));
    const said = [...MESSAGES, ...MECHANICS, ...MANAGEMENT];
    const heard = [...MESSAGES, ...MECHANICS, ...WIDE];
    expect(await refused(said, (connection, subject) => connection.publish(subject, '{}'))).toEqual(
      beyond(publish, said),
    );
    expect(await refused(heard, (connection, subject) => void connection.subscribe(subject))).toEqual(
      beyond(subscribe, heard),
    );
    expect(beyond(publish, said)).toEqual(expect.arrayContaining(MANAGEMENT));
    expect(beyond(subscribe, heard).length).toBeGreaterThan(EVENTS.length);
  });

  it.each<[ServiceName, string, boolean]>([
    ['gateway', 'jobs.backup.run', true],
    ['gateway', `events.${ORGANIZATION}.task.status`, true],
    ['gateway', `events.${ORGANIZATION}.environment.deleted`, true],
    ['gateway', `events.${ORGANIZATION}.backup.completed`, false],
    ['backup-executor', `events.${ORGANIZATION}.backup.completed`, true],
    ['gateway', `again.notifier.events.${ORGANIZATION}.backup.completed`, true],
    ['backup-executor', 'jobs.backup.run', true],
    ['backup-executor', 'jobs.restore.run', false],
    ['backup-executor', `again.notifier.events.${ORGANIZATION}.backup.completed`, false],
    ['backup-executor', `events.${ORGANIZATION}.restore.completed`, false],
    ['backup-executor', `events.${ORGANIZATION}.backup.recovered`, false],
    ['backup-executor', 'dead.JOBS.jobs.backup.run', true],
    ['backup-executor', 'dead.JOBS.jobs.restore.run', false],
    ['backup-executor', `dead.EVENTS.events.${ORGANIZATION}.backup.completed`, false],
    ['notifier', `dead.EVENTS.again.notifier.events.${ORGANIZATION}.backup.completed`, true],
    ['restore-executor', `events.${ORGANIZATION}.restore.completed`, true],
    ['restore-executor', 'jobs.restore.run', true],
    ['restore-executor', 'jobs.backup.run', false],
    ['notifier', `events.${ORGANIZATION}.backup.completed`, false],
    ['retention', 'jobs.backup.run', false],
  ])('%s publishes %s: %s', async (service, subject, allowed) => {
    const errors = await tried(service, (connection) => connection.publish(subject, 'x'));
    expect(errors).toEqual(allowed ? [] : [denied]);
  });

  it.each<[string, (connection: NatsConnection) => Promise<unknown>]>([
    [
      'delete a stream',
      async (connection) => (await jetstreamManager(connection, { checkAPI: false })).streams.delete('JOBS'),
    ],
    [
      'purge a stream',
      async (connection) => (await jetstreamManager(connection, { checkAPI: false })).streams.purge('JOBS'),
    ],
    [
      'make a consumer',
      async (connection) =>
        (await jetstreamManager(connection, { checkAPI: false })).consumers.add('JOBS', { durable_name: 'spy' }),
    ],
    [
      'read a stored message',
      async (connection) =>
        (await jetstreamManager(connection, { checkAPI: false })).streams.getMessage('JOBS', { seq: 1 }),
    ],
  ])('may not %s', async (_what, step) => {
    for (const service of SERVICES) expect(await tried(service, step)).toEqual([denied]);
  });

  it.each(SERVICES)('reads along in the events if it is the gateway, and not as %s', async (service) => {
    const expected = service === 'gateway' ? [] : [denied];
    const read = async (connection: NatsConnection) =>
      (await jetstreamManager(connection, { checkAPI: false })).streams.getMessage('EVENTS', { seq: 1 });
    expect(await tried(service, read)).toEqual(expected);
    expect(await tried(service, (connection) => connection.subscribe('stored.>'))).toEqual(expected);
    const forged = `stored.events.${ORGANIZATION}.task.status`;
    expect(await tried(service, (connection) => connection.publish(forged))).toEqual([denied]);
  });

  it('may ask and answer only its own questions', async () => {
    expect(await tried('notifier', (connection) => connection.publish('rpc.gateway.backup-access', '{}'))).toEqual([
      denied,
    ]);
    expect(await tried('backup-executor', (connection) => connection.subscribe('rpc.gateway.backup-access'))).toEqual([
      denied,
    ]);
    expect(
      await tried('gateway', (connection) => connection.subscribe('rpc.gateway.backup-access', { queue: 'gateway' })),
    ).toEqual([]);
    expect(await tried('notifier', (connection) => connection.publish('_INBOX_gateway.x', '{}'))).toEqual([denied]);
  });
});
