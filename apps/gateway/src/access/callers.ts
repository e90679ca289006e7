/** Who sends a request: by an API token, by the access token of a session, or by a token of an OIDC issuer. */
import { Injectable } from '@nestjs/common';
import { decodeJwt } from 'jose';
import { IssuerTokens } from '../oidc/issuer-tokens';
import { AccessTokens, OWN_ISSUER } from '../sign-in/access-tokens';
import { ApiTokens } from './api-tokens';
import type { CallerAt } from './caller-rows';
import type { Caller, SignedInBy } from './is-allowed';
import type { NamedThing } from './scope-lookup';

const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

@Injectable()
export class Callers {
  constructor(
    private readonly apiTokens: ApiTokens,
    private readonly accessTokens: AccessTokens,
    private readonly issuerTokens: IssuerTokens,
  ) {}

  /**
   * @param address where the request comes from
   * @param named what the request names, if anything
   * @throws StrongroomError UNAUTHENTICATED, in the same words whatever is wrong with the token; TOKEN_EXPIRED; of a good
   *   token of an issuer IDENTITY_UNKNOWN; ISSUER_UNAVAILABLE
   */
  callerOf(token: string, address: string, named: NamedThing | undefined): Promise<CallerAt> {
    if (!JWT.test(token)) return this.apiTokens.callerOf(token, named);
    // what the token says of itself chooses who proves it, and nothing else
    return claimsToBeOurs(token)
      ? this.accessTokens.callerOf(token, named)
      : this.issuerTokens.callerOf(token, address, named);
  }

  /** What the callers are by now, in their order; undefined: the token counts no more, or not before a change of password. */
  async again(callers: readonly Caller[]): Promise<(Caller | undefined)[]> {
    const idsOf = (kind: SignedInBy) => [
      ...new Set(callers.filter(({ signedInBy }) => signedInBy === kind).map(({ tokenId }) => tokenId)),
    ];
    const now = new Map<string, Caller>();
    for (const [kind, tokens] of [
      ['api_token', this.apiTokens],
      ['session', this.accessTokens],
      ['issuer', this.issuerTokens],
    ] as const) {
      const ids = idsOf(kind);
      if (ids.length > 0) for (const [id, caller] of await tokens.callersOf(ids)) now.set(id, caller);
    }
    return callers.map(({ tokenId, expiresAt }) => {
      const caller = now.get(tokenId);
      // what a token of an issuer said of its end is in no table
      if (caller === undefined || caller.mustChangePassword || (expiresAt && expiresAt <= new Date())) return undefined;
      return { ...caller, expiresAt: caller.expiresAt ?? expiresAt };
    });
  }
}

function claimsToBeOurs(token: string): boolean {
  try {
    return decodeJwt(token).iss === OWN_ISSUER;
  } catch {
    // the check of our own tokens refuses whatever is no token
    return true;
  }
}
