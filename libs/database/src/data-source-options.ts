/** How a service reaches its schema: every statement runs with its search_path, nothing is synchronized by itself. */
import type { DataSourceOptions, MigrationInterface } from 'typeorm';

export interface SchemaDefinition {
  /** The service's own schema, such as `backup_executor`. */
  schema: string;
  entities: (new () => object)[];
  /** Explicit classes in any order; they run in the order of the timestamps that end their names. */
  migrations: (new () => MigrationInterface)[];
}

export interface ConnectionSettings {
  /** postgres://role:password@host:port/database */
  url: string;
  /** What pg_stat_activity shows. */
  applicationName: string;
  /** Most connections of one process. */
  poolSize?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

export function createDataSourceOptions(
  { schema, entities, migrations }: SchemaDefinition,
  { url, applicationName, poolSize = 10 }: ConnectionSettings,
): DataSourceOptions & { type: 'postgres' } {
  return {
    type: 'postgres',
    url,
    schema,
    applicationName,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migrations',
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: { max: poolSize, options: `-c search_path=${schema}`, keepAlive: true },
  };
}
