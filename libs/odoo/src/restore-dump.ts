import { StrongroomError } from '@app/core';
import { openCommandSink } from './command-sink';
import { exitDetails, explainPlace, lastLine } from './exit-failures';
import { ENGLISH } from './lifeline';
import { PG_TOOLS, type Postgres } from './postgres';
import { RestoreErrors } from './restore-errors';
import type { ExitStatus } from './shell';
import type { RestoreSink } from './streams';

/** Without `--exit-on-error`: what a role may not do is judged, and the database has a name that nobody uses yet. */
const PG_RESTORE = `${ENGLISH}${PG_TOOLS}
exec pg_restore -w --no-owner --no-acl --no-tablespaces --dbname="$1"`;

/**
 * Loads a custom-format dump into an empty database that nobody uses yet. It is worth something only after `done`;
 * otherwise it has to be dropped.
 */
export async function restoreDump(postgres: Postgres, name: string): Promise<RestoreSink> {
  await postgres.serverMajor();
  const errors = new RestoreErrors();
  const explain = async (exit: ExitStatus): Promise<StrongroomError | undefined> => {
    if (exit.code === 0) return undefined;
    if (exit.code === 1 && errors.onlyHarmless) return undefined;
    const failure = explainPlace(exit, postgres.shell.name);
    if (failure) return failure;
    const details = { ...exitDetails(exit), database: name };
    if (/unsupported version \(.*\) in file header/.test(exit.stderr))
      return new StrongroomError(
        'PG_VERSION_MISMATCH',
        `pg_restore in ${postgres.shell.name}: ${lastLine(exit.stderr)}`,
        {
          details,
        },
      );
    if (errors.fatal !== undefined && !/connection to server/.test(errors.fatal))
      return new StrongroomError('PG_RESTORE_FAILED', `pg_restore into ${JSON.stringify(name)}: ${errors.fatal}`, {
        details,
      });
    const known = await postgres.explain(exit, 'pg_restore', name);
    if (known.code !== 'COMMAND_FAILED') return known;
    return new StrongroomError(
      'PG_RESTORE_FAILED',
      `pg_restore into ${JSON.stringify(name)}: ${lastLine(exit.stderr)}`,
      {
        details,
      },
    );
  };
  const command = { script: PG_RESTORE, args: [connectionString(name)], env: postgres.env(name) };
  const sink = await openCommandSink(postgres.shell, command, explain, {
    onErrorLine: (line) => void errors.take(line),
  });
  return { stream: sink.stream, done: sink.done, warnings: errors.warnings };
}

/** pg_restore does not take the name from its environment, and would parse one with `=` in it. */
function connectionString(database: string): string {
  return `dbname='${database.replace(/[\\']/g, '\\$&')}'`;
}
