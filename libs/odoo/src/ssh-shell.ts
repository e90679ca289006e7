import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { StrongroomError } from '@app/core';
import { abortFailure } from './abort-failure';
import { ErrorOutput } from './error-output';
import type { ExitStatus, Server, ShellCommand, ShellProcess, StartOptions } from './shell';
import { BOOTSTRAP, bootstrapInput } from './ssh-bootstrap';
import { connectSsh, type SshSettings } from './ssh-connection';

/** Programs on a server: one connection, a channel each. @throws StrongroomError as `connectSsh` */
export async function openSshShell(settings: SshSettings): Promise<Server> {
  const client = await connectSsh(settings);
  return new SshShell(`${settings.host}:${settings.port}`, client);
}

/** How long a server may take to confirm that a session is closed. */
const KILL_ANSWER_MS = 5000;

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED of RFC 4254. */
const FORBIDDEN = 1;
const forwardingRefused = (server: string, cause: Error) =>
  new StrongroomError('SSH_FORWARDING_REFUSED', `${server} opens no TCP connections for its SSH user`, { cause });

class SshShell implements Server {
  #lost: StrongroomError | undefined;
  #closed: Promise<void>;

  constructor(
    readonly name: string,
    private readonly client: Client,
  ) {
    let cause: Error | undefined;
    client.on('error', (error) => (cause ??= error));
    this.#closed = new Promise((resolve) =>
      client.once('close', () => {
        this.#lost = new StrongroomError(
          'SSH_CONNECTION_LOST',
          `The connection to ${name} broke off${cause ? `: ${cause.message}` : ''}`,
          { cause },
        );
        resolve();
      }),
    );
  }

  async start(command: ShellCommand, options: StartOptions = {}): Promise<ShellProcess> {
    options.signal?.throwIfAborted();
    const header = bootstrapInput(command);
    const channel = await this.#openChannel();
    const started = new SshProcess(channel, options, () => this.lost());
    channel.write(header);
    return started;
  }

  dial({ host, port }: { host: string; port: number }): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      if (this.#lost) return reject(this.#lost);
      this.client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        if (!error) return resolve(channel.on('error', () => {}));
        const { reason } = error as Error & { reason?: number };
        reject(this.#lost ?? (reason === FORBIDDEN ? forwardingRefused(this.name, error) : error));
      });
    });
  }

  /** Without a farewell, which a frozen server would never answer. */
  async close(): Promise<void> {
    this.client.destroy();
    await this.#closed;
  }

  lost(): StrongroomError {
    return (
      this.#lost ?? new StrongroomError('SSH_CONNECTION_LOST', `${this.name} ended a session without an exit status`)
    );
  }

  #openChannel(): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) =>
        reject(
          this.#lost ??
            new StrongroomError('SSH_CONNECTION_LOST', `${this.name} opens no session: ${(cause as Error).message}`, {
              cause,
            }),
        );
      if (this.#lost) return reject(this.#lost);
      try {
        this.client.exec(BOOTSTRAP, (error, channel) => (error ? fail(error) : resolve(channel)));
      } catch (cause) {
        fail(cause);
      }
    });
  }
}

class SshProcess implements ShellProcess {
  readonly stdin;
  readonly stdout;
  readonly exit: Promise<ExitStatus>;
  #ended = false;
  #failure: StrongroomError | undefined;
  #giveUp: () => void;

  constructor(
    private readonly channel: ClientChannel,
    { signal, onErrorLine }: StartOptions,
    lost: () => StrongroomError,
  ) {
    this.stdin = channel;
    this.stdout = channel;
    channel.on('error', () => {});
    const errors = new ErrorOutput(onErrorLine);
    channel.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
    const abort = () => {
      this.#failure ??= abortFailure(signal);
      this.kill();
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.exit = new Promise((resolve) => {
      const settle = (code: number | null, endedBy: string | null) => {
        this.#ended = true;
        signal?.removeEventListener('abort', abort);
        const failure = this.#failure ?? (code === null && endedBy === null ? lost() : undefined);
        const status = { code, signal: endedBy, stderr: errors.end(), notes: errors.notes };
        resolve(failure ? { ...status, failure } : status);
      };
      // Only here is the exit status certain: the output of a lost connection ends like that of a finished program.
      // `close` of a lost connection comes a moment before the shell hears of it.
      channel.once('close', (code?: number | null, endedBy?: string | null) =>
        setImmediate(settle, code ?? null, endedBy ?? null),
      );
      this.#giveUp = () => settle(null, null);
    });
  }

  kill(): void {
    if (this.#ended) return;
    this.#failure ??= new StrongroomError('CANCELLED', 'The program was ended on request');
    // sshd closes the input of the program, and that is what ends it (see LIFELINE).
    // A channel counts as closed only when its output was read to the end, and an iterator may have stopped half way.
    this.channel
      .removeAllListeners('readable')
      .on('data', () => {})
      .resume();
    this.channel.close();
    const timer = setTimeout(this.#giveUp, KILL_ANSWER_MS);
    void this.exit.then(() => clearTimeout(timer));
  }
}
