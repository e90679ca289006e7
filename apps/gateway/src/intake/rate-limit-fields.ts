/** The header fields `RateLimit-Policy` and `RateLimit` as draft-ietf-httpapi-ratelimit-headers-11 has them. */

export interface RateLimitPolicy {
  name: string;
  limit: number;
  windowMs: number;
}

export interface RateLimitState {
  remaining: number;
  /** Until one more request may pass, or would be given back. */
  resetMs: number;
}

export function rateLimitFields(policy: RateLimitPolicy, state: RateLimitState): Record<string, string> {
  const { name, limit, windowMs } = policy;
  return {
    'RateLimit-Policy': `"${name}";q=${limit};w=${inSeconds(windowMs)}`,
    RateLimit: `"${name}";r=${state.remaining};t=${inSeconds(state.resetMs)}`,
  };
}

/** What the OpenAPI document says of them. */
export const RATE_LIMIT_HEADERS = {
  'RateLimit-Policy': {
    description:
      'How many backups may be asked for within how many seconds: `manual-backups`, or `insurance-backups` for types that begin with `pre_`; absent where nothing is limited',
    schema: { type: 'string', example: '"manual-backups";q=10;w=3600' },
  },
  RateLimit: {
    description: 'How many of them are left, and in how many seconds one is given back',
    schema: { type: 'string', example: '"manual-backups";r=9;t=3600' },
  },
} as const;

/** Whole seconds that are not too early: neither field knows fractions. */
export function inSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
