import { StringDecoder } from 'node:string_decoder';
import { StrongroomError } from '@app/core';
import { ENGLISH } from './lifeline';
import { PG_TOOLS, type Postgres } from './postgres';
import type { ShellProcess } from './shell';

/** A file that ir_attachment names. */
export interface AttachmentRow {
  storeFname: string;
  sizeBytes: number;
}

/** One moment of a database, held open by a session on the server. */
export interface DatabaseSnapshot {
  /** For `dump({ snapshotId })`. */
  readonly id: string;
  /** Every distinct file that ir_attachment names at that moment, by name in byte order. One caller at a time. */
  attachments(): AsyncIterable<AttachmentRow>;
  /** Idempotent. A dump that has already begun keeps the moment by itself. */
  close(): Promise<void>;
}

const SESSION = `${ENGLISH}${PG_TOOLS}
exec psql -X -q -A -t -w -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -f -`;

/** A setting of the role or the database must not end the session while a long dump needs it. */
const BEGIN = `
SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot();
`;
const END_OF_ROWS = 'end-of-rows';
/** Every row has a tab, so the end line cannot be one. */
const ATTACHMENTS = `
SELECT to_regclass('public.ir_attachment') IS NOT NULL AS has_attachments \\gset
\\if :has_attachments
COPY (
  SELECT store_fname, coalesce(max(file_size), 0) FROM public.ir_attachment
  WHERE store_fname IS NOT NULL GROUP BY store_fname ORDER BY store_fname COLLATE "C"
) TO STDOUT;
\\endif
\\echo ${END_OF_ROWS}
`;

/** Opens a snapshot and exports it. @throws StrongroomError as a connection to the database does */
export async function openSnapshot(postgres: Postgres, database: string): Promise<DatabaseSnapshot> {
  const session = await postgres.shell.start({ script: SESSION, env: postgres.env(database) });
  const lines = linesOf(session);
  session.stdin.write(BEGIN);
  const first = await lines.next();
  if (!first.done) return new PsqlSnapshot(first.value, session, lines, postgres, database);
  const exit = await session.exit;
  throw exit.failure ?? (await postgres.explain(exit, 'psql', database));
}

class PsqlSnapshot implements DatabaseSnapshot {
  constructor(
    readonly id: string,
    private readonly session: ShellProcess,
    private readonly lines: AsyncGenerator<string, void>,
    private readonly postgres: Postgres,
    private readonly database: string,
  ) {}

  async *attachments(): AsyncIterable<AttachmentRow> {
    this.session.stdin.write(ATTACHMENTS);
    for (;;) {
      const { value: line, done } = await this.lines.next();
      if (done) throw await this.#lost();
      if (line === END_OF_ROWS) return;
      const tab = line.lastIndexOf('\t');
      yield { storeFname: unescapeCopyText(line.slice(0, tab)), sizeBytes: Number(line.slice(tab + 1)) };
    }
  }

  async close(): Promise<void> {
    // An interrupted list of attachments may still have rows under way: nobody waits for them.
    this.session.kill();
    void this.lines.return();
    await this.session.exit;
  }

  async #lost(): Promise<StrongroomError> {
    const exit = await this.session.exit;
    if (exit.failure) return exit.failure;
    if (exit.code !== 0) return this.postgres.explain(exit, 'psql', this.database);
    return new StrongroomError('DATABASE_UNREACHABLE', 'The session that holds the snapshot ended');
  }
}

/** The output line by line; reads on only when the next line is asked for. */
async function* linesOf(session: ShellProcess): AsyncGenerator<string, void> {
  const decoder = new StringDecoder('utf8');
  let partial = '';
  for await (const chunk of session.stdout as AsyncIterable<Buffer>) {
    const lines = (partial + decoder.write(chunk)).split('\n');
    partial = lines.pop() ?? '';
    yield* lines;
  }
}

const COPY_ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** COPY writes some characters as a backslash and a letter. */
export function unescapeCopyText(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/gs, (_, letter: string) => COPY_ESCAPES[letter] ?? letter) : text;
}
