import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import { schemaOf } from './migrate';

const RECONNECT_PAUSE_MS = 1_000;

/**
 * Hears when a transaction commits that has told of a change of this name in the schema, whichever process it was, on a
 * connection of its own that it opens again for ever. Only a saving of time: what it misses is found at the next look.
 */
export class ChangeListener {
  private readonly connection: ClientConfig;
  private readonly channel: string;
  private readonly stopping = new AbortController();
  private client: Client | undefined;
  private running: Promise<void> | undefined;

  constructor(
    dataSource: DataSource,
    name: string,
    private readonly onChange: () => void,
  ) {
    const { url, applicationName, connectTimeoutMS } = dataSource.options as PostgresDataSourceOptions;
    this.connection = {
      connectionString: url,
      application_name: `${applicationName ?? 'strongroom'} ${name}`,
      connectionTimeoutMillis: connectTimeoutMS,
      keepAlive: true,
    };
    this.channel = `${name}_${schemaOf(dataSource)}`;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.listenUntilLost().catch(() => undefined);
      await sleep(RECONNECT_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async listenUntilLost(): Promise<void> {
    const client = new Client(this.connection);
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    client.on('notification', this.onChange);
    try {
      await client.connect();
      this.client = client;
      if (this.stopping.signal.aborted) return;
      await client.query(`LISTEN ${client.escapeIdentifier(this.channel)}`);
      this.onChange(); // what was committed while nobody listened
      await lost;
    } finally {
      this.client = undefined;
      await client.end().catch(() => undefined);
    }
  }
}

/** Tells the listeners of that name of a change, when the transaction commits. */
export async function tellChange(manager: EntityManager, name: string): Promise<void> {
  await manager.query(`SELECT pg_notify($1, '')`, [`${name}_${schemaOf(manager.connection)}`]);
}
