/** What belongs to a database as a whole and is in no dump of it: whoever takes its place has to have it as well. */
import { fencedQuery } from './database-fence';
import type { Postgres } from './postgres';

/** The owner first: a new one takes the grants of the old one along. The role 0 is everybody. */
const BELONGINGS = `
BEGIN;
SELECT format('ALTER DATABASE %I OWNER TO %I', :'to', pg_get_userbyid(datdba)) FROM pg_database
  WHERE datname = :'from' AND datdba <> (SELECT datdba FROM pg_database WHERE datname = :'to') \\gexec
SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s', :'to', datconnlimit) FROM pg_database WHERE datname = :'from' \\gexec
SELECT format('COMMENT ON DATABASE %I IS %L', :'to', shobj_description(oid, 'pg_database')) FROM pg_database
  WHERE datname = :'from' \\gexec
SELECT DISTINCT format('REVOKE ALL ON DATABASE %I FROM %s', :'to',
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
  FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE datname = :'to' \\gexec
SELECT DISTINCT format('GRANT %s ON DATABASE %I TO %s%s', privilege_type, :'to',
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
    CASE WHEN is_grantable AND grantee NOT IN (0, datdba) THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE datname = :'from' \\gexec
COMMIT;
`;

const SETTINGS = `WITH setting AS (
  SELECT datname, setrole, split_part(entry, '=', 1) AS name, substr(entry, strpos(entry, '=') + 1) AS value,
    CASE setrole WHEN 0 THEN '' ELSE format('ROLE %I IN ', pg_get_userbyid(setrole)) END AS whose
  FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase, unnest(setconfig) AS entry
)`;

/** Some settings are lists of quoted names: each name is taken out and becomes a literal, as pg_dumpall has it. */
const LITERALS = `CASE WHEN lower(name) IN ('local_preload_libraries', 'search_path', 'session_preload_libraries',
    'shared_preload_libraries', 'temp_tablespaces', 'unix_socket_directories')
  THEN (SELECT coalesce(string_agg(quote_literal(CASE WHEN part[1] LIKE '"%'
      THEN replace(substr(part[1], 2, length(part[1]) - 2), '""', '"') ELSE lower(part[1]) END), ', ' ORDER BY place), '''''')
    FROM regexp_matches(value, '"(?:[^"]|"")*"|[^",[:space:]]+', 'g') WITH ORDINALITY AS list (part, place))
  ELSE quote_literal(value) END`;

/** A setting that this role may not make is passed over, and told at the end. */
const INHERIT_SETTINGS = `
\\set ON_ERROR_STOP 0
${SETTINGS} SELECT DISTINCT format('ALTER %sDATABASE %I RESET ALL', whose, :'to') FROM setting WHERE datname = :'to' \\gexec
${SETTINGS} SELECT format('ALTER %sDATABASE %I SET %s TO %s', whose, :'to',
    (SELECT string_agg(quote_ident(part), '.' ORDER BY place) FROM unnest(string_to_array(name, '.')) WITH ORDINALITY AS dotted (part, place)),
    ${LITERALS}) FROM setting WHERE datname = :'from' \\gexec
\\set ON_ERROR_STOP 1
${SETTINGS} SELECT json_build_object('name', name, 'role', CASE setrole WHEN 0 THEN NULL ELSE pg_get_userbyid(setrole) END)
  FROM setting AS own WHERE datname = :'from' AND NOT EXISTS (SELECT FROM setting WHERE setting.datname = :'to'
    AND (setting.setrole, setting.name, setting.value) = (own.setrole, own.name, own.value))
  ORDER BY name;
`;

/**
 * Gives a database the owner, grants, connection limit, comment and settings of another. Its tablespace stays. Idempotent.
 * @returns warnings: settings that the role of the environment may not make
 * @throws StrongroomError DATABASE_NOT_FOUND, DATABASE_AUTH_FAILED
 */
export async function inheritDatabase(
  postgres: Postgres,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const lost = await fencedQuery(postgres, { present: [from, to] }, BELONGINGS + INHERIT_SETTINGS, { from, to });
  return lost.map((row) => {
    const { name, role } = JSON.parse(row) as { name: string; role: string | null };
    return `The setting ${name}${role === null ? '' : ` of the role ${role}`} of the database could not be taken over`;
  });
}
