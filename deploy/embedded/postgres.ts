/**
 * A private PostgreSQL cluster in one folder, on 127.0.0.1 only, with a generated password and no Unix socket.
 * It refuses nothing that a crash leaves behind: a stale lock file and orphaned backends are cleared before a start.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import {
  endLeftover,
  eventually,
  freePort,
  launch,
  onUnwantedExit,
  run,
  trySignal,
  type LaunchedProcess,
} from './processes';

export interface PostgresOptions {
  /** Holds the data, the password and the log. */
  dir: string;
  /** The folder of initdb and postgres. */
  binDir: string;
  /** False gives up, for speed, what survives a crash of the machine; what is committed survives a killed server. For tests. */
  fsync: boolean;
  /** Called when the server dies although nobody asked for it; it may be started again from there. */
  onDied?: () => void;
}

const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 30_000;

export class PrivatePostgres {
  readonly host = '127.0.0.1';
  private server: LaunchedProcess | undefined;
  private wanted = false;

  private constructor(
    private readonly options: PostgresOptions,
    private readonly account: Account | undefined,
    private readonly password: string,
    readonly port: number,
  ) {}

  /** Creates the cluster when the folder is empty. Does not start it. */
  static async prepare(options: PostgresOptions): Promise<PrivatePostgres> {
    const account = process.getuid?.() === 0 ? await accountOf('postgres') : undefined;
    mkdirSync(options.dir, { recursive: true });
    chmodSync(options.dir, 0o711);
    await endLeftover(join(options.dir, 'postgres.pid'), 'SIGINT', STOP_GRACE_MS);
    const portFile = join(options.dir, 'port');
    const remembered = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined;
    const port = await freePort(remembered);
    const passwordFile = join(options.dir, 'password');
    if (!existsSync(join(options.dir, 'data', 'PG_VERSION'))) await createCluster(options, passwordFile, account);
    writeFileSync(portFile, `${port}\n`);
    return new PrivatePostgres(options, account, readFileSync(passwordFile, 'utf8').trim(), port);
  }

  get binDir(): string {
    return this.options.binDir;
  }

  get logFile(): string {
    return join(this.options.dir, 'postgres.log');
  }

  get pid(): number | undefined {
    return this.server?.running ? this.server.pid : undefined;
  }

  /** The superuser's address of the given database. */
  url(database = 'postgres'): string {
    return `postgres://postgres:${this.password}@${this.host}:${this.port}/${database}`;
  }

  get adminUrl(): string {
    return this.url();
  }

  /** Whether the server is down because somebody wanted it so. */
  get stopRequested(): boolean {
    return !this.wanted;
  }

  async start(): Promise<void> {
    if (this.server?.running) return;
    this.wanted = true;
    const data = realpathSync(join(this.options.dir, 'data'));
    await clearCrash(data);
    const settings = {
      listen_addresses: this.host,
      port: String(this.port),
      unix_socket_directories: '',
      max_connections: '200',
      ...(this.options.fsync ? {} : { fsync: 'off', full_page_writes: 'off' }),
    };
    this.server = launch({
      command: join(this.options.binDir, 'postgres'),
      args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      env: CLEAN_ENV,
      cwd: '/',
      logFile: this.logFile,
      pidFile: join(this.options.dir, 'postgres.pid'),
      deathSignal: 'INT',
      ...this.account,
    });
    const ready = await eventually(async () => !this.server?.running || (await this.answers()), START_TIMEOUT_MS);
    if (!this.server.running || !ready) {
      await this.server.stop('SIGKILL', 0);
      throw new Error(`PostgreSQL does not start. The end of ${this.logFile}:\n${tailOf(this.logFile)}`);
    }
    onUnwantedExit(
      this.server,
      () => this.wanted,
      () => this.options.onDied?.(),
    );
  }

  /** Ends sessions, writes everything down, exits. */
  async stop(): Promise<void> {
    this.wanted = false;
    await this.server?.stop('SIGINT', STOP_GRACE_MS);
  }

  /** Dies as in a crash: SIGKILL to the server. */
  async kill(): Promise<void> {
    this.wanted = false;
    await this.server?.stop('SIGKILL', 0);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.adminUrl, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

interface Account {
  uid: number;
  gid: number;
}

const CLEAN_ENV: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

async function accountOf(user: string): Promise<Account> {
  try {
    return { uid: Number(await run('id', ['-u', user])), gid: Number(await run('id', ['-g', user])) };
  } catch (error) {
    throw new Error(`PostgreSQL refuses to run as root, and there is no user "${user}" to run it as.`, {
      cause: error,
    });
  }
}

async function createCluster(
  options: PostgresOptions,
  passwordFile: string,
  account: Account | undefined,
): Promise<void> {
  const data = join(options.dir, 'data');
  const password = randomBytes(24).toString('base64url');
  rmSync(data, { recursive: true, force: true });
  makeDataFolder(data, account);
  const own = account && !(await reaches(account, data)) ? outsideOf(data, account) : data;
  const passwordCopy = join(own, '..', `.initdb-${randomBytes(6).toString('hex')}`);
  writeFileSync(passwordCopy, password, { mode: 0o600 });
  if (account) chownSync(passwordCopy, account.uid, account.gid);
  try {
    const args = ['-D', own, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256'];
    args.push(`--pwfile=${passwordCopy}`, ...(options.fsync ? [] : ['--no-sync']));
    await run(join(options.binDir, 'initdb'), args, { env: CLEAN_ENV, cwd: '/', ...account });
  } finally {
    rmSync(passwordCopy, { force: true });
  }
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
}

function makeDataFolder(data: string, account: Account | undefined): void {
  mkdirSync(data, { mode: 0o700 });
  if (account) chownSync(data, account.uid, account.gid);
}

async function reaches(account: Account, folder: string): Promise<boolean> {
  return run('test', ['-w', folder], { cwd: '/', ...account }).then(
    () => true,
    () => false,
  );
}

/** A clone below /root is closed to the user postgres: then the data lies below /var/lib, and a link points there. */
function outsideOf(data: string, account: Account): string {
  const outside = `/var/lib/strongroom/postgres-${randomBytes(4).toString('hex')}/data`;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(dirname(outside), { recursive: true, mode: 0o755 });
  makeDataFolder(outside, account);
  symlinkSync(outside, data);
  return outside;
}

/** After a crash backends may outlive the server for a moment; a new server must not start beside them. */
async function clearCrash(data: string): Promise<void> {
  const lockFile = join(data, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const others = () => processesIn(data);
  const main = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (others().includes(main)) trySignal(main, 'SIGINT');
  if (!(await eventually(() => others().length === 0, STOP_GRACE_MS))) {
    for (const pid of others()) trySignal(pid, 'SIGKILL');
    await eventually(() => others().length === 0, 5_000);
  }
  rmSync(lockFile, { force: true });
}

/** Every PostgreSQL process of the cluster: each has the data folder as its working directory. */
function processesIn(data: string): number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === data;
      } catch {
        return false;
      }
    })
    .map(Number);
}

function tailOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-15).join('\n') : '(no log)';
}
