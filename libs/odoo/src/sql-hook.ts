import { StrongroomError } from '@app/core';
import { databaseMessage, explainPlace, lastLine } from './exit-failures';
import { ENGLISH } from './lifeline';
import { PG_TOOLS, type Postgres } from './postgres';
import { runCommand } from './run-command';

/** How much is kept of what it prints. */
const KEPT_BYTES = 4 * 1024;

/**
 * The SQL is what psql's own commands have as input. It becomes one variable, whose value goes to the server as it is: psql
 * never reads it, so that no backslash in it can run anything on the machine.
 */
const RUN = `${ENGLISH}${PG_TOOLS}
exec psql -X -A -w -1 -v ON_ERROR_STOP=1 -f /dev/fd/3 3<<'END'
\\set hook \`cat\`
SELECT :'hook' \\gexec
END`;

export interface SqlHook {
  /** For people. */
  name: string;
  sql: string;
}

/**
 * Runs SQL of the operator's own in a database, in one transaction, as the user of the environment.
 * @returns the end of what it printed, which for a statement without rows is such as `UPDATE 3`
 * @throws StrongroomError RESTORE_HOOK_FAILED
 */
export async function runSqlHook(postgres: Postgres, database: string, { name, sql }: SqlHook): Promise<string> {
  await postgres.serverMajor();
  const result = await runCommand(postgres.shell, { script: RUN, env: postgres.env(database) }, sql);
  const output = end(`${result.stderr}\n${result.stdout}`.trim());
  if (result.code === 0) return output;
  const message = databaseMessage(result.stderr);
  // Without a refused statement it is the place that failed: that may pass.
  if (message === undefined)
    throw explainPlace(result, postgres.shell.name) ?? (await postgres.explain(result, 'psql', database));
  throw new StrongroomError('RESTORE_HOOK_FAILED', `${name}: ${message || lastLine(result.stderr)}`, {
    details: { hook: name, output },
  });
}

const end = (text: string) => (text.length > KEPT_BYTES ? `…${text.slice(-KEPT_BYTES)}` : text);
