/**
 * Turns foreign SQL into a script for psql in which psql sees nothing of it: each statement is a constant of hexadecimal
 * digits, which the server turns into the text that psql then sends to it as it is (`\gexec`). No command of psql, no
 * variable and no quoting trick of the dump is ever read by psql. The data of a COPY follow as they are, where the server
 * has surely asked for them: a failure ends psql before it reads on.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { SqlScanner, type SqlEvent } from './sql-scanner';
import { judgeStatement, refusalOf } from './statement-rules';

const END_OF_DATA = '\\.\n';

/** Before each statement, so that the server's complaints tell where it stands in the dump. */
export const LINE_MARK = 'line of the dump: ';

export class PsqlScript extends Transform {
  private readonly scanner = new SqlScanner();

  constructor() {
    super({ highWaterMark: 1 << 18 });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.emitAll(this.scanner.push(chunk), done);
  }

  override _flush(done: TransformCallback): void {
    this.emitAll(this.scanner.end(), done);
  }

  private emitAll(events: Iterable<SqlEvent>, done: TransformCallback): void {
    try {
      for (const event of events) this.translate(event);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private translate(event: SqlEvent): void {
    if (event.kind === 'data') this.push(event.bytes);
    else if (event.kind === 'data-end') this.push(END_OF_DATA);
    else if (event.kind === 'copy') this.push(execution(event.sql, event.line));
    else this.judge(event.sql, event.line);
  }

  private judge(statement: Buffer, line: number): void {
    const refusal = refusalOf(statement, line);
    if (refusal) throw refusal;
    const fate = judgeStatement(statement);
    if (fate.kind === 'run') this.push(execution(fate.sql, line));
  }
}

function execution(sql: Buffer, line: number): string {
  const hex = Buffer.concat([Buffer.from(`/* ${LINE_MARK}${line} */ `), sql]).toString('hex');
  return `SELECT pg_catalog.convert_from(pg_catalog.decode('${hex}', 'hex'), 'UTF8') \\gexec\n`;
}
