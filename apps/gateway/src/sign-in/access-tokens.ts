/** Access tokens: JWTs of a session, short-lived. Whether the session and the key still count is asked for each request. */
import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { DataSource } from 'typeorm';
import { isUUID } from 'class-validator';
import { StrongroomError } from '@app/core';
import { CALLER_COLUMNS, type CallerAt, callerFrom, type CallerRow, findCaller } from '../access/caller-rows';
import type { Caller } from '../access/is-allowed';
import type { NamedThing } from '../access/scope-lookup';
import { GatewayConfig } from '../config';
import { SIGNING_ALGORITHM, SigningKeys } from './signing-keys';

/** Issuer and audience of our own tokens. No URL, so that no OIDC issuer can have the same name. */
export const OWN_ISSUER = 'strongroom';
const TYPE = 'at+jwt';

interface SessionRow extends CallerRow {
  id: string;
  must_change_password: boolean;
}

const SESSIONS = `
  SELECT s.id, ${CALLER_COLUMNS}, COALESCE(p.must_change, false) AS must_change_password
    FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN user_passwords p ON p.user_id = u.id
   WHERE s.ended_at IS NULL AND s.expires_at > now()`;
const FIND_ONE = {
  name: 'session',
  text: `${SESSIONS} AND s.id = $1 AND s.user_id = $2 AND EXISTS (SELECT FROM signing_keys k WHERE k.id = $3)`,
};
const FIND_MANY = `${SESSIONS} AND s.id = ANY($1)`;

@Injectable()
export class AccessTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SigningKeys,
    private readonly config: GatewayConfig,
  ) {}

  async issue(userId: string, sessionId: string): Promise<{ token: string; expiresInSeconds: number }> {
    const { id, key } = await this.keys.current();
    const expiresInSeconds = Math.max(1, Math.floor(this.config.accessTokenTtlMs / 1000));
    const issuedAt = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid: id })
      .setIssuer(OWN_ISSUER)
      .setAudience(OWN_ISSUER)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + expiresInSeconds)
      .sign(key);
    return { token, expiresInSeconds };
  }

  /** @throws StrongroomError TOKEN_EXPIRED for what was ours, else UNAUTHENTICATED in the same words whatever is wrong */
  async callerOf(token: string, named: NamedThing | undefined): Promise<CallerAt> {
    const { userId, sessionId, keyId } = await this.claimsOf(token);
    const row = await findCaller<SessionRow>(this.dataSource, FIND_ONE, [sessionId, userId, keyId], named);
    if (row === undefined) throw unknownToken();
    return { caller: callerOf(row), scope: row.scope ?? undefined };
  }

  /** Who these sessions belong to now, by their ids; one that has ended since is missing. */
  async callersOf(sessionIds: readonly string[]): Promise<Map<string, Caller>> {
    const rows = await this.dataSource.query<SessionRow[]>(FIND_MANY, [sessionIds]);
    return new Map(rows.map((row) => [row.id, callerOf(row)]));
  }

  private async claimsOf(token: string): Promise<{ userId: string; sessionId: string; keyId: string }> {
    try {
      const { kid } = decodeProtectedHeader(token);
      const key = isUUID(kid) ? await this.keys.publicKey(kid as string) : undefined;
      if (key === undefined) throw unknownToken();
      const { payload } = await jwtVerify(token, key, {
        algorithms: [SIGNING_ALGORITHM],
        typ: TYPE,
        issuer: OWN_ISSUER,
        audience: OWN_ISSUER,
        requiredClaims: ['exp', 'sub', 'sid'],
      });
      if (!isUUID(payload.sub) || !isUUID(payload['sid'])) throw unknownToken();
      return { userId: payload.sub!, sessionId: payload['sid'] as string, keyId: kid as string };
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new StrongroomError('TOKEN_EXPIRED', 'The access token has expired.', { cause: error });
      // everything else that jose says of a token, a malformed one included
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw unknownToken(error);
      throw error;
    }
  }
}

export function unknownToken(cause?: unknown): StrongroomError {
  return new StrongroomError('UNAUTHENTICATED', 'The token is unknown, expired or revoked.', { cause });
}

function callerOf(row: SessionRow): Caller {
  return callerFrom(row, {
    tokenId: row.id,
    signedInBy: 'session',
    mustChangePassword: row.must_change_password,
  });
}
