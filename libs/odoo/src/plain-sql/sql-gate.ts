/**
 * Lets foreign SQL through unchanged as long as it is something that a load would begin with: what a load refuses without
 * asking the server is refused here too. Ends with FOREIGN_DUMP_REFUSED otherwise.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { SqlScanner, type SqlEvent } from './sql-scanner';
import { refusalOf } from './statement-rules';

export class SqlGate extends Transform {
  private readonly scanner = new SqlScanner();

  constructor() {
    super({ highWaterMark: 1 << 18 });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const refusal = examine(this.scanner.push(chunk));
    if (refusal) done(refusal);
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(examine(this.scanner.end()));
  }
}

function examine(events: Iterable<SqlEvent>): Error | undefined {
  try {
    for (const event of events) {
      const refusal = event.kind === 'statement' ? refusalOf(event.sql, event.line) : undefined;
      if (refusal) return refusal;
    }
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
