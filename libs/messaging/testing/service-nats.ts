/** For specs: a provisioned nats-server with the users and permissions that the services have in earnest. */
import type { NatsConnection } from '@nats-io/transport-node';
import { type ServiceName, SERVICES } from '@app/contracts';
import { startNats, type TestNats } from '../../../test/fixtures/nats';
import {
  connectNats,
  issuerOf,
  NATS_ADMIN_USER,
  natsServerConfig,
  newIssuerSeed,
  provision,
  type ProvisionOptions,
} from '../src';

export interface ServiceNats extends Pick<TestNats, 'kill' | 'start' | 'pause' | 'pid'> {
  urlOf(user: ServiceName | typeof NATS_ADMIN_USER): string;
  /** Without user and password. */
  url: string;
  /** Of whoever decides about users that the server does not know. */
  issuerSeed: string;
  /** A connection that may do everything. */
  admin: NatsConnection;
  /** Provisions again. */
  provision(options?: ProvisionOptions): Promise<void>;
  stop(): Promise<void>;
}

const MIB = 1024 * 1024;

export async function startServiceNats(options: ProvisionOptions = {}): Promise<ServiceNats> {
  const issuerSeed = newIssuerSeed();
  const server = await startNats({
    config: (place) =>
      natsServerConfig({
        ...place,
        users: SERVICES.map((service) => ({ service, password: `password of ${service}` })),
        adminPassword: 'password of admin',
        issuer: issuerOf(issuerSeed),
        maxFileBytes: 100 * MIB,
      }),
  });
  const urlOf: ServiceNats['urlOf'] = (user) => {
    const url = new URL(server.url);
    [url.username, url.password] = [user, `password of ${user}`];
    return url.href;
  };
  const admin = await connectNats({ url: urlOf(NATS_ADMIN_USER), name: 'spec' });
  const small = { maxBytes: { JOBS: 10 * MIB, EVENTS: 10 * MIB, DEAD: 10 * MIB }, ...options };
  await provision(admin, small);
  return {
    urlOf,
    url: server.url,
    issuerSeed,
    admin,
    provision: (change = {}) => provision(admin, { ...small, ...change }),
    kill: () => server.kill(),
    start: () => server.start(),
    pause: () => server.pause(),
    pid: () => server.pid(),
    stop: async () => {
      await admin.close();
      await server.stop();
    },
  };
}
