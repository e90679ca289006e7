import { StrongroomError } from '@app/core';
import type { DatabaseTraits } from './database-facts';
import type { Postgres } from './postgres';

/**
 * Databases that a restore makes, renames and drops. Every step may be repeated: after a crash the next attempt
 * calls it again. Names are quoted by the server (`format('%I')`).
 */

const CREATE = `
SELECT format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L', :'name', :'encoding')
  || CASE WHEN :'collate' <> '' THEN format(' LC_COLLATE %L', :'collate') ELSE '' END
  || CASE WHEN :'ctype' <> '' THEN format(' LC_CTYPE %L', :'ctype') ELSE '' END
  || CASE
       WHEN current_setting('server_version_num')::int < 150000 THEN ''
       WHEN :'provider' = 'icu' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', :'locale')
       WHEN :'provider' = 'builtin' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', :'locale')
       ELSE ' LOCALE_PROVIDER libc'
     END
\\gexec
`;

const UNACCENT = 'CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;';
/** Odoo does the same, and has indexes that need it; a dump does not hold it. */
const UNACCENT_IMMUTABLE = 'ALTER FUNCTION public.unaccent(text) IMMUTABLE;';
const PG_TRGM = 'CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;';

const SHUT_OUT = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS false', datname) FROM pg_database WHERE datname = :'name' \\gexec
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :'name' AND pid <> pg_backend_pid();
`;

/** Both in one transaction: a crash leaves the old name shut, or the new one open. */
const RENAME = `
BEGIN;
SELECT format('ALTER DATABASE %I RENAME TO %I', :'name', :'to') \\gexec
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS true', :'to') \\gexec
COMMIT;
`;
const LET_IN = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS true', datname) FROM pg_database WHERE datname = :'name' \\gexec
`;
const DROP = `
SELECT format('DROP DATABASE IF EXISTS %I', :'name')
  || CASE WHEN current_setting('server_version_num')::int >= 130000 THEN ' WITH (FORCE)' ELSE '' END \\gexec
`;

/**
 * Creates an empty database as Odoo would, with the source's locale where the server has it.
 * @returns warnings: what could not be made as the source had it
 * @throws StrongroomError DATABASE_EXISTS
 */
export async function createDatabase(postgres: Postgres, name: string, traits: DatabaseTraits): Promise<string[]> {
  const { encoding, collate, ctype, localeProvider: provider = 'libc', locale = '' } = traits;
  const warnings: string[] = [];
  if (await postgres.databaseExists(name)) throw databaseExists(name);
  try {
    await create(postgres, { name, encoding, collate, ctype, provider, locale });
  } catch (error) {
    if (!isUnknownLocale(error)) throw error;
    warnings.push(
      `The server does not have the locale ${collate} / ${ctype}${locale && ` / ${locale}`}; C is used for sorting`,
    );
    await create(postgres, { name, encoding, collate: 'C', ctype: '', provider: 'libc', locale: '' });
  }
  if (traits.hasUnaccent) {
    await postgres.query(UNACCENT, {}, name);
    try {
      await postgres.query(UNACCENT_IMMUTABLE, {}, name);
    } catch (error) {
      if (sqlStateOf(error) !== '42501') throw error;
      warnings.push(
        'unaccent(text) could not be made IMMUTABLE: it belongs to another role than the one of the environment',
      );
    }
  }
  if (traits.hasPgTrgm) await postgres.query(PG_TRGM, {}, name);
  return warnings;
}

async function create(postgres: Postgres, variables: Record<string, string>): Promise<void> {
  try {
    await postgres.query(CREATE, variables);
  } catch (error) {
    if (sqlStateOf(error) === '42P04') throw databaseExists(variables.name ?? '');
    throw error;
  }
}

/** Gives a database another name; whoever is connected to it is sent away. @throws StrongroomError DATABASE_EXISTS */
export async function renameDatabase(postgres: Postgres, from: string, to: string): Promise<void> {
  if (await postgres.databaseExists(to)) throw databaseExists(to);
  await postgres.query(SHUT_OUT, { name: from });
  try {
    await postgres.query(RENAME, { name: from, to });
  } catch (error) {
    await postgres.query(LET_IN, { name: from });
    throw sqlStateOf(error) === '42P04' ? databaseExists(to) : error;
  }
}

/** Idempotent. Whoever is connected to it is sent away. */
export async function dropDatabase(postgres: Postgres, name: string): Promise<void> {
  await postgres.query(SHUT_OUT, { name });
  await postgres.query(DROP, { name });
}

export async function rowCount(postgres: Postgres, database: string, table: 'res_users'): Promise<number> {
  const [count] = await postgres.query('SELECT count(*) FROM public.:"table"', { table }, database);
  return Number(count);
}

const sqlStateOf = (error: unknown) => (error instanceof StrongroomError ? error.details.sqlState : undefined);

/** 42809 and 22023: PostgreSQL has used both for a locale that the machine lacks; 0A000: a provider not built in. */
function isUnknownLocale(error: unknown): boolean {
  const stderr = error instanceof StrongroomError ? String(error.details.stderr) : '';
  return ['42809', '22023', '0A000', '42704'].includes(String(sqlStateOf(error))) || /locale/.test(stderr);
}

const databaseExists = (name: string) =>
  new StrongroomError('DATABASE_EXISTS', `The database ${JSON.stringify(name)} exists already`, {
    details: { database: name },
  });
