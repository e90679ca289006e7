import type { DumpCompression } from './database-facts';
import { PG_TOOLS, type Postgres } from './postgres';
import { compressOption } from './postgres-versions';
import type { SourceStream } from './streams';
import { openSummedSource } from './summed-source';

export interface DumpOptions {
  snapshotId: string;
  compression: DumpCompression;
  /** `plain`: SQL, which only gzip can squeeze. */
  format?: 'custom' | 'plain';
}

/** pg_dump, by the tools of the server's own version, as of an exported snapshot. */
export async function dumpDatabase(postgres: Postgres, database: string, options: DumpOptions): Promise<SourceStream> {
  const { format = 'custom' } = options;
  const compress = compressOption(await postgres.version(), options.compression);
  return openSummedSource(postgres.shell, {
    prelude: PG_TOOLS,
    argv: ['pg_dump', '-w', `--format=${format}`, `--compress=${compress}`, `--snapshot=${options.snapshotId}`],
    env: postgres.env(database),
    explain: async (exit) => (exit.code === 0 ? undefined : postgres.explain(exit, 'pg_dump', database)),
  });
}
