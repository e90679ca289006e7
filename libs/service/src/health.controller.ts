import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { NatsLink } from '@app/messaging';

const CHECK_TIMEOUT_MS = 2_000;

interface Readiness {
  status: 'ok' | 'unavailable';
  checks: Record<string, string>;
}

/** For supervisors: `live` says that the process answers, `ready` that it can work. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly link: NatsLink,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200, or 503 naming each part that does not answer. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const checks = {
      postgresql: await verdict(this.dataSource.query('SELECT 1')),
      nats: this.link.connected ? await verdict(this.link.connection.flush()) : 'not connected',
    };
    const ok = Object.values(checks).every((check) => check === 'ok');
    response.status(ok ? 200 : 503);
    return { status: ok ? 'ok' : 'unavailable', checks };
  }
}

async function verdict(answer: Promise<unknown>): Promise<string> {
  const limit = new AbortController();
  const late = sleep(CHECK_TIMEOUT_MS, 'no answer', { signal: limit.signal }).catch(() => 'ok');
  const checked = answer.then(
    () => 'ok',
    () => 'does not answer',
  );
  try {
    return await Promise.race([checked, late]);
  } finally {
    limit.abort();
  }
}
