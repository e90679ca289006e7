/** What a restore in place has to know of the disks beforehand. */
import { type Disk, DATA_DIRECTORY, parseDf } from './database-load';
import { commandFailure, explainPlace } from './exit-failures';
import type { Filestore } from './filestore';
import { ENGLISH } from './lifeline';
import type { Postgres } from './postgres';
import { runCommand } from './run-command';

export interface Room {
  /** As the server says it, such as `17.6 (Debian 17.6-1)`. */
  postgresVersion: string;
  postgresMajor: number;
  /** Whether the role of the environment may create databases, and rename the live one. */
  mayCreateDatabases: boolean;
  ownsDatabase: boolean;
  /** Prepared transactions, and sessions that this role may not end, for people: while there are any, no live database gives way. */
  holders: string[];
  /** The disk of the data directory. undefined: this role may not know it, or PostgreSQL runs on another machine. */
  databaseDisk: Disk | undefined;
  /** Of the live database; undefined: there is none. */
  databaseBytes: number | undefined;
  /** The disk of the filestore root. undefined: it does not exist yet, and no directory above it can be read. */
  filestoreDisk: Disk | undefined;
  /** What the live filestore takes on its disk. undefined: there is none, or it could not be counted in time. */
  filestoreBytes: number | undefined;
}

const SERVER = `
SELECT json_build_object(
  'postgresVersion', current_setting('server_version'),
  'postgresMajor', current_setting('server_version_num')::int / 10000,
  'databaseBytes', (SELECT pg_database_size(oid) FROM pg_database WHERE datname = :'name'),
  'mayCreateDatabases', (SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user),
  'ownsDatabase', coalesce((SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = :'name'), true),
  'holders', (SELECT coalesce(json_agg(DISTINCT holder), '[]') FROM (
      SELECT format('the prepared transaction %s', gid) AS holder FROM pg_prepared_xacts WHERE database = :'name'
      UNION ALL
      SELECT format('a session of the role %s', usename) FROM pg_stat_activity JOIN pg_roles ON pg_roles.oid = usesysid
        WHERE datname = :'name' AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
          AND (rolsuper OR NOT pg_has_role(usesysid, 'USAGE') AND NOT pg_has_role('pg_signal_backend', 'USAGE'))) AS held));
`;

const DF = `${ENGLISH}
df -P -k -- "$1" 2>/dev/null | tail -n 1
exit 0`;

export async function measureRoom(
  postgres: Postgres,
  filestore: Filestore,
  { name, patienceMs }: { name: string; patienceMs: number },
): Promise<Room> {
  const [server, { df, bytes }] = await Promise.all([
    measureServer(postgres, name),
    filestore.measure(name, patienceMs),
  ]);
  return { ...server, filestoreDisk: parseDf(df), filestoreBytes: bytes };
}

type Server = Omit<Room, 'databaseBytes' | 'filestoreDisk' | 'filestoreBytes'> & { databaseBytes: number | null };

async function measureServer(postgres: Postgres, name: string) {
  const [row = '{}'] = await postgres.query(SERVER, { name });
  const server = JSON.parse(row) as Server;
  return { ...server, databaseBytes: server.databaseBytes ?? undefined, databaseDisk: await dataDisk(postgres) };
}

async function dataDisk(postgres: Postgres): Promise<Disk | undefined> {
  if (!postgres.isOnThisMachine) return undefined;
  const [directory] = await postgres.query(DATA_DIRECTORY);
  if (!directory) return undefined;
  const result = await runCommand(postgres.shell, { script: DF, args: [directory] });
  if (result.code === 0) return parseDf(result.stdout.trimEnd());
  throw explainPlace(result, postgres.shell.name) ?? commandFailure(result, `df in ${postgres.shell.name}`);
}
