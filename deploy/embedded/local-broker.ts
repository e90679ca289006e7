import { join } from 'node:path';
import type { ServiceName } from '@app/contracts';
import { connectNats, NATS_ADMIN_USER, provision } from '@app/messaging';
import { natsConfigOf, natsUrl } from '../nats/nats-files';
import { keepAlive } from './keep-alive';
import { PrivateNats } from './nats';
import { ensureNatsServer } from './nats-package';
import type { EmbeddedSecrets } from './secrets-file';
import { toolsFolder } from './settings';

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
      config: (place) => natsConfigOf(this.secrets, place),
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

  /** What the gateway admits users from outside with; undefined for an existing server, which knows nothing of it. */
  get issuerSeed(): string | undefined {
    return this.existingUrl === undefined ? this.secrets.natsIssuerSeed : undefined;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  private withUser(user: string, password: string): string {
    if (!this.server) throw new Error('NATS has not been started.');
    return natsUrl(user, password, `${this.server.host}:${this.server.port}`);
  }
}
