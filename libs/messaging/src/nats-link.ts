/**
 * The one connection of a process to NATS. It is waited for at the start, reconnects for ever afterwards, and
 * is closed only after the handlers and the outbox have ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { jetstream, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';

const FIRST_CONNECT_ATTEMPTS = 60;
const RECONNECT_WAIT_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 3_000;

export interface NatsConnectionSettings {
  /** nats://user:password@host:port[,…]; the user of the first address counts for all. */
  url: string;
  /** What the server lists as the client's name. */
  name: string;
  /** First part of the subjects that answers come back on. */
  inboxPrefix?: string;
}

/** One attempt to connect; the connection then reconnects for ever. */
export async function connectNats({ url, name, inboxPrefix }: NatsConnectionSettings): Promise<NatsConnection> {
  const addresses = url.split(',').map((address) => new URL(address.includes('://') ? address : `nats://${address}`));
  const { username, password } = addresses[0]!;
  return connect({
    servers: addresses.map(({ protocol, host }) => `${protocol}//${host}`),
    ...(username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : {}),
    name,
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    ignoreAuthErrorAbort: true,
  });
}

/** The inbox prefix of a service, which only its own user may subscribe to. */
export function inboxPrefixOf(service: string): string {
  return `_INBOX_${service.replaceAll('-', '_')}`;
}

export class NatsLink implements OnApplicationShutdown {
  private readonly logger = new Logger('Nats');
  readonly jetstream: JetStreamClient;
  private up = true;

  constructor(readonly connection: NatsConnection) {
    this.jetstream = jetstream(connection);
    void this.watch();
  }

  /** Waits for about a minute for a server that is still starting. */
  static async open(service: string, url: string): Promise<NatsLink> {
    const logger = new Logger('Nats');
    for (let attempt = 1; ; attempt++) {
      try {
        return new NatsLink(await connectNats({ url, name: service, inboxPrefix: inboxPrefixOf(service) }));
      } catch (error) {
        if (attempt >= FIRST_CONNECT_ATTEMPTS) throw error;
        logger.warn(`no connection to NATS yet (attempt ${attempt}): ${(error as Error).message}`);
        await sleep(1_000);
      }
    }
  }

  /** Whether the connection stands at the moment. */
  get connected(): boolean {
    return this.up && !this.connection.isClosed();
  }

  /** What streams and consumers are asked by; without the client's first question, about the account, which no service may know. */
  manager(): Promise<JetStreamManager> {
    return this.jetstream.jetstreamManager(false);
  }

  /** Sends what is buffered and closes; gives up on a server that does not answer. */
  async close(): Promise<void> {
    if (this.connection.isClosed()) return;
    const timeout = new AbortController();
    await Promise.race([
      this.connected ? this.connection.drain().catch(() => undefined) : undefined,
      sleep(CLOSE_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
    ]);
    timeout.abort();
    await this.connection.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  private async watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect') {
        this.up = false;
        this.logger.warn('the connection to NATS is lost; reconnecting');
      } else if (status.type === 'reconnect') {
        this.up = true;
        this.logger.log(`connected to NATS again: ${this.connection.getServer()}`);
      } else if (status.type === 'error') {
        this.logger.error(`NATS: ${status.error.message}`);
      }
    }
    this.up = false;
    const reason = await this.connection.closed();
    if (reason) this.logger.error(`the connection to NATS is closed: ${reason.message}`);
  }
}
