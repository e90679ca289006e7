import { waitAfter } from './doubling-wait';

describe('the wait before a removal is tried again', () => {
  it.each([
    [1, 60_000],
    [2, 120_000],
    [5, 960_000],
    [9, 15_360_000],
    [10, 21_600_000],
    [5_000, 21_600_000],
  ])('is after attempt %i %i ms', (attempt, expected) => {
    expect(waitAfter(attempt, { firstMs: 60_000, longestMs: 21_600_000 })).toBe(expected);
  });
});
