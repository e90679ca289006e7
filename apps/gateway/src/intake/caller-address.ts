import { isIP } from 'node:net';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import { GatewayConfig } from '../config';

/** Has Express believe the `X-Forwarded-For` of the named proxies, and of nobody else. */
@Injectable()
export class TrustedProxies implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: GatewayConfig,
  ) {}

  onModuleInit(): void {
    const express = this.host.httpAdapter.getInstance<Pick<NestExpressApplication, 'set'>>();
    express.set('trust proxy', this.config.trustedProxies);
  }
}

/** Where a request comes from: the socket's address, or what a trusted proxy says. Always an IP address. */
export function callerAddress({ ip, socket }: Pick<Request, 'ip' | 'socket'>): string {
  // a proxy may forward "unknown", or an address with its port
  const address = ip !== undefined && isIP(ip) !== 0 ? ip : (socket.remoteAddress ?? '0.0.0.0');
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
