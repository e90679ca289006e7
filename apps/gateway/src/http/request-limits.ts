/**
 * What a client may ask of the gateway before anybody has looked at its token: how large, how deep and how slow a request may be.
 * Whoever goes beyond gets a problem document as well, also where Node itself refuses the request.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { type ErrorCode, StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';
import { toProblem } from '../problems/problem';
import { shapeFault } from './body-shape';
import { validationFailed } from './request-validation';

export function limitRequests(app: NestExpressApplication): void {
  const config = app.get(GatewayConfig);
  app.useBodyParser('json', { limit: config.httpMaxBodyBytes });
  app.use(refuseShapeless);
  const server: Server = app.getHttpServer();
  server.headersTimeout = Math.min(config.httpHeadersTimeoutMs, config.httpRequestTimeoutMs);
  server.requestTimeout = config.httpRequestTimeoutMs;
  server.keepAliveTimeout = config.httpKeepAliveMs;
  server.maxRequestsPerSocket = config.httpMaxRequestsPerConnection;
  answerRefused(server);
}

function refuseShapeless(request: Request, _response: Response, next: NextFunction): void {
  const fault = shapeFault(request.body);
  next(fault === undefined ? undefined : validationFailed([{ field: 'body', message: `body ${fault}` }]));
}

const REFUSALS: Record<string, [ErrorCode, string, string]> = {
  HPE_HEADER_OVERFLOW: [
    'HEADERS_TOO_LARGE',
    '431 Request Header Fields Too Large',
    'The address and the headers are too large.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['REQUEST_TIMEOUT', '408 Request Timeout', 'The request did not arrive in time.'],
};

/** Where Node refuses what comes there is no request to answer: the problem is written onto the connection as it stands. */
export function answerRefused(server: Server): void {
  const answering = new WeakSet<Socket>();
  server.prependListener('request', ({ socket }, response) => {
    answering.add(socket);
    response.once('close', () => answering.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy(error);
    else if (answering.has(socket) && error.code !== 'ERR_HTTP_REQUEST_TIMEOUT') socket.destroy(error);
    else writeProblem(socket, error.code ?? '');
  });
}

function writeProblem(socket: Socket, failure: string): void {
  const [code, line, detail] = REFUSALS[failure] ?? ['BAD_REQUEST', '400 Bad Request', 'This is not HTTP.'];
  const body = JSON.stringify(toProblem(new StrongroomError(code, detail), '/', ''));
  socket.end(
    [
      `HTTP/1.1 ${line}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
