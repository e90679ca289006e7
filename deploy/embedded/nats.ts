/** A private nats-server with JetStream in one folder, on 127.0.0.1 only. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { endLeftover, eventually, freePort, launch, onUnwantedExit, type LaunchedProcess } from './processes';

/** Where the server listens (host:port) and keeps its streams: what a configuration needs to know. */
export interface NatsPlace {
  listen: string;
  storeDir: string;
}

export interface NatsOptions {
  /** Holds the streams, the configuration and the log. */
  dir: string;
  /** The nats-server program. */
  binary: string;
  /** The text of the server's configuration. Without it: no users, everything allowed. */
  config?: (place: NatsPlace) => string;
  /** Called when the server dies although nobody asked for it; it may be started again from there. */
  onDied?: () => void;
}

const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 15_000;

export class PrivateNats {
  readonly host = '127.0.0.1';
  private server: LaunchedProcess | undefined;
  private wanted = false;

  private constructor(
    private readonly options: NatsOptions,
    readonly port: number,
  ) {}

  /** Chooses the port, the one of the last time when it is free. Does not start the server. */
  static async prepare(options: NatsOptions): Promise<PrivateNats> {
    mkdirSync(join(options.dir, 'jetstream'), { recursive: true, mode: 0o700 });
    await endLeftover(join(options.dir, 'nats.pid'), 'SIGTERM', STOP_GRACE_MS);
    const portFile = join(options.dir, 'port');
    const port = await freePort(existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined);
    writeFileSync(portFile, `${port}\n`);
    return new PrivateNats(options, port);
  }

  /** Without user and password. */
  get url(): string {
    return `nats://${this.host}:${this.port}`;
  }

  get logFile(): string {
    return join(this.options.dir, 'nats.log');
  }

  get pid(): number | undefined {
    return this.server?.running ? this.server.pid : undefined;
  }

  /** Whether the server is down because somebody wanted it so. */
  get stopRequested(): boolean {
    return !this.wanted;
  }

  /** Resolves when the server answers and its streams are recovered. */
  async start(): Promise<void> {
    if (this.server?.running) return;
    this.wanted = true;
    const place = { listen: `${this.host}:${this.port}`, storeDir: join(this.options.dir, 'jetstream') };
    const render = this.options.config ?? openConfig;
    const configFile = join(this.options.dir, 'nats.conf');
    writeFileSync(configFile, render(place), { mode: 0o600 });
    this.server = launch({
      command: this.options.binary,
      args: ['-c', configFile],
      env: { PATH: process.env.PATH },
      cwd: this.options.dir,
      logFile: this.logFile,
      pidFile: join(this.options.dir, 'nats.pid'),
      deathSignal: 'TERM',
    });
    const ready = await eventually(async () => !this.server?.running || (await this.answers()), START_TIMEOUT_MS);
    if (!this.server.running || !ready) {
      await this.server.stop('SIGKILL', 0);
      const log = existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8').split('\n').slice(-15).join('\n') : '';
      throw new Error(`nats-server does not start. The end of ${this.logFile}:\n${log}`);
    }
    onUnwantedExit(
      this.server,
      () => this.wanted,
      () => this.options.onDied?.(),
    );
  }

  async stop(): Promise<void> {
    this.wanted = false;
    await this.server?.stop('SIGTERM', STOP_GRACE_MS);
  }

  /** Dies as in a crash: SIGKILL. */
  async kill(): Promise<void> {
    this.wanted = false;
    await this.server?.stop('SIGKILL', 0);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The server greets each connection with an INFO line; it does so only after JetStream has recovered. */
  answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = createConnection(this.port, this.host);
      const settle = (answer: boolean) => {
        socket.destroy();
        resolve(answer);
      };
      socket.setTimeout(2_000, () => settle(false));
      socket.once('error', () => settle(false));
      socket.once('close', () => settle(false));
      socket.once('data', (greeting) => settle(greeting.toString('utf8').includes('"jetstream":true')));
    });
  }
}

function openConfig({ listen, storeDir }: NatsPlace): string {
  return `listen: "${listen}"\njetstream { store_dir: "${storeDir}", max_mem: 256M, max_file: 8G }\n`;
}
