import { StrongroomError } from '@app/core';
import type { DatabaseFacts, DumpCompressionMethod, LocaleProvider } from './database-facts';
import { ENGLISH } from './lifeline';
import { PG_TOOLS, type Postgres } from './postgres';
import { postgresVersion, type PostgresVersion, versionWarnings } from './postgres-versions';
import { runCommand } from './run-command';

const FACTS = `
SELECT json_build_object(
  'versionNumber', current_setting('server_version_num')::int,
  'version', current_setting('server_version'),
  'bytes', pg_database_size(d.oid),
  'encoding', pg_encoding_to_char(d.encoding),
  'row', to_jsonb(d) - 'datacl',
  'extensions', (SELECT coalesce(json_agg(extname), '[]') FROM pg_extension))
FROM pg_database d WHERE datname = current_database();
SELECT to_regclass('public.ir_attachment') IS NOT NULL AS has_attachments \\gset
\\if :has_attachments
SELECT json_build_object('count', count(*), 'bytes', coalesce(sum(bytes), 0))
FROM (SELECT max(file_size) AS bytes FROM public.ir_attachment WHERE store_fname IS NOT NULL GROUP BY store_fname) AS file;
\\else
SELECT json_build_object('count', 0, 'bytes', 0);
\\endif
`;

/** Whether a build can squeeze so is told before it connects; the connection goes nowhere on purpose. */
const DUMP_TOOL = `${ENGLISH}${PG_TOOLS}
pg_dump --version || exit
for method in "$@"; do
  case $(PGHOST=/nonexistent pg_dump -w -Fc --compress="$method:1" -f /dev/null 2>&1) in
    *"connection to server"*) echo "$method" ;;
  esac
done`;

interface FactsRow {
  versionNumber: number;
  version: string;
  bytes: number;
  encoding: string;
  row: { datcollate: string; datctype: string; datlocprovider?: string; datlocale?: string; daticulocale?: string };
  extensions: string[];
}

const PROVIDERS: Record<string, LocaleProvider> = { c: 'libc', i: 'icu', b: 'builtin' };

/** Everything that a backup wants to know of a database beforehand; from now on the tools of its version are used. */
export async function inspectDatabase(postgres: Postgres, database: string): Promise<DatabaseFacts> {
  const [facts, attachments] = (await postgres.query(FACTS, {}, database)).map((line) => JSON.parse(line) as unknown);
  const { versionNumber, version, bytes, encoding, row, extensions } = facts as FactsRow;
  const files = attachments as { count: number; bytes: number };
  const serverMajor = Math.floor(versionNumber / 10_000);
  const known = postgresVersion(serverMajor);
  postgres.useTools(serverMajor);
  const locale = row.datlocale ?? row.daticulocale;
  return {
    serverMajor,
    serverVersion: version,
    databaseBytes: bytes,
    dumpTool: await inspectDumpTool(postgres, database, known),
    encoding,
    collate: row.datcollate,
    ctype: row.datctype,
    localeProvider: PROVIDERS[row.datlocprovider ?? 'c'] ?? 'libc',
    ...(locale && { locale }),
    hasUnaccent: extensions.includes('unaccent'),
    hasPgTrgm: extensions.includes('pg_trgm'),
    attachmentBytes: files.bytes,
    attachmentCount: files.count,
    warnings: versionWarnings(serverMajor),
  };
}

async function inspectDumpTool(
  postgres: Postgres,
  database: string,
  { major, dumpCompressions }: PostgresVersion,
): Promise<DatabaseFacts['dumpTool']> {
  const args = dumpCompressions.filter((method) => method !== 'gzip');
  const result = await runCommand(postgres.shell, { script: DUMP_TOOL, args, env: postgres.env(database) });
  if (result.code !== 0) throw await postgres.explain(result, 'pg_dump', database);
  const [version = '', ...methods] = result.stdout.trim().split('\n');
  const toolMajor = /\(PostgreSQL\) ([0-9]+)/.exec(version)?.[1];
  if (toolMajor !== String(major))
    throw new StrongroomError(
      'PG_TOOLS_MISSING',
      `The server in ${postgres.shell.name} is PostgreSQL ${major}, but the only pg_dump there says "${version}"`,
      { details: { serverMajor: major, dumpTool: version } },
    );
  const compressions = [...(methods as DumpCompressionMethod[]), 'gzip' as const];
  return { version: version.replace(/^pg_dump \(PostgreSQL\) /, ''), compressions };
}
