import { StrongroomError } from '@app/core';
import { decideCancel, decideEnd, type UnsuccessfulEnd } from './job-endings';
import type { Job, JobStatus } from './job.entity';

const passing = new StrongroomError('SSH_UNREACHABLE', 'silence');
const lasting = new StrongroomError('SSH_AUTH_FAILED', 'no');

describe('decideEnd', () => {
  it.each<[StrongroomError, 'cancel' | '', 'stop' | '', number, UnsuccessfulEnd]>([
    [passing, '', '', 1, { status: 'waiting', counts: true, delayMs: 0 }],
    [passing, '', '', 2, { status: 'waiting', counts: true, delayMs: 60 }],
    [passing, '', '', 3, { status: 'failed' }],
    [lasting, '', '', 1, { status: 'failed' }],
    [passing, '', 'stop', 3, { status: 'waiting', counts: false, delayMs: 0 }],
    [lasting, '', 'stop', 1, { status: 'waiting', counts: false, delayMs: 0 }],
    [passing, 'cancel', '', 1, { status: 'cancelled' }],
    [lasting, 'cancel', '', 3, { status: 'cancelled' }],
    [passing, 'cancel', 'stop', 1, { status: 'cancelled' }],
  ])('of %s (%s %s) in failed attempt %i is %j', (error, cancel, stop, failedAttempts, end) => {
    const circumstances = { error, cancelRequested: cancel !== '', stopping: stop !== '', failedAttempts };
    expect(decideEnd({ ...circumstances, retryDelaysMs: [0, 60] })).toEqual(end);
  });
});

describe('decideCancel', () => {
  const asked = new Date();
  it.each<[JobStatus, Date | null, boolean, string]>([
    ['waiting', null, false, 'ended'],
    ['running', null, true, 'asked'],
    ['running', asked, true, 'repeated'],
    ['running', null, false, 'ended'],
    ['running', asked, false, 'ended'],
    ['completed', null, false, 'too_late'],
    ['completed', asked, false, 'too_late'],
    ['failed', null, false, 'too_late'],
    ['cancelled', asked, false, 'repeated'],
  ])('of a job that is %s (asked before: %s, held: %s) is %s', (status, cancelRequestedAt, held, outcome) => {
    expect(decideCancel({ status, cancelRequestedAt, journal: {} } as Job, held)).toBe(outcome);
  });

  it.each<[JobStatus, boolean]>([
    ['running', true],
    ['running', false],
    ['waiting', false],
  ])('of a job that stands between two states (%s, held: %s) is too_late', (status, held) => {
    expect(decideCancel({ status, cancelRequestedAt: null, journal: { between: true } } as never, held)).toBe(
      'too_late',
    );
  });
});
