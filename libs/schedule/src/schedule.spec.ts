import { lastRun, nextRun, nextRuns } from './schedule';

const runs = (cron: string, timezone: string, after: string, count: number) =>
  nextRuns({ cron, timezone }, new Date(after), count).map((run) => run.toISOString().slice(0, 16) + 'Z');
const refusal = (cron: string, timezone = 'UTC') => {
  try {
    nextRun({ cron, timezone }, new Date('2026-01-01'));
    return undefined;
  } catch (error) {
    return error as { code: string; message: string; details: object };
  }
};

describe('an expression', () => {
  const after = '2026-01-01T00:00:00Z'; // a Thursday
  it.each([
    ['0 2 * * *', ['2026-01-01T02:00Z', '2026-01-02T02:00Z']],
    ['0 */6 * * *', ['2026-01-01T06:00Z', '2026-01-01T12:00Z']],
    ['0 2,14 * * *', ['2026-01-01T02:00Z', '2026-01-01T14:00Z']],
    ['0 * * * *', ['2026-01-01T01:00Z', '2026-01-01T02:00Z']],
    ['0 9-17 * * 1-5', ['2026-01-01T09:00Z', '2026-01-01T10:00Z']],
    ['0 3 * * 0', ['2026-01-04T03:00Z', '2026-01-11T03:00Z']],
    ['0 3 * * 7', ['2026-01-04T03:00Z', '2026-01-11T03:00Z']],
    ['0 3 * * sun', ['2026-01-04T03:00Z', '2026-01-11T03:00Z']],
    ['0 3 * * 5-7', ['2026-01-02T03:00Z', '2026-01-03T03:00Z', '2026-01-04T03:00Z', '2026-01-09T03:00Z']],
    ['0 1 1 * *', ['2026-01-01T01:00Z', '2026-02-01T01:00Z']],
    ['30 8 * * 1-5', ['2026-01-01T08:30Z', '2026-01-02T08:30Z', '2026-01-05T08:30Z']],
    ['  0   0 1 JAN,jul *  ', ['2026-07-01T00:00Z', '2027-01-01T00:00Z']],
    ['5/20 0 * * *', ['2026-01-01T00:05Z', '2026-01-01T00:25Z', '2026-01-01T00:45Z', '2026-01-02T00:05Z']],
    ['0 0 31 * *', ['2026-01-31T00:00Z', '2026-03-31T00:00Z']],
    ['0 0 29 2 *', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    // either day is enough where both are restricted, and both have to fit where one of them has a star
    ['0 0 13 * 5', ['2026-01-02T00:00Z', '2026-01-09T00:00Z', '2026-01-13T00:00Z', '2026-01-16T00:00Z']],
    ['0 0 30 2 1', ['2026-02-02T00:00Z', '2026-02-09T00:00Z']],
    ['0 0 */10 * 1', ['2026-05-11T00:00Z', '2026-06-01T00:00Z']],
  ])('%s comes when cron has it', (cron, expected) => {
    expect(runs(cron, 'UTC', after, expected.length)).toEqual(expected);
  });

  it.each([
    ['', 'has 0 fields'],
    ['* * * *', 'has 4 fields'],
    ['0 * * * * *', 'has 6 fields'],
    ['@daily', 'no cron expression of five fields'],
    ['60 * * * *', 'minute “60”'],
    ['* 24 * * *', 'hour “24”'],
    ['* * 0 * *', 'day of month “0”'],
    ['* * * 13 *', 'month “13”'],
    ['* * * * 8', 'day of week “8”'],
    ['-1 * * * *', 'minute “-1”'],
    ['a * * * *', 'minute “a”'],
    ['1,,2 * * * *', 'minute “1,,2”'],
    ['* 5-1 * * *', 'hour “5-1”'],
    ['*/0 * * * *', 'minute “*/0”'],
    ['*/61 * * * *', 'minute “*/61”'],
    ['H * * * *', 'minute “H”'],
    ['0 0 ? * *', 'day of month “?”'],
    ['0 0 L * *', 'day of month “L”'],
    ['0 0 15W * *', 'day of month “15W”'],
    ['0 0 * * 5L', 'day of week “5L”'],
    ['0 0 * * 1#2', 'day of week “1#2”'],
    ['0 0 * * sunday', 'day of week “sunday”'],
    ['0 0 30 2 *', 'names no day that ever comes'],
    ['0 0 31 4,6,9,11 *', 'names no day that ever comes'],
  ])('“%s” is refused with what is wrong', (cron, message) => {
    expect(refusal(cron)).toMatchObject({ code: 'SCHEDULE_INVALID' });
    expect(refusal(cron)!.message).toContain(message);
  });

  it('that is endless is refused', () => {
    expect(refusal(`${'1,'.repeat(600)}1 * * * *`)!.message).toContain('more than 1024 characters');
  });

  it('that is refused names its field', () => {
    expect(refusal('0 25 * * *')!.details).toEqual({ field: 'hour' });
  });

  it.each(['', 'Mars/Olympus', '+02:00', 'local', 'UTC+2'])('in the zone “%s” is refused', (timezone) => {
    expect(refusal('0 2 * * *', timezone)).toMatchObject({ code: 'TIMEZONE_INVALID' });
  });
});

describe('where the clock is set', () => {
  it.each([
    // Berlin: 02:00 is followed by 03:00 on March 29, and 03:00 by 02:00 on October 25, 2026
    [
      'Europe/Berlin',
      '30 2 * * *',
      '2026-03-28T00:00Z',
      ['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    ],
    ['Europe/Berlin', '0,20,40 2 * * *', '2026-03-28T02:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:00Z']],
    [
      'Europe/Berlin',
      '0,30 2,3 * * *',
      '2026-03-28T23:00Z',
      ['2026-03-29T01:00Z', '2026-03-29T01:30Z', '2026-03-30T00:00Z'],
    ],
    [
      'Europe/Berlin',
      '0 */2 * * *',
      '2026-03-28T22:00Z',
      ['2026-03-28T23:00Z', '2026-03-29T01:00Z', '2026-03-29T02:00Z'],
    ],
    ['Europe/Berlin', '30 2 29 3 *', '2025-04-01T00:00Z', ['2026-03-29T01:00Z', '2027-03-29T00:30Z']],
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    ['Europe/Berlin', '30 2 * * *', '2026-10-25T00:45Z', ['2026-10-26T01:30Z']],
    ['Europe/Berlin', '30 2 * * *', '2026-10-25T01:10Z', ['2026-10-26T01:30Z']],
    ['Europe/Berlin', '0 3 * * *', '2026-10-24T12:00Z', ['2026-10-25T02:00Z', '2026-10-26T02:00Z']],
    [
      'Europe/Berlin',
      '0 * * * *',
      '2026-03-28T23:30Z',
      ['2026-03-29T00:00Z', '2026-03-29T01:00Z', '2026-03-29T02:00Z'],
    ],
    ['Europe/Berlin', '30 * * * *', '2026-03-29T00:00Z', ['2026-03-29T00:30Z', '2026-03-29T01:30Z']],
    [
      'Europe/Berlin',
      '0 * * * *',
      '2026-10-24T23:30Z',
      ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z'],
    ],
    [
      'Europe/Berlin',
      '*/30 * * * *',
      '2026-10-25T00:00Z',
      ['2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z', '2026-10-25T02:00Z'],
    ],
    // a star that does not name every hour is no interval: these are times of the clock, and come once
    [
      'Europe/Berlin',
      '*/30 2 * * *',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-26T01:00Z'],
    ],
    ['Europe/Berlin', '0 */2 * * *', '2026-10-24T22:00Z', ['2026-10-25T00:00Z', '2026-10-25T03:00Z']],
    ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
    ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    [
      'America/New_York',
      '*/15 * * * *',
      '2026-11-01T05:30Z',
      ['2026-11-01T05:45Z', '2026-11-01T06:00Z', '2026-11-01T06:15Z'],
    ],
    // half an hour: 02:00 is followed by 02:30 on October 4, and 02:00 by 01:30 on April 5, 2026
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-04-03T20:00Z', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
    ['Australia/Lord_Howe', '0 * * * *', '2026-04-04T13:30Z', ['2026-04-04T14:00Z', '2026-04-04T15:30Z']],
    // there is no December 30, 2011
    ['Pacific/Apia', '0 2 * * *', '2011-12-29T00:00Z', ['2011-12-29T12:00Z', '2011-12-30T10:00Z', '2011-12-30T12:00Z']],
    ['Pacific/Apia', '0 2,14 30 12 *', '2011-12-01T00:00Z', ['2011-12-30T10:00Z', '2012-12-29T12:00Z']],
    ['Pacific/Apia', '0 */1 * * *', '2011-12-30T09:00Z', ['2011-12-30T10:00Z', '2011-12-30T11:00Z']],
    // midnight is left out on November 4, and shown twice between February 17 and 18, 2018
    ['America/Sao_Paulo', '0 0 * * *', '2018-11-03T12:00Z', ['2018-11-04T03:00Z', '2018-11-05T02:00Z']],
    ['America/Sao_Paulo', '30 0 4 11 *', '2018-10-01T00:00Z', ['2018-11-04T03:00Z', '2019-11-04T03:30Z']],
    ['America/Sao_Paulo', '30 23 * * *', '2018-02-17T12:00Z', ['2018-02-18T01:30Z', '2018-02-19T02:30Z']],
    // back for Ramadan, and forward after it
    ['Africa/Casablanca', '30 2 * * *', '2024-03-09T12:00Z', ['2024-03-10T01:30Z', '2024-03-11T02:30Z']],
    ['Africa/Casablanca', '30 2 * * *', '2024-04-13T12:00Z', ['2024-04-14T02:00Z', '2024-04-15T01:30Z']],
    ['UTC', '30 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T02:30Z', '2026-03-30T02:30Z']],
    ['Asia/Kathmandu', '0 0 * * *', '2026-01-01T00:00Z', ['2026-01-01T18:15Z', '2026-01-02T18:15Z']],
  ])('in %s, %s comes after %s once each time', (timezone, cron, after, expected) => {
    expect(runs(cron, timezone, after, expected.length)).toEqual(expected);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'])(
    'in %s every day of a year has its run, and none has two',
    (timezone) => {
      const year = nextRuns({ cron: '15 2 * * *', timezone }, new Date('2024-01-01T12:00:00Z'), 366);
      const { format } = new Intl.DateTimeFormat('sv', { timeZone: timezone });
      expect(new Set(year.map((run) => format(run))).size).toBe(366);
    },
  );
});

describe('the last run', () => {
  const last = (cron: string, from: string, to: string) =>
    lastRun({ cron, timezone: 'Europe/Berlin' }, new Date(from), new Date(to))?.toISOString();
  it.each([
    ['* * * * *', '2020-01-01T00:00:00Z', '2026-01-01T00:00:30Z', '2026-01-01T00:00:00.000Z'],
    ['0 0 1 1 *', '2020-01-01T00:00:00Z', '2026-10-01T00:00:00Z', '2025-12-31T23:00:00.000Z'],
    ['0 2 * * *', '2026-01-01T01:00:00Z', '2026-01-01T01:00:00Z', '2026-01-01T01:00:00.000Z'],
    ['0 2 * * *', '2026-01-01T01:00:01Z', '2026-01-02T00:59:59Z', undefined],
  ])('of %s from %s to %s is found', (cron, from, to, expected) => {
    expect(last(cron, from, to)).toBe(expected);
  });
});
