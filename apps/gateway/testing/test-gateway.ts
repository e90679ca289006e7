/**
 * A gateway as it runs in production: its module over HTTP, its own database role, its own NATS user. Specs play the
 * executors: they publish their events and answer their questions as administrator of NATS.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { type EventDefinition, eventSubject, type RpcDefinition, toCloudEvent } from '@app/contracts';
import { provisionDatabase } from '@app/database';
import { JetStreamServer } from '@app/messaging';
import { ConfigModule, HealthModule, loadConfig } from '@app/service';
import { type ServiceNats, startServiceNats } from '../../../libs/messaging/testing';
import { freshDatabase, sharedPostgres } from '../../../test/fixtures/postgres';
import { AppModule } from '../src/app.module';
import { GatewayConfig } from '../src/config';
import { limitRequests } from '../src/http/request-limits';
import { serveOpenApi } from '../src/openapi/document';
import { serveErrorsPage } from '../src/problems/errors-page';

export interface Answer {
  status: number;
  contentType: string | null;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are what the specs are about
  body: any;
}

export interface Infrastructure {
  environment: Record<string, string>;
  nats: ServiceNats;
  stop(): Promise<void>;
}

/** PostgreSQL with a role of its own for this spec, and NATS with the users of production. */
export async function startInfrastructure(): Promise<Infrastructure> {
  const database = await freshDatabase();
  const role = `spec_gateway_${randomBytes(6).toString('hex')}`;
  const service = { schema: 'gateway', role, password: 'spec' };
  await provisionDatabase(sharedPostgres().adminUrl, { database: database.name, services: [service] });
  const nats = await startServiceNats();
  const url = new URL(database.url);
  url.username = role;
  url.password = service.password;
  const directory = mkdtempSync(join(tmpdir(), 'strongroom-gateway-'));
  return {
    environment: {
      STRONGROOM_DATABASE_URL: url.href,
      STRONGROOM_NATS_URL: nats.urlOf('gateway'),
      STRONGROOM_NATS_ISSUER_SEED: nats.issuerSeed,
      STRONGROOM_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      STRONGROOM_BOOTSTRAP_TOKEN_FILE: join(directory, 'token'),
      STRONGROOM_LOG_LEVEL: 'silent',
      OUTBOX_POLL_MS: '200',
      RETRY_DELAYS_MS: '0',
      BACKUP_RATE_LIMIT: '0',
    },
    nats,
    stop: async () => {
      await nats.stop();
      await database.drop();
      await dropRole(role);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function dropRole(role: string): Promise<void> {
  const admin = await new DataSource({ type: 'postgres', url: sharedPostgres().adminUrl }).initialize();
  await admin.query(`DROP ROLE "${role}"`);
  await admin.destroy();
}

/** Starts the gateway on a free port. */
export async function startApp(
  environment: Record<string, string>,
): Promise<{ app: NestExpressApplication; url: string }> {
  const config = loadConfig(GatewayConfig, environment);
  const root = {
    module: class SpecModule {},
    imports: [ConfigModule.of('gateway', config), AppModule, HealthModule],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  limitRequests(app);
  serveOpenApi(app);
  serveErrorsPage(app);
  app.connectMicroservice({ strategy: app.get(JetStreamServer) });
  // specs about slow requests do not wait for the half minute after which Node looks for them
  Object.assign(app.getHttpServer(), { connectionsCheckingInterval: 1_000 });
  await app.listen(0, '127.0.0.1');
  await app.startAllMicroservices();
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}

export class TestGateway {
  private constructor(
    readonly infrastructure: Infrastructure,
    readonly app: NestExpressApplication,
    readonly url: string,
    readonly token: string,
  ) {}

  /** @param settings in place of the usual ones */
  static async start(settings: Record<string, string> = {}): Promise<TestGateway> {
    const infrastructure = await startInfrastructure();
    Object.assign(infrastructure.environment, settings);
    const { app, url } = await startApp(infrastructure.environment);
    const token = readFileSync(infrastructure.environment['STRONGROOM_BOOTSTRAP_TOKEN_FILE']!, 'utf8').trim();
    return new TestGateway(infrastructure, app, url, token);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.infrastructure.stop();
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  async request(method: string, path: string, body?: unknown, token: string | null = this.token): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      contentType: response.headers.get('content-type'),
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  get = (path: string, token?: string) => this.request('GET', path, undefined, token);
  post = (path: string, body?: unknown, token?: string) => this.request('POST', path, body, token);
  patch = (path: string, body: unknown, token?: string) => this.request('PATCH', path, body, token);
  delete = (path: string, token?: string) => this.request('DELETE', path, undefined, token);

  /** Creates something, and insists that it worked. */
  async make(path: string, body: unknown): Promise<Answer['body']> {
    const answer = await this.post(path, body);
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Tells an event as an executor does. */
  async tell<P extends object>(event: EventDefinition<P>, payload: P & { organization_id: string }): Promise<void> {
    const { organization_id: organizationId } = payload;
    const message = toCloudEvent(event, payload, { service: 'backup-executor', organizationId });
    const subject = eventSubject(event, organizationId);
    await jetstream(this.infrastructure.nats.admin).publish(subject, JSON.stringify(message), { msgID: message.id });
  }

  /** Asks the gateway as another service does. */
  async ask<Q extends object, A extends object>(definition: RpcDefinition<Q, A>, request: Q): Promise<A> {
    const patience = { timeout: 60_000 };
    const reply = await this.infrastructure.nats.admin.request(definition.subject, JSON.stringify(request), patience);
    const { answer, ...failure } = reply.json<{ answer?: A }>();
    if (answer === undefined) throw new Error(JSON.stringify(failure));
    return answer;
  }

  /** Until the gateway has worked off every event that was told so far. */
  async eventsAreSettled(): Promise<void> {
    const manager = await jetstreamManager(this.infrastructure.nats.admin);
    await until(async () => {
      const { num_pending, num_ack_pending } = await manager.consumers.info('EVENTS', 'gateway');
      return num_pending + num_ack_pending === 0;
    });
  }

  /** The payloads that lie on a subject of a stream, the oldest first. */
  async messages(stream: string, subject: string): Promise<Answer['body'][]> {
    const manager = await jetstreamManager(this.infrastructure.nats.admin);
    const { state } = await manager.streams.info(stream);
    const found: Answer['body'][] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage(stream, { seq }).catch(() => null);
      if (message !== null && matches(subject, message.subject)) found.push(JSON.parse(message.string()));
    }
    return found;
  }
}

function matches(pattern: string, subject: string): boolean {
  const [wanted, given] = [pattern.split('.'), subject.split('.')];
  return (
    wanted.every((part, n) => part === '>' || part === '*' || part === given[n]) &&
    (wanted.includes('>') || wanted.length === given.length)
  );
}

/** Waits for a condition; at most two minutes. */
export async function until<T>(condition: () => Promise<T>): Promise<NonNullable<T>> {
  const giveUpAt = Date.now() + 120_000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > giveUpAt) throw new Error(`in vain: ${condition.toString()}`);
    await sleep(20);
  }
}

export interface Directory {
  organization: Answer['body'];
  project: Answer['body'];
  server: Answer['body'];
  environment: Answer['body'];
  storage: Answer['body'];
}

/** An organization with everything that a backup needs. */
export async function makeDirectory(gateway: TestGateway): Promise<Directory> {
  const slug = `o${randomUUID().slice(0, 8)}`;
  const organization = await gateway.make('/api/v1/organizations', { name: slug, slug });
  const organization_id = organization.id;
  const project = await gateway.make('/api/v1/projects', {
    organization_id,
    name: 'Shop',
    slug: 'shop',
    odoo_version: '18.0',
  });
  const server = await gateway.make('/api/v1/servers', {
    organization_id,
    name: 'local',
    ip_address: '127.0.0.1',
    connection: 'local',
  });
  const environment = await gateway.make('/api/v1/environments', {
    project_id: project.id,
    server_id: server.id,
    name: 'Production',
    type: 'production',
    db_name: 'prod_db_main',
    slug: 'prod',
    runtime: 'host',
  });
  const storage = await gateway.make('/api/v1/backups/storage-configs', {
    organization_id,
    name: 'Disk',
    provider: 'local',
    path: '/var/backups/odoo',
    is_default: true,
  });
  return { organization, project, server, environment, storage };
}
