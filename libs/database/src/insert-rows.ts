import type { EntityManager } from 'typeorm';

/**
 * Inserts many rows of a table in one statement that is planned the same whatever their number: they travel as one parameter.
 * An insert of the ORM has a parameter for each value, and takes many times as long for a few hundred rows.
 * @param rows all with the same columns, by the names that the table has for them; the others get their defaults
 */
export async function insertRows(manager: EntityManager, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!)
    .map((column) => `"${column}"`)
    .join(', ');
  await manager.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
