import { createToken, hashToken, matchesHash, prefixOf } from './token';

describe('API tokens', () => {
  it('have a prefix that finds them, and a hash that only the whole token matches', () => {
    const { token, prefix, hash } = createToken();
    expect(token).toMatch(/^srk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    expect(prefixOf(token)).toBe(prefix);
    expect(matchesHash(token, hash)).toBe(true);
    expect(matchesHash(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, hash)).toBe(false);
    expect(hash).toBe(hashToken(token));
  });

  it.each(['', 'srk_', 'srk_abc_def', 'Bearer x', `srk_${'0'.repeat(12)}_${'a'.repeat(42)}`])(
    'refuses the form of %j',
    (text) => expect(prefixOf(text)).toBeUndefined(),
  );
});
