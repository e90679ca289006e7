import { ENGLISH } from './lifeline';
import { PG_TOOLS, type Postgres } from './postgres';
import { judgeRestore } from './postgres-versions';
import { runCommand } from './run-command';

const RESTORE_TOOL = `${ENGLISH}${PG_TOOLS}
exec pg_restore --version`;

/**
 * Asks the server and its tools whether they take a dump of that major version; changes nothing.
 * @returns warnings
 * @throws StrongroomError as `judgeRestore`
 */
export async function checkRestorable(
  postgres: Postgres,
  dumpMajor: number,
  options: { allowOlderServer?: boolean },
): Promise<string[]> {
  const server = await postgres.serverMajor();
  const result = await runCommand(postgres.shell, { script: RESTORE_TOOL, env: postgres.env('postgres') });
  if (result.code !== 0) throw await postgres.explain(result, 'pg_restore');
  const tool = Number(/\(PostgreSQL\) ([0-9]+)/.exec(result.stdout)?.[1]);
  return judgeRestore({ dump: dumpMajor, server, tool }, options);
}
