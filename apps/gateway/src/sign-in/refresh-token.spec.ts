import { hashToken } from '../access/token';
import { familyOf, firstRefreshToken, judgeRefresh, type RefreshState } from './refresh-token';

const START = new Date('2026-01-01T00:00:00Z');
const LIMITS = { idleMs: 3_600_000, graceMs: 30_000 };
const after = (ms: number) => new Date(START.getTime() + ms);

describe('refresh tokens', () => {
  const { token: first, token_hash, family } = firstRefreshToken();
  const fresh: RefreshState = {
    token_hash,
    previous_hash: null,
    salt: null,
    refreshed_at: START,
    expires_at: after(86_400_000),
    ended_at: null,
  };
  const rotated = (state: RefreshState, token: string, at = START) => {
    const verdict = judgeRefresh(state, token, at, LIMITS);
    if (verdict.kind !== 'rotate') throw new Error(verdict.kind);
    return { state: { ...state, ...verdict.change, refreshed_at: at }, token: verdict.token };
  };

  it('follow each other in their family, and only their hashes are kept', () => {
    const second = rotated(fresh, first);
    const third = rotated(second.state, second.token);
    expect([first, second.token, third.token].map(familyOf)).toEqual([family, family, family]);
    expect(new Set([first, second.token, third.token]).size).toBe(3);
    expect(third.state.token_hash).toBe(hashToken(third.token));
    expect(JSON.stringify(third.state)).not.toContain(third.token);
  });

  it('are given once more to who repeats the last refresh, and the new one still works then', () => {
    const second = rotated(fresh, first);
    const again = judgeRefresh(second.state, first, after(LIMITS.graceMs - 1), LIMITS);
    expect(again).toEqual({ kind: 'repeat', token: second.token });
    expect(rotated(second.state, second.token).token).not.toBe(second.token);
  });

  it('end the session when an old one comes later, or one that was followed twice', () => {
    const second = rotated(fresh, first);
    const third = rotated(second.state, second.token);
    expect(judgeRefresh(second.state, first, after(LIMITS.graceMs), LIMITS).kind).toBe('reused');
    expect(judgeRefresh(third.state, first, START, LIMITS).kind).toBe('reused');
    const forged = `srr_${family}_${'a'.repeat(43)}`;
    expect(judgeRefresh(third.state, forged, START, LIMITS).kind).toBe('reused');
  });

  it.each([
    ['ended', { ended_at: START }, 0],
    ['too old', {}, 86_400_000],
    ['not refreshed for too long', {}, LIMITS.idleMs],
  ])('are worth nothing when the session is %s', (_, change, ms) => {
    expect(judgeRefresh({ ...fresh, ...change }, first, after(ms), LIMITS)).toEqual({ kind: 'over' });
  });

  it.each(['', 'srr_', `srk_${'0'.repeat(16)}_${'a'.repeat(43)}`, `srr_${'0'.repeat(16)}_${'a'.repeat(42)}`])(
    'have another form than %j',
    (text) => expect(familyOf(text)).toBeUndefined(),
  );
});
