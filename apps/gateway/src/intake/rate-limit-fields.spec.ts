import { inSeconds, rateLimitFields } from './rate-limit-fields';

describe('the RateLimit fields', () => {
  it('are structured fields with the name of the policy and whole seconds that are not too early', () => {
    const policy = { name: 'manual-backups', limit: 10, windowMs: 3_600_000 };
    expect(rateLimitFields(policy, { remaining: 3, resetMs: 1_000.2 })).toEqual({
      'RateLimit-Policy': '"manual-backups";q=10;w=3600',
      RateLimit: '"manual-backups";r=3;t=2',
    });
  });

  it('never say that there is nothing to wait for', () => {
    expect([-5, 0, 1, 1000, 1001].map(inSeconds)).toEqual([1, 1, 1, 1, 2]);
  });
});
