/** How a spec sees that a clone equals what was backed up. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DockerEnvironment } from '../fixtures/docker-environment';

/** Every row of every table, as one line a table. */
const FINGERPRINT = `
  SELECT string_agg(format('%s %s %s', tablename, rows, digest), E'\\n' ORDER BY tablename) FROM pg_tables,
  LATERAL (SELECT (xpath('/row/rows/text()', x))[1]::text AS rows, (xpath('/row/digest/text()', x))[1]::text AS digest
    FROM query_to_xml(format('SELECT count(*) AS rows, md5(string_agg(md5(t::text), '''' ORDER BY md5(t::text))) AS digest FROM %I.%I t', schemaname, tablename), false, true, '') AS x) AS print
  WHERE schemaname = 'public'`;
/** In these a clone has an identity of its own and is neutralized. */
const OWN = `tablename NOT IN ('ir_config_parameter', 'ir_cron', 'ir_mail_server')`;
const LIST_FILES = `find . -type f -exec sha1sum {} + | sort`;

/** The rows of a database of the environment, digested; of those that a clone changes on purpose none. */
export function rowsOf(containers: DockerEnvironment, database = containers.dbName): Promise<string> {
  return containers.exec(`${FINGERPRINT} AND ${OWN}`, database);
}

/** Every row of the live database, digested. */
export function liveRowsOf(containers: DockerEnvironment): Promise<string> {
  return containers.exec(FINGERPRINT);
}

/** Name and SHA-1 of every file in the filestore of a database of the environment. */
export async function filesOf({ containers, dbName }: DockerEnvironment, database = dbName): Promise<string> {
  const inside = ['exec', '-w', `/var/lib/odoo/filestore/${database}`, containers.odoo];
  const { stdout } = await promisify(execFile)('docker', [...inside, 'sh', '-c', LIST_FILES]);
  return stdout;
}
