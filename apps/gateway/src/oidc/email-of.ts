/** What a token says about the email of its owner, as far as an issuer may say it. Pure. */
import type { JWTPayload } from 'jose';

/** @returns in lower case; undefined: none, not verified, or of a domain that the issuer may not speak of */
export function emailOf(claims: JWTPayload, claim: string, domains: readonly string[] | null): string | undefined {
  const email = claims[claim];
  // only this very value: some issuers write "false" as text
  if (typeof email !== 'string' || claims['email_verified'] !== true) return undefined;
  const found = /^[^@\s]+@([^@\s]+)$/.exec(email.toLowerCase());
  if (found === null || (domains !== null && !domains.includes(found[1]!))) return undefined;
  return found[0];
}
