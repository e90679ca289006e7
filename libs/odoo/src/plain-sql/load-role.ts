/**
 * The role that a foreign dump is loaded as: it bears the name of the one database that it owns, may do nothing outside of
 * it, and is gone afterwards. Dropping the database drops it too.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { StrongroomError } from '@app/core';
import type { Postgres } from '../postgres';

const MAY_CREATE_ROLES = `
SELECT rolsuper OR rolcreaterole, rolsuper FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) current_user`;

const CREATE = `
BEGIN;
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 2 PASSWORD %L', :'name', :'verifier') \\gexec
SELECT format('GRANT %I TO CURRENT_USER', :'name') \\gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', :'name', :'name') \\gexec
COMMIT;`;

/** Also the database itself. */
const HAND_OVER = `
BEGIN;
SELECT format('REASSIGN OWNED BY %I TO CURRENT_USER', :'name') \\gexec
SELECT format('DROP OWNED BY %I', :'name') \\gexec
SELECT format('DROP ROLE %I', :'name') \\gexec
COMMIT;`;

export interface LoadRole {
  name: string;
  password: string;
  /** Whether the environment's own role, which everything will belong to, may do anything on its server. */
  heirIsSuperuser: boolean;
}

/** Makes the role and gives it the database. @throws StrongroomError FOREIGN_DUMP_NEEDS_ROLE */
export async function createLoadRole(postgres: Postgres, database: string): Promise<LoadRole> {
  const [answer = ''] = await postgres.query(MAY_CREATE_ROLES);
  const [mayCreate, isSuperuser] = answer.split('|');
  if (mayCreate !== 't')
    throw new StrongroomError(
      'FOREIGN_DUMP_NEEDS_ROLE',
      `The database role of the environment in ${postgres.shell.name} may not create roles`,
    );
  const password = randomBytes(24).toString('hex');
  await postgres.query(CREATE, { name: database, verifier: scramVerifier(password) });
  return { name: database, password, heirIsSuperuser: isSuperuser === 't' };
}

/** Everything in the database, and the database, belong to the environment's role from now on. */
export async function dropLoadRole(postgres: Postgres, { name }: LoadRole): Promise<void> {
  await postgres.query(HAND_OVER, { name }, name);
}

/** What PostgreSQL keeps of a password (RFC 5803): it can be shown, nobody logs in with it. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${keyed('Server Key').toString('base64')}`;
}
