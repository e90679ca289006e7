import type { IncomingMessage } from 'node:http';
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

/** Lines that are written while a request is answered name it; the request itself is logged by `requestObserver`. */
export function requestLogging(logger: Pino): Params {
  return {
    pinoHttp: {
      logger,
      autoLogging: false,
      serializers: {
        req: ({ id, method, url }: IncomingMessage & { id: unknown }) => ({ id, method, path: url?.split('?')[0] }),
      },
    },
  };
}

/** The logger of Nest, usable before the application exists. */
export function nestLogger(params: Params): Logger {
  return new Logger(new PinoLogger(params), params);
}
