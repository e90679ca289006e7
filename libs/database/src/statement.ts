import { type CustomTypesConfig, type Pool, type QueryResultRow, types } from 'pg';
import type { DataSource } from 'typeorm';

/** What the driver makes something of that is not wanted everywhere: text of a bigint, a Date of a timestamptz. */
export interface ValueReaders {
  bigint: (text: string) => unknown;
  timestamptz: (text: string) => unknown;
}

export interface Statement {
  text: string;
  /**
   * Tells it from every other statement of the service: each connection then parses it once, and plans it once where the
   * plan does not hang on the values. For the few that nearly every request needs: planning them costs more than running them.
   */
  name?: string;
  readers?: ValueReaders;
}

/**
 * Runs a statement past TypeORM, which names no statements and reads all values alike: it goes to the pool of its driver,
 * and a failure is the driver's own.
 */
export async function queryStatement<Row extends QueryResultRow>(
  { driver }: DataSource,
  { text, name, readers }: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const { master } = driver as unknown as { master: Pool };
  const { rows } = await master.query<Row>({
    text,
    values: [...values],
    ...(name && { name }),
    ...(readers && { types: typesReadBy(readers) }),
  });
  return rows;
}

function typesReadBy({ bigint, timestamptz }: ValueReaders): CustomTypesConfig {
  return {
    getTypeParser: (type, format) => {
      if (type === types.builtins.INT8) return bigint;
      if (type === types.builtins.TIMESTAMPTZ) return timestamptz;
      return types.getTypeParser(type, format);
    },
  };
}
