import { decideRetry } from './retry-policy';
import { StrongroomError } from './strongroom-error';

const DELAYS_MS = [0, 60_000, 300_000];
const passing = new StrongroomError('SSH_CONNECTION_LOST', 'gone');
const lasting = new StrongroomError('SSH_AUTH_FAILED', 'refused');

describe('decideRetry', () => {
  it.each([
    [1, { retry: true, delayMs: 0 }],
    [2, { retry: true, delayMs: 60_000 }],
    [3, { retry: true, delayMs: 300_000 }],
    [4, { retry: false }],
    [9, { retry: false }],
  ])('decides after attempt %i of a passing failure: %j', (attempt, decision) => {
    expect(decideRetry(passing, attempt, DELAYS_MS)).toEqual(decision);
  });

  it('never retries what somebody has to mend first', () => {
    expect(decideRetry(lasting, 1, DELAYS_MS)).toEqual({ retry: false });
  });
});
