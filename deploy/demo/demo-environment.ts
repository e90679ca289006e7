import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EnvironmentToRegister } from './directory';
import { makeFilestore, type OdooDataSize, seedOdooDatabase } from './odoo-data';

const DATABASE = 'demo.example.com';
const ROLE = 'odoo';

/** An Odoo environment on this very machine: a database in the private PostgreSQL, and a filestore directory. */
export class DemoEnvironment {
  constructor(
    private readonly server: { host: string; port: number },
    private readonly password: string,
    readonly filestoreRoot: string,
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
      name: 'Demo environment',
      server: { name: 'this machine', ip_address: '127.0.0.1', connection: 'local' },
      settings: {
        slug: 'demo',
        runtime: 'host',
        db_name: DATABASE,
        db_host: this.server.host,
        db_port: this.server.port,
        db_user: ROLE,
        db_password: this.password,
        filestore_root: this.filestoreRoot,
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

/** Makes the demo's database and filestore, or finds those of an earlier run. */
export async function makeDemoEnvironment(
  strongroom: { postgresAdminUrl: string },
  folder: string,
  size?: Partial<OdooDataSize>,
): Promise<DemoEnvironment> {
  const filestoreRoot = join(folder, 'filestore');
  await mkdir(filestoreRoot, { recursive: true });
  const admin = new Client({ connectionString: strongroom.postgresAdminUrl });
  await admin.connect();
  try {
    const url = new URL(strongroom.postgresAdminUrl);
    const server = { host: url.hostname, port: Number(url.port) };
    const environment = new DemoEnvironment(server, await keptPassword(join(folder, 'password')), filestoreRoot);
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
