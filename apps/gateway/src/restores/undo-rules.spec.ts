import { pendingInPlace, pendingRestore } from '../../testing/sample-events';
import type { Restore } from './restore.entity';
import { undoFault } from './undo-rules';

const now = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:00:01Z');
const done: Restore = { ...pendingInPlace(), status: 'completed', completed_at: now, replaced_until: later };
const faultOf = (change: Partial<Restore>) => undoFault({ ...done, ...change }, now);

describe('an undo', () => {
  it('is possible while what was replaced is kept', () => expect(faultOf({})).toBeUndefined());

  it('is possible where the one before has broken', () =>
    expect(faultOf({ status: 'failed', outcome: 'broken' })).toBeUndefined());

  it.each([
    ['a clone', { ...pendingRestore(), status: 'completed' }, /Tear it down/],
    ['one that is not completed', { status: 'in_progress' }, /cancel its task/],
    ['one whose rollback failed', { status: 'failed', outcome: 'broken', completed_at: null }, /dead letter/],
    ['one that was rolled back', { status: 'rolled_back', outcome: 'rolled_back' }, /is live/],
    ['one that has touched nothing', { status: 'failed', outcome: 'untouched' }, /is live/],
    ['one that is being undone', { status: 'undoing' }, /already/],
    ['one that is undone', { status: 'undone' }, /is live/],
    ['one that dropped first', { strategy: 'drop_first', insurance_backup_id: 'i1' }, /insurance backup is i1/],
    ['one that kept nothing', { replaced_until: null }, /without an insurance backup/],
  ] as [string, Partial<Restore>, RegExp][])('of %s is not possible, and says what to do', (_, change, advice) =>
    expect(faultOf(change)).toMatchObject({ code: 'UNDO_NOT_POSSIBLE', message: expect.stringMatching(advice) }),
  );

  it.each([
    ['its time is over', { replaced_until: now }],
    ['it was dropped', { replaced_dropped_at: now }],
  ] as [string, Partial<Restore>][])('comes too late once %s', (_, change) =>
    expect(faultOf({ ...change, insurance_backup_id: 'i1' })).toMatchObject({
      code: 'UNDO_TOO_LATE',
      message: expect.stringContaining('insurance backup is i1'),
    }),
  );
});
