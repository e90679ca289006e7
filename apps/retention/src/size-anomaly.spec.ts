import { usualIfSuspicious } from './size-anomaly';

describe('a size', () => {
  it.each([
    ['is compared with the median', 49, [100, 100, 1000, 90, 110], 50, 100],
    ['is fine at the share itself', 50, [100, 100, 100], 50, undefined],
    ['is compared with three at least', 1, [100, 100], 50, undefined],
    ['may be between two of an even number', 74, [100, 200, 300, 50], 50, 150],
    ['is usual again once three of five are as small', 10, [10, 10, 10, 100, 100], 50, undefined],
    ['is never suspicious where that is switched off', 0, [100, 100, 100], 0, undefined],
  ])('%s', (_, size, before, percent, expected) => expect(usualIfSuspicious(size, before, percent)).toBe(expected));
});
