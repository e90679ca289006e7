import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import type { AuthenticatedRequest } from '../access/require-permission';
import { GatewayConfig } from '../config';
import { callerAddress } from './caller-address';
import { inSeconds, rateLimitFields } from './rate-limit-fields';

/**
 * Notes one request more, and forgets those that have left the window. Requests of one caller wait here for each other, which
 * is why the clock is not that of the transaction. An IPv6 host has a /64 of addresses to choose from.
 */
const TAKE = `
INSERT INTO backup_rates AS rate (user_id, address, taken_at)
VALUES ($1, set_masklen($2::cidr, least(masklen($2::cidr), 64)), ARRAY[clock_timestamp()])
ON CONFLICT (user_id, address) DO UPDATE
   SET taken_at = ARRAY(SELECT at FROM unnest(rate.taken_at) AS at
                         WHERE at > clock_timestamp() - $3::float8 * interval '1 millisecond' ORDER BY at) || clock_timestamp()
RETURNING cardinality(taken_at) AS taken,
          $3::float8 + 1000 * extract(epoch FROM taken_at[greatest(1, cardinality(taken_at) - $4)] - clock_timestamp())::float8 AS reset_ms`;

/**
 * How many manual backups a user may ask for from one address: `BACKUP_RATE_LIMIT` within any `BACKUP_RATE_WINDOW_MS`, over all
 * gateways. Other types of backups protect what is about to be changed, and are not limited.
 */
@Injectable()
export class BackupRateLimit {
  constructor(private readonly config: GatewayConfig) {}

  /**
   * Does the work if the caller may still ask for it, and tells in the headers of the answer what is left. The request is counted
   * in the transaction of the work: one that is refused uses nothing up.
   * @throws StrongroomError RATE_LIMITED, with `Retry-After`
   */
  async within<T>(manager: EntityManager, request: AuthenticatedRequest, work: () => Promise<T>): Promise<T> {
    const { backupRateLimit: limit, backupRateWindowMs: windowMs } = this.config;
    if (limit === 0) return work();
    const parameters = [request.caller.userId, callerAddress(request), windowMs, limit];
    const [row] = await manager.query<{ taken: number; reset_ms: number }[]>(TAKE, parameters);
    const { taken, reset_ms: resetMs } = row!;
    const fields = rateLimitFields(
      { name: 'manual-backups', limit, windowMs },
      { remaining: Math.max(0, limit - taken), resetMs },
    );
    if (taken <= limit) {
      const done = await work();
      request.res!.set(fields);
      return done;
    }
    const [window_seconds, retry_after_seconds] = [inSeconds(windowMs), inSeconds(resetMs)];
    request.res!.set({ ...fields, 'Retry-After': String(retry_after_seconds) });
    throw new StrongroomError(
      'RATE_LIMITED',
      `You have asked for ${limit} manual backups from here within ${window_seconds} seconds; the next one is possible in ${retry_after_seconds} seconds.`,
      { details: { limit, window_seconds, retry_after_seconds } },
    );
  }
}
