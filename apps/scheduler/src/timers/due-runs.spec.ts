import { randomUUID } from 'node:crypto';
import { somePolicy } from '../../testing/some-policy';
import type { Policy } from '../policies/policy.entity';
import { dueRun } from './due-runs';
import { delayMs, runTimer } from './policy-timers';

const at = (text: string) => new Date(`2026-01-01T${text}:00Z`);
const policyOf = (schedule_cron: string, settings: Partial<Policy> = {}): Policy => {
  const times = { created_at: at('00:00'), updated_at: at('00:00') };
  return { ...somePolicy({ schedule_cron }), id: randomUUID(), revision: 1, ...times, ...settings };
};
const fire = (policy: Policy, slot: string, now: string, { lateMs = 60_000, spreadSeconds = 0 } = {}) =>
  dueRun(
    policy,
    { policy_id: policy.id, kind: 'backup', slot: at(slot), due_at: at(slot) },
    { now: at(now), lateBefore: new Date(at(now).getTime() - lateMs), spreadSeconds },
  );

describe('a policy that is due', () => {
  const hourly = policyOf('0 * * * *');

  it.each([
    ['on time', '02:00', '02:00', { slot: '02:00', next: '03:00', missed: null }],
    ['a minute late', '02:00', '02:01', { slot: '02:00', next: '03:00', missed: null }],
    ['later', '02:00', '02:02', { slot: '02:00', next: '03:00', missed: ['02:00', 1] }],
    ['after some of its times', '02:00', '05:30', { slot: '05:00', next: '06:00', missed: ['05:00', 4] }],
    ['after some, but on time for the last', '02:00', '05:00', { slot: '05:00', next: '06:00', missed: ['04:00', 3] }],
  ])('%s has one run, and what was missed is told', (_, slot, now, expected) => {
    expect(fire(hourly, slot, now)).toMatchObject({
      slot: at(expected.slot),
      next: { slot: at(expected.next), due_at: at(expected.next) },
      missed: expected.missed && { slot: at(expected.missed[0] as string), count: expected.missed[1] },
    });
  });

  it('counts a thousand missed times at most', () => {
    expect(fire(policyOf('* * * * *'), '00:00', '23:59')!.missed!.count).toBe(1_000);
  });

  it('has nothing done once it is disabled', () => {
    expect(fire(policyOf('0 * * * *', { is_enabled: false }), '02:00', '02:00')).toBeNull();
  });

  it('comes no later than the spread, always after the same time, and those of one moment are spread', () => {
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const delays = ids.map((id) => delayMs(id, 30));
    expect(ids.map((id) => delayMs(id, 30))).toEqual(delays);
    expect(Math.max(...delays)).toBeLessThan(30_000);
    expect(new Set(delays.map((delay) => Math.floor(delay / 10_000)))).toEqual(new Set([0, 1, 2]));
    expect(ids.map((id) => delayMs(id, 0))).toEqual(ids.map(() => 0));
  });

  it('is not late while it is spread, and its next time is not passed over', () => {
    const policy = policyOf('* * * * *', { id: 'ffffffff-0000-4000-8000-000000000000' });
    const timer = runTimer(policy, 'backup', at('00:00'), 50)!;
    expect([timer.slot, timer.due_at]).toEqual([at('00:01'), new Date('2026-01-01T00:01:49.999Z')]);
    const due = dueRun(policy, timer, {
      now: new Date('2026-01-01T00:02:10Z'),
      lateBefore: new Date('2026-01-01T00:01:10Z'),
      spreadSeconds: 50,
    });
    expect(due).toMatchObject({ slot: at('00:01'), missed: null, next: { slot: at('00:02') } });
  });
});
