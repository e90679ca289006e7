import { Logger, type Params, PinoLogger } from 'nestjs-pino';
import { pino, type Logger as Pino, type LoggerOptions, stdSerializers } from 'pino';
import { logFields } from '@app/telemetry';
import { maskSecrets } from './mask-secrets';
import type { LogLevel } from './service-config';

/** JSON lines on stdout, each with what `withLogFields` knows of the work. What is named like a secret is masked, wherever in the logged object it stands. */
export function createPino(service: string, level: LogLevel): Pino {
  return pino(loggingOptions(service, level));
}

export function loggingOptions(service: string, level: LogLevel): LoggerOptions {
  return {
    level,
    base: { service, pid: process.pid },
    mixin: () => logFields(),
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (object) => maskSecrets(object) as Record<string, unknown>,
    },
    serializers: { err: (error: Error) => maskSecrets({ ...stdSerializers.err(error) }) },
  };
}

/** Nest logs through pino. What a line has to say of its request comes from `requestObserver`: a logger for each would cost more. */
export function nestLogging(logger: Pino): Params {
  return { pinoHttp: { logger }, forRoutes: [] };
}

/** The logger of Nest, usable before the application exists. */
export function nestLogger(params: Params): Logger {
  return new Logger(new PinoLogger(params), params);
}
