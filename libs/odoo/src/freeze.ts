/** A database that nobody can connect to. Other databases of the server, and whoever works in them, notice nothing. */
import { fencedQuery } from './database-fence';
import type { Postgres } from './postgres';

/** How long sessions are asked to end, unless the connection says otherwise. */
export const SESSIONS_END_MS = 30_000;

/** What END_SESSIONS wants to know. */
export const sessionsOf = (databases: readonly string[], patienceMs: number) => ({
  databases: JSON.stringify(databases),
  patience_ms: String(patienceMs),
});

/**
 * Ends every session of databases that are closed, again and again until none has been seen twice in a row: one that was let in
 * just before shows itself a moment later. Prints how many there were. Autovacuum, which has no user, gives way to a rename by
 * itself, and only a superuser could end it. Of the sessions of others a role is shown not much more than the user; one that it may
 * not end is waited for. Without
 * \`pg_stat_clear_snapshot\` a transaction keeps the list of its first look.
 */
export const END_SESSIONS = `
SELECT set_config('strongroom.databases', :'databases', false) AS databases,
  set_config('strongroom.patience_ms', :'patience_ms', false) AS patience \\gset end_
DO $$
DECLARE
  closed text[] := ARRAY(SELECT jsonb_array_elements_text(current_setting('strongroom.databases')::jsonb));
  deadline timestamptz := clock_timestamp() + current_setting('strongroom.patience_ms')::int * interval '1 ms';
  ended int[] := '{}';
  pids int[];
  victim int;
  quiet int := 0;
BEGIN
  LOOP
    PERFORM pg_stat_clear_snapshot();
    pids := ARRAY(SELECT pid FROM pg_stat_activity
      WHERE datname = ANY (closed) AND pid <> pg_backend_pid() AND usesysid IS NOT NULL);
    quiet := CASE WHEN pids = '{}' THEN quiet + 1 ELSE 0 END;
    EXIT WHEN quiet = 2;
    IF clock_timestamp() > deadline THEN
      RAISE EXCEPTION '% sessions of % do not end, of the roles %', cardinality(pids), closed,
        ARRAY(SELECT DISTINCT usename FROM pg_stat_activity WHERE pid = ANY (pids)) USING ERRCODE = '55006';
    END IF;
    FOREACH victim IN ARRAY pids LOOP
      BEGIN
        PERFORM pg_terminate_backend(victim);
      EXCEPTION WHEN insufficient_privilege THEN
        NULL;
      END;
    END LOOP;
    ended := ARRAY(SELECT DISTINCT unnest(ended || pids));
    PERFORM pg_sleep(0.02);
  END LOOP;
  PERFORM set_config('strongroom.ended', cardinality(ended)::text, false);
END $$;
SELECT current_setting('strongroom.ended');
`;

const CLOSE = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS false', :'name') \\gexec
`;

/** Whoever looks for databases to work in finds it again, too: see target-database.ts. */
const OPEN = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS true IS_TEMPLATE false', :'name') \\gexec
`;

/**
 * Closes a database to new connections and ends those that are there. Idempotent.
 * @param successor the database that is to take its place: once that is gone somebody else has closed and opened it, and who comes
 * too late closes nothing
 * @returns how many sessions were ended
 * @throws StrongroomError DATABASE_NOT_FOUND; DATABASE_BUSY where sessions stay, the database is closed then
 */
export async function freezeDatabase(
  postgres: Postgres,
  name: string,
  patienceMs: number,
  successor?: string,
): Promise<number> {
  const variables = { name, ...sessionsOf([name], patienceMs) };
  const present = successor === undefined ? [name] : [name, successor];
  const [ended] = await fencedQuery(postgres, { present }, CLOSE + END_SESSIONS, variables);
  return Number(ended);
}

/** Opens it again. Idempotent. @throws StrongroomError DATABASE_NOT_FOUND */
export async function thawDatabase(postgres: Postgres, name: string): Promise<void> {
  await fencedQuery(postgres, { present: [name] }, OPEN, { name });
}
