/** What the answer to a notice means. */
import { StrongroomError } from '@app/core';
import type { GuardedAnswer } from './guarded-request';

/** These two ask to come again; other 4xx will not change their mind, and a redirection is not followed. */
const LATER = [408, 429];
const DAY_MS = 24 * 3_600_000;

/**
 * @param says what of the body is a code of the receiver's own; nothing else of it is shown
 * @throws StrongroomError NOTICE_REFUSED, NOTICE_UNDELIVERED with `retry_after_ms` where the receiver names a time
 */
export function judgeAnswer(
  url: string,
  { status, retryAfter, text }: GuardedAnswer,
  says: (text: string) => string | undefined = () => undefined,
): void {
  if (status >= 200 && status < 300) return;
  const { host } = new URL(url);
  const code = says(text);
  const message = `${host} answers ${status}${code === undefined ? '' : ` (${code})`}.`;
  const details = { status, ...(code === undefined ? {} : { receiver_code: code }) };
  if (status < 500 && !LATER.includes(status)) throw new StrongroomError('NOTICE_REFUSED', message, { details });
  const wait = retryAfterMs(retryAfter, Date.now());
  throw new StrongroomError('NOTICE_UNDELIVERED', message, {
    details: { ...details, ...(wait === undefined ? {} : { retry_after_ms: wait }) },
  });
}

/** Seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d{1,9}$/.test(header.trim())
    ? Number(header) * 1000
    : /[a-z]/i.test(header)
      ? Date.parse(header) - now
      : NaN;
  return Number.isFinite(wait) && wait > 0 ? Math.min(wait, DAY_MS) : undefined;
}
