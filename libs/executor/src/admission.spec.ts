import { admit, type Admission, type QueueLoad } from './admission';

const LIMITS = { perServer: 2, perStorage: 3 };
const DELAY_MS = 100;
const load = (server: [number, number], storage: [number, number], keyTaken = false): QueueLoad => ({
  keyTaken,
  server: { running: server[0], ahead: server[1] },
  storage: { running: storage[0], ahead: storage[1] },
});
const waits = (waitsFor: 'key' | 'server' | 'storage', delayMs: number): Admission => ({
  admitted: false,
  waitsFor,
  delayMs,
});

describe('admit', () => {
  it.each<[string, QueueLoad, Admission]>([
    ['lets the first job run', load([0, 0], [0, 0]), { admitted: true }],
    ['lets jobs run up to the limits', load([1, 0], [2, 0]), { admitted: true }],
    ['puts a job off whose key is taken', load([0, 0], [0, 0], true), waits('key', 100)],
    ['puts a job off whose server is full', load([2, 0], [2, 0]), waits('server', 100)],
    ['puts a job off whose storage is full', load([1, 0], [3, 0]), waits('storage', 100)],
    ['gives a free place to one of the oldest in line', load([1, 1], [1, 2]), { admitted: true }],
    ['keeps a free place for the older ones in line', load([1, 2], [1, 0]), waits('server', 200)],
    ['lets a job ask the more rarely the longer the line is', load([2, 7], [2, 0]), waits('server', 400)],
    ['lets it ask now and then however long the line is', load([2, 100_000], [2, 0]), waits('server', 3_000)],
  ])('%s', (_title, given, expected) => expect(admit(given, LIMITS, DELAY_MS)).toEqual(expected));
});
