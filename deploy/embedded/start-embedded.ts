/**
 * All of Strongroom on one machine, with its data in one folder: PostgreSQL and NATS of its own (or existing ones,
 * whose addresses STRONGROOM_POSTGRES_ADMIN_URL and STRONGROOM_NATS_ADMIN_URL name), and the six services as six
 * processes. It ends with the process that started it, and starts again on the same data.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@app/contracts';
import { provisionDatabase } from '@app/database';
import { lockHome } from './home-lock';
import { LocalBroker } from './local-broker';
import { LocalDatabase } from './local-database';
import { loadSecrets, saveSecrets, type EmbeddedSecrets } from './secrets-file';
import { ServiceProcess } from './service-process';
import { DATABASE, databaseNames, inheritedEnvironment, needsMasterKeys, type Replicas } from './settings';
import { projectFolder } from './project-folder';
import type { PrivateNats } from './nats';
import type { PrivatePostgres } from './postgres';

export interface EmbeddedOptions {
  /** The data folder. */
  home: string;
  /** Environment variables for a service, or for all with `*`. */
  env?: Partial<Record<ServiceName | '*', Record<string, string>>>;
  replicas?: Replicas;
  /** Says nothing while all goes well. */
  quiet?: boolean;
  /** Gives up durability for speed, and takes any port for the gateway. */
  testMode?: boolean;
  /** Keeps the admin token in the data folder, so that a later start has it too. */
  keepToken?: boolean;
}

export interface EmbeddedStrongroom {
  readonly home: string;
  readonly gatewayUrl: string;
  /** Throws when the token was shown at an earlier start and not kept. */
  readonly adminToken: string;
  /** The token if it is to be shown to a person now, which is once. */
  takeTokenToShow(): string | undefined;
  readonly postgresAdminUrl: string;
  /** With user and password. */
  readonly natsAdminUrl: string;
  /** Undefined when an existing server is used. */
  readonly postgres: PrivatePostgres | undefined;
  readonly nats: PrivateNats | undefined;
  readonly services: readonly ServiceProcess[];
  /** Services first, then NATS, then PostgreSQL. */
  stop(): Promise<void>;
  /** Stops without waiting for anything to finish. */
  abandon(): Promise<void>;
  readonly stopped: Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;
/** Beyond the time that a service gives its running work. */
const STOP_MARGIN_MS = 5_000;
const DEFAULT_SHUTDOWN_GRACE_MS = 30_000;
const GATEWAY_PORT = 8000;
const METRICS_TARGETS = 'metrics-targets.json';

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedStrongroom> {
  const { home } = options;
  // PostgreSQL may run as another user, who has to pass through; nobody else sees what is inside.
  mkdirSync(home, { recursive: true, mode: 0o711 });
  for (const folder of ['logs', 'run', 'storage']) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  const unlock = lockHome(home);
  const strongroom = new Embedded(options, unlock);
  try {
    await strongroom.start();
    return strongroom;
  } catch (error) {
    await strongroom.stop();
    throw error;
  }
}

class Embedded implements EmbeddedStrongroom {
  readonly services: ServiceProcess[] = [];
  readonly stopped: Promise<void>;
  private readonly secrets: EmbeddedSecrets;
  private readonly database: LocalDatabase;
  private readonly broker: LocalBroker;
  private readonly tokenFile: string;
  private token: string | undefined;
  private tokenIsNew = false;
  private markStopped: () => void = () => undefined;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly options: EmbeddedOptions,
    private readonly unlock: () => void,
  ) {
    this.secrets = loadSecrets(options.home);
    this.tokenFile = join(options.home, 'run', 'bootstrap-token');
    this.stopped = new Promise((resolve) => (this.markStopped = resolve));
    const say = (line: string) => this.say(line);
    this.database = new LocalDatabase(options.home, { fsync: !options.testMode, say, warn: warning });
    this.broker = new LocalBroker(options.home, this.secrets, { say, warn: warning });
  }

  get home(): string {
    return this.options.home;
  }

  get gatewayUrl(): string {
    return this.services.find(({ service }) => service === 'gateway')!.url;
  }

  get adminToken(): string {
    const token = this.token ?? this.secrets.adminToken ?? process.env.STRONGROOM_ADMIN_TOKEN;
    if (token) return token;
    throw new Error(
      `The admin token of ${this.home} was shown at its first start and was not kept. Put it, or one that \`npm run admin-token\` gives, into STRONGROOM_ADMIN_TOKEN.`,
    );
  }

  takeTokenToShow(): string | undefined {
    const { adminToken: kept, adminTokenShown } = this.secrets;
    if (kept && !adminTokenShown) {
      saveSecrets(this.home, Object.assign(this.secrets, { adminTokenShown: true }));
      return kept;
    }
    const token = kept || !this.tokenIsNew ? undefined : this.token;
    this.tokenIsNew = false;
    return token;
  }

  get postgresAdminUrl(): string {
    return this.database.adminUrl;
  }

  get natsAdminUrl(): string {
    return this.broker.adminUrl;
  }

  get postgres(): PrivatePostgres | undefined {
    return this.database.server;
  }

  get nats(): PrivateNats | undefined {
    return this.broker.server;
  }

  async start(): Promise<void> {
    await this.database.start();
    await this.broker.start();
    this.say('Preparing the database and the streams …');
    const services = SERVICES.map((service) => ({
      ...databaseNames(service),
      password: this.secrets.databasePasswords[service],
    }));
    await provisionDatabase(this.database.adminUrl, { database: DATABASE, services });
    await this.broker.provision(this.ackWaitMs());
    this.say('Starting the services …');
    for (const service of SERVICES) this.services.push(...this.processesOf(service));
    await Promise.all(this.services.map((service) => service.start()));
    this.writeMetricsTargets();
    await Promise.all(this.services.map((service) => service.ready(READY_TIMEOUT_MS)));
    this.collectToken();
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.end((service) => service.stop()));
  }

  async abandon(): Promise<void> {
    await Promise.all(this.services.map((service) => service.abandon()));
    await this.stop();
  }

  private async end(endService: (service: ServiceProcess) => Promise<void>): Promise<void> {
    await Promise.all(this.services.map(endService));
    await this.broker.stop();
    await this.database.stop();
    this.unlock();
    this.markStopped();
  }

  private processesOf(service: ServiceName): ServiceProcess[] {
    const { home, env, replicas, testMode } = this.options;
    const { role } = databaseNames(service);
    const databaseUrl = new URL(this.database.adminUrl);
    Object.assign(databaseUrl, {
      username: role,
      password: this.secrets.databasePasswords[service],
      pathname: DATABASE,
    });
    const secrets = {
      STRONGROOM_DATABASE_URL: databaseUrl.href,
      STRONGROOM_NATS_URL: this.broker.urlFor(service),
      ...(needsMasterKeys(service) ? { STRONGROOM_MASTER_KEYS: this.secrets.masterKeys } : {}),
    };
    const { issuerSeed } = this.broker;
    if (service === 'gateway' && issuerSeed !== undefined)
      Object.assign(secrets, { STRONGROOM_NATS_ISSUER_SEED: issuerSeed });
    const ownEnv = { ...inheritedEnvironment(service, process.env), ...env?.['*'], ...env?.[service] };
    const settings = {
      service,
      entry: join(projectFolder(), 'dist', 'apps', service, 'src', 'main.js'),
      home,
      secrets,
      stopGraceMs: Number(ownEnv.SHUTDOWN_GRACE_MS ?? DEFAULT_SHUTDOWN_GRACE_MS) + STOP_MARGIN_MS,
      say: warning,
      env: service === 'gateway' ? { ...ownEnv, STRONGROOM_BOOTSTRAP_TOKEN_FILE: this.tokenFile } : ownEnv,
      ...(service === 'gateway' && !testMode ? { preferredPort: GATEWAY_PORT } : {}),
    };
    const count = replicas?.[service] ?? 1;
    return Array.from({ length: count }, (_, index) => {
      const name = index === 0 ? service : `${service}-${index + 1}`;
      return new ServiceProcess({ ...settings, name });
    });
  }

  /** For the `file_sd_configs` of a Prometheus on this machine: the ports are others after each start. */
  private writeMetricsTargets(): void {
    const targets = this.services.map(({ name, service, metricsAddress }) => ({
      targets: [metricsAddress],
      labels: { service, process: name },
    }));
    writeFileSync(join(this.home, 'run', METRICS_TARGETS), `${JSON.stringify(targets, null, 2)}\n`);
  }

  /** The consumers must wait exactly as long as the services believe. */
  private ackWaitMs(): number | undefined {
    const value = this.options.env?.['*']?.ACK_WAIT_MS ?? process.env.ACK_WAIT_MS;
    return value === undefined ? undefined : Number(value);
  }

  /** The gateway writes the token once, when it has made it, perhaps in a start that was broken off; the file must not stay. */
  private collectToken(): void {
    if (!existsSync(this.tokenFile)) return;
    this.token = readFileSync(this.tokenFile, 'utf8').trim();
    this.tokenIsNew = true;
    rmSync(this.tokenFile);
    if (this.options.keepToken) saveSecrets(this.home, Object.assign(this.secrets, { adminToken: this.token }));
  }

  private say(line: string): void {
    if (!this.options.quiet) console.log(line);
  }
}

function warning(line: string): void {
  console.error(line);
}
