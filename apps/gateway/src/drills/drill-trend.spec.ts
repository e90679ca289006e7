import { trendOf } from './drill-trend';

const trend = (drills: number, median: number | null, latest: number | null, previous: number | null) => ({
  drills,
  median_seconds: median,
  latest_seconds: latest,
  previous_seconds: previous,
});

describe('the trend of drills', () => {
  it.each([
    ['none', [], trend(0, null, null, null)],
    ['one', [61_240], trend(1, 61.2, 61.2, null)],
    ['two', [2_000, 1_000], trend(2, 1.5, 2, 1)],
    ['three', [9_000, 1_000, 2_000], trend(3, 2, 9, 1)],
    ['four', [9_000, 1_000, 2_000, 4_000], trend(4, 3, 9, 1)],
    ['a very fast one', [0], trend(1, 0, 0, null)],
    ['more than are counted', [...Array.from({ length: 10 }, () => 1_000), 99_000, 99_000], trend(10, 1, 1, 1)],
  ])('of %s is their median, the latest and the one before', (_what, recoveriesMs, expected) => {
    expect(trendOf(recoveriesMs)).toEqual(expected);
  });
});
