/**
 * For specs: one service with its real module, its own role and schema in a database of its own, and its own user of a
 * NATS server of its own. A spec plays everybody else, as administrator of NATS.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers as natsHeaders } from '@nats-io/transport-node';
import { type DynamicModule, type INestApplication, Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource, IsNull } from 'typeorm';
import {
  type CloudEvent,
  type CommandDefinition,
  CONSUMERS,
  type EventDefinition,
  eventSubject,
  type RpcDefinition,
  type ServiceName,
  toCloudEvent,
} from '@app/contracts';
import { provisionDatabase } from '@app/database';
import { JetStreamServer, OutboxMessage, REPLAY_HEADER } from '@app/messaging';
import { freshDatabase, sharedPostgres, sharedSql } from '../../../test/fixtures/postgres';
import { eventually, type ServiceNats, startServiceNats } from '../../messaging/testing';
import { ConfigModule, loadConfig, type ServiceConfig } from '../src';

export interface TestServiceOptions {
  service: ServiceName;
  module: Type | DynamicModule;
  config: new () => ServiceConfig;
  environment?: Record<string, string>;
  /** That of another service under test; without it one of its own. */
  nats?: ServiceNats;
}

export class TestService {
  private constructor(
    readonly app: INestApplication,
    private readonly service: ServiceName,
    private readonly nats: ServiceNats,
    private readonly another: () => Promise<INestApplication>,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start({
    service,
    module,
    config,
    environment = {},
    nats: shared,
  }: TestServiceOptions): Promise<TestService> {
    if (!process.env.SPEC_LOG) Logger.overrideLogger(false);
    const schema = service.replaceAll('-', '_');
    const role = `spec_${schema}_${randomBytes(6).toString('hex')}`;
    const database = await freshDatabase();
    const services = [{ schema, role, password: 'spec' }];
    await provisionDatabase(sharedPostgres().adminUrl, { database: database.name, services });
    const nats = shared ?? (await startServiceNats());
    const cleanUp = async () => {
      if (shared === undefined) await nats.stop();
      await database.drop();
      await sharedSql(`DROP ROLE "${role}"`);
    };
    try {
      const url = Object.assign(new URL(database.url), { username: role, password: 'spec' });
      const settings = loadConfig(config, {
        STRONGROOM_DATABASE_URL: url.href,
        STRONGROOM_NATS_URL: nats.urlOf(service),
        STRONGROOM_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        OUTBOX_POLL_MS: '200',
        RETRY_DELAYS_MS: '0,50',
        ...environment,
      });
      const another = async () => {
        const root = { module: class SpecModule {}, imports: [ConfigModule.of(service, settings), module] };
        const app = await NestFactory.create(root, { logger: false, abortOnError: false });
        app.connectMicroservice({ strategy: app.get(JetStreamServer) });
        await app.init();
        await app.startAllMicroservices();
        return app;
      };
      return new TestService(await another(), service, nats, another, cleanUp);
    } catch (error) {
      await cleanUp();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.cleanUp();
  }

  /** A second process of the service, as it were: with the same database and broker. The spec closes it. */
  replica(): Promise<INestApplication> {
    return this.another();
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  /** Tells a fact as another service does. */
  async tell<P extends object>(
    definition: EventDefinition<P>,
    payload: P & { organization_id: string },
  ): Promise<CloudEvent<P>> {
    const origin = { service: 'another-service', organizationId: payload.organization_id };
    const event = toCloudEvent(definition, payload, origin);
    await this.publish(eventSubject(definition, payload.organization_id), event);
    return event;
  }

  /** The same event once more, as after a settlement that got lost: nothing recognizes it as a duplicate. */
  tellAgain<P extends object>(definition: EventDefinition<P>, event: CloudEvent<P>): Promise<void> {
    return this.publish(eventSubject(definition, event.organizationid), event);
  }

  /** @param replay the number of the replay of its dead letter; 0: none */
  async command<P extends object>({ subject }: CommandDefinition<P>, payload: P, replay = 0): Promise<void> {
    await this.publish(subject, payload, replay > 0 ? { [REPLAY_HEADER]: String(replay) } : {});
  }

  /** Answers the questions of the service until it is stopped. */
  async answer<Q extends object, A extends object>(
    { subject }: RpcDefinition<Q, A>,
    answer: (request: Q) => A,
  ): Promise<void> {
    this.nats.admin.subscribe(subject, {
      callback: (_error, message) => void message.respond(JSON.stringify({ answer: answer(message.json<Q>()) })),
    });
    await this.nats.admin.flush();
  }

  /** Asks the service as another one does. @returns its answer, or its error */
  async ask<Q extends object, A extends object>({ subject }: RpcDefinition<Q, A>, request: Q): Promise<A> {
    const reply = await this.nats.admin.request(subject, JSON.stringify(request), { timeout: 120_000 });
    const { answer, error } = reply.json<{ answer?: A; error?: object }>();
    if (answer === undefined) throw Object.assign(new Error('the question was refused'), error);
    return answer;
  }

  /** Until the service has worked off everything that it was told so far. */
  async settled(): Promise<void> {
    const manager = await jetstreamManager(this.nats.admin);
    const own = Object.values(CONSUMERS).filter(({ service }) => service === this.service);
    for (const { stream, durable } of own)
      await eventually(async () => {
        const { num_pending, num_ack_pending } = await manager.consumers.info(stream, durable);
        return num_pending + num_ack_pending === 0;
      }, `${durable} has settled everything`);
  }

  /** What was told of an event so far, the oldest first; what is written and not yet on its way is waited for. */
  async told<P extends object>({ name }: EventDefinition<P>): Promise<P[]> {
    const waiting = () => this.dataSource.manager.countBy(OutboxMessage, { publishedAt: IsNull() });
    await eventually(async () => (await waiting()) === 0, 'all is told');
    const manager = await jetstreamManager(this.nats.admin);
    const { state } = await manager.streams.info('EVENTS');
    const found: P[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage('EVENTS', { seq });
      if (message?.subject.endsWith(`.${name}`)) found.push(message.json<CloudEvent<P>>().data);
    }
    return found;
  }

  async deadLetters(): Promise<number> {
    return (await (await jetstreamManager(this.nats.admin)).streams.info('DEAD')).state.messages;
  }

  private async publish(subject: string, message: object, more: Record<string, string> = {}): Promise<void> {
    const headers = natsHeaders();
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    await jetstream(this.nats.admin).publish(subject, JSON.stringify(message), { msgID: randomUUID(), headers });
  }
}
