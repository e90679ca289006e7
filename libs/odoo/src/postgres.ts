import { StrongroomError } from '@app/core';
import { commandFailure, exitDetails, explainPlace, lastLine, wasKilled } from './exit-failures';
import { ENGLISH } from './lifeline';
import { runCommand } from './run-command';
import { postgresVersion, type PostgresVersion } from './postgres-versions';
import type { ExitStatus, Shell } from './shell';

/**
 * Puts the client tools of the server's own major version in front. Before that version is known any will do, also
 * one that is not in the PATH.
 */
export const PG_TOOLS = `
for dir in "/usr/lib/postgresql/\${STRONGROOM_PG_MAJOR:-none}/bin" "/usr/pgsql-\${STRONGROOM_PG_MAJOR:-none}/bin"; do
  if [ -d "$dir" ]; then PATH=$dir:$PATH; fi
done
command -v psql >/dev/null || for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do PATH=$PATH:$dir; done`;

const PSQL = `${ENGLISH}${PG_TOOLS}
exec psql -X -q -A -t -w -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -f - "$@"`;

/** The database that is always there; its own name is asked for nothing else. */
const MAINTENANCE_DATABASE = 'postgres';

export interface PostgresLogin {
  user: string;
  password?: string;
  host?: string;
  port?: number;
}

/** PostgreSQL of an environment, through the tools that stand beside it. */
export class Postgres {
  #major: number | undefined;

  constructor(
    readonly shell: Shell,
    private readonly login: PostgresLogin,
  ) {}

  /** From now on the tools of this major version are used. */
  useTools(major: number): void {
    this.#major = major;
  }

  /** Whether the server runs where its tools do, as far as that can be told. */
  get isOnThisMachine(): boolean {
    const { host = '' } = this.login;
    return host === '' || /^(?:\/|127\.|localhost$|::1$)/.test(host);
  }

  /** The server's major version; asked once. */
  async serverMajor(): Promise<number> {
    if (this.#major === undefined) {
      const [version] = await this.query("SELECT current_setting('server_version_num')::int / 10000");
      this.useTools(Number(version));
    }
    return this.#major!;
  }

  /**
   * The same server, as another role with a password. A socket that lets in only whom the machine knows is gone around.
   * @throws StrongroomError DATABASE_AUTH_FAILED
   */
  async as(login: Required<Pick<PostgresLogin, 'user' | 'password'>>, database: string): Promise<Postgres> {
    const other = new Postgres(this.shell, { ...this.login, ...login });
    other.#major = this.#major;
    try {
      await other.query('SELECT 1', {}, database);
      return other;
    } catch (error) {
      const refused = error instanceof StrongroomError && error.code === 'DATABASE_AUTH_FAILED';
      if (!refused || (this.login.host ?? '') !== '') throw error;
    }
    const overTcp = new Postgres(this.shell, { ...this.login, ...login, host: '127.0.0.1' });
    overTcp.#major = this.#major;
    await overTcp.query('SELECT 1', {}, database);
    return overTcp;
  }

  /** What the server's version does in its own way. @throws StrongroomError PG_VERSION_UNSUPPORTED */
  async version(): Promise<PostgresVersion> {
    return postgresVersion(await this.serverMajor());
  }

  /** A database name that looks like a connection string is none here: it is never parsed. */
  env(database: string): Record<string, string> {
    const { user, password, host, port } = this.login;
    return {
      PGDATABASE: database,
      PGUSER: user,
      ...(password !== undefined && password !== '' && { PGPASSWORD: password }),
      ...(host !== undefined && host !== '' && { PGHOST: host }),
      ...(port !== undefined && { PGPORT: String(port) }),
      PGAPPNAME: 'strongroom',
      PGCLIENTENCODING: 'UTF8',
      PGCONNECT_TIMEOUT: '15',
      ...(this.#major !== undefined && { STRONGROOM_PG_MAJOR: String(this.#major) }),
    };
  }

  /**
   * Runs constant SQL; data come as psql variables, which the SQL quotes as :'name' or :"name".
   * @returns the lines of output
   * @throws StrongroomError; a failed statement has its SQLSTATE in `details.sqlState`
   */
  async query(sql: string, variables: Record<string, string> = {}, database?: string): Promise<string[]> {
    const args = Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
    const env = this.env(database ?? MAINTENANCE_DATABASE);
    const result = await runCommand(this.shell, { script: PSQL, args, env }, sql);
    if (result.code === 0) return result.stdout.split('\n').filter((line) => line !== '');
    throw await this.explain(result, 'psql', database);
  }

  async databaseExists(name: string): Promise<boolean> {
    const [found] = await this.query(
      "SELECT count(*) FROM pg_catalog.pg_database WHERE datname OPERATOR(pg_catalog.=) :'name'",
      { name },
    );
    return found === '1';
  }

  /** The failure that an exit of psql, pg_dump or pg_restore means. Asks the server where the message leaves it open. */
  async explain(exit: ExitStatus, tool: string, database?: string): Promise<StrongroomError> {
    const { name: place } = this.shell;
    const details = exitDetails(exit);
    const fail = (code: ConstructorParameters<typeof StrongroomError>[0], message: string) =>
      new StrongroomError(code, message, { details: { ...details, ...(sqlState && { sqlState }) } });
    const sqlState = /: +((?=[A-Z]*\d)[0-9A-Z]{5}): /.exec(exit.stderr)?.[1];
    const placeFailure = explainPlace(exit, place);
    if (placeFailure) return placeFailure;
    if (exit.code === 127 || exit.code === 126) return fail('PG_TOOLS_MISSING', `${tool} is not installed in ${place}`);
    if (
      /password authentication failed|no password supplied|(?:Peer|Ident|GSSAPI) authentication failed|no pg_hba\.conf entry|role ".*" does not exist|permission denied for database/.test(
        exit.stderr,
      )
    )
      return fail('DATABASE_AUTH_FAILED', `${place}: ${lastLine(exit.stderr)}`);
    if (sqlState === '53100') return fail('REMOTE_DISK_FULL', `${place}: ${lastLine(exit.stderr)}`);
    if (sqlState === '42501') return fail('DATABASE_AUTH_FAILED', `${place}: ${lastLine(exit.stderr)}`);
    if (isConnectFailure(exit, tool)) {
      if (database !== undefined && database !== MAINTENANCE_DATABASE) {
        const missing = await this.#explainMissing(database);
        if (missing) return missing;
      }
      return fail('DATABASE_UNREACHABLE', `PostgreSQL in ${place} does not answer: ${lastLine(exit.stderr)}`);
    }
    if (tool === 'pg_dump')
      return wasKilled(exit)
        ? fail('PG_DUMP_KILLED', `pg_dump in ${place} was killed`)
        : fail('PG_DUMP_FAILED', `pg_dump in ${place}: ${lastLine(exit.stderr)}`);
    const failure = commandFailure(exit, `${tool} in ${place}`);
    return sqlState ? fail(failure.code, failure.message) : failure;
  }

  /** A server may speak any language: whether a database is missing is asked, not read from the message. */
  async #explainMissing(database: string): Promise<StrongroomError | undefined> {
    let names: string[];
    try {
      const [list] = await this.query(
        'SELECT json_agg(datname ORDER BY datname) FROM pg_catalog.pg_database WHERE datname NOT LIKE $$template_$$',
      );
      names = JSON.parse(list ?? '[]') as string[];
    } catch (error) {
      return error instanceof StrongroomError && error.code !== 'COMMAND_FAILED' ? error : undefined;
    }
    if (names.includes(database)) return undefined;
    const there = names.slice(0, 50).join(', ');
    return new StrongroomError(
      'DATABASE_NOT_FOUND',
      `There is no database ${JSON.stringify(database)} in ${this.shell.name}; there are: ${there}`,
      { details: { database, databases: names.slice(0, 50) } },
    );
  }
}

const isConnectFailure = (exit: ExitStatus, tool: string) =>
  (tool === 'psql' && exit.code === 2) ||
  /connection to (?:server|database) .*failed|could not connect to/.test(exit.stderr);
