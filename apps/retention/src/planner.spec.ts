import { DEFAULT_TIER_RULES, type TierRules } from '@app/tiers';
import { live, rulesOf } from '../testing/live-backup';
import { type LiveBackup, plan, type Plan, type Situation } from './planner';

const at = (day: string) => new Date(day.includes('T') ? day : `${day}T03:00:00Z`);
const planned = (backups: LiveBackup[], now: string, rest: Partial<Situation> = {}) =>
  plan({ backups, rules: DEFAULT_TIER_RULES, now: at(now), environmentLives: true, ...rest });
const promotions = ({ promote }: Plan) => promote.map(({ backup }) => `${backup.id} ${backup.tier}`);
const expired = ({ expire }: Plan) => expire.map(({ backup }) => backup.id);
/** One a day, of these days of a month. */
const dailies = (month: string, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) =>
    live(`${month}-${String(first + index).padStart(2, '0')}`, 'daily', 7),
  );
// in these weeks the month, the year have theirs
const YEAR = live('2027-01-01T12:00:00Z', 'yearly', 730);
const JUNE = live('2027-06-01T12:00:00Z', 'monthly', 360);

describe('promotion', () => {
  it('lets the first daily one of a week become weekly from the weekly day on', () => {
    const week = dailies('2027-06', 14, 20); // Monday to Sunday
    expect(promotions(planned([YEAR, JUNE, ...week.slice(0, 6)], '2027-06-19'))).toEqual([]);
    const { promote } = planned([YEAR, JUNE, ...week], '2027-06-20');
    expect(promote).toEqual([
      {
        backup: { ...week[0], tier: 'weekly', expiresAt: at('2027-07-18') },
        previousTier: 'daily',
        reason: 'the first daily backup of the week that began on 2027-06-14, which had no weekly one',
      },
    ]);
  });

  it('promotes nothing where the week has its weekly one', () => {
    const week = [...dailies('2027-06', 14, 19), live('2027-06-20', 'weekly', 28)];
    expect(promotions(planned([YEAR, JUNE, ...week], '2027-06-20'))).toEqual([]);
  });

  it('fills month and year from below, and the place that is left there as well', () => {
    const week = [...dailies('2027-06', 15, 19), live('2027-06-20', 'weekly', 28)];
    expect(promotions(planned(week, '2027-06-21')).toSorted()).toEqual([
      '2027-06-15 monthly',
      '2027-06-16 weekly',
      '2027-06-20 yearly',
    ]);
  });

  it('leaves out tiers that are off', () => {
    const week = dailies('2027-06', 14, 20);
    const rules = (...counts: [number, number, number, number]) => ({ rules: rulesOf(counts) });
    expect(promotions(planned(week, '2027-06-20', rules(7, 0, 0, 0)))).toEqual([]);
    expect(promotions(planned(week, '2027-06-20', rules(7, 0, 12, 0)))).toEqual(['2027-06-14 monthly']);
    expect(promotions(planned(week, '2027-06-20', rules(7, 4, 0, 0)))).toEqual(['2027-06-14 weekly']);
    expect(promotions(planned(week, '2027-06-20', rules(0, 0, 0, 2)))).toEqual([]);
  });

  it('makes up for runs that were missed, but not for what would be gone by now', () => {
    const long = (day: string) => live(day, 'daily', 365);
    const backups = [YEAR, JUNE, long('2027-06-09'), long('2027-06-16'), long('2027-06-23')];
    expect(promotions(planned(backups, '2027-07-18', { rules: rulesOf([365, 4, 12, 2]) }))).toEqual([
      '2027-06-23 weekly',
    ]);
    expect(promotions(planned(backups, '2027-07-18', { rules: rulesOf([365, 5, 12, 2]) }))).toEqual([
      '2027-06-16 weekly',
      '2027-06-23 weekly',
    ]);
  });

  it.each<[string, Partial<TierRules>, string, string[]]>([
    // Saturday 23:00 in Auckland is Saturday 11:00 UTC; its Sunday begins at 12:00 UTC
    ['not yet Sunday there', { timezone: 'Pacific/Auckland' }, '2027-06-19T11:00:00Z', []],
    ['Sunday there', { timezone: 'Pacific/Auckland' }, '2027-06-19T12:00:00Z', ['2027-06-14 weekly']],
    [
      'the one of Monday morning in UTC is of Sunday there',
      { timezone: 'America/Los_Angeles' },
      '2027-06-20T06:59:00Z',
      ['2027-06-14 weekly'],
    ],
    [
      'a week that begins there on Sunday of UTC',
      { timezone: 'Pacific/Kiritimati' },
      '2027-06-19T10:00:00Z',
      ['2027-06-14 weekly'],
    ],
    ['a weekly day in the middle', { weeklyBackupDay: 2 }, '2027-06-16T00:00:00Z', ['2027-06-14 weekly']],
  ])('counts in the zone of the policy: %s (%#)', (_, rules, now, expected) => {
    const week = dailies('2027-06', 14, 19).filter(({ createdAt }) => createdAt < new Date(now));
    expect(promotions(planned([YEAR, JUNE, ...week], now, { rules: { ...DEFAULT_TIER_RULES, ...rules } }))).toEqual(
      expected,
    );
  });

  it('knows a leap day', () => {
    const week = [live('2028-02-28', 'daily', 7), live('2028-02-29', 'daily', 7)];
    const rest = [live('2028-01-01', 'yearly', 730), live('2028-02-01', 'monthly', 360)];
    const first = planned([...rest, ...week, live('2028-03-01', 'monthly', 360)], '2028-03-05');
    expect(promotions(first)).toEqual(['2028-02-28 weekly']);
    const only = planned([...rest, week[1]!, live('2028-03-01', 'monthly', 360)], '2028-03-05');
    expect(promotions(only)).toEqual(['2028-02-29 weekly']);
  });

  it('takes one of 24 a day', () => {
    const hours = Array.from({ length: 7 * 24 }, (_, hour) =>
      live(new Date(Date.UTC(2027, 5, 14, hour)).toISOString(), 'daily', 7),
    );
    expect(promotions(planned([YEAR, JUNE, ...hours], '2027-06-20T23:30:00Z'))).toEqual([
      '2027-06-14T00:00:00.000Z weekly',
    ]);
  });

  it('prefers what nothing speaks against, and never takes what is damaged', () => {
    const [monday, tuesday, wednesday] = dailies('2027-06', 14, 16) as [LiveBackup, LiveBackup, LiveBackup];
    const of = (...backups: LiveBackup[]) => promotions(planned([YEAR, JUNE, ...backups], '2027-06-20'));
    const [small, bad] = [{ suspicious: true }, { intact: false }];
    expect(of({ ...monday, ...small }, { ...tuesday, ...bad }, wednesday)).toEqual(['2027-06-16 weekly']);
    expect(of({ ...monday, ...bad }, { ...tuesday, ...small })).toEqual(['2027-06-15 weekly']);
    expect(of({ ...monday, ...bad })).toEqual([]);
    expect(of({ ...monday, tier: 'weekly', ...small }, tuesday)).toEqual(['2027-06-15 weekly']);
    expect(of({ ...monday, tier: 'weekly', ...small }, { ...tuesday, ...small })).toEqual([]);
  });

  it('never shortens a life, nor ends one that has no end', () => {
    const [long, endless] = [live('2027-06-14', 'daily', 365), live('2027-06-21', 'daily', 7, { expiresAt: null })];
    const { promote } = planned([YEAR, JUNE, long, endless], '2027-06-27');
    expect(promote.map(({ backup }) => backup.expiresAt)).toEqual([long.expiresAt, null]);
  });

  it('needs a policy', () => {
    expect(promotions(planned(dailies('2027-06', 14, 20), '2027-06-20', { rules: null }))).toEqual([]);
  });

  it('refuses a time zone that does not exist', () => {
    const rules = { ...DEFAULT_TIER_RULES, timezone: 'Europe/Atlantis' };
    expect(() => planned([JUNE], '2027-06-20', { rules })).toThrow('“Europe/Atlantis” is no IANA time zone.');
  });
});

describe('expiry', () => {
  const NEWEST = live('2027-06-30', 'daily', 7, { intact: true });

  it('says of each what becomes of it, and why', () => {
    const backups = [
      live('2027-06-01', 'daily', 7),
      live('2027-06-02', 'daily', 7, { pinned: true }),
      live('2027-06-03', 'permanent', 0),
      live('2027-06-04', 'daily', 60),
      live('2027-06-25', 'daily', 1, { type: 'pre_restore' }),
      NEWEST,
    ];
    const { expire, keep } = planned(backups, '2027-07-01', { rules: null });
    expect(expire.map(({ backup, reason }) => [backup.id, reason])).toEqual([
      ['2027-06-01', 'its time was over on 2027-06-08 02:00 UTC'],
    ]);
    expect(keep.map(({ backup, reason }) => [backup.id, reason])).toEqual([
      ['2027-06-02', 'it is pinned'],
      ['2027-06-03', 'it is kept for ever'],
      ['2027-06-04', 'daily, until 2027-08-03 02:00 UTC'],
      ['2027-06-25', 'the way back until 2027-07-02 02:00 UTC'],
      ['2027-06-30', 'daily, until 2027-07-07 02:00 UTC'],
    ]);
  });

  it('lets the way back go after seven days', () => {
    const insurance = live('2027-06-20', 'daily', 1, { type: 'pre_upgrade' });
    expect(expired(planned([insurance, NEWEST], '2027-06-27T02:00:00Z', { rules: null }))).toEqual([]);
    expect(expired(planned([insurance, NEWEST], '2027-06-27T02:00:01Z', { rules: null }))).toEqual(['2027-06-20']);
  });

  it('keeps the newest, the newest verified, and the newest that nothing speaks against, while the environment lives', () => {
    const backups = [
      live('2027-01-01', 'daily', 7, { intact: true }),
      live('2027-01-02', 'daily', 7, { intact: true }),
      live('2027-01-03', 'daily', 7),
      live('2027-01-04', 'daily', 7, { suspicious: true }),
      live('2027-01-05', 'daily', 7, { intact: false }),
    ];
    const kept = planned(backups, '2027-03-01', { rules: null });
    expect(kept.keep.map(({ backup, reason }) => `${backup.id}: ${reason.split(', ')[1]}`)).toEqual([
      '2027-01-02: but it is the newest verified one',
      '2027-01-03: but it is the newest one that nothing speaks against',
      '2027-01-05: but it is the newest one',
    ]);
    expect(expired(kept)).toEqual(['2027-01-01', '2027-01-04']);
    const gone = planned(backups, '2027-03-01', { rules: null, environmentLives: false });
    expect(expired(gone)).toEqual(backups.map(({ id }) => id));
  });

  it('comes after promotion: what is promoted in the same pass does not go', () => {
    const week = dailies('2027-06', 14, 20);
    const late = planned([YEAR, JUNE, ...week, NEWEST], '2027-06-30', { rules: rulesOf([7, 4, 12, 2]) });
    expect(promotions(late)).toEqual(['2027-06-14 weekly']);
    expect(expired(late)).toEqual(week.slice(1).map(({ id }) => id));
  });

  it('goes by what was promised before, after a policy was changed', () => {
    const backups = [...dailies('2027-06', 14, 20), live('2027-06-06', 'weekly', 28)];
    const stricter = planned(backups, '2027-06-20T23:00:00Z', { rules: rulesOf([1, 0, 0, 0]) });
    expect([promotions(stricter), expired(stricter)]).toEqual([[], []]);
  });
});

describe('the timeline of the guide', () => {
  it('is kept', () => {
    const [a, b] = [live('2024-01-08', 'daily', 7), live('2024-01-14', 'weekly', 28)];
    const newYear = live('2024-01-01', 'yearly', 730);
    const january = live('2024-01-02', 'monthly', 360);
    // A goes when its seven days are over
    expect(expired(planned([newYear, january, a, b], '2024-01-16'))).toEqual(['2024-01-08']);
    // a month that has no monthly one takes its first weekly one
    const [first, second] = [live('2024-02-04', 'weekly', 28), live('2024-02-11', 'weekly', 28)];
    const { promote } = planned([newYear, january, first, second], '2024-02-12');
    expect(promote.map(({ backup }) => [backup.id, backup.tier, backup.expiresAt])).toEqual([
      ['2024-02-04', 'monthly', at('2025-02-06')],
    ]);
    // a year that has no yearly one takes its first monthly one
    const months = [live('2024-02-01', 'monthly', 360), live('2024-03-01', 'monthly', 360)];
    expect(promotions(planned(months, '2024-03-02'))).toEqual(['2024-02-01 yearly']);
  });
});
