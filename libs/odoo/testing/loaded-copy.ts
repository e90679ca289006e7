/** A database on this machine under a staging name, as a restore has loaded it, and an environment that reaches it. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { seedOdooDatabase } from '../../../test/fixtures/odoo-data';
import { sharedPostgres } from '../../../test/fixtures/postgres';
import { connectEnvironment } from '../src/connect-environment';
import { type OdooEnvironment } from '../src/odoo-environment';

const TRAITS = { encoding: 'UTF8', collate: 'C', ctype: 'C', hasUnaccent: false, hasPgTrgm: false };
const SIZE = { partners: 10, users: 3, messages: 10, files: 3, fileBytes: 300 };

export interface LoadedCopy {
  environment: OdooEnvironment;
  /** The password of the role that owns it, which may do no more than create databases. */
  password: string;
  /** A new copy of an Odoo, with this besides; with `seed: false` an empty database. @returns its name */
  load(besides?: string, options?: { seed?: boolean }): Promise<string>;
  /** One column, one row a line. */
  sql(text: string, database: string): Promise<string>;
  stop(): Promise<void>;
}

export async function loadedCopy(): Promise<LoadedCopy> {
  const url = new URL(sharedPostgres().adminUrl);
  const role = `odoo_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const connect = async (database: string) => {
    const client = new Client({ host: url.hostname, port: Number(url.port), user: role, password, database });
    await client.connect();
    return client;
  };
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`CREATE ROLE ${role} LOGIN CREATEDB PASSWORD '${password}'`);
  const environment = await connectEnvironment(
    {
      environmentId: 'unused',
      runtime: 'host',
      connection: 'local',
      host: '127.0.0.1',
      sshPort: 22,
      sshUser: '',
      dbName: 'unused',
      dbHost: url.hostname,
      dbPort: Number(url.port),
      dbUser: role,
      dbPassword: password,
      filestoreRoot: '/nowhere',
    },
    { jobTag: 'copy' },
  );
  const copies: string[] = [];
  const sql = async (text: string, database: string) => {
    const client = await connect(database);
    try {
      const result = [await client.query({ text, rowMode: 'array' })].flat().at(-1)!;
      return result.rows.map((row) => String((row as unknown as unknown[])[0])).join('\n');
    } finally {
      await client.end();
    }
  };
  return {
    environment,
    password,
    sql,
    load: async (besides, { seed = true } = {}) => {
      const name = `strongroom_${randomBytes(8).toString('hex')}`;
      copies.push(name);
      await environment.createDatabase(name, TRAITS);
      if (seed) await seedOdooDatabase((text) => sql(text, name), SIZE);
      if (besides) await sql(besides, name);
      return name;
    },
    stop: async () => {
      for (const name of copies) await environment.dropDatabase(name);
      await environment.close();
      await admin.query(`DROP ROLE ${role}`);
      await admin.end();
    },
  };
}
