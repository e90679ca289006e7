/** Environments with a database and a filestore, in containers and on this machine, that a spec can make clones in. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startDockerEnvironment } from '../../../test/fixtures/docker-environment';
import { makeFilestore, type OdooDataSize, seedOdooDatabase } from '../../../test/fixtures/odoo-data';
import { sharedPostgres } from '../../../test/fixtures/postgres';
import { startSshd } from '../../../test/fixtures/sshd';
import type { EnvironmentTarget } from '../src/environment-target';
import type { OdooEnvironment } from '../src/odoo-environment';
import { collect } from './streams';

export interface CloneSetting {
  target: EnvironmentTarget;
  /** One column, one row a line. */
  sql(sql: string, database: string): Promise<string>;
  /** Runs a script where the database is, as root; returns what it printed. */
  run(script: string, ...args: string[]): Promise<string>;
  /** Of the container. */
  serverLog?(): Promise<string>;
  stop(): Promise<void>;
}

/** One line a table: its name and the MD5 of its rows. */
export const FINGERPRINT = `SELECT format('%s|%s', relname, (xpath('/row/c/text()', query_to_xml(format('SELECT md5(string_agg(t::text, %L ORDER BY t::text)) AS c FROM public.%I t', ',', relname), false, true, '')))[1])
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname COLLATE "C"`;
export const INDEXES = `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname COLLATE "C"`;

type Size = Partial<OdooDataSize>;

const run = promisify(execFile);
const hostileName = () => `origin "x" $(id) 'y' ${randomBytes(3).toString('hex')}`;

export async function dockerSetting(size: Size): Promise<CloneSetting> {
  const docker = await startDockerEnvironment({ ...size, dbName: hostileName() });
  return {
    target: docker.target(),
    sql: (sql, database) => docker.exec(sql, database),
    run: (script, ...args) => docker.run('db', 'sh', '-c', script, 'sh', ...args),
    serverLog: async () => (await run('docker', ['logs', docker.containers.db], { maxBuffer: 1 << 24 })).stderr,
    stop: () => docker.stop(),
  };
}

/** Reached over SSH; its role may create databases on the server that the whole test run shares. */
export async function hostSetting(size: Size): Promise<CloneSetting> {
  const { adminUrl } = sharedPostgres();
  const url = new URL(adminUrl);
  const dbName = hostileName();
  const role = `odoo ${randomBytes(4).toString('hex')}`;
  const password = `p ' " \\ ${randomBytes(4).toString('hex')}`;
  const login = { host: url.hostname, port: Number(url.port) };
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  const query = async (client: Client, sql: string) => {
    const result = await client.query({ text: sql, rowMode: 'array' });
    const last = [result].flat().at(-1)!;
    return last.rows.map((row) => String((row as unknown[])[0])).join('\n');
  };
  const sql = async (
    text: string,
    database: string,
    user = url.username,
    secret = decodeURIComponent(url.password),
  ) => {
    const client = new Client({ ...login, user, password: secret, database });
    await client.connect();
    return query(client, text).finally(() => client.end());
  };
  await admin.query(
    `CREATE ROLE ${admin.escapeIdentifier(role)} LOGIN CREATEDB SUPERUSER PASSWORD ${admin.escapeLiteral(password)}`,
  );
  await admin.query(
    `CREATE DATABASE ${admin.escapeIdentifier(dbName)} OWNER ${admin.escapeIdentifier(role)} TEMPLATE template0`,
  );
  const filestoreRoot = join(await mkdtemp(join(tmpdir(), 'strongroom-root-')), `file's root`);
  const sshd = await startSshd();
  await seedOdooDatabase((text) => sql(text, dbName, role, password), size);
  await makeFilestore(join(filestoreRoot, dbName), size);
  return {
    target: {
      environmentId: 'unused',
      runtime: 'host',
      connection: 'ssh',
      host: sshd.host,
      sshPort: sshd.port,
      sshUser: sshd.user,
      privateKey: sshd.privateKey,
      hostKey: sshd.hostKey,
      dbName,
      dbHost: login.host,
      dbPort: login.port,
      dbUser: role,
      dbPassword: password,
      filestoreRoot,
    },
    sql: (text, database) => sql(text, database),
    run: async (script, ...args) => (await run('sh', ['-c', script, 'sh', ...args])).stdout,
    stop: async () => {
      const owned = `SELECT datname FROM pg_database WHERE datdba = (SELECT oid FROM pg_roles WHERE rolname = $1)`;
      for (const { datname } of (await admin.query<{ datname: string }>(owned, [role])).rows)
        await admin.query(`DROP DATABASE ${admin.escapeIdentifier(datname)} WITH (FORCE)`);
      await admin.query(`DROP ROLE ${admin.escapeIdentifier(role)}`);
      await admin.end();
      await sshd.stop();
      await rm(join(filestoreRoot, '..'), { recursive: true });
    },
  };
}

/** The dump of the environment's database, squeezed with the best that its pg_dump offers. */
export async function dumpOf(environment: OdooEnvironment): Promise<Buffer> {
  const { dumpTool } = await environment.inspect();
  const compression = { method: dumpTool.compressions[0]!, level: 1 };
  const snapshot = await environment.openSnapshot();
  try {
    return await collect((await environment.dump({ snapshotId: snapshot.id, compression })).stream);
  } finally {
    await snapshot.close();
  }
}
