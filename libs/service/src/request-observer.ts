/** Every request as a span, a measurement and a line in the log; what works on it is within its trace. */
import { AsyncResource } from 'node:async_hooks';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger as Pino } from 'pino';
import { logFields, METRICS, type Span, startSpan, withLogFields, within } from '@app/telemetry';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Probes come every second, and are about nothing. */
const PROBES = /^\/health\//;

/**
 * Stands before everything else. A request that comes with a W3C `traceparent` belongs to that trace, any other begins one. Lines
 * that are written on the way name its method and path. The last one has its status: at `info` if it began a task, at `error` if it
 * failed here. The log never gets headers, bodies or queries.
 */
export function requestObserver(log: Pino): RequestHandler {
  return (request, response, next) => {
    if (PROBES.test(request.path)) return next();
    observe(request, response, next, log);
  };
}

function observe(request: Request, response: Response, next: NextFunction, log: Pino): void {
  const startedAtMs = performance.now();
  // the router changes what a request says of itself
  const asked = { method: METHODS.has(request.method) ? request.method : 'OTHER', path: request.path };
  const span = startSpan(asked.method, { kind: 'SERVER', askedBy: (name) => request.header(name) });
  const answered = () => {
    const durationMs = performance.now() - startedAtMs;
    measure(span, request, response, asked.method, durationMs / 1000);
    const { statusCode, writableFinished } = response;
    const level = statusCode >= 500 ? 'error' : 'task_id' in logFields() ? 'info' : 'debug';
    const line = { status: statusCode, duration_ms: Math.round(durationMs) };
    log[level](line, writableFinished ? 'request answered' : 'request aborted');
  };
  within(span, () =>
    withLogFields(asked, () => {
      // sockets close outside of the request's context
      response.once('close', AsyncResource.bind(answered));
      next();
    }),
  );
}

function measure(span: Span, request: Request, response: Response, method: string, seconds: number): void {
  const { statusCode, writableFinished } = response;
  const route = templateOf(request);
  const status = writableFinished ? String(statusCode) : 'aborted';
  METRICS.httpRequestDuration.observe({ method, route, status }, seconds);
  span.updateName(`${method} ${route}`);
  span.setAttributes({
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': statusCode,
    ...(statusCode >= 500 && { 'error.type': String(statusCode) }),
  });
  span.end();
}

/** Such as `/api/v1/backups/:id`. What no route matches is one thing, whatever the path. */
function templateOf(request: Request): string {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}
