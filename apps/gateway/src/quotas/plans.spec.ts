import { BILLING_PLANS, type BillingPlan, type QuotaLevel } from '@app/contracts';
import { additionalStorage, crossing, GB, levelOf, PLANS, quotaOf, UNLIMITED_PLANS, usedPercent } from './plans';

describe('the plans', () => {
  it.each<[BillingPlan, number | null, ReturnType<typeof additionalStorage>['availability'], number | null]>([
    ['free', 5, 'not_available', null],
    ['starter', 50, 'priced', 0.1],
    ['professional', 200, 'priced', 0.08],
    ['business', 500, 'priced', 0.06],
    ['enterprise', null, 'included', 0],
  ])('give %s %s GB; further ones are %s at %s', (plan, gb, availability, pricePerGbMonth) => {
    expect(quotaOf(plan)).toBe(gb === null ? null : gb * GB);
    expect(additionalStorage(plan, 0)).toMatchObject({ availability, pricePerGbMonth, gb: 0 });
  });

  it('are those of the directory, and only the largest is unlimited', () => {
    expect(Object.keys(PLANS)).toEqual([...BILLING_PLANS]);
    expect(UNLIMITED_PLANS).toEqual(['enterprise']);
  });
});

describe('additional storage', () => {
  it.each([
    ['starter', 50 * GB, 0, 0],
    ['starter', 50 * GB + 1, 1, 0.1],
    ['starter', 53 * GB, 3, 0.3],
    ['professional', 300 * GB, 100, 8],
    ['business', 507 * GB, 7, 0.42],
    ['free', 6 * GB, 1, null],
    ['enterprise', 9000 * GB, 0, 0],
  ] as const)('of %s with %d bytes is %d GB for %s', (plan, used, gb, monthlyCost) => {
    expect(additionalStorage(plan, used)).toMatchObject({ gb, monthlyCost });
  });
});

describe('the level of an organization', () => {
  it.each<[number, number | null, QuotaLevel, number | null]>([
    [0, 1000, 'within', 0],
    [799, 1000, 'within', 79.9],
    [800, 1000, 'warning', 80],
    [9999, 10000, 'warning', 99.9],
    [1000, 1000, 'exceeded', 100],
    [2500, 1000, 'exceeded', 250],
    [10 ** 15, null, 'within', null],
  ])('with %d of %s bytes is %s, %s percent', (used, quota, level, percent) => {
    expect([levelOf(used, quota, 80), usedPercent(used, quota)]).toEqual([level, percent]);
  });

  it.each<[QuotaLevel, QuotaLevel, ReturnType<typeof crossing>]>([
    ['within', 'within', undefined],
    ['exceeded', 'exceeded', undefined],
    ['within', 'warning', { event: 'warning', thresholdPercent: 80 }],
    ['within', 'exceeded', { event: 'exceeded', thresholdPercent: 100 }],
    ['warning', 'exceeded', { event: 'exceeded', thresholdPercent: 100 }],
    ['exceeded', 'warning', { event: 'relieved', thresholdPercent: 100 }],
    ['warning', 'within', { event: 'relieved', thresholdPercent: 80 }],
    ['exceeded', 'within', { event: 'relieved', thresholdPercent: 80 }],
  ])('that goes from %s to %s tells %j', (from, to, told) => {
    expect(crossing(from, to, 80)).toEqual(told);
  });
});
