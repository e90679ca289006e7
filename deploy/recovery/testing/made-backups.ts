/**
 * For the spec of the recovery script: backups that the backup executor itself has made of an Odoo database on the shared
 * server, and a machine that has the script's own tools and nothing else.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import type { StorageEncryption } from '@app/contracts';
import { TestBackups } from '../../../apps/backup-executor/testing/test-backups';
import { FINGERPRINT, INDEXES } from '../../../libs/odoo/testing/clone-settings';
import { makeFilestore, seedOdooDatabase } from '../../../test/fixtures/odoo-data';
import { sharedPostgres } from '../../../test/fixtures/postgres';

const SCRIPT = join(__dirname, '../strongroom-restore.sh');
const SIZE = { partners: 50, messages: 100, files: 30, fileBytes: 300_000 };
/** What the head of the script names, and what every Unix has. */
const TOOLS = ['bash', 'awk', 'tar', 'gzip', 'sha256sum'];
const BASICS = ['cat', 'chown', 'find', 'id', 'ln', 'mkdir', 'mktemp', 'rm', 'stat', 'tr', 'wc'];

export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

export class MadeBackups {
  private readonly databases = new Set<string>();

  private constructor(
    private readonly executor: TestBackups,
    readonly source: string,
  ) {}

  static async start(): Promise<MadeBackups> {
    const source = `o'brien "prod" $db ${randomBytes(3).toString('hex')}`;
    const drop = () => sql(`DROP DATABASE IF EXISTS ${escapeIdentifier(source)} WITH (FORCE)`);
    await sql(`CREATE DATABASE ${escapeIdentifier(source)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'`);
    const executor = await TestBackups.start(
      {},
      {
        database: { name: source, url: '', drop: async () => void (await drop()) },
        fill: async (filestore) => {
          await withClient(source, (client) => seedOdooDatabase((text) => client.query(text), SIZE));
          await makeFilestore(filestore, SIZE);
        },
      },
    );
    return new MadeBackups(executor, source);
  }

  async stop(): Promise<void> {
    for (const name of this.databases) await sql(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
    await this.executor.stop();
  }

  get root(): string {
    return this.executor.root;
  }

  get filestores(): string {
    return join(this.root, 'filestore');
  }

  /** Has a backup made, and returns where its ZIP lies. */
  async make({
    filestore = true,
    encryption,
  }: { filestore?: boolean; encryption?: StorageEncryption } = {}): Promise<string> {
    const storage = this.executor.addStorage(encryption ? { encryption } : {});
    const request = { ...this.executor.request(storage), include_filestore: filestore };
    const job = await this.executor.run(request);
    if (job.status !== 'completed') throw new Error(JSON.stringify(job.error));
    return join(this.executor.storage(storage).path!, this.executor.keys(request).archive);
  }

  /** Runs the script where only its own tools are, and these. */
  run(args: string[], extra: string[] = ['unzip']): Promise<Outcome> {
    const bin = mkdtempSync(join(this.root, 'bin-'));
    for (const tool of [...TOOLS, ...BASICS, ...extra]) symlinkSync(placeOf(tool), join(bin, tool));
    for (const tool of ['psql', 'pg_restore']) symlinkSync(join(sharedPostgres().binDir, tool), join(bin, tool));
    const { hostname, port, username, password } = new URL(sharedPostgres().adminUrl);
    const env = {
      PATH: bin,
      TMPDIR: this.scratch,
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
    };
    const name = args[args.indexOf('--database') + 1];
    if (name !== undefined && args.includes('--database')) this.databases.add(name);
    return new Promise((resolve) => {
      execFile(join(bin, 'bash'), [SCRIPT, ...args], { env, cwd: this.root }, (error, stdout, stderr) =>
        resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
      );
    });
  }

  /** Where the script has its temporary files. */
  get scratch(): string {
    const scratch = join(this.root, 'tmp');
    mkdirSync(scratch, { recursive: true });
    return scratch;
  }

  /** Rows and indexes of a database, so that two can be compared. */
  async content(name: string): Promise<string[]> {
    return withClient(name, async (client) => {
      const query = (text: string) => client.query<string[]>({ text, rowMode: 'array' });
      return [...(await query(FINGERPRINT)).rows, ...(await query(INDEXES)).rows].flat();
    });
  }

  async databaseExists(name: string): Promise<boolean> {
    return (await sql('SELECT 1 FROM pg_database WHERE datname = $1', [name])) > 0;
  }

  /** Name and SHA-1 of every file. */
  files(name: string): string {
    const script = 'cd -- "$1" && find . -type f -exec sha1sum {} + | sort';
    return execFileSync('sh', ['-c', script, 'sh', join(this.filestores, name)], { encoding: 'utf8' });
  }

  async createDatabase(name: string): Promise<void> {
    this.databases.add(name);
    await sql(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0`);
  }
}

function sql(statement: string, values: unknown[] = []): Promise<number> {
  return withClient('postgres', async (client) => (await client.query(statement, values)).rowCount ?? 0);
}

async function withClient<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { hostname, port, username, password } = new URL(sharedPostgres().adminUrl);
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const client = new Client({ host: hostname, port: Number(port), user, password: secret, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The program itself: a manager of versions may stand before it with a script that needs more tools. */
function placeOf(tool: string): string {
  const script = 'if [ "$1" = python3 ]; then python3 -c "import sys; print(sys.executable)"; else command -v "$1"; fi';
  return execFileSync('sh', ['-c', script, 'sh', tool], { encoding: 'utf8' }).trim();
}
