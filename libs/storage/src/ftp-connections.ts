/**
 * Connections to one FTP server. A connection does one thing at a time, so whatever goes on at once has its own; a few that
 * have finished are kept for the next command. Passive mode only; the server may not send transfers to another host.
 */
import { Client } from 'basic-ftp';
import { type StorageSettings, StrongroomError } from '@app/core';
import { ftpAnswer, translateFtpError } from './ftp-errors';
import type { StorageOptions } from './object-store';

const IDLE_AT_MOST = 2;
const DEFAULT_PORT = 21;

/** A connection, and the directory that the login leads to. */
export interface FtpSession {
  client: Client;
  home: string;
}

export class FtpConnections {
  private idle: FtpSession[] = [];
  private readonly open = new Set<FtpSession>();
  private readonly url: URL;

  constructor(
    private readonly settings: StorageSettings,
    private readonly options: StorageOptions,
  ) {
    this.url = new URL(settings.endpoint ?? '');
  }

  /** Does what may be done twice: a kept connection that the server has closed meanwhile costs nothing but another one. */
  async use<T>(action: (session: FtpSession) => Promise<T>): Promise<T> {
    const kept = this.takeIdle();
    const session = kept ?? (await this.connect());
    try {
      const result = await action(session);
      this.giveBack(session);
      return result;
    } catch (thrown) {
      if (thrown instanceof StrongroomError || ftpAnswer(thrown) !== undefined) {
        this.giveBack(session);
        throw thrown;
      }
      this.drop(session);
      if (kept === undefined) throw thrown;
      return this.use(action);
    }
  }

  /** A connection for one transfer; it is given back or dropped. */
  async take(): Promise<FtpSession> {
    return this.takeIdle() ?? this.connect();
  }

  giveBack(session: FtpSession): void {
    if (session.client.closed || this.idle.length >= IDLE_AT_MOST) this.drop(session);
    else this.idle.push(session);
  }

  /** Also ends what the connection is doing. */
  drop(session: FtpSession): void {
    this.open.delete(session);
    session.client.close();
  }

  close(): void {
    this.idle = [];
    for (const session of this.open) this.drop(session);
  }

  private takeIdle(): FtpSession | undefined {
    for (let session = this.idle.pop(); session; session = this.idle.pop()) {
      if (!session.client.closed) return session;
      this.drop(session);
    }
    return undefined;
  }

  private async connect(): Promise<FtpSession> {
    const client = new Client(this.options.socketTimeoutMs);
    try {
      await this.reach(client);
      if (this.url.protocol === 'ftps:') await this.secure(client);
      await client.login(this.settings.credentials?.username, this.settings.credentials?.password);
      await client.useDefaultSettings();
      const session = { client, home: await client.pwd() };
      this.open.add(session);
      return session;
    } catch (thrown) {
      client.close();
      throw translateFtpError(thrown, `connect to ${this.url.host}`);
    }
  }

  private async reach(client: Client): Promise<void> {
    const patience = setTimeout(() => client.close(), this.options.connectTimeoutMs);
    try {
      const greeted = client.connect(this.host, Number(this.url.port) || DEFAULT_PORT);
      client.ftp.socket.once('connect', () => clearTimeout(patience));
      await greeted;
    } finally {
      clearTimeout(patience);
    }
  }

  private async secure(client: Client): Promise<void> {
    const { caCertificate } = this.settings;
    try {
      await client.useTLS({ host: this.host, ...(caCertificate ? { ca: caCertificate } : {}) });
    } catch (thrown) {
      if (ftpAnswer(thrown) === undefined) throw thrown;
      const message = `${this.url.host} offers no TLS (${(thrown as Error).message}): \`endpoint\` may not begin with ftps://`;
      throw new StrongroomError('STORAGE_CONFIG_INVALID', message, { cause: thrown, details: { field: 'endpoint' } });
    }
  }

  private get host(): string {
    return this.url.hostname.replace(/^\[|\]$/g, '');
  }
}
