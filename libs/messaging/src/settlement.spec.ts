import { StrongroomError } from '@app/core';
import { RetryLater } from './retry-later';
import { DATABASE_PAUSE_MS, DEAD_LETTER_PAUSE_MS, decideSettlement, type Settlement } from './settlement';

const passing = new StrongroomError('SSH_CONNECTION_LOST', 'gone');
const lasting = new StrongroomError('SSH_AUTH_FAILED', 'refused');
const cancelled = new StrongroomError('CANCELLED', 'enough');
const databaseDown = Object.assign(new Error('terminating connection'), { code: '57P01' });
const again = (delayMs: number, failed: boolean, reason: string): Settlement => ({
  action: 'again',
  delayMs,
  failed,
  reason,
});
const buried = (code: string) => ({ action: 'dead-letter', error: expect.objectContaining({ code }) as unknown });

describe('decideSettlement', () => {
  it.each([false, true])('acknowledges what a handler finished (stopping: %s)', (stopping) => {
    expect(decideSettlement({ returned: true }, { attempt: 9, stopping, retryDelaysMs: [] })).toEqual({
      action: 'acknowledge',
    });
  });

  it.each([
    // thrown, attempt, stopping, settlement
    [passing, 1, false, again(0, true, 'gone')],
    [passing, 2, false, again(60_000, true, 'gone')],
    [passing, 3, false, buried('SSH_CONNECTION_LOST')],
    [lasting, 1, false, buried('SSH_AUTH_FAILED')],
    [new Error('who knows'), 1, false, again(0, true, 'who knows')],
    [new Error('who knows'), 3, false, buried('INTERNAL')],
    ['a string', 3, false, buried('INTERNAL')],
    [new RetryLater('busy', 1_500), 1, false, again(1_500, false, 'busy')],
    [new RetryLater('busy', 1_500), 9, false, again(1_500, false, 'busy')],
    [databaseDown, 1, false, again(DATABASE_PAUSE_MS, false, 'terminating connection')],
    [databaseDown, 9, false, again(DATABASE_PAUSE_MS, false, 'terminating connection')],
    [cancelled, 1, false, { action: 'acknowledge' }],
    [passing, 9, true, again(0, false, 'gone')],
    [lasting, 1, true, again(0, false, 'refused')],
    [new RetryLater('busy', 1_500), 1, true, again(0, false, 'busy')],
  ])('decides %#: %s at attempt %i (stopping: %s)', (thrown, attempt, stopping, settlement) => {
    expect(decideSettlement({ returned: false, thrown }, { attempt, stopping, retryDelaysMs: [0, 60_000] })).toEqual(
      settlement,
    );
  });

  it.each([lasting, new Error('who knows')])('keeps a dead letter that cannot be taken in: %s', (thrown) => {
    const circumstances = { attempt: 9, stopping: false, retryDelaysMs: [0], isDeadLetter: true };
    expect(decideSettlement({ returned: false, thrown }, circumstances)).toEqual(
      again(DEAD_LETTER_PAUSE_MS, true, thrown.message),
    );
  });
});
