import { Client, type ClientConfig } from 'pg';
import { WakeUp } from './wake-up';

const RECONNECT_PAUSE_MS = 1_000;

/**
 * Hears when a transaction with messages commits, on a connection of its own that it opens again for ever. Only a
 * saving of time: what it misses, the relay finds at its next look.
 */
export class OutboxListener {
  private client: Client | undefined;
  private stopped = false;
  private readonly retry = new WakeUp();

  constructor(
    private readonly connection: ClientConfig,
    private readonly schema: string,
    private readonly onNotification: () => void,
  ) {}

  async run(): Promise<void> {
    while (!this.stopped) {
      await this.listenUntilLost().catch(() => undefined);
      if (!this.stopped) await this.retry.wait(RECONNECT_PAUSE_MS);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.retry.ring();
    await this.client?.end().catch(() => undefined);
  }

  private async listenUntilLost(): Promise<void> {
    const client = new Client({ ...this.connection, keepAlive: true });
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    client.on('notification', this.onNotification);
    try {
      await client.connect();
      this.client = client;
      if (this.stopped) return;
      await client.query(`LISTEN ${client.escapeIdentifier(`outbox_${this.schema}`)}`);
      this.onNotification(); // what was committed while nobody listened
      await lost;
    } finally {
      this.client = undefined;
      await client.end().catch(() => undefined);
    }
  }
}
