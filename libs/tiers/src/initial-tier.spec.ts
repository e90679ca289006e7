import type { BackupStatus, RetentionType } from '@app/contracts';
import { initialTier } from './initial-tier';
import { DEFAULT_TIER_RULES, expiryOf } from './tier-rules';

const at = (text: string) => new Date(text);
const earlier = (create_date: string, retention_type: RetentionType, status: BackupStatus = 'completed') => ({
  create_date: at(create_date),
  retention_type,
  status,
});

describe('initialTier', () => {
  it.each([
    ['2025-01-01T00:00:00Z', 'yearly'],
    ['2025-06-01T12:00:00Z', 'monthly'], // a Sunday as well
    ['2025-06-08T23:59:59Z', 'weekly'],
    ['2025-06-09T00:00:00Z', 'daily'],
    ['2025-06-07T23:59:59Z', 'daily'],
  ])('makes the first backup of %s %s', (now, expected) => expect(initialTier(at(now), [])).toBe(expected));

  it.each([
    ['the weekly place is taken', [earlier('2025-06-08T01:00:00Z', 'weekly')], 'daily'],
    ['the one before is still pending', [earlier('2025-06-08T01:00:00Z', 'weekly', 'pending')], 'daily'],
    ['the one before failed', [earlier('2025-06-08T01:00:00Z', 'weekly', 'failed')], 'weekly'],
    ['the one before was deleted', [earlier('2025-06-08T01:00:00Z', 'weekly', 'deleted')], 'weekly'],
    ['only a daily one was asked for before', [earlier('2025-06-08T01:00:00Z', 'daily')], 'weekly'],
    ['a permanent one was asked for before', [earlier('2025-06-08T01:00:00Z', 'permanent')], 'weekly'],
    ['the weekly one is of the Sunday before', [earlier('2025-06-01T23:59:59Z', 'weekly')], 'weekly'],
  ] as const)('on a Sunday, when %s: %#', (_, before, expected) =>
    expect(initialTier(at('2025-06-08T02:00:00Z'), before)).toBe(expected),
  );

  it('makes one yearly backup on January 1, and no monthly one beside it', () => {
    expect(initialTier(at('2025-01-01T02:00:00Z'), [earlier('2025-01-01T01:00:00Z', 'yearly')])).toBe('daily');
  });
});

describe('expiryOf', () => {
  const createdAt = at('2024-12-11T10:30:00Z');

  it.each([
    ['daily', '2024-12-18T10:30:00.000Z'],
    ['weekly', '2025-01-08T10:30:00.000Z'],
    ['monthly', '2025-12-06T10:30:00.000Z'],
    ['yearly', '2026-12-11T10:30:00.000Z'],
  ] as const)('lets a %s backup of 2024-12-11 expire at %s', (type, expected) =>
    expect(expiryOf(type, { type: 'manual', createdAt })?.toISOString()).toBe(expected),
  );

  it('never lets a permanent one expire', () =>
    expect(expiryOf('permanent', { type: 'pre_destroy', createdAt })).toBeNull());

  it.each([
    ['pre_restore', 'daily', '2024-12-18T10:30:00.000Z'],
    ['pre_upgrade', 'daily', '2024-12-18T10:30:00.000Z'],
    ['pre_destroy', 'daily', '2024-12-18T10:30:00.000Z'],
    ['pre_destroy', 'weekly', '2024-12-25T10:30:00.000Z'],
    ['scheduled', 'daily', '2024-12-12T10:30:00.000Z'],
    ['manual', 'daily', '2024-12-12T10:30:00.000Z'],
  ] as const)('under a policy of 1 day and 2 weeks lets a %s backup, %s, expire at %s', (type, tier, expected) => {
    const counts = { daily: 1, weekly: 2, monthly: 0, yearly: 0 };
    expect(expiryOf(tier, { type, createdAt }, { ...DEFAULT_TIER_RULES, counts })?.toISOString()).toBe(expected);
  });

  it.each([
    ['weekly', [365, 4, 12, 2], '2025-12-11T10:30:00.000Z'], // not after 28 days
    ['monthly', [365, 4, 12, 2], '2025-12-11T10:30:00.000Z'], // not after 360
    ['yearly', [365, 4, 12, 2], '2026-12-11T10:30:00.000Z'],
    ['weekly', [30, 4, 12, 2], '2025-01-10T10:30:00.000Z'],
    ['monthly', [0, 52, 6, 0], '2025-12-10T10:30:00.000Z'],
    ['daily', [30, 52, 60, 10], '2025-01-10T10:30:00.000Z'],
    ['daily', [0, 6, 0, 0], '2025-01-22T10:30:00.000Z'], // asked for, though the policy has none
    ['yearly', [7, 4, 0, 0], '2025-01-08T10:30:00.000Z'],
  ] as const)('lets a %s backup under %j live as long as the longest tier up to its own: %s', (tier, of, expected) => {
    const [daily, weekly, monthly, yearly] = of;
    const rules = { ...DEFAULT_TIER_RULES, counts: { daily, weekly, monthly, yearly } };
    expect(expiryOf(tier, { type: 'scheduled', createdAt }, rules)?.toISOString()).toBe(expected);
  });
});
