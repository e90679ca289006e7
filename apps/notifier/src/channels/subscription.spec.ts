import { NOTICE_KINDS, type NoticeKind } from '@app/contracts';
import { isSubscribed, type Subscription } from './subscription';

const USUAL: Subscription = { notices: null, environmentIds: null };
const notice = (kind: NoticeKind, environmentId: string | null = 'e1', toldBy: NoticeKind[] = []) => ({
  kind,
  environmentId,
  toldBy,
});

describe('a channel', () => {
  it('without a choice gets everything but trials that went well', () => {
    const passedOver = NOTICE_KINDS.filter((kind) => !isSubscribed(USUAL, notice(kind)));
    expect(passedOver).toEqual(['drill_completed']);
  });

  it('gets what it asked for, and nothing else', () => {
    const wanted = { ...USUAL, notices: ['drill_completed'] as const };
    expect(NOTICE_KINDS.filter((kind) => isSubscribed(wanted, notice(kind)))).toEqual(['drill_completed']);
  });

  it('of some environments gets what concerns these, and nothing that concerns none', () => {
    const some = { ...USUAL, environmentIds: ['e1', 'e2'] };
    const got = ['e1', 'e2', 'e3', null].filter((id) => isSubscribed(some, notice('backup_failed', id)));
    expect(got).toEqual(['e1', 'e2']);
  });

  it('gets nothing twice that all of the other kinds tell it', () => {
    const letter = notice('dead_letter', 'e1', ['restore_failed', 'drill_failed']);
    expect(isSubscribed(USUAL, letter)).toBe(false);
    expect(isSubscribed({ ...USUAL, notices: ['dead_letter'] }, letter)).toBe(true);
    expect(isSubscribed({ ...USUAL, notices: ['dead_letter', 'restore_failed'] }, letter)).toBe(true);
  });
});
