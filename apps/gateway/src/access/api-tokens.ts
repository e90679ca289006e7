/** Every query of the table api_tokens: who a token belongs to, and the life of a token from issue to revocation. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { ApiToken } from './api-token.entity';
import { CALLER_COLUMNS, type CallerAt, callerFrom, type CallerRow, findCaller } from './caller-rows';
import type { Caller } from './is-allowed';
import type { Permission } from './roles';
import type { NamedThing } from './scope-lookup';
import { createToken, matchesHash, prefixOf } from './token';
import type { TokenLimit } from './token-limit';

interface TokenRow extends CallerRow {
  id: string;
  hash: string;
  scopes: Permission[] | null;
  organization_id: string | null;
  project_id: string | null;
  expires_at: Date | null;
  usable: boolean;
  touch_is_due: boolean;
  must_change_password: boolean;
}

const TOKENS = `
  SELECT t.id, t.hash, t.scopes, t.organization_id, t.project_id, t.expires_at, ${CALLER_COLUMNS},
         t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AS usable,
         t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute' AS touch_is_due,
         COALESCE(p.must_change, false) AS must_change_password
    FROM api_tokens t JOIN users u ON u.id = t.user_id LEFT JOIN user_passwords p ON p.user_id = u.id`;
const FIND_BY_PREFIX = { name: 'api token', text: `${TOKENS} WHERE t.prefix = $1` };
const FIND_BY_IDS = `${TOKENS} WHERE t.id = ANY($1)`;

/** At most one write a minute and token. */
const TOUCH = `UPDATE api_tokens SET last_used_at = now()
                WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;

export interface NewTokenRequest {
  user_id: string;
  name: string;
  expires_at: Date | null;
  /** Default: all that the owner may do, now and later. */
  limit?: TokenLimit;
}

@Injectable()
export class ApiTokens {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws StrongroomError UNAUTHENTICATED, in the same words whatever is wrong with the token */
  async callerOf(token: string, named: NamedThing | undefined): Promise<CallerAt> {
    const prefix = prefixOf(token);
    const row =
      prefix === undefined ? undefined : await findCaller<TokenRow>(this.dataSource, FIND_BY_PREFIX, [prefix], named);
    if (row === undefined || !matchesHash(token, row.hash) || !row.usable)
      throw new StrongroomError('UNAUTHENTICATED', 'The token is unknown, expired or revoked.');
    if (row.touch_is_due) await this.dataSource.query(TOUCH, [row.id]);
    return { caller: callerOf(row), scope: row.scope ?? undefined };
  }

  /** Who these tokens belong to now, by their ids; one that was revoked or has expired since is missing. */
  async callersOf(tokenIds: readonly string[]): Promise<Map<string, Caller>> {
    const rows: TokenRow[] = await this.dataSource.query(FIND_BY_IDS, [tokenIds]);
    return new Map(rows.filter(({ usable }) => usable).map((row) => [row.id, callerOf(row)]));
  }

  /** @returns the row, and the token in clear: the only time that it is known */
  async issue(
    manager: EntityManager,
    { limit, ...request }: NewTokenRequest,
  ): Promise<{ row: ApiToken; token: string }> {
    const { token, prefix, hash } = createToken();
    const row = manager.create(ApiToken, {
      ...request,
      scopes: limit?.permissions ? [...limit.permissions] : null,
      organization_id: limit?.organizationId ?? null,
      project_id: limit?.projectId ?? null,
      id: randomUUID(),
      prefix,
      hash,
      last_used_at: null,
      revoked_at: null,
      created_at: new Date(),
    });
    await manager.insert(ApiToken, row);
    return { row, token };
  }

  async revoke(manager: EntityManager, id: string): Promise<void> {
    await manager.query('UPDATE api_tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [id]);
  }
}

function callerOf(row: TokenRow): Caller {
  const expiresAt = row.expires_at ?? undefined;
  const mustChangePassword = row.must_change_password;
  return callerFrom(row, {
    tokenId: row.id,
    signedInBy: 'api_token',
    limit: limitOf(row),
    expiresAt,
    mustChangePassword,
  });
}

function limitOf({ scopes, organization_id, project_id }: TokenRow): TokenLimit | undefined {
  if (scopes === null && organization_id === null) return undefined;
  return {
    permissions: scopes === null ? undefined : new Set(scopes),
    organizationId: organization_id ?? undefined,
    projectId: project_id ?? undefined,
  };
}
