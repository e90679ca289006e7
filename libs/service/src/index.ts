export { Setting, settingsOf, type SettingDefinition, type SettingKind, type SettingOptions } from './setting';
export { ConfigurationError, EXIT_CONFIG, loadConfig, loadConfigOrExit } from './load-config';
export { LOG_LEVELS, SecretServiceConfig, ServiceConfig, type LogLevel } from './service-config';
export { configurationReference, type DocumentedConfig } from './configuration-reference';
export { maskSecrets } from './mask-secrets';
export { RecurringWork } from './recurring-work';
export { HealthController } from './health.controller';
export { ConfigModule, ServiceModule } from './service.module';
export { bootstrap, DEFAULT_HTTP_PORTS, type ServiceOptions } from './bootstrap';
