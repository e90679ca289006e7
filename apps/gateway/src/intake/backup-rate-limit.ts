import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BackupType } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { isInsurance } from '@app/tiers';
import type { AuthenticatedRequest } from '../access/require-permission';
import { GatewayConfig } from '../config';
import { callerAddress } from './caller-address';
import { inSeconds, type RateLimitPolicy, rateLimitFields } from './rate-limit-fields';

/**
 * Notes one request more, and forgets those that have left the window. Requests of one caller wait here for each other, which
 * is why the clock is not that of the transaction. An IPv6 host has a /64 of addresses to choose from.
 */
const TAKE = `
INSERT INTO backup_rates AS rate (user_id, address, policy, taken_at)
VALUES ($1, set_masklen($2::cidr, least(masklen($2::cidr), 64)), $3, ARRAY[clock_timestamp()])
ON CONFLICT (user_id, address, policy) DO UPDATE
   SET taken_at = ARRAY(SELECT at FROM unnest(rate.taken_at) AS at
                         WHERE at > clock_timestamp() - $4::float8 * interval '1 millisecond' ORDER BY at) || clock_timestamp()
RETURNING cardinality(taken_at) AS taken,
          $4::float8 + 1000 * extract(epoch FROM taken_at[greatest(1, cardinality(taken_at) - $5)] - clock_timestamp())::float8 AS reset_ms`;

/**
 * How many backups a user may ask for from one address within any `BACKUP_RATE_WINDOW_MS`, over all gateways: `BACKUP_RATE_LIMIT`
 * by hand, whatever type the request names, and apart from those `INSURANCE_RATE_LIMIT` that protect what is about to be changed.
 */
@Injectable()
export class BackupRateLimit {
  constructor(private readonly config: GatewayConfig) {}

  /**
   * Does the work if the caller may still ask for it, and tells in the headers of the answer what is left. The request is counted
   * in the transaction of the work: one that is refused uses nothing up.
   * @throws StrongroomError RATE_LIMITED, with `Retry-After`
   */
  async within<T>(
    manager: EntityManager,
    request: AuthenticatedRequest,
    type: BackupType,
    work: () => Promise<T>,
  ): Promise<T> {
    const policy = this.policyOf(type);
    const { name, limit, windowMs } = policy;
    if (limit === 0) return work();
    const parameters = [request.caller.userId, callerAddress(request), name, windowMs, limit];
    const [row] = await manager.query<{ taken: number; reset_ms: number }[]>(TAKE, parameters);
    const { taken, reset_ms: resetMs } = row!;
    const fields = rateLimitFields(policy, { remaining: Math.max(0, limit - taken), resetMs });
    if (taken <= limit) {
      const done = await work();
      request.res!.set(fields);
      return done;
    }
    const [window_seconds, retry_after_seconds] = [inSeconds(windowMs), inSeconds(resetMs)];
    request.res!.set({ ...fields, 'Retry-After': String(retry_after_seconds) });
    throw new StrongroomError(
      'RATE_LIMITED',
      `You have asked for ${limit} ${name.replace('-', ' ')} from here within ${window_seconds} seconds; the next one is possible in ${retry_after_seconds} seconds.`,
      { details: { policy: name, limit, window_seconds, retry_after_seconds } },
    );
  }

  private policyOf(type: BackupType): RateLimitPolicy {
    const { backupRateLimit, insuranceRateLimit, backupRateWindowMs: windowMs } = this.config;
    return isInsurance(type)
      ? { name: 'insurance-backups', limit: insuranceRateLimit, windowMs }
      : { name: 'manual-backups', limit: backupRateLimit, windowMs };
  }
}
