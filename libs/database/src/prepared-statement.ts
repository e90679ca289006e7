import type { Pool, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';

export interface PreparedStatement {
  /** Tells it from every other statement of the service. */
  name: string;
  text: string;
}

/**
 * Runs a statement that each connection parses once, and plans once where the plan does not hang on the values. For the few
 * that nearly every request needs: planning them costs PostgreSQL more than running them. TypeORM names no statements, so
 * that this goes to the pool of its driver; a failure is the driver's own.
 */
export async function queryPrepared<Row extends QueryResultRow>(
  { driver }: DataSource,
  statement: PreparedStatement,
  values: readonly unknown[],
): Promise<Row[]> {
  const { master } = driver as unknown as { master: Pool };
  const { rows } = await master.query<Row>({ ...statement, values: [...values] });
  return rows;
}
