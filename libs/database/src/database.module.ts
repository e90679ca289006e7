import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { isDatabaseUnavailable } from './connection-errors';
import { createDataSourceOptions, type SchemaDefinition } from './data-source-options';
import { migrate } from './migrate';

/** Injection token of `DatabaseSettings`; libs/service provides it from the configuration. */
export const DATABASE_SETTINGS = Symbol('DATABASE_SETTINGS');
export interface DatabaseSettings {
  databaseUrl: string;
  serviceName: string;
}

const CONNECT_ATTEMPTS = 30;
const CONNECT_PAUSE_MS = 1_000;

/**
 * The data source of a service. Whoever gets it injected gets it migrated; a PostgreSQL that is still starting is
 * waited for.
 */
@Module({})
export class DatabaseModule {
  static forRoot(definition: SchemaDefinition): DynamicModule {
    const connections = TypeOrmModule.forRootAsync({
      inject: [DATABASE_SETTINGS],
      useFactory: ({ databaseUrl, serviceName }: DatabaseSettings) => ({
        ...createDataSourceOptions(definition, { url: databaseUrl, applicationName: serviceName }),
        retryAttempts: CONNECT_ATTEMPTS,
        retryDelay: CONNECT_PAUSE_MS,
        toRetry: isDatabaseUnavailable,
      }),
      dataSourceFactory: openMigrated,
    });
    return { module: DatabaseModule, global: true, imports: [connections], exports: [TypeOrmModule] };
  }
}

async function openMigrated(options?: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options!).initialize();
  try {
    await migrate(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}
