/** Every query of the table api_tokens: who a token belongs to, and the life of a token from issue to revocation. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { ApiToken } from './api-token.entity';
import type { Assignment, Caller } from './is-allowed';
import { createToken, matchesHash, prefixOf } from './token';

interface TokenRow {
  id: string;
  user_id: string;
  user_name: string;
  hash: string;
  usable: boolean;
  assignments: Assignment[];
}

const TOKENS = `
  SELECT t.id, t.user_id, u.name AS user_name, t.hash,
         t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AS usable,
         COALESCE((SELECT jsonb_agg(jsonb_build_object('role', r.role, 'organization_id', r.organization_id, 'project_id', r.project_id))
                     FROM role_assignments r WHERE r.user_id = t.user_id), '[]') AS assignments
    FROM api_tokens t JOIN users u ON u.id = t.user_id`;
const FIND_BY_PREFIX = `${TOKENS} WHERE t.prefix = $1`;
const FIND_BY_IDS = `${TOKENS} WHERE t.id = ANY($1)`;

/** At most one write a minute and token. */
const TOUCH = `UPDATE api_tokens SET last_used_at = now()
                WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;

export interface NewTokenRequest {
  user_id: string;
  name: string;
  expires_at: Date | null;
}

@Injectable()
export class ApiTokens {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws StrongroomError UNAUTHENTICATED, in the same words whatever is wrong with the token */
  async callerOf(token: string): Promise<Caller> {
    const prefix = prefixOf(token);
    const rows: TokenRow[] = prefix === undefined ? [] : await this.dataSource.query(FIND_BY_PREFIX, [prefix]);
    const row = rows[0];
    if (row === undefined || !matchesHash(token, row.hash) || !row.usable)
      throw new StrongroomError('UNAUTHENTICATED', 'The token is unknown, expired or revoked.');
    await this.dataSource.query(TOUCH, [row.id]);
    return callerOf(row);
  }

  /** Who these tokens belong to now, by their ids; one that was revoked or has expired since is missing. */
  async callersOf(tokenIds: readonly string[]): Promise<Map<string, Caller>> {
    const rows: TokenRow[] = await this.dataSource.query(FIND_BY_IDS, [tokenIds]);
    return new Map(rows.filter(({ usable }) => usable).map((row) => [row.id, callerOf(row)]));
  }

  /** @returns the row, and the token in clear: the only time that it is known */
  async issue(manager: EntityManager, request: NewTokenRequest): Promise<{ row: ApiToken; token: string }> {
    const { token, prefix, hash } = createToken();
    const row = manager.create(ApiToken, {
      ...request,
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

  async revoke(id: string): Promise<void> {
    await this.dataSource.query('UPDATE api_tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [id]);
  }
}

function callerOf({ id, user_id, user_name, assignments }: TokenRow): Caller {
  return { userId: user_id, userName: user_name, tokenId: id, assignments };
}
