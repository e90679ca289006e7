import { randomBytes } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { throwError } from 'rxjs';
import { StrongroomError } from '@app/core';
import { currentTraceId, METRICS } from '@app/telemetry';
import { allowedMethods } from '../http/allowed-methods';
import { toProblem } from './problem';

/** A database that restarts is back soon. */
const RETRY_AFTER_S = 5;

/** Answers every failed request with a problem document. Failures of messages go on to whoever settles the message. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return throwError(() => thrown);
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const allowed = isUnrouted(thrown) ? allowedMethods(request) : [];
    if (allowed.length > 0) response.setHeader('Allow', allowed.join(', '));
    const failure = allowed.length > 0 ? methodNotAllowed(request, allowed) : thrown;
    const problem = toProblem(failure, request.path, currentTraceId() ?? randomBytes(16).toString('hex'));
    METRICS.problems.inc({ code: problem.code });
    if (problem.trace_id !== undefined)
      this.logger.error({ err: thrown, trace_id: problem.trace_id, method: request.method, path: request.path });
    if (response.headersSent) return response.destroy();
    if (problem.code === 'DATABASE_UNAVAILABLE') {
      this.logger.warn({ err: thrown, method: request.method, path: request.path }, problem.title);
      response.setHeader('Retry-After', RETRY_AFTER_S);
    }
    const { retry_after_seconds } = (problem.details ?? {}) as { retry_after_seconds?: number };
    if (retry_after_seconds !== undefined) response.setHeader('Retry-After', retry_after_seconds);
    if (problem.status === 401) response.setHeader('WWW-Authenticate', challengeTo(request));
    return response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

/** No route was found, in contrast to a thing that no route could find. */
const isUnrouted = (thrown: unknown) => thrown instanceof HttpException && thrown.getStatus() === 404;

function methodNotAllowed({ method, path }: Request, allowed: string[]): StrongroomError {
  return new StrongroomError('METHOD_NOT_ALLOWED', `${path} takes ${allowed.join(', ')}, not ${method}.`);
}

/** RFC 6750: whoever sent a token is told that this one will not do. */
function challengeTo(request: Request): string {
  return /^Bearer /i.test(request.headers.authorization ?? '') ? 'Bearer error="invalid_token"' : 'Bearer';
}
