/** The keys of OIDC issuers: found by discovery, kept for a while, and asked for again when a token names another one. */
import { Injectable, Logger } from '@nestjs/common';
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';
import { fetchBounded } from './bounded-fetch';

interface Known {
  keys: JWTVerifyGetKey;
  until: number;
}

@Injectable()
export class IssuerKeys {
  private readonly logger = new Logger(IssuerKeys.name);
  private readonly known = new Map<string, Known>();
  private readonly asking = new Map<string, Promise<JWTVerifyGetKey>>();
  private readonly failedAt = new Map<string, number>();

  constructor(private readonly config: GatewayConfig) {}

  /** The key that signed a token. @throws StrongroomError ISSUER_UNAVAILABLE; jose's errors when no key fits */
  of(issuer: string): JWTVerifyGetKey {
    return async (header, token) => {
      try {
        const keys = await this.discovered(issuer);
        return await keys(header, token);
      } catch (error) {
        if (isAboutTheToken(error)) throw error;
        this.failedAt.set(issuer, Date.now());
        this.logger.warn(`the keys of ${issuer} cannot be had: ${(error as Error).message}`);
        throw this.unavailable(issuer, error);
      }
    };
  }

  /** Whether an issuer answers as it should. @throws StrongroomError ISSUER_UNAVAILABLE with what is wrong */
  async check(issuer: string): Promise<void> {
    try {
      const { jwksUri } = await this.discover(issuer);
      JSON.parse(await this.fetched(jwksUri));
    } catch (error) {
      throw this.unavailable(issuer, error);
    }
  }

  /** Somebody who sends tokens that cannot be checked makes the gateway ask no more often; keys that it has serve on. */
  private requireNotJustFailed(issuer: string): void {
    const failedAt = this.failedAt.get(issuer) ?? -Infinity;
    if (Date.now() - failedAt < this.config.oidcKeysCooldownMs) throw this.unavailable(issuer);
    this.failedAt.delete(issuer);
  }

  private async discovered(issuer: string): Promise<JWTVerifyGetKey> {
    const known = this.known.get(issuer);
    if (known !== undefined && Date.now() < known.until) return known.keys;
    this.requireNotJustFailed(issuer);
    const asking = this.asking.get(issuer) ?? this.keySet(issuer).finally(() => this.asking.delete(issuer));
    this.asking.set(issuer, asking);
    return asking;
  }

  private async keySet(issuer: string): Promise<JWTVerifyGetKey> {
    const { oidcKeysMaxAgeMs, oidcKeysCooldownMs, oidcTimeoutMs } = this.config;
    const { jwksUri } = await this.discover(issuer);
    const keys = createRemoteJWKSet(new URL(jwksUri), {
      cacheMaxAge: oidcKeysMaxAgeMs,
      cooldownDuration: oidcKeysCooldownMs,
      timeoutDuration: oidcTimeoutMs,
      [customFetch]: async (url, { headers }) => {
        this.requireNotJustFailed(issuer);
        return new Response(await this.fetched(url, headers));
      },
    });
    this.known.set(issuer, { keys, until: Date.now() + oidcKeysMaxAgeMs });
    return keys;
  }

  private async discover(issuer: string): Promise<{ jwksUri: string }> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const document = JSON.parse(await this.fetched(url)) as { issuer?: unknown; jwks_uri?: unknown } | null;
    if (document?.issuer !== issuer) throw new Error(`${url} describes another issuer: ${String(document?.issuer)}`);
    if (typeof document.jwks_uri !== 'string') throw new Error(`${url} names no jwks_uri`);
    return { jwksUri: document.jwks_uri };
  }

  private fetched(url: string, headers?: Headers): Promise<string> {
    const { protocol } = new URL(url);
    if (protocol !== 'https:' && !(protocol === 'http:' && this.config.oidcAllowHttp))
      throw new Error(`${url} is not reached by TLS`);
    const { oidcTimeoutMs: timeoutMs, oidcMaxBytes: maxBytes } = this.config;
    return fetchBounded(url, { timeoutMs, maxBytes }, headers);
  }

  private unavailable(issuer: string, cause?: unknown): StrongroomError {
    const why = cause instanceof Error ? `: ${cause.message}` : '.';
    const retry_after_seconds = Math.max(1, Math.ceil(this.config.oidcKeysCooldownMs / 1000));
    return new StrongroomError('ISSUER_UNAVAILABLE', `The keys of ${issuer} cannot be had${why}`, {
      cause,
      details: { issuer, retry_after_seconds },
    });
  }
}

/** Not that the keys cannot be had, but that none of them fits. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof StrongroomError ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
