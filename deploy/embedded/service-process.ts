/**
 * One process of one service, kept alive: it is started again when it dies, after 1 s, then 2 s, up to 30 s, for as
 * long as it takes. A process that ran for a minute begins again at 1 s.
 */
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@app/contracts';
import {
  endLeftover,
  eventually,
  freePort,
  launch,
  onUnwantedExit,
  type ExitStatus,
  type LaunchedProcess,
} from './processes';

export interface ServiceSettings {
  service: ServiceName;
  /** The name of the replica: `backup-executor`, `backup-executor-2`. */
  name: string;
  /** The JavaScript file to run. */
  entry: string;
  home: string;
  preferredPort?: number;
  env: NodeJS.ProcessEnv;
  /** Reach the process as files (NAME_FILE): neither argv nor the environment shows them. */
  secrets: Record<string, string>;
  /** How long a stopping process may finish its work before it is killed, in milliseconds. */
  stopGraceMs: number;
  say: (line: string) => void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const STEADY_AFTER_MS = 60_000;
const LOG_LIMIT_BYTES = 50 * 1024 * 1024;
/** A small young generation where bytes pass: they make much short-lived garbage, and memory should not grow with them. Elsewhere it would cost time. */
const STREAMING: readonly ServiceName[] = ['backup-executor', 'restore-executor'];
const STREAMING_FLAGS = ['--max-semi-space-size=1'];

export class ServiceProcess {
  readonly name: string;
  readonly logFile: string;
  private readonly pidFile: string;
  private current: LaunchedProcess | undefined;
  private wanted = false;
  private startedAt = 0;
  private delayMs = FIRST_DELAY_MS;
  private timer: NodeJS.Timeout | undefined;
  private port = 0;
  private metricsPort = 0;

  constructor(private readonly settings: ServiceSettings) {
    this.name = settings.name;
    this.logFile = join(settings.home, 'logs', `${settings.name}.log`);
    this.pidFile = join(settings.home, 'run', `${settings.name}.pid`);
  }

  get service(): ServiceName {
    return this.settings.service;
  }

  get pid(): number | undefined {
    return this.current?.running ? this.current.pid : undefined;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Host and port that Prometheus finds its metrics at. */
  get metricsAddress(): string {
    return `127.0.0.1:${this.metricsPort}`;
  }

  /** Starts the process. Resolves at once; see `ready`. */
  async start(): Promise<void> {
    if (this.wanted) return;
    await endLeftover(this.pidFile, 'SIGTERM', 2_000);
    this.wanted = true;
    this.port = await freePort(this.port || this.settings.preferredPort);
    this.metricsPort = await freePort(this.metricsPort || undefined);
    this.launch();
  }

  /** Resolves when /health/ready answers 200; rejects with the end of the log's path when that takes too long. */
  async ready(timeoutMs: number): Promise<void> {
    if (!(await eventually(() => this.isReady(), timeoutMs))) {
      throw new Error(`${this.name} is not ready after ${timeoutMs / 1000} s; its log is ${this.logFile}.`);
    }
  }

  /** Signals the process as the outside world would; when it dies of it, it is started again. */
  kill(signal: NodeJS.Signals): void {
    this.current?.signal(signal);
  }

  /** SIGTERM, time to finish, then SIGKILL. It stays stopped until `start`. */
  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    await this.current?.stop('SIGTERM', this.settings.stopGraceMs);
  }

  /** Ends the process at once. It stays stopped until `start`. */
  async abandon(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    await this.current?.stop('SIGKILL', 0);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private launch(): void {
    keepLogSmall(this.logFile);
    this.startedAt = Date.now();
    this.current = launch({
      command: process.execPath,
      args: ['--enable-source-maps', ...(STREAMING.includes(this.service) ? STREAMING_FLAGS : []), this.settings.entry],
      env: {
        MALLOC_ARENA_MAX: '2',
        ...this.settings.env,
        STRONGROOM_HTTP_PORT: String(this.port),
        STRONGROOM_METRICS_PORT: String(this.metricsPort),
        ...this.writeSecrets(),
      },
      logFile: this.logFile,
      pidFile: this.pidFile,
      deathSignal: 'TERM',
    });
    onUnwantedExit(
      this.current,
      () => this.wanted,
      (exit) => this.relaunchLater(exit),
    );
  }

  private relaunchLater(exit: ExitStatus): void {
    if (Date.now() - this.startedAt > STEADY_AFTER_MS) this.delayMs = FIRST_DELAY_MS;
    const reason = exit.signal ? `was killed by ${exit.signal}` : `ended with code ${exit.code}`;
    this.settings.say(`${this.name} ${reason}; starting it again in ${this.delayMs / 1000} s (log: ${this.logFile})`);
    this.timer = setTimeout(() => this.launch(), this.delayMs);
    this.delayMs = Math.min(this.delayMs * 2, LONGEST_DELAY_MS);
  }

  private async isReady(): Promise<boolean> {
    if (this.pid === undefined) return false;
    return fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
  }

  private writeSecrets(): Record<string, string> {
    const folder = join(this.settings.home, 'run', this.name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const files = Object.entries(this.settings.secrets).map(([variable, value]) => {
      const file = join(folder, variable.toLowerCase());
      writeFileSync(file, value, { mode: 0o600 });
      return [`${variable}_FILE`, file];
    });
    return Object.fromEntries(files) as Record<string, string>;
  }
}

function keepLogSmall(file: string): void {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
}
