/** API tokens: `srk_<prefix>_<secret>`. Only the SHA-256 of the whole token is stored; the prefix finds the row. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const FORM = /^srk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface NewToken {
  /** What the owner gets to see, once. */
  token: string;
  prefix: string;
  hash: string;
}

export function createToken(): NewToken {
  const prefix = randomBytes(6).toString('hex');
  const token = `srk_${prefix}_${randomBytes(32).toString('base64url')}`;
  return { token, prefix, hash: hashToken(token) };
}

export function prefixOf(token: string): string | undefined {
  return FORM.exec(token)?.[1];
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares in a time that does not depend on where the two differ. */
export function matchesHash(token: string, hash: string): boolean {
  const given = Buffer.from(hashToken(token), 'hex');
  const stored = Buffer.from(hash, 'hex');
  return given.length === stored.length && timingSafeEqual(given, stored);
}
