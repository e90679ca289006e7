/** For specs: one service in this process, with its database schema, its outbox and its consumers. */
import { ConsoleLogger, type INestApplication, Module, type Provider, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { ServiceName } from '@app/contracts';
import { DATABASE_SETTINGS, DatabaseModule } from '@app/database';
import {
  CreateOutbox1780000000000,
  JetStreamServer,
  MESSAGING_SETTINGS,
  MessagingModule,
  type MessagingSettings,
  OutboxMessage,
} from '../src';

export interface ServiceAppOptions {
  service: ServiceName;
  natsUrl: string;
  databaseUrl: string;
  controllers?: Type[];
  providers?: Provider[];
  settings?: Partial<MessagingSettings>;
}

/** Close it with `close()`, which drains as SIGTERM does. */
export async function startServiceApp(options: ServiceAppOptions): Promise<INestApplication> {
  const { service, natsUrl, databaseUrl, controllers = [], providers = [], settings = {} } = options;
  const all: MessagingSettings = {
    natsUrl,
    ackWaitMs: 1_000,
    maxJobs: 3,
    shutdownGraceMs: 5_000,
    retryDelaysMs: [0, 300],
    outboxPollMs: 500,
    outboxRetentionMs: 3_600_000,
    ...settings,
  };
  const tokens: Provider[] = [
    { provide: MESSAGING_SETTINGS, useValue: all },
    { provide: DATABASE_SETTINGS, useValue: { databaseUrl, serviceName: service } },
  ];

  @Module({})
  class SettingsModule {}
  const module = await Test.createTestingModule({
    imports: [
      { module: SettingsModule, global: true, providers: tokens, exports: tokens },
      DatabaseModule.forRoot({
        schema: service.replaceAll('-', '_'),
        entities: [OutboxMessage],
        migrations: [CreateOutbox1780000000000],
      }),
      MessagingModule.forRoot({ service }),
    ],
    controllers,
    providers,
  })
    .setLogger(new ConsoleLogger({ logLevels: process.env.SPEC_LOG ? ['log', 'warn', 'error', 'debug'] : [] }))
    .compile();
  const app = module.createNestApplication();
  app.connectMicroservice({ strategy: app.get(JetStreamServer) });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
