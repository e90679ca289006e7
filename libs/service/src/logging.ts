import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger, type Params, PinoLogger } from 'nestjs-pino';
import { pino, type Logger as Pino, type LoggerOptions, stdSerializers } from 'pino';
import { maskSecrets } from './mask-secrets';
import type { LogLevel } from './service-config';

/** JSON lines on stdout. What is named like a secret is masked, wherever in the logged object it stands. */
export function createPino(service: string, level: LogLevel): Pino {
  return pino(loggingOptions(service, level));
}

export function loggingOptions(service: string, level: LogLevel): LoggerOptions {
  return {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (object) => maskSecrets(object) as Record<string, unknown>,
    },
    serializers: { err: (error: Error) => maskSecrets({ ...stdSerializers.err(error) }) },
  };
}

/** How requests are logged: method, path and status, never headers, bodies or queries. Health answers are not logged. */
export function requestLogging(logger: Pino): Params {
  return {
    pinoHttp: {
      logger,
      autoLogging: { ignore: (request: IncomingMessage) => request.url?.startsWith('/health/') ?? false },
      serializers: {
        req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
          id,
          method,
          path: url.split('?')[0],
        }),
        res: ({ statusCode }: ServerResponse) => ({ status: statusCode }),
      },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
    },
  };
}

/** The logger of Nest, usable before the application exists. */
export function nestLogger(params: Params): Logger {
  return new Logger(new PinoLogger(params), params);
}
