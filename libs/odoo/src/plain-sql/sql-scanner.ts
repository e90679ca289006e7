/**
 * Cuts plain SQL, as pg_dump writes it, into statements and the data of COPY while it streams by, whatever the chunk
 * boundaries. It decides nothing about safety: who executes a statement takes it as one piece of data. What would be a
 * command of psql is refused, but for the two that pg_dump itself writes and that mean nothing here.
 */
import { StrongroomError } from '@app/core';
import { SqlBody } from './sql-body';
import { matchEnd, type Token, tokenAt } from './sql-tokens';

export type SqlEvent =
  /** Without the comments before it, its semicolon included. */
  | { kind: 'statement'; sql: Buffer; line: number }
  /** A COPY whose data follow. */
  | { kind: 'copy'; sql: Buffer; line: number }
  /** A piece of these data, cut anywhere. */
  | { kind: 'data'; bytes: Buffer }
  /** The data are whole; they end with a line break, if there are any. */
  | { kind: 'data-end' };

const STATEMENT_MAX_BYTES = 32 * 1024 * 1024;

const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\x80-\xff][\w$\x80-\xff]*)`;
/** The one form in which pg_dump copies, and in which the server is sure to ask for the data. */
const COPY = new RegExp(
  String.raw`^COPY\s+${NAME}(?:\.${NAME})?\s*(?:\(\s*${NAME}(?:\s*,\s*${NAME})*\s*\)\s*)?\sFROM\s+stdin\s*;$`,
  'i',
);
const ANY_COPY = /^COPY\b/i;
/** What newer pg_dumps put around a dump for the sake of psql. */
const RESTRICT = /\\(?:un)?restrict [A-Za-z0-9]+\r?\n/y;
const LINE_END = /[ \t\r]*\n/y;
const SHOWN_CHARACTERS = 40;

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';
const LINE_BREAK = 0x0a;

export class SqlScanner {
  /** Has come, and was not looked at yet. */
  private fresh: Buffer[] = [];
  private freshBytes = 0;
  private rest: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Where the first token of the statement at hand begins. */
  private begin: number | undefined;
  private beginLine = 1;
  private line = 1;
  /** The first line break from `at` on. */
  private nextBreak = -1;
  /** Of parentheses. */
  private depth = 0;
  private readonly body = new SqlBody();
  /** `data-head`: the rest of the line of a COPY. `data-line`: inside a line of its data. */
  private state: 'start' | 'sql' | 'data-head' | 'data' | 'data-line' = 'start';
  private final = false;

  /** Consume the events before pushing more. @throws StrongroomError FOREIGN_DUMP_REFUSED */
  *push(chunk: Buffer): Generator<SqlEvent, void, void> {
    if (chunk.includes(0)) throw this.refusal('holds a NUL byte');
    this.fresh.push(chunk);
    this.freshBytes += chunk.length;
    // A token that lasts long is not read over and over.
    if (this.freshBytes * 2 >= this.rest.length) yield* this.read();
  }

  /** The dump ends here. @throws StrongroomError FOREIGN_DUMP_REFUSED when it ends inside something */
  *end(): Generator<SqlEvent, void, void> {
    this.final = true;
    yield* this.read();
    if (this.state !== 'sql' && this.state !== 'start') throw this.refusal('ends inside the data of a COPY');
    if (this.begin !== undefined || this.at < this.rest.length) throw this.refusal('ends inside a statement');
  }

  private *read(): Generator<SqlEvent, void, void> {
    this.rest = Buffer.concat([this.rest, ...this.fresh]);
    this.fresh = [];
    this.freshBytes = 0;
    const text = this.rest.toString('latin1');
    this.nextBreak = text.indexOf('\n', this.at);
    while (this.at < text.length) {
      const before = this.at;
      if (this.state === 'start') this.skipMark(text);
      else if (this.state === 'sql') yield* this.token(text);
      else if (this.state === 'data-head') this.dataHead(text);
      else yield* this.data(text);
      if (this.at === before) break;
    }
    const kept = this.begin ?? this.at;
    this.rest = this.rest.subarray(kept);
    this.at -= kept;
    if (this.begin !== undefined) this.begin = 0;
    this.refuseLong(this.rest.length);
  }

  private skipMark(text: string): void {
    if (text.length < BYTE_ORDER_MARK.length && !this.final) return;
    if (text.startsWith(BYTE_ORDER_MARK)) this.at = BYTE_ORDER_MARK.length;
    this.state = 'sql';
  }

  /** Takes one token, unless it is not known yet where it ends. */
  private *token(text: string): Generator<SqlEvent, void, void> {
    const start = this.at;
    if (text[start] === '\\') {
      this.psqlCommand(text);
      return;
    }
    const token = tokenAt(text, start);
    const end = this.certainEnd(token, text);
    if (end === undefined) return;
    if (this.begin === undefined && token.kind !== 'blank' && token.kind !== 'comment') {
      this.begin = start;
      this.beginLine = this.line;
    }
    this.advance(text, end);
    if (text[start] === '(') this.depth += 1;
    if (text[start] === ')') this.depth = Math.max(0, this.depth - 1);
    if (token.kind === 'other') this.body.take(text.slice(start, end));
    if (text[start] === ';' && this.depth === 0 && !this.body.isOpen) yield* this.finishStatement(text, end);
  }

  private certainEnd({ kind, end }: Token, text: string): number | undefined {
    // What ends with all that is there may go on, but for the end of a statement.
    if (end !== undefined && (end < text.length || this.final || text[end - 1] === ';')) return end;
    if (!this.final) return undefined;
    if (kind === 'comment') return text.length;
    throw this.refusal('ends inside a quoted text that begins');
  }

  private *finishStatement(text: string, end: number): Generator<SqlEvent, void, void> {
    const begin = this.begin!;
    this.body.reset();
    const sql = this.rest.subarray(begin, end);
    const shown = text.slice(begin, end);
    this.begin = undefined;
    this.refuseLong(sql.length);
    if (!ANY_COPY.test(shown)) {
      if (shown !== ';') yield { kind: 'statement', sql, line: this.beginLine };
      return;
    }
    if (!COPY.test(shown)) throw this.refusal('has a COPY that pg_dump does not write', this.beginLine);
    yield { kind: 'copy', sql, line: this.beginLine };
    this.state = 'data-head';
  }

  private psqlCommand(text: string): void {
    const lineEnd = text.indexOf('\n', this.at);
    if (lineEnd < 0 && !this.final && text.length - this.at < STATEMENT_MAX_BYTES) return;
    const harmless = this.begin === undefined ? matchEnd(RESTRICT, text, this.at) : undefined;
    if (harmless === undefined) {
      const shown = text.slice(this.at, this.at + SHOWN_CHARACTERS).split('\n', 1)[0];
      throw this.refusal(`has the psql command ${JSON.stringify(shown)}`);
    }
    this.advance(text, harmless);
  }

  private dataHead(text: string): void {
    const end = matchEnd(LINE_END, text, this.at);
    if (end !== undefined) {
      this.advance(text, end);
      this.state = 'data';
    } else if (this.final || /[^ \t\r]/.test(text.slice(this.at)))
      throw this.refusal('has something behind a COPY in its line');
  }

  /**
   * Takes data up to the line that ends them, or all but what may be the beginning of that line. psql must never take
   * the data for ended where they are not ended here.
   */
  private *data(text: string): Generator<SqlEvent, void, void> {
    const { at } = this;
    if (this.state === 'data' && text[at] === '\\') {
      const more = !this.final && text.length - at < 4;
      if (text.startsWith('\\.\n', at) || text.startsWith('\\.\r\n', at) || (this.final && text.slice(at) === '\\.')) {
        this.advance(text, at + (text[at + 2] === '\r' ? 4 : Math.min(3, text.length - at)));
        this.state = 'sql';
        yield { kind: 'data-end' };
        return;
      }
      if (more) return;
      if (text[at + 1] === '.') throw this.refusal('has data whose end is not a line of its own');
    }
    const mark = text.indexOf('\n\\', at);
    const end = mark < 0 ? text.length : mark + 1;
    this.state = this.rest[end - 1] === LINE_BREAK ? 'data' : 'data-line';
    this.advance(text, end);
    yield { kind: 'data', bytes: this.rest.subarray(at, end) };
  }

  private advance(text: string, end: number): void {
    for (; this.nextBreak >= 0 && this.nextBreak < end; this.nextBreak = text.indexOf('\n', this.nextBreak + 1))
      this.line += 1;
    this.at = end;
  }

  private refuseLong(bytes: number): void {
    if (bytes > STATEMENT_MAX_BYTES) throw this.refusal(`has a statement of more than ${STATEMENT_MAX_BYTES} bytes`);
  }

  private refusal(what: string, line = this.line): StrongroomError {
    return new StrongroomError('FOREIGN_DUMP_REFUSED', `The dump ${what} (line ${line})`, { details: { line } });
  }
}
