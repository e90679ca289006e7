/**
 * The life of a service process: configuration (exit 78 when it is wrong), traces, migrations, HTTP with health, consumers,
 * metrics, a log line `ready`; on SIGTERM or SIGINT it says that it is not ready, drains and exits with 0. A start that fails
 * exits with 1.
 */
import type { AddressInfo } from 'node:net';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ServiceName } from '@app/contracts';
import { JetStreamServer } from '@app/messaging';
import { Readiness } from './health/readiness';
import { loadConfigOrExit } from './load-config';
import { createPino, nestLogger, nestLogging } from './logging';
import { requestObserver } from './request-observer';
import type { ServiceConfig } from './service-config';
import { ServiceModule } from './service.module';
import { Telemetry } from './telemetry';

export interface ServiceOptions {
  name: ServiceName;
  /** Holds DatabaseModule.forRoot(…), MessagingModule.forRoot(…) and all of the service's own. */
  module: Type | DynamicModule;
  /** Its config class. */
  config: new () => ServiceConfig;
  /** Before the application listens: filters, pipes, OpenAPI. */
  setUp?: (app: NestExpressApplication) => void | Promise<void>;
}

const DEFAULT_HTTP_PORTS: Record<ServiceName, number> = {
  gateway: 8000,
  scheduler: 8001,
  'backup-executor': 8002,
  'restore-executor': 8003,
  retention: 8004,
  notifier: 8005,
};

export async function bootstrap({
  name,
  module,
  config: configClass,
  setUp,
}: ServiceOptions): Promise<NestExpressApplication> {
  const config = loadConfigOrExit(configClass);
  const log = createPino(name, config.logLevel);
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'a promise was rejected and nobody noticed');
    process.exit(1);
  });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error was thrown and nobody caught it');
    process.exit(1);
  });

  try {
    const telemetry = await Telemetry.start(name, config);
    const logging = nestLogging(log);
    const root = ServiceModule.of({ service: name, config, module, logging, telemetry });
    const app = await NestFactory.create<NestExpressApplication>(root, {
      logger: nestLogger(logging),
      abortOnError: false,
      forceCloseConnections: true,
    });
    app.disable('x-powered-by');
    // answers are seldom asked for twice, and hashing each costs more than sending it
    app.disable('etag');
    app.use(requestObserver(log));
    await setUp?.(app);
    // not inheritAppConfig: the guards and pipes of the HTTP side must not stand before the consumers
    app.connectMicroservice({ strategy: app.get(JetStreamServer) });
    const readiness = app.get(Readiness);
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => readiness.startDraining());
    app.enableShutdownHooks(undefined, { useProcessExit: true });
    await app.listen(config.httpPort ?? DEFAULT_HTTP_PORTS[name], config.httpHost);
    await app.startAllMicroservices();
    const { port } = app.getHttpServer().address() as AddressInfo;
    log.info({ name, port, host: config.httpHost, metrics_port: telemetry.metricsPort }, 'ready');
    return app;
  } catch (error) {
    log.fatal({ err: error }, `${name} could not start: ${(error as Error).message}`);
    process.exit(1);
  }
}
