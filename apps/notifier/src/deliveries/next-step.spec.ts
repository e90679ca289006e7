import { type ErrorCode, StrongroomError } from '@app/core';
import { nextStep } from './next-step';

const PACE = { firstMs: 30_000, longestMs: 3_600_000, giveUpMs: 86_400_000 };
const failure = (code: ErrorCode, details = {}) => new StrongroomError(code, 'no', { details });
const after = (attempt: number, ageMs = 0, details = {}) =>
  nextStep(failure('NOTICE_UNDELIVERED', details), attempt, ageMs, PACE);

describe('after an attempt that failed', () => {
  it.each([
    [1, 30_000],
    [2, 60_000],
    [3, 120_000],
    [8, 3_600_000],
    [1_000, 3_600_000],
  ])('the wait after attempt %d is %d ms', (attempt, delayMs) => {
    expect(after(attempt)).toEqual({ status: 'waiting', delayMs });
  });

  it('the receiver is left alone for as long as it asks for, up to the longest wait', () => {
    expect(after(1, 0, { retry_after_ms: 90_000 })).toEqual({ status: 'waiting', delayMs: 90_000 });
    expect(after(1, 0, { retry_after_ms: 1_000 })).toEqual({ status: 'waiting', delayMs: 30_000 });
    expect(after(1, 0, { retry_after_ms: 10 * 3_600_000 })).toEqual({ status: 'waiting', delayMs: 3_600_000 });
  });

  it('the notice is given up when the next one would come too late', () => {
    expect(after(2, PACE.giveUpMs - 60_000)).toEqual({ status: 'waiting', delayMs: 60_000 });
    expect(after(2, PACE.giveUpMs - 59_999)).toEqual({ status: 'given_up' });
  });

  it.each<[ErrorCode, string]>([
    ['NOTICE_REFUSED', 'failed'],
    ['NOTICE_ADDRESS_FORBIDDEN', 'failed'],
    ['CHANNEL_CLOSED', 'given_up'],
    ['SMTP_NOT_CONFIGURED', 'waiting'],
    ['SMTP_AUTH_FAILED', 'waiting'],
    ['SMTP_UNREACHABLE', 'waiting'],
    ['SECRET_UNREADABLE', 'waiting'],
    ['INTERNAL', 'waiting'],
  ])('%s leaves it %s', (code, status) => {
    expect(nextStep(failure(code), 1, 0, PACE).status).toBe(status);
  });
});
