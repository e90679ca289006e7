/**
 * How a dump gets into its database: streamed into one pg_restore, which needs no disk, or laid beside the database as a
 * private file, which several sessions of pg_restore read at once.
 */
import { ENGLISH } from './lifeline';
import { commandFailure, explainPlace } from './exit-failures';
import type { Postgres } from './postgres';
import { runCommand } from './run-command';

export interface LoadPlan {
  way: 'streamed' | 'parallel';
  /** Sessions of pg_restore. */
  jobs: number;
  /** For people. */
  reason: string;
  /** It would be parallel if there were more disk. */
  shortOfDisk: boolean;
}

export interface LoadNeeds {
  dumpBytes: number;
  /** What the database will take, its indexes included. */
  databaseBytes: number;
}

export interface LoadLimits {
  /** Smaller dumps are streamed. */
  minBytes: number;
  /** Sessions; 0: as many as there are processors, at most four. 1: always streamed. */
  jobs: number;
  /** What has to stay free besides. */
  spareBytes: number;
}

export interface Disk {
  mountPoint: string;
  /** Two mount points with the same one are most likely one disk. */
  totalBytes: number;
  freeBytes: number;
}

export interface LoadRoom {
  processors: number;
  /** Where the file would lie. undefined: nothing can be written there. */
  spool: Disk | undefined;
  /** Where the database lies. undefined: cannot be told, it may be the same. */
  data: Disk | undefined;
}

const MOST_JOBS = 4;

/** Where the file of a parallel restore is made; it has no name there for longer than a moment. */
export const SPOOL_DIRECTORY = '"${TMPDIR:-/var/tmp}"';

const ROOM = `${ENGLISH}
nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
free() { df -P -k -- "$1" 2>/dev/null | tail -n 1; }
if [ -d ${SPOOL_DIRECTORY} ] && [ -w ${SPOOL_DIRECTORY} ]; then free ${SPOOL_DIRECTORY}; else echo; fi
if [ -n "$1" ]; then free "$1"; fi
exit 0`;

/** Is visible to those only who may read it. */
export const DATA_DIRECTORY = "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'";

/** Chooses the way, and looks at the server only where there is a choice. */
export async function planLoad(postgres: Postgres, needs: LoadNeeds, limits: LoadLimits): Promise<LoadPlan> {
  return withoutRoom(needs, limits) ?? chooseLoad(needs, limits, await measureRoom(postgres));
}

export function chooseLoad(needs: LoadNeeds, limits: LoadLimits, room: LoadRoom): LoadPlan {
  const decided = withoutRoom(needs, limits);
  if (decided) return decided;
  const jobs = limits.jobs || Math.min(room.processors, MOST_JOBS);
  if (jobs < 2) return streamed('the server has one processor');
  const { spool, data } = room;
  if (!spool) return streamed('there is no directory beside the database that the file could be written to');
  const apart = data !== undefined && data.mountPoint !== spool.mountPoint;
  const shortages = [
    shortage(spool, needs.dumpBytes + (apart ? 0 : needs.databaseBytes) + limits.spareBytes),
    ...(apart ? [shortage(data, needs.databaseBytes + limits.spareBytes)] : []),
  ].filter((text) => text !== undefined);
  if (shortages.length > 0) return streamed(shortages.join('; '), true);
  return {
    way: 'parallel',
    jobs,
    reason: `the dump has ${megabytes(needs.dumpBytes)}, and ${spool.mountPoint} has ${megabytes(spool.freeBytes)} free`,
    shortOfDisk: false,
  };
}

function withoutRoom({ dumpBytes }: LoadNeeds, { minBytes, jobs }: LoadLimits): LoadPlan | undefined {
  if (jobs === 1) return streamed('one session is all that is wanted');
  if (dumpBytes < minBytes) return streamed(`the dump has ${megabytes(dumpBytes)}, less than ${megabytes(minBytes)}`);
  return undefined;
}

async function measureRoom(postgres: Postgres): Promise<LoadRoom> {
  const [directory = ''] = postgres.isOnThisMachine ? await postgres.query(DATA_DIRECTORY) : [];
  const result = await runCommand(postgres.shell, { script: ROOM, args: [directory] });
  if (result.code !== 0)
    throw explainPlace(result, postgres.shell.name) ?? commandFailure(result, `df in ${postgres.shell.name}`);
  const [processors, spool = '', data = ''] = result.stdout.split('\n');
  return { processors: Number(processors) || 1, spool: parseDf(spool), data: parseDf(data) };
}

/** The last line of `df -P -k`: device, blocks, used, available, capacity, mount point. */
export function parseDf(line: string): Disk | undefined {
  const [, kilobytes, freeKilobytes, mountPoint] =
    /\s([0-9]+)\s+[0-9]+\s+(-?[0-9]+)\s+[0-9-]+%?\s+(\/.*)$/.exec(line) ?? [];
  if (mountPoint === undefined) return undefined;
  return {
    mountPoint,
    totalBytes: Number(kilobytes) * 1024,
    freeBytes: Math.max(0, Number(freeKilobytes)) * 1024,
  };
}

const streamed = (reason: string, shortOfDisk = false): LoadPlan => ({ way: 'streamed', jobs: 1, reason, shortOfDisk });

function shortage({ mountPoint, freeBytes }: Disk, neededBytes: number): string | undefined {
  if (freeBytes >= neededBytes) return undefined;
  return `${mountPoint} has ${megabytes(freeBytes)} free where ${megabytes(neededBytes)} are needed`;
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`;
