/**
 * Refresh tokens: `srr_<family>_<secret>`, one after another, each derived from the one before with a salt that lies in the
 * row. So a refresh whose answer was lost is answered alike once more, though the tables hold hashes only.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { hashToken, matchesHash } from '../access/token';

const FORM = /^srr_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;

export interface FirstToken {
  token: string;
  family: string;
  token_hash: string;
}

export function firstRefreshToken(): FirstToken {
  const family = randomBytes(8).toString('hex');
  const token = `srr_${family}_${randomBytes(32).toString('base64url')}`;
  return { token, family, token_hash: hashToken(token) };
}

export function familyOf(token: string): string | undefined {
  return FORM.exec(token)?.[1];
}

export interface RefreshState {
  token_hash: string;
  previous_hash: string | null;
  salt: string | null;
  refreshed_at: Date;
  expires_at: Date;
  ended_at: Date | null;
}

export interface RefreshLimits {
  idleMs: number;
  graceMs: number;
}

export type RefreshVerdict =
  | { kind: 'rotate'; token: string; change: Pick<RefreshState, 'token_hash' | 'previous_hash' | 'salt'> }
  /** The same answer once more. */
  | { kind: 'repeat'; token: string }
  /** Somebody else has the token as well: the session must end. */
  | { kind: 'reused' }
  | { kind: 'over' };

/** What becomes of a token whose family is that of the session. Pure but for the salt of the next token. */
export function judgeRefresh(state: RefreshState, token: string, now: Date, limits: RefreshLimits): RefreshVerdict {
  const idleSince = now.getTime() - limits.idleMs;
  if (state.ended_at !== null || state.expires_at <= now || state.refreshed_at.getTime() <= idleSince)
    return { kind: 'over' };
  if (matchesHash(token, state.token_hash)) {
    const salt = randomBytes(32).toString('base64url');
    const next = derived(token, salt);
    return {
      kind: 'rotate',
      token: next,
      change: { token_hash: hashToken(next), previous_hash: state.token_hash, salt },
    };
  }
  const isPrevious = state.previous_hash !== null && matchesHash(token, state.previous_hash);
  const isLate = now.getTime() - state.refreshed_at.getTime() >= limits.graceMs;
  if (isPrevious && !isLate) return { kind: 'repeat', token: derived(token, state.salt!) };
  return { kind: 'reused' };
}

function derived(token: string, salt: string): string {
  return `srr_${familyOf(token)}_${createHmac('sha256', salt).update(token).digest('base64url')}`;
}
