/** What the log-in page of Odoo tells: whether it is one, what it loads, and which database has made it. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface LoginPage {
  hasForm: boolean;
  /** Paths, in the order of the page. */
  assets: string[];
  csrfToken?: string;
}

/** How much of a session's name goes into its tokens, where it is longer: Odoo 18 and later. */
const SIGNED_SESSION_CHARS = 42;

export function readLoginPage(html: string): LoginPage {
  const csrfToken =
    /csrf_token:\s*["']([0-9a-f]{40}o[0-9]+)["']/.exec(html)?.[1] ??
    /name="csrf_token"\s+value="([0-9a-f]{40}o[0-9]+)"/.exec(html)?.[1];
  return {
    hasForm: /<input[^>]+name="login"/.test(html) && /<input[^>]+name="password"/.test(html),
    assets: [...new Set([...html.matchAll(/["'](\/web\/assets\/[^"'\s]+)["']/g)].map(([, path]) => path!))],
    ...(csrfToken && { csrfToken }),
  };
}

/**
 * Odoo signs the token of each page with the secret of the page's database. This is the only thing on the page that tells one database
 * from another, and no filter or proxy can get in its way.
 */
export function isSignedBy(token: string, sessionId: string, databaseSecret: string): boolean {
  const [sum = '', moment = ''] = token.split('o');
  const signed = createHmac('sha1', databaseSecret)
    .update(`${sessionId.slice(0, SIGNED_SESSION_CHARS)}${moment}`)
    .digest();
  const shown = Buffer.from(sum, 'hex');
  return shown.length === signed.length && timingSafeEqual(shown, signed);
}
