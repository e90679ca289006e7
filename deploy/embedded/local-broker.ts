import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@app/contracts';
import { connectNats, NATS_ADMIN_USER, natsServerConfig, provision } from '@app/messaging';
import { keepAlive } from './keep-alive';
import { PrivateNats } from './nats';
import { ensureNatsServer } from './nats-package';
import type { EmbeddedSecrets } from './secrets-file';
import { toolsFolder } from './settings';

/** More than all streams together may take. */
const MAX_FILE_BYTES = 8 * 1024 ** 3;

/**
 * NATS of an embedded Strongroom: its own with a user per service, unless STRONGROOM_NATS_ADMIN_URL names an existing
 * one. There the services share the user of that address, because NATS takes users from its configuration only.
 */
export class LocalBroker {
  server: PrivateNats | undefined;
  private readonly existingUrl = process.env.STRONGROOM_NATS_ADMIN_URL;

  constructor(
    private readonly home: string,
    private readonly secrets: EmbeddedSecrets,
    private readonly options: { say: (line: string) => void; warn: (line: string) => void },
  ) {}

  async start(): Promise<void> {
    if (this.existingUrl) return;
    const binary = await ensureNatsServer(toolsFolder(), this.options.say);
    this.options.say('Starting NATS …');
    const server = await PrivateNats.prepare({
      dir: join(this.home, 'nats'),
      binary,
      config: (place) =>
        natsServerConfig({
          ...place,
          users: SERVICES.map((service) => ({ service, password: this.secrets.natsPasswords[service] })),
          adminPassword: this.secrets.natsAdminPassword,
          maxFileBytes: MAX_FILE_BYTES,
        }),
      onDied: () => void keepAlive('NATS', server, this.options.warn),
    });
    this.server = server;
    await server.start();
  }

  /** Makes the streams and consumers, or checks the present ones. */
  async provision(ackWaitMs: number | undefined): Promise<void> {
    const connection = await connectNats({ url: this.adminUrl, name: 'strongroom provisioning' });
    try {
      await provision(connection, ackWaitMs === undefined ? {} : { ackWaitMs });
    } finally {
      await connection.close();
    }
  }

  get adminUrl(): string {
    return this.existingUrl ?? this.withUser(NATS_ADMIN_USER, this.secrets.natsAdminPassword);
  }

  urlFor(service: ServiceName): string {
    return this.existingUrl ?? this.withUser(service, this.secrets.natsPasswords[service]);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  private withUser(user: string, password: string): string {
    if (!this.server) throw new Error('NATS has not been started.');
    return `nats://${user}:${password}@${this.server.host}:${this.server.port}`;
  }
}
