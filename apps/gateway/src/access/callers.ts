/** Who sends a request: by an API token, by the access token of a session, or by a token of an OIDC issuer. */
import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../sign-in/access-tokens';
import { ApiTokens } from './api-tokens';
import type { Caller, SignedInBy } from './is-allowed';

const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

@Injectable()
export class Callers {
  constructor(
    private readonly apiTokens: ApiTokens,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** @throws StrongroomError UNAUTHENTICATED, in the same words whatever is wrong with the token; TOKEN_EXPIRED */
  callerOf(token: string): Promise<Caller> {
    return JWT.test(token) ? this.accessTokens.callerOf(token) : this.apiTokens.callerOf(token);
  }

  /** What the callers are by now, in their order; undefined: the token counts no more, or not before a change of password. */
  async again(callers: readonly Caller[]): Promise<(Caller | undefined)[]> {
    const idsOf = (kind: SignedInBy) => [
      ...new Set(callers.filter(({ signedInBy }) => signedInBy === kind).map(({ tokenId }) => tokenId)),
    ];
    const [byToken, bySession] = [idsOf('api_token'), idsOf('session')];
    const now = new Map([
      ...(byToken.length > 0 ? await this.apiTokens.callersOf(byToken) : []),
      ...(bySession.length > 0 ? await this.accessTokens.callersOf(bySession) : []),
    ]);
    return callers.map(({ tokenId }) => {
      const caller = now.get(tokenId);
      return caller?.mustChangePassword ? undefined : caller;
    });
  }
}
