import { pipeline } from 'node:stream/promises';
import { StrongroomError } from '@app/core';
import { bothSides } from '../both-sides';
import { openCommandSink } from '../command-sink';
import { exitDetails, explainPlace, lastLine } from '../exit-failures';
import { ENGLISH } from '../lifeline';
import { PG_TOOLS, Postgres } from '../postgres';
import type { ExitStatus, StartOptions } from '../shell';
import type { RestoreSink } from '../streams';
import { createLoadRole, dropLoadRole, type LoadRole } from './load-role';
import { inspectLoaded } from './loaded-database';
import { LINE_MARK, PsqlScript } from './psql-script';
import { EXTENSION_MISSING } from './statement-rules';

/** `-b` shows the statement that failed, which begins with its line. */
const PSQL = `${ENGLISH}${PG_TOOLS}
exec psql -X -q -A -t -w -b -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -f -`;

const NOT_ALLOWED = '42501';

export interface PlainSqlOptions extends StartOptions {
  /** Made by nobody else: it is loaded as the environment's own role, as a dump in pg_dump's custom format is. */
  own?: boolean;
}

/**
 * Loads SQL into an empty database that nobody uses yet; psql reads none of it. Foreign SQL can do nothing outside of that
 * database: the server executes it for a role that owns this database and may do nothing else. It is
 * worth something only after `done`; otherwise the database has to be dropped, and its role goes with it.
 * @throws StrongroomError FOREIGN_DUMP_NEEDS_ROLE; by `done` also FOREIGN_DUMP_REFUSED, PG_RESTORE_FAILED
 */
export async function loadPlainSql(
  postgres: Postgres,
  name: string,
  { own = false, ...options }: PlainSqlOptions = {},
): Promise<RestoreSink> {
  await postgres.serverMajor();
  const role = own ? undefined : await createLoadRole(postgres, name);
  const loader = role ? await postgres.as({ user: role.name, password: role.password }, name) : postgres;
  const complaints = new Complaints();
  const sink = await openCommandSink(
    postgres.shell,
    { script: PSQL, env: loader.env(name) },
    (exit) => explainLoad(loader, name, exit, complaints, own),
    { ...options, onErrorLine: (line) => complaints.take(line) },
  );
  const script = new PsqlScript();
  const sent = bothSides(pipeline(script, sink.stream), sink.done);
  const warnings: string[] = [];
  const done = sent.then(async () => {
    warnings.push(...complaints.missing.map((extension) => `The extension ${extension} is not there`));
    if (role) warnings.push(...(await finish(postgres, role)));
  });
  done.catch(() => {});
  return { stream: script, done, warnings };
}

async function finish(postgres: Postgres, role: LoadRole): Promise<string[]> {
  const warnings = await inspectLoaded(postgres, role);
  await dropLoadRole(postgres, role);
  return warnings;
}

/** What psql says of a statement that fails. */
class Complaints {
  error: { sqlState: string; message: string } | undefined;
  line: string | undefined;
  readonly missing: string[] = [];

  take(line: string): void {
    const [, sqlState, message] = /^psql:[^:]*:\d+: (?:ERROR|FATAL): +([0-9A-Z]{5}): (.*)$/.exec(line) ?? [];
    if (sqlState !== undefined && message !== undefined) this.error ??= { sqlState, message };
    const at = line.indexOf(LINE_MARK);
    if (at >= 0 && this.error) this.line ??= /^\d+/.exec(line.slice(at + LINE_MARK.length))?.[0];
    const missing = line.indexOf(EXTENSION_MISSING);
    if (missing >= 0 && this.missing.length < 100) this.missing.push(line.slice(missing + EXTENSION_MISSING.length));
  }
}

async function explainLoad(
  loader: Postgres,
  name: string,
  exit: ExitStatus,
  { error, line }: Complaints,
  own: boolean,
): Promise<StrongroomError | undefined> {
  if (exit.code === 0) return undefined;
  const failure = explainPlace(exit, loader.shell.name);
  if (failure) return failure;
  const details = { ...exitDetails(exit), database: name, ...(line !== undefined && { line: Number(line) }) };
  const where = line === undefined ? '' : ` (line ${line})`;
  if (!own && error?.sqlState === NOT_ALLOWED)
    return new StrongroomError('FOREIGN_DUMP_REFUSED', `The dump wants what it may not do${where}: ${error.message}`, {
      details,
    });
  if (error !== undefined)
    return new StrongroomError('PG_RESTORE_FAILED', `The SQL of the dump failed${where}: ${error.message}`, {
      details,
    });
  const known = await loader.explain(exit, 'psql', name);
  if (known.code !== 'COMMAND_FAILED') return known;
  return new StrongroomError('PG_RESTORE_FAILED', `psql in ${loader.shell.name}: ${lastLine(exit.stderr)}`, {
    details,
  });
}
