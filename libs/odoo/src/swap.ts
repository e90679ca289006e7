/** One database takes the place of another: both renames in one transaction, so that a crash leaves both or neither. */
import { fencedQuery } from './database-fence';
import { END_SESSIONS, sessionsOf } from './freeze';
import type { Postgres } from './postgres';

export interface DatabaseSwap {
  /** The name that is served. */
  live: string;
  /** What takes its place. */
  incoming: string;
  /** What becomes of the one that was served. */
  replaced: string;
}

const CLOSE = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS false', datname) FROM pg_database
  WHERE datname IN (:'live', :'incoming') ORDER BY datname \\gexec
`;

/** The one that stands aside is not to be found by a scheduler of Odoo, should it be opened: see target-database.ts. */
const SWAP = `
BEGIN;
SELECT format('ALTER DATABASE %I RENAME TO %I', :'live', :'replaced') \\gexec
SELECT format('ALTER DATABASE %I RENAME TO %I', :'incoming', :'live') \\gexec
SELECT format('ALTER DATABASE %I WITH IS_TEMPLATE true', :'replaced') \\gexec
SELECT format('ALTER DATABASE %I WITH IS_TEMPLATE false', :'live') \\gexec
COMMIT;
`;

/**
 * Renames live to replaced and incoming to live, and ends the sessions of both. Afterwards both are closed to connections;
 * `thawDatabase` opens the live one. After DATABASE_BUSY the names are as they were, and both closed.
 * @throws StrongroomError DATABASE_NOT_FOUND, DATABASE_EXISTS: the names are not as expected, nothing was touched; DATABASE_BUSY
 */
export async function swapDatabases(postgres: Postgres, swap: DatabaseSwap, patienceMs: number): Promise<void> {
  const { live, incoming, replaced } = swap;
  const names = { present: [live, incoming], absent: [replaced] };
  const variables = { live, incoming, replaced, ...sessionsOf([live, incoming], patienceMs) };
  await fencedQuery(postgres, names, CLOSE + END_SESSIONS + SWAP, variables);
}

const AMONG = `
SELECT json_build_array(datname, datallowconn) FROM pg_database
  WHERE datname IN (SELECT jsonb_array_elements_text(:'names'::jsonb));
`;

/** Which of these databases there are, and whether they let anybody in. */
export async function databasesAmong(
  postgres: Postgres,
  names: readonly string[],
): Promise<Map<string, { open: boolean }>> {
  const rows = await postgres.query(AMONG, { names: JSON.stringify(names) });
  return new Map(rows.map((row) => JSON.parse(row) as [string, boolean]).map(([name, open]) => [name, { open }]));
}
