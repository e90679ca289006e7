import type { TaskStatus } from '@app/contracts';
import { cancelOutcome, decideTaskCancel } from './task-cancel';

const asked = new Date();

describe('a cancel', () => {
  it.each<[TaskStatus, Date | null, string, string | null]>([
    ['pending', null, 'ask', null],
    ['queued', null, 'ask', null],
    ['running', null, 'ask', null],
    ['pending', asked, 'known', 'requested'],
    ['queued', asked, 'known', 'requested'],
    ['running', asked, 'known', 'requested'],
    ['cancelled', asked, 'known', 'cancelled'],
    ['completed', null, 'ended', null],
    ['failed', null, 'ended', null],
    ['completed', asked, 'ended', 'too_late'],
    ['failed', asked, 'ended', 'too_late'],
  ])('of a task that is %s (asked for before: %s) is to be %s, and shown as %s', (status, at, decision, outcome) => {
    const task = { status, cancel_requested_at: at };
    expect(decideTaskCancel(task)).toBe(decision);
    expect(cancelOutcome(task)).toBe(outcome);
  });
});
