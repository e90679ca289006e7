import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import type { AuthenticatedRequest } from '../access/require-permission';
import { GatewayConfig } from '../config';
import { validationFailed } from '../http/request-validation';
import { IdempotencyKey } from './idempotency-key.entity';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const BUSY_RETRY_AFTER_SECONDS = 1;

const LOCK = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked`;
const FIND = `
SELECT fingerprint, answer FROM idempotency_keys
 WHERE user_id = $1 AND key = $2 AND created_at > now() - $3::float8 * interval '1 millisecond'`;
/** What is there already is older than keys are remembered. */
const KEEP = `
INSERT INTO idempotency_keys (user_id, key, fingerprint, answer) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, key) DO UPDATE
   SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = now()`;

/**
 * Takes requests for work in, each at most once if it has an `Idempotency-Key`. The answer is kept in the transaction that writes the
 * work: after a crash there are both or neither, so that the work never starts twice, and a key is free again as soon as
 * the connection of its gateway is gone. Failures are not kept.
 */
@Injectable()
export class WorkIntake {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {}

  /**
   * Writes the work of a request and makes its answer, or gives the same answer once more. `work` uses no other connection
   * than that of its manager: requests that held one and waited for another could wait for each other.
   * @throws StrongroomError IDEMPOTENCY_KEY_BUSY, IDEMPOTENCY_KEY_REUSED, VALIDATION_FAILED
   */
  async answer<T extends object>(
    request: AuthenticatedRequest,
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    const key = keyOf(request);
    if (key === undefined) return this.dataSource.transaction(work);
    const identity = [request.caller.userId, key];
    const fingerprint = fingerprintOf(request);
    return this.dataSource.transaction(async (manager) => {
      await lock(manager, request, identity);
      // a statement of its own: the one that locks has not seen what the holder before it wrote
      const [kept]: Pick<IdempotencyKey, 'fingerprint' | 'answer'>[] = await manager.query(FIND, [
        ...identity,
        this.config.idempotencyTtlMs,
      ]);
      if (kept !== undefined) return this.again<T>(request, key, kept, fingerprint);
      const answer = await work(manager);
      await manager.query(KEEP, [...identity, fingerprint, JSON.stringify(answer)]);
      return answer;
    });
  }

  private again<T>(
    request: AuthenticatedRequest,
    key: string,
    kept: Pick<IdempotencyKey, 'fingerprint' | 'answer'>,
    fingerprint: Buffer,
  ): T {
    if (!kept.fingerprint.equals(fingerprint))
      throw new StrongroomError('IDEMPOTENCY_KEY_REUSED', `The key ${key} belongs to another request of yours.`);
    request.res!.set('Idempotency-Replayed', 'true');
    return kept.answer as T;
  }
}

async function lock(manager: EntityManager, request: AuthenticatedRequest, identity: string[]): Promise<void> {
  const [row]: { locked: boolean }[] = await manager.query(LOCK, [`gateway:idempotency:${identity.join(':')}`]);
  if (row!.locked) return;
  request.res!.set('Retry-After', String(BUSY_RETRY_AFTER_SECONDS));
  throw new StrongroomError(
    'IDEMPOTENCY_KEY_BUSY',
    `The first request with the key ${identity[1]} is not answered yet.`,
    {
      details: { retry_after_seconds: BUSY_RETRY_AFTER_SECONDS },
    },
  );
}

function keyOf(request: AuthenticatedRequest): string | undefined {
  const key = request.get(IDEMPOTENCY_KEY);
  if (key === undefined || VISIBLE_ASCII.test(key)) return key;
  throw validationFailed([
    { field: IDEMPOTENCY_KEY, message: `${IDEMPOTENCY_KEY} must be 1 to 255 visible ASCII characters` },
  ]);
}

/** No body is an empty body, as it is for validation. */
function fingerprintOf({ method, originalUrl, body }: AuthenticatedRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([method, originalUrl, (body as unknown) ?? {}]))
    .digest();
}
