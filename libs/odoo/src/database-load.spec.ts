import { chooseLoad, type LoadRoom, parseDf } from './database-load';

const MB = 1_000_000;
const NEEDS = { dumpBytes: 300 * MB, databaseBytes: 1000 * MB };
const LIMITS = { minBytes: 100 * MB, jobs: 0, spareBytes: 500 * MB };
const disk = (mountPoint: string, freeMb: number) => ({
  mountPoint,
  totalBytes: 5000 * MB,
  freeBytes: freeMb * MB,
});
const ROOM: LoadRoom = { processors: 8, spool: disk('/', 1800), data: disk('/', 1800) };

describe('a dump is loaded', () => {
  it('in parallel where it is large enough and the disk holds dump, database and the spare bytes', () => {
    expect(chooseLoad(NEEDS, LIMITS, ROOM)).toEqual({
      way: 'parallel',
      jobs: 4,
      reason: 'the dump has 300 MB, and / has 1,800 MB free',
      shortOfDisk: false,
    });
  });

  it.each([
    ['as many sessions as processors', { processors: 3 }, {}, 3],
    ['as many sessions as wanted', {}, { jobs: 6 }, 6],
    ['four sessions at most by itself', { processors: 64 }, {}, 4],
  ])('with %s', (_what, room, limits, jobs) => {
    expect(chooseLoad(NEEDS, { ...LIMITS, ...limits }, { ...ROOM, ...room })).toMatchObject({ way: 'parallel', jobs });
  });

  it.each([
    ['is small', { dumpBytes: 100 * MB - 1 }, {}, {}, 'the dump has 100 MB, less than 100 MB'],
    ['is wanted in one session', {}, { jobs: 1 }, {}, 'one session is all that is wanted'],
    ['has one processor', {}, {}, { processors: 1 }, 'the server has one processor'],
    ['has nowhere to lie', {}, {}, { spool: undefined }, /no directory beside the database/],
  ])('as a stream where it %s', (_what, needs, limits, room, reason) => {
    expect(chooseLoad({ ...NEEDS, ...needs }, { ...LIMITS, ...limits }, { ...ROOM, ...room })).toEqual({
      way: 'streamed',
      jobs: 1,
      reason: typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string),
      shortOfDisk: false,
    });
  });

  it.each([
    ['one disk holds both', disk('/', 1799), disk('/', 1799), '/ has 1,799 MB free where 1,800 MB are needed'],
    ['it may be one disk', disk('/', 1799), undefined, '/ has 1,799 MB free where 1,800 MB are needed'],
    ['the file finds no room', disk('/', 799), disk('/data', 1500), '/ has 799 MB free where 800 MB are needed'],
    [
      'the database finds none',
      disk('/', 800),
      disk('/data', 1499),
      '/data has 1,499 MB free where 1,500 MB are needed',
    ],
  ])('as a stream, which is told, where %s', (_what, spool, data, reason) => {
    expect(chooseLoad(NEEDS, LIMITS, { ...ROOM, spool, data })).toEqual({
      way: 'streamed',
      jobs: 1,
      reason,
      shortOfDisk: true,
    });
  });

  it('in parallel where two disks each hold their part', () => {
    const room = { ...ROOM, spool: disk('/', 800), data: disk('/data', 1500) };
    expect(chooseLoad(NEEDS, LIMITS, room)).toMatchObject({ way: 'parallel' });
  });

  it.each([
    [
      'overlay          264212084 26229612  80161300      25% /',
      { mountPoint: '/', totalBytes: 264212084 * 1024, freeBytes: 80161300 * 1024 },
    ],
    ['/dev/my disk 100 90 -5 100% /mnt/a b', { mountPoint: '/mnt/a b', totalBytes: 102_400, freeBytes: 0 }],
    ['tmpfs 100 0 100 0% /tmp', { mountPoint: '/tmp', totalBytes: 102_400, freeBytes: 102_400 }],
    ['', undefined],
    ['Filesystem     1024-blocks     Used Available Capacity Mounted on', undefined],
  ])('after reading %j of df', (line, room) => {
    expect(parseDf(line)).toEqual(room);
  });
});
