/**
 * Tokens of OIDC issuers. A user is who the issuer and its subject say; the first time, who has the verified address of email.
 * Nobody is made a user by a token.
 */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { CALLER_COLUMNS, type CallerAt, callerFrom, type CallerRow, findCaller } from '../access/caller-rows';
import type { Caller, Scope } from '../access/is-allowed';
import type { NamedThing } from '../access/scope-lookup';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { unknownToken } from '../sign-in/access-tokens';
import { emailOf } from './email-of';
import { IssuerKeys } from './issuer-keys';
import type { OidcIssuer } from './oidc-issuer.entity';

const LONGEST_SUBJECT = 255;

type IssuerFacts = Pick<
  OidcIssuer,
  'issuer' | 'audiences' | 'algorithms' | 'email_claim' | 'email_domains' | 'organization_id'
>;
interface IdentityRow extends CallerRow {
  identity_id: string;
  organization_id: string | null;
  scope?: Scope | null;
}
type IssuerRow = IssuerFacts & { issuer_id: string } & (IdentityRow | { identity_id: null });

/** The issuer, and who its subject is here, if anybody. */
const FIND = {
  name: 'issuer',
  text: `
  SELECT o.id AS issuer_id, o.issuer, o.audiences, o.algorithms, o.email_claim, o.email_domains, o.organization_id,
         i.id AS identity_id, ${CALLER_COLUMNS}
    FROM oidc_issuers o
    LEFT JOIN user_identities i ON i.issuer_id = o.id AND i.subject = $2
    LEFT JOIN users u ON u.id = i.user_id
   WHERE o.issuer = $1 AND o.enabled`,
};
const FIND_MANY = `
  SELECT i.id AS identity_id, o.organization_id, ${CALLER_COLUMNS}
    FROM user_identities i JOIN oidc_issuers o ON o.id = i.issuer_id JOIN users u ON u.id = i.user_id
   WHERE o.enabled AND i.id = ANY($1)`;
/** A user who has an identity of this issuer already gets no second one. */
const LINK = `
  INSERT INTO user_identities (id, issuer_id, user_id, subject)
  SELECT $1, $2, u.id, $3 FROM users u WHERE u.email = $4
  ON CONFLICT DO NOTHING RETURNING user_id`;

@Injectable()
export class IssuerTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: IssuerKeys,
    private readonly audit: AuditLog,
    private readonly config: GatewayConfig,
  ) {}

  /**
   * @param address where the request comes from
   * @throws StrongroomError UNAUTHENTICATED, TOKEN_EXPIRED, IDENTITY_UNKNOWN, ISSUER_UNAVAILABLE
   */
  async callerOf(token: string, address: string, named: NamedThing | undefined): Promise<CallerAt> {
    const claimed = claimsWithoutProof(token);
    const row = await this.find(claimed.iss, claimed.sub, named);
    if (row === undefined) throw unknownToken();
    const claims = await this.proven(token, row);
    const known = row.identity_id === null ? await this.linked(row, claims, address, named) : row;
    const caller = callerFrom(known, {
      tokenId: known.identity_id,
      signedInBy: 'issuer',
      expiresAt: new Date(claims.exp! * 1000),
      limit: limitOf(known),
    });
    return { caller, scope: known.scope ?? undefined };
  }

  /** Who these identities are now, by their ids; one that is gone, or whose issuer is, is missing. */
  async callersOf(identityIds: readonly string[]): Promise<Map<string, Caller>> {
    const rows = await this.dataSource.query<IdentityRow[]>(FIND_MANY, [identityIds]);
    return new Map(
      rows.map((row) => [
        row.identity_id,
        callerFrom(row, { tokenId: row.identity_id, signedInBy: 'issuer', limit: limitOf(row) }),
      ]),
    );
  }

  private find(issuer: string, subject: string, named: NamedThing | undefined): Promise<IssuerRow | undefined> {
    return findCaller<IssuerRow>(this.dataSource, FIND, [issuer, subject], named);
  }

  private async proven(token: string, { issuer, audiences, algorithms }: IssuerFacts): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.keys.of(issuer), {
        issuer,
        audience: audiences,
        algorithms: [...algorithms],
        clockTolerance: this.config.oidcClockToleranceMs / 1000,
        requiredClaims: ['exp', 'sub'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new StrongroomError('TOKEN_EXPIRED', 'The token of the issuer has expired.', { cause: error });
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw unknownToken(error);
      throw error;
    }
  }

  private async linked(
    row: IssuerRow,
    claims: JWTPayload,
    address: string,
    named: NamedThing | undefined,
  ): Promise<IdentityRow> {
    const email = emailOf(claims, row.email_claim, row.email_domains);
    if (email !== undefined) {
      await this.link(row, claims.sub!, email, address);
      const again = await this.find(row.issuer, claims.sub!, named);
      if (again !== undefined && again.identity_id !== null) return again;
    }
    throw new StrongroomError(
      'IDENTITY_UNKNOWN',
      'The token is good, but no user has its subject or its verified email.',
      { details: { issuer: row.issuer } },
    );
  }

  private async link({ issuer_id, issuer }: IssuerRow, subject: string, email: string, address: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const id = randomUUID();
      const [linked] = await manager.query<{ user_id: string }[]>(LINK, [id, issuer_id, subject, email]);
      if (linked === undefined) return;
      await this.audit.record(manager, {
        caller: null,
        address,
        action: 'user.identity_linked',
        object: { type: 'user', id: linked.user_id, name: email },
        organization: null,
        details: { issuer, subject },
      });
    });
  }
}

/** What the token says of itself, to find whom to ask for a proof. */
function claimsWithoutProof(token: string): { iss: string; sub: string } {
  try {
    const { iss, sub } = decodeJwt(token);
    const isPlain = (text: unknown): text is string =>
      typeof text === 'string' && text !== '' && text.length <= 2_000 && !text.includes('\0');
    if (isPlain(iss) && isPlain(sub) && sub.length <= LONGEST_SUBJECT) return { iss, sub };
  } catch (error) {
    throw unknownToken(error);
  }
  throw unknownToken();
}

function limitOf({ organization_id }: { organization_id: string | null }): Caller['limit'] {
  return organization_id === null ? undefined : { organizationId: organization_id };
}
