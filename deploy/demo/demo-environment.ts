import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EnvironmentToRegister } from './directory';
import { makeFilestore, type OdooDataSize, seedOdooDatabase } from './odoo-data';

const DATABASE = 'demo.example.com';
const ROLE = 'odoo';

/** How Strongroom reaches the server of an environment, and what it finds there. */
export interface ServerPlace {
  environmentName: string;
  /** As the API takes a server. */
  server: Record<string, unknown> & { name: string };
  /** PostgreSQL as seen from the server. */
  database: { host: string; port: number };
  filestoreRoot: string;
}

/** An Odoo environment: a database, and a filestore in a directory of this machine. */
export class DemoEnvironment {
  constructor(
    private readonly server: { host: string; port: number },
    private readonly password: string,
    /** As seen from here. */
    readonly filestoreRoot: string,
    private readonly place: ServerPlace = {
      environmentName: 'Demo environment',
      server: { name: 'this machine', ip_address: '127.0.0.1', connection: 'local' },
      database: server,
      filestoreRoot,
    },
  ) {}

  readonly dbName = DATABASE;

  databaseUrl(name: string): string {
    return `postgres://${ROLE}:${this.password}@${this.server.host}:${this.server.port}/${encodeURIComponent(name)}`;
  }

  filestoreOf(name: string): string {
    return join(this.filestoreRoot, name);
  }

  get registration(): EnvironmentToRegister {
    return {
      name: this.place.environmentName,
      server: this.place.server,
      settings: {
        runtime: 'host',
        db_name: DATABASE,
        db_host: this.place.database.host,
        db_port: this.place.database.port,
        db_user: ROLE,
        db_password: this.password,
        filestore_root: this.place.filestoreRoot,
      },
    };
  }

  /** Connects to two databases for as long as `work` takes. */
  async withClients<T>(left: string, right: string, work: (a: Client, b: Client) => Promise<T>): Promise<T> {
    const clients = [left, right].map((name) => new Client({ connectionString: this.databaseUrl(name) }));
    try {
      for (const client of clients) await client.connect();
      return await work(clients[0]!, clients[1]!);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  }
}

/** Makes the demo's database and filestore, or finds those of an earlier run. Without a place they are on this machine. */
export async function makeDemoEnvironment(
  postgres: { postgresAdminUrl: string; place?: ServerPlace },
  folder: string,
  size?: Partial<OdooDataSize>,
): Promise<DemoEnvironment> {
  const filestoreRoot = join(folder, 'filestore');
  await mkdir(filestoreRoot, { recursive: true });
  const admin = new Client({ connectionString: postgres.postgresAdminUrl });
  await admin.connect();
  try {
    const url = new URL(postgres.postgresAdminUrl);
    const server = { host: url.hostname, port: Number(url.port) };
    const environment = new DemoEnvironment(
      server,
      await keptPassword(join(folder, 'password')),
      filestoreRoot,
      postgres.place,
    );
    await admin.query(
      (await admin.query(`SELECT 1 FROM pg_roles WHERE rolname = $1`, [ROLE])).rowCount === 0
        ? `CREATE ROLE ${ROLE} LOGIN CREATEDB`
        : `SELECT 1`,
    );
    const { rows } = await admin.query<{ statement: string }>(
      `SELECT format('ALTER ROLE ${ROLE} PASSWORD %L', $1::text) AS statement`,
      [await keptPassword(join(folder, 'password'))],
    );
    await admin.query(rows[0]!.statement);
    if ((await admin.query(`SELECT 1 FROM pg_database WHERE datname = $1`, [DATABASE])).rowCount === 0) {
      await admin.query(
        `CREATE DATABASE "${DATABASE}" OWNER ${ROLE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'`,
      );
      await fill(environment, size);
    }
    return environment;
  } finally {
    await admin.end();
  }
}

async function fill(environment: DemoEnvironment, size?: Partial<OdooDataSize>): Promise<void> {
  const client = new Client({ connectionString: environment.databaseUrl(DATABASE) });
  await client.connect();
  try {
    await seedOdooDatabase((sql) => client.query(sql), size);
    await makeFilestore(environment.filestoreOf(DATABASE), size);
  } finally {
    await client.end();
  }
}

async function keptPassword(file: string): Promise<string> {
  try {
    await access(file);
  } catch {
    await writeFile(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
    await chmod(file, 0o600);
  }
  return readFile(file, 'utf8');
}
