/**
 * A running Odoo keeps what it has read, and reads it anew when a number in the database is not the one that it knows: until
 * Odoo 17 the value of a sequence, since then the greatest id of a table, one for each of its caches
 * (odoo/orm/registry.py: setup_signaling, check_signaling).
 */
import type { Postgres } from './postgres';
import { databasesAmong } from './swap';

/** What a busy Odoo may count on by between the look and the swap. */
const AHEAD = 1000;

/** What a database holds may have the names of what the server brings. */
const TRUST_NO_NAMES = 'SET search_path = pg_catalog;';

const TABLES = `FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'public') AND relkind = 'r'
  AND relname LIKE 'orm\\_signaling\\_%'
  AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'id' AND NOT attisdropped)`;
const SEQUENCES = `FROM pg_sequences WHERE schemaname = 'public'
  AND (sequencename = 'base_registry_signaling' OR sequencename LIKE 'base\\_cache\\_signaling%')`;

const LOOK = `${TRUST_NO_NAMES}
SELECT json_build_array(sequencename, coalesce(last_value, 0)) ${SEQUENCES};
SELECT format('SELECT json_build_array(%L, coalesce(max(id), 0)) FROM public.%I', relname, relname) ${TABLES} \\gexec
`;

const ADVANCE = `${TRUST_NO_NAMES}
SET default_transaction_read_only = off;
BEGIN;
SELECT format('SELECT setval(%L, greatest(last_value, %s) + %s) FROM public.%I', format('public.%I', sequencename),
  coalesce((:'live'::jsonb ->> sequencename)::bigint, 0), :'ahead', sequencename) ${SEQUENCES} \\gexec
SELECT format('INSERT INTO public.%1$I (id) SELECT greatest(coalesce(max(id), 0), %2$s) + %3$s FROM public.%1$I', relname,
  coalesce((:'live'::jsonb ->> relname)::bigint, 0), :'ahead') ${TABLES} \\gexec
SELECT format('SELECT setval(%L, (SELECT max(id) FROM public.%I))', pg_get_serial_sequence(format('public.%I', relname), 'id'), relname)
  ${TABLES} AND pg_get_serial_sequence(format('public.%I', relname), 'id') IS NOT NULL \\gexec
COMMIT;
`;

/** Not to be found by a scheduler of Odoo meanwhile: see target-database.ts. */
const OPEN_UNSEEN = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS true IS_TEMPLATE true', :'name') \\gexec
`;
const CLOSE = `
SELECT format('ALTER DATABASE %I WITH ALLOW_CONNECTIONS false', :'name') \\gexec
`;

/**
 * Puts the numbers of `incoming` past those of both. `live` must be open still: before it is frozen. One that is not there counts
 * as empty. `incoming` may be closed, as a replaced database is.
 */
export async function outdateCaches(
  postgres: Postgres,
  { live, incoming }: { live: string; incoming: string },
): Promise<void> {
  const there = await databasesAmong(postgres, [live, incoming]);
  const known = there.has(live) ? await postgres.query(LOOK, {}, live) : [];
  const numbers = Object.fromEntries(known.map((row) => JSON.parse(row) as [string, number]));
  const closed = there.get(incoming)?.open === false;
  if (closed) await postgres.query(OPEN_UNSEEN, { name: incoming });
  try {
    await postgres.query(ADVANCE, { live: JSON.stringify(numbers), ahead: String(AHEAD) }, incoming);
  } finally {
    if (closed) await postgres.query(CLOSE, { name: incoming });
  }
}
