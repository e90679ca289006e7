import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { LoggerModule, type Params } from 'nestjs-pino';
import { Clock, clockOf } from '@app/core';
import { DATABASE_SETTINGS, type DatabaseSettings } from '@app/database';
import { MESSAGING_SETTINGS } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { HealthModule } from './health/health.module';
import { SecretServiceConfig, ServiceConfig } from './service-config';
import { Telemetry } from './telemetry';

/**
 * Makes the configuration known everywhere in a service: as `ServiceConfig`, as its own class, and as the settings
 * of the database and messaging modules; and a `SecretBox` where there are master keys.
 */
@Module({})
export class ConfigModule {
  static of(service: string, config: ServiceConfig): DynamicModule {
    const providers: Provider[] = [
      { provide: ServiceConfig, useValue: config },
      { provide: config.constructor as Type<ServiceConfig>, useValue: config },
      { provide: MESSAGING_SETTINGS, useValue: config },
      { provide: Clock, useValue: clockOf(config.clock) },
      {
        provide: DATABASE_SETTINGS,
        useValue: { databaseUrl: config.databaseUrl, serviceName: service } satisfies DatabaseSettings,
      },
    ];
    if (config instanceof SecretServiceConfig)
      providers.push({ provide: SecretBox, useValue: SecretBox.fromMasterKeys(config.masterKeys) });
    return { module: ConfigModule, global: true, providers, exports: providers };
  }
}

/** The root module of a service process: its own module, with configuration, request logs and health around it. */
@Module({})
export class ServiceModule {
  static of(options: {
    service: string;
    config: ServiceConfig;
    module: Type | DynamicModule;
    logging: Params;
    telemetry: Telemetry;
  }): DynamicModule {
    return {
      module: ServiceModule,
      imports: [
        ConfigModule.of(options.service, options.config),
        LoggerModule.forRoot(options.logging),
        options.module,
        HealthModule,
      ],
      providers: [{ provide: Telemetry, useValue: options.telemetry }],
    };
  }
}
