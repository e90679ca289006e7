import type { DataSource } from 'typeorm';

/**
 * Brings the schema up to the migrations of the data source. Any number of processes may call it at once: one
 * migrates while the others wait, and then find nothing to do.
 * @returns the names of the migrations that this call ran
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const schema = schemaOf(dataSource);
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query(`SELECT pg_advisory_lock(hashtext($1))`, [`migrate:${schema}`]);
    try {
      // IF NOT EXISTS alone would ask for the right to create schemas even where the schema is there
      const [found] = (await guard.query(`SELECT 1 FROM pg_namespace WHERE nspname = $1`, [schema])) as unknown[];
      if (!found) await guard.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
      const migrations = await dataSource.runMigrations({ transaction: 'each' });
      return migrations.map(({ name }) => name);
    } finally {
      await guard.query(`SELECT pg_advisory_unlock(hashtext($1))`, [`migrate:${schema}`]);
    }
  } finally {
    await guard.release();
  }
}

/**
 * The statements that would make the schema what the entities say: empty when migrations and entities agree.
 * For specs; it changes nothing.
 */
export async function pendingSchemaChanges(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

export function schemaOf(dataSource: DataSource): string {
  const { schema } = dataSource.options as { schema?: string };
  if (!schema || !/^[a-z_][a-z0-9_]*$/.test(schema))
    throw new Error(`the data source names no usable schema: ${schema}`);
  return schema;
}
