export { createDataSourceOptions, type ConnectionSettings, type SchemaDefinition } from './data-source-options';
export { migrate, pendingSchemaChanges, schemaOf } from './migrate';
export { provisionDatabase, type ServiceSchema } from './provision-database';
export { queryStatement, type Statement, type ValueReaders } from './statement';
export { insertRows } from './insert-rows';
export { ChangeListener, tellChange } from './change-listener';
export { asSoleWorker } from './sole-worker';
export { isDatabaseUnavailable } from './connection-errors';
export { DATABASE_SETTINGS, DatabaseModule, type DatabaseSettings } from './database.module';
