/** The `manifest.json` of Odoo's database manager; what it says of modules is read out of the SQL of the dump, while that passes. */
import { Transform, type TransformCallback } from 'node:stream';

const TABLE = Buffer.from('\nCOPY public.ir_module_module (');
const END_OF_ROWS = Buffer.from('\n\\.\n');
/** Of the rows of one table, so that no dump fills the memory. */
const ROWS_MAX_BYTES = 16 * 1024 ** 2;

/** Lets SQL of pg_dump pass, and notes which modules were installed. */
export class InstalledModules extends Transform {
  /** Name and version. Complete after the end; empty where the dump does not say it. */
  readonly modules: Record<string, string> = {};
  private state: 'searching' | 'reading' | 'over' = 'searching';
  private held = Buffer.alloc(0);

  constructor() {
    super({ readableHighWaterMark: 1 << 18, writableHighWaterMark: 1 << 18 });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.state !== 'over') this.look(chunk);
    done(null, chunk);
  }

  private look(chunk: Buffer): void {
    this.held = Buffer.concat([this.held, chunk]);
    if (this.state === 'searching') {
      const at = this.held.indexOf(TABLE);
      if (at < 0) {
        // The end of this piece may be the beginning of what is searched for.
        this.held = Buffer.from(this.held.subarray(-TABLE.length));
        return;
      }
      this.state = 'reading';
      this.held = this.held.subarray(at + TABLE.length);
    }
    const end = this.held.indexOf(END_OF_ROWS);
    if (end < 0 && this.held.length < ROWS_MAX_BYTES) return;
    if (end >= 0) this.parse(this.held.toString('utf8', 0, end));
    this.state = 'over';
    this.held = Buffer.alloc(0);
  }

  private parse(text: string): void {
    const [head = '', ...rows] = text.split('\n');
    const columns = head.slice(0, head.indexOf(')')).split(', ');
    const [name, version, state] = ['name', 'latest_version', 'state'].map((column) => columns.indexOf(column));
    for (const row of rows) {
      const fields = row.split('\t');
      if (fields[state!] === 'installed' && fields[name!] !== undefined)
        this.modules[fields[name!]!] = fields[version!] ?? '';
    }
  }
}

/** As `dump_db_manifest` of Odoo writes it. */
export function odooManifest(
  { name, pgVersion, odooVersion }: { name: string; pgVersion: string; odooVersion: string | undefined },
  modules: Record<string, string>,
): object {
  const series = /^\d+\.\d+/.exec(modules['base'] ?? odooVersion ?? '')?.[0];
  const [major, minor] = (series ?? '').split('.').map(Number);
  return {
    odoo_dump: '1',
    db_name: name,
    ...(series !== undefined && {
      version: series,
      version_info: [major, minor, 0, 'final', 0, ''],
      major_version: series,
    }),
    pg_version: `${Number.parseInt(pgVersion, 10)}.0`,
    modules,
  };
}
