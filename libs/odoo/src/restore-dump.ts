import { StrongroomError } from '@app/core';
import { openCommandSink } from './command-sink';
import { SPOOL_DIRECTORY } from './database-load';
import { exitDetails, explainPlace, lastLine } from './exit-failures';
import { ENGLISH, LIFELINE, LIFELINE_END, WAITS_FOR_CHILDREN } from './lifeline';
import { PG_TOOLS, type Postgres } from './postgres';
import { RestoreErrors } from './restore-errors';
import type { ExitStatus, StartOptions } from './shell';
import type { RestoreSink } from './streams';
import { SHA256_SUM } from './summed-output';

/** Without `--exit-on-error`: what a role may not do is judged, and the database has a name that nobody uses yet. */
const PG_RESTORE = 'pg_restore -w --no-owner --no-acl --no-tablespaces';

const STREAMED = `${ENGLISH}${PG_TOOLS}
exec ${PG_RESTORE} --dbname="$1"`;

const IS_SUPERUSER = 'SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) current_user';

/** Exit code of the script below; tools of the system do not use it. */
const NOT_THE_DUMP = 76;

/**
 * The file loses its name as soon as it is open, so that the kernel removes it whatever happens; its readers, which
 * inherit the descriptor, open it anew by that. The input stays open behind the dump: its end is the end of the
 * executor, and ends pg_restore. Were pg_restore itself killed, its sessions would go on and then die of a signal, which
 * in a database container restarts PostgreSQL: on SIGTERM they leave in order.
 */
const PARALLEL = `${ENGLISH}${PG_TOOLS}
${WAITS_FOR_CHILDREN}
${SHA256_SUM}
umask 077
file=$(mktemp ${SPOOL_DIRECTORY}/strongroom-XXXXXXXXXX) || exit
exec 8<>"$file"
rm -f -- "$file" || exit
head -c "$3" >&8 || exit
[ "$(sum </proc/self/fd/8 | { read -r digest rest; echo "$digest"; })" = "$4" ] || exit ${NOT_THE_DUMP}
${LIFELINE}
${PG_RESTORE} --jobs="$2" --dbname="$1" /proc/self/fd/8
status=$?
if [ "$status" != 0 ]; then kill -TERM 0; fi
${LIFELINE_END}
exit "$status"`;

/** For a dump that is laid beside the database first. */
export interface ParallelLoad {
  /** Sessions, from 2. */
  jobs: number;
  /** Of the dump, as it must arrive. */
  sizeBytes: number;
  /** Of the dump, in hex; checked beside the database before pg_restore begins. */
  sha256: string;
}

/**
 * Loads a custom-format dump into an empty database that nobody uses yet. It is worth something only after `done`;
 * otherwise it has to be dropped.
 */
export async function restoreDump(
  postgres: Postgres,
  name: string,
  parallel?: ParallelLoad,
  options: StartOptions = {},
): Promise<RestoreSink> {
  await postgres.serverMajor();
  const [isSuperuser] = await postgres.query(IS_SUPERUSER);
  const errors = new RestoreErrors(isSuperuser === 't');
  const args = [connectionString(name)];
  if (parallel) args.push(String(parallel.jobs), String(parallel.sizeBytes), parallel.sha256);
  const sink = await openCommandSink(
    postgres.shell,
    { script: parallel ? PARALLEL : STREAMED, args, env: postgres.env(name) },
    (exit) => explainRestore(postgres, name, exit, errors),
    { ...options, onErrorLine: (line) => errors.take(line), holdsInput: parallel !== undefined },
  );
  return { stream: sink.stream, done: sink.done, warnings: errors.warnings };
}

async function explainRestore(
  postgres: Postgres,
  name: string,
  exit: ExitStatus,
  errors: RestoreErrors,
): Promise<StrongroomError | undefined> {
  if (exit.code === 0) return undefined;
  if (exit.code === 1 && errors.onlyHarmless) return undefined;
  const place = postgres.shell.name;
  const failure = explainPlace(exit, place);
  if (failure) return failure;
  const details = { ...exitDetails(exit), database: name };
  const failed = (reason: string) =>
    new StrongroomError('PG_RESTORE_FAILED', `pg_restore into ${JSON.stringify(name)}: ${reason}`, { details });
  if (exit.code === NOT_THE_DUMP)
    return new StrongroomError('CHECKSUM_MISMATCH', `What arrived in ${place} is not the dump that was sent`, {
      details,
    });
  if (/unsupported version \(.*\) in file header/.test(exit.stderr))
    return new StrongroomError('PG_VERSION_MISMATCH', `pg_restore in ${place}: ${lastLine(exit.stderr)}`, { details });
  if (errors.fatal !== undefined && !/connection to server/.test(errors.fatal)) return failed(errors.fatal);
  const known = await postgres.explain(exit, 'pg_restore', name);
  return known.code === 'COMMAND_FAILED' ? failed(lastLine(exit.stderr)) : known;
}

/** pg_restore does not take the name from its environment, and would parse one with `=` in it. */
function connectionString(database: string): string {
  return `dbname='${database.replace(/[\\']/g, '\\$&')}'`;
}
