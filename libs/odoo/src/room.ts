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
SELECT current_setting('server_version');
SELECT current_setting('server_version_num')::int / 10000;
SELECT coalesce((SELECT pg_database_size(oid)::text FROM pg_database WHERE datname = :'name'), '-');
`;

const DF = `${ENGLISH}
df -P -k -- "$1" 2>/dev/null | tail -n 1
exit 0`;

export async function measureRoom(
  { postgres, filestore }: { postgres: Postgres; filestore: Filestore },
  { name, patienceMs }: { name: string; patienceMs: number },
): Promise<Room> {
  const [server, { df, bytes }] = await Promise.all([
    measureServer(postgres, name),
    filestore.measure(name, patienceMs),
  ]);
  return { ...server, filestoreDisk: parseDf(df), filestoreBytes: bytes };
}

async function measureServer(postgres: Postgres, name: string) {
  const [postgresVersion = '', major, bytes] = await postgres.query(SERVER, { name });
  return {
    postgresVersion,
    postgresMajor: Number(major),
    databaseBytes: bytes === '-' ? undefined : Number(bytes),
    databaseDisk: await dataDisk(postgres),
  };
}

async function dataDisk(postgres: Postgres): Promise<Disk | undefined> {
  if (!postgres.isOnThisMachine) return undefined;
  const [directory] = await postgres.query(DATA_DIRECTORY);
  if (!directory) return undefined;
  const result = await runCommand(postgres.shell, { script: DF, args: [directory] });
  if (result.code === 0) return parseDf(result.stdout.trimEnd());
  throw explainPlace(result, postgres.shell.name) ?? commandFailure(result, `df in ${postgres.shell.name}`);
}
