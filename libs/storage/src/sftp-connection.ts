import { Client, type ConnectConfig, type SFTPWrapper, utils } from 'ssh2';
import { PinnedHostKey, type StorageSettings, StrongroomError } from '@app/core';
import type { StorageOptions } from './object-store';
import { isSftpAnswer } from './sftp-errors';

type Answer<T> = (error?: Error | null, result?: T) => void;

const KEEPALIVES_MISSED = 3;
const DEFAULT_PORT = 22;

/** One authenticated SFTP session with the server that owns the pinned host key. Its calls may overlap. */
export class SftpSession {
  lost = false;

  private constructor(
    private readonly client: Client,
    private readonly sftp: SFTPWrapper,
    /** The directory that the login leads to. */
    readonly home: string,
  ) {
    client.once('close', () => (this.lost = true));
  }

  static async open(settings: StorageSettings, options: StorageOptions): Promise<SftpSession> {
    const client = new Client();
    try {
      await logIn(client, settings, options);
      const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
        client.once('close', () => reject(new Error('the connection was closed')));
        client.sftp((error, opened) => (error ? reject(error) : resolve(opened)));
      }).catch((cause: Error) => {
        const message = `${settings.endpoint} lets the user in but opens no SFTP session: ${cause.message}`;
        throw new StrongroomError('STORAGE_FAILED', message, { cause });
      });
      const home = await asked<string>((answer) => sftp.realpath('.', answer));
      return new SftpSession(client, sftp, home);
    } catch (thrown) {
      client.destroy();
      throw thrown;
    }
  }

  /** Calls SFTP with a callback, and rejects also when the answer cannot come any more. */
  async ask<T>(call: (sftp: SFTPWrapper, answer: Answer<T>) => void): Promise<T> {
    if (this.lost) throw new Error('the connection was lost');
    return asked((answer) => call(this.sftp, answer));
  }

  /** Without a farewell, which a frozen server would never answer. */
  async end(): Promise<void> {
    if (this.lost) return;
    const closed = new Promise<void>((resolve) => void this.client.once('close', () => resolve()));
    this.client.destroy();
    await closed;
  }
}

/** Opens a session when one is needed, and another one when that is lost. */
export class SftpConnection {
  private session?: Promise<SftpSession>;

  constructor(
    private readonly settings: StorageSettings,
    private readonly options: StorageOptions,
  ) {}

  /** Does what may be done twice: a session that was lost since its last use costs nothing but another one. */
  async use<T>(action: (session: SftpSession) => Promise<T>): Promise<T> {
    const kept = this.session;
    const session = await this.open();
    try {
      return await action(session);
    } catch (thrown) {
      if (kept === undefined || isSftpAnswer(thrown)) throw thrown;
      if (this.session === kept) this.session = undefined;
      return action(await this.open());
    }
  }

  async close(): Promise<void> {
    const session = await this.session?.catch(() => undefined);
    this.session = undefined;
    await session?.end();
  }

  private async open(): Promise<SftpSession> {
    const opening = (this.session ??= SftpSession.open(this.settings, this.options));
    const session = await opening.catch((thrown: unknown) => {
      if (this.session === opening) this.session = undefined;
      throw thrown;
    });
    if (!session.lost) return session;
    if (this.session === opening) this.session = undefined;
    return this.open();
  }
}

async function logIn(client: Client, settings: StorageSettings, options: StorageOptions): Promise<void> {
  const { hostname, port, host } = new URL(settings.endpoint ?? '');
  const { username, password, privateKey } = settings.credentials ?? {};
  const pinned = new PinnedHostKey(settings.hostKey, host, 'STORAGE');
  const key = privateKey === undefined ? undefined : utils.parseKey(privateKey);
  if (key instanceof Error) {
    throw new StrongroomError('STORAGE_CONFIG_INVALID', `\`credentials.private_key\` cannot be read: ${key.message}`, {
      details: { field: 'credentials.private_key' },
    });
  }
  const config: ConnectConfig = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || DEFAULT_PORT,
    username,
    password,
    privateKey,
    // Some servers ask for the password in this way only.
    tryKeyboard: password !== undefined,
    readyTimeout: options.socketTimeoutMs,
    keepaliveInterval: Math.ceil(options.socketTimeoutMs / KEEPALIVES_MISSED),
    keepaliveCountMax: KEEPALIVES_MISSED,
    hostVerifier: (shown: Buffer) => pinned.accepts(shown),
    algorithms: pinned.algorithms,
  };
  const patience = setTimeout(() => client.destroy(), options.connectTimeoutMs);
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => clearTimeout(patience));
      client.once('ready', resolve);
      client.on('keyboard-interactive', (_name, _text, _language, prompts, answer) =>
        answer(prompts.map(() => password ?? '')),
      );
      // Stays for ever: an error after `ready` is told by `close`, and one without a listener would end the process.
      client.on('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      client.connect(config);
    });
  } catch (thrown) {
    throw pinned.explains(thrown as Error) ?? connectFailure(thrown as Error, host, username);
  } finally {
    clearTimeout(patience);
  }
  // Without it Nagle's algorithm holds small packets back, and a transfer runs at a hundredth of its speed.
  client.setNoDelay(true);
}

function connectFailure(cause: Error & { level?: string }, host: string, username = ''): StrongroomError {
  if (cause.level === 'client-authentication') {
    return new StrongroomError('STORAGE_AUTH_FAILED', `${host} refused the credentials of the user ${username}`, {
      cause,
    });
  }
  return new StrongroomError('STORAGE_UNREACHABLE', `${host} cannot be reached: ${cause.message}`, { cause });
}

function asked<T>(call: (answer: Answer<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result as T)));
  });
}
