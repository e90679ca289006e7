import { Client } from 'pg';

/**
 * Asks PostgreSQL whether it answers, on a connection of its own: the pool may be busy with good reason, and a server that is
 * frozen would take the pool's connections one by one. A connection that does not answer in time is destroyed.
 */
export class PostgresProbe {
  private client: Client | undefined;

  constructor(
    private readonly url: string,
    private readonly applicationName: string,
  ) {}

  /** Rejects when it does not answer; settles at the latest when the signal aborts. */
  async ask(signal: AbortSignal): Promise<void> {
    const client = this.client ?? this.newClient();
    const late = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
    try {
      await Promise.race([this.client === undefined ? this.connect(client) : client.query('SELECT 1'), late]);
    } catch (error) {
      this.drop(client);
      throw error;
    }
  }

  close(): void {
    if (this.client !== undefined) this.drop(this.client);
  }

  private newClient(): Client {
    const client = new Client({
      connectionString: this.url,
      application_name: `${this.applicationName} health`,
      keepAlive: true,
    });
    // what is lost while nobody asks is told by the next question
    client.on('error', () => this.drop(client));
    return client;
  }

  private async connect(client: Client): Promise<void> {
    await client.connect();
    await client.query('SELECT 1');
    this.client = client;
  }

  /** At once: `end` would wait for a server that does not answer. */
  private drop(client: Client): void {
    if (this.client === client) this.client = undefined;
    const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
