import { StrongroomError } from '@app/core';
import { fencedQuery } from './database-fence';
import { END_SESSIONS, sessionsOf } from './freeze';
import type { DatabaseTraits, LocaleProvider } from './database-facts';
import type { Postgres } from './postgres';
import type { PostgresVersion } from './postgres-versions';

/**
 * Databases that a restore makes, renames and drops. Every step may be repeated: after a crash the next attempt
 * calls it again. Names are quoted by the server (`format('%I')`). Until it gets its final name a database is marked as
 * a template: Odoo lists none of those, so that the cron of a running one does not set to work on what is half loaded, or
 * not yet neutralized.
 */

const CREATE = `
SELECT format('CREATE DATABASE %I TEMPLATE template0 IS_TEMPLATE true ENCODING %L', :'name', :'encoding')
  || CASE WHEN :'collate' <> '' THEN format(' LC_COLLATE %L', :'collate') ELSE '' END
  || CASE WHEN :'ctype' <> '' THEN format(' LC_CTYPE %L', :'ctype') ELSE '' END
  || CASE :'provider'
       WHEN 'icu' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', :'locale')
       WHEN 'builtin' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', :'locale')
       WHEN 'libc' THEN ' LOCALE_PROVIDER libc'
       ELSE ''
     END
\\gexec
`;

/** Odoo makes it IMMUTABLE as well, and has indexes that need it; a dump does not hold it. Where it belongs to another role, that is told. */
const UNACCENT = `
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
DO $$ BEGIN
  ALTER FUNCTION public.unaccent(text) IMMUTABLE;
EXCEPTION WHEN insufficient_privilege THEN
  NULL;
END $$;
SELECT 'unaccent(text) could not be made IMMUTABLE: it belongs to another role than the one of the environment'
  FROM pg_proc WHERE oid = 'public.unaccent(text)'::regprocedure AND provolatile <> 'i';
`;
/** Odoo does so where PostgreSQL no longer does: what other roles of an environment make there would fail. */
const OPEN_PUBLIC_SCHEMA = 'GRANT CREATE ON SCHEMA public TO PUBLIC;';
const PG_TRGM = 'CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;';

const SHUT_OUT = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS false', datname) FROM pg_database WHERE datname = :'name' \\gexec
${END_SESSIONS}`;

/** Both in one transaction: a crash leaves the old name shut, or the new one open. */
const RENAME = `
BEGIN;
SELECT format('ALTER DATABASE %I RENAME TO %I', :'name', :'to') \\gexec
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS true IS_TEMPLATE false', :'to') \\gexec
COMMIT;
`;
/** Nobody is let in: it only waits to be dropped. */
const PUT_AWAY = `
SELECT format('ALTER DATABASE %I RENAME TO %I', :'name', :'to') \\gexec
`;
const LET_IN = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS true', datname) FROM pg_database WHERE datname = :'name' \\gexec
`;
/**
 * Without FORCE: a role that is no superuser may not force autovacuum out, which gives way by itself. With the role that a foreign dump is
 * loaded as (plain-sql/load-role.ts), which bears the same name; no other one does.
 */
const DROP = `
SELECT format('ALTER DATABASE %I WITH IS_TEMPLATE false', datname) FROM pg_database WHERE datname = :'name' AND datistemplate \\gexec
SELECT format('DROP DATABASE IF EXISTS %I', :'name') \\gexec
SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname = :'name' AND starts_with(:'name', 'strongroom_') \\gexec
`;

/**
 * Creates an empty database as Odoo would, with the source's locale where the server has it; no Odoo sees it before it is
 * renamed.
 * @returns warnings: what could not be made as the source had it
 * @throws StrongroomError DATABASE_EXISTS
 */
export async function createDatabase(postgres: Postgres, name: string, traits: DatabaseTraits): Promise<string[]> {
  const version = await postgres.version();
  const warnings = await createSortedLikeSource(postgres, name, traits, version);
  const furniture = [
    ...(traits.hasUnaccent ? [UNACCENT] : []),
    ...(traits.hasPgTrgm ? [PG_TRGM] : []),
    ...(version.closesPublicSchema ? [OPEN_PUBLIC_SCHEMA] : []),
  ];
  if (furniture.length > 0) warnings.push(...(await postgres.query(furniture.join('\n'), {}, name)));
  return warnings;
}

async function createSortedLikeSource(
  postgres: Postgres,
  name: string,
  { encoding, collate, ctype, localeProvider = 'libc', locale = '' }: DatabaseTraits,
  { localeProviders }: PostgresVersion,
): Promise<string[]> {
  /** Where there is no choice, all is libc and there is no such clause. */
  const provider = (wanted: LocaleProvider) => (localeProviders.length > 0 ? wanted : '');
  if (localeProvider === 'libc' || localeProviders.includes(localeProvider)) {
    try {
      await create(postgres, { name, encoding, collate, ctype, provider: provider(localeProvider), locale });
      return [];
    } catch (error) {
      if (!isUnknownLocale(error)) throw error;
    }
  }
  await create(postgres, { name, encoding, collate: 'C', ctype: '', provider: provider('libc'), locale: '' });
  const missing = [collate, ctype, ...(localeProvider === 'libc' ? [] : [`${locale} of ${localeProvider}`])];
  return [`The server does not have the locale ${missing.join(' / ')}; C is used for sorting`];
}

async function create(postgres: Postgres, variables: Record<string, string>): Promise<void> {
  try {
    await postgres.query(CREATE, variables);
  } catch (error) {
    if (sqlStateOf(error) === '42P04') throw databaseExists(variables.name ?? '');
    throw error;
  }
}

interface Renaming {
  from: string;
  to: string;
}

/**
 * Gives a database another name; whoever is connected to it is sent away.
 * @throws StrongroomError DATABASE_EXISTS, DATABASE_NOT_FOUND: nothing was touched; DATABASE_BUSY
 */
export async function renameDatabase(postgres: Postgres, { from, to }: Renaming, patienceMs: number): Promise<void> {
  const names = { present: [from], absent: [to] };
  try {
    await fencedQuery(postgres, names, SHUT_OUT + RENAME, { name: from, to, ...sessionsOf([from], patienceMs) });
  } catch (error) {
    const untouched = error instanceof StrongroomError && UNTOUCHED.includes(error.code);
    if (!untouched) await postgres.query(LET_IN, { name: from });
    throw error;
  }
}

/**
 * Gives a database another name under which nobody finds or enters it.
 * @throws StrongroomError DATABASE_EXISTS, DATABASE_NOT_FOUND, DATABASE_BUSY
 */
export async function putDatabaseAway(postgres: Postgres, { from, to }: Renaming, patienceMs: number): Promise<void> {
  const names = { present: [from], absent: [to] };
  await fencedQuery(postgres, names, SHUT_OUT + PUT_AWAY, { name: from, to, ...sessionsOf([from], patienceMs) });
}

/** Idempotent. Whoever is connected to it is sent away. @throws StrongroomError DATABASE_BUSY: somebody stays, it is closed then */
export async function dropDatabase(postgres: Postgres, name: string, patienceMs: number): Promise<void> {
  await fencedQuery(postgres, { present: [] }, SHUT_OUT + DROP, { name, ...sessionsOf([name], patienceMs) });
}

export async function rowCount(postgres: Postgres, database: string, table: 'res_users'): Promise<number> {
  const [count] = await postgres.query('SELECT count(*) FROM public.:"table"', { table }, database);
  return Number(count);
}

const HAS_TABLES = `
SELECT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_')`;

/** Whether there are tables of anybody's making in a database. */
export async function hasTables(postgres: Postgres, database: string): Promise<boolean> {
  const [answer] = await postgres.query(HAS_TABLES, {}, database);
  return answer === 't';
}

/** As `fencedQuery` has it. */
const UNTOUCHED: readonly string[] = ['DATABASE_EXISTS', 'DATABASE_NOT_FOUND'];

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
