/**
 * Makes the database, and for each service a login role and a schema that only this role may use. It may run any
 * number of times, also at once: what exists stays as it is, except the passwords, which become the given ones.
 */
import { createHmac, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { StrongroomError } from '@app/core';

export interface ServiceSchema {
  schema: string;
  role: string;
  password: string;
}

/** @param adminUrl an address of any database of the server, for a user who may create roles and databases */
export async function provisionDatabase(
  adminUrl: string,
  { database, services }: { database: string; services: readonly ServiceSchema[] },
): Promise<void> {
  await asAdmin(adminUrl, undefined, async (admin) => {
    for (const service of services) await provideRole(admin, service);
    await provideDatabase(admin, database);
    for (const { role } of services)
      await admin.query(`GRANT CONNECT ON DATABASE ${id(admin, database)} TO ${id(admin, role)}`);
  });
  await asAdmin(adminUrl, database, async (admin) => {
    await admin.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
    for (const service of services) await provideSchema(admin, database, service);
  });
}

async function asAdmin(
  adminUrl: string,
  database: string | undefined,
  work: (admin: Client) => Promise<void>,
): Promise<void> {
  const url = new URL(adminUrl);
  if (database !== undefined) url.pathname = `/${encodeURIComponent(database)}`;
  const admin = new Client({ connectionString: url.href, application_name: 'strongroom provisioning' });
  await admin.connect();
  try {
    // roles are server-wide: one provisioning at a time; the lock ends with the session
    await admin.query(`SELECT pg_advisory_lock(hashtext('strongroom:provision'))`);
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function provideRole(admin: Client, { role, password }: ServiceSchema): Promise<void> {
  const verb = (await exists(admin, 'SELECT 1 FROM pg_roles WHERE rolname = $1', role)) ? 'ALTER' : 'CREATE';
  const rights = verb === 'CREATE' ? 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT' : '';
  // the verifier instead of the password: statements can end up in the server's log
  await admin.query(
    `${verb} ROLE ${id(admin, role)} ${rights} PASSWORD ${admin.escapeLiteral(scramVerifier(password))}`,
  );
}

async function provideDatabase(admin: Client, database: string): Promise<void> {
  if (!(await exists(admin, 'SELECT 1 FROM pg_database WHERE datname = $1', database)))
    await admin.query(`CREATE DATABASE ${id(admin, database)} TEMPLATE template0 ENCODING 'UTF8'`);
  await admin.query(`REVOKE ALL ON DATABASE ${id(admin, database)} FROM PUBLIC`);
}

async function provideSchema(admin: Client, database: string, { schema, role }: ServiceSchema): Promise<void> {
  const owner = await admin.query<{ owner: string }>(
    'SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1',
    [schema],
  );
  const present = owner.rows[0]?.owner;
  if (present !== undefined && present !== role) {
    throw new StrongroomError(
      'CONFLICT',
      `The schema ${schema} of the database ${database} belongs to the role ${present}, not to ${role}`,
    );
  }
  if (present === undefined) {
    // an administrator who is no superuser may hand a schema only to a role that he is a member of
    const superuser = await exists(admin, 'SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper');
    if (!superuser) await admin.query(`GRANT ${id(admin, role)} TO CURRENT_USER`);
    await admin.query(`CREATE SCHEMA ${id(admin, schema)} AUTHORIZATION ${id(admin, role)}`);
  }
  await admin.query(`REVOKE ALL ON SCHEMA ${id(admin, schema)} FROM PUBLIC`);
  await admin.query(
    `ALTER ROLE ${id(admin, role)} IN DATABASE ${id(admin, database)} SET search_path = ${id(admin, schema)}`,
  );
}

async function exists(admin: Client, query: string, ...values: string[]): Promise<boolean> {
  return ((await admin.query(query, values)).rowCount ?? 0) > 0;
}

function id(admin: Client, name: string): string {
  return admin.escapeIdentifier(name);
}

/** What PostgreSQL stores for a password (RFC 5803). */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const keyed = (label: string) => createHmac('sha256', salted).update(label).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${keyed('Server Key').toString('base64')}`;
}
