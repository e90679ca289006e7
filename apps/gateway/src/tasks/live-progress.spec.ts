import type { ProgressPayload } from '@app/contracts';
import { LiveProgress } from './live-progress';

const now = new Date('2026-01-01T00:00:00Z');
const progress = (task_id: string, attempt: number, bytes = 1): ProgressPayload => ({
  task_id,
  organization_id: '00000000-0000-4000-8000-000000000000',
  attempt,
  stage: 'database',
  stages: ['database'],
  bytes,
  total_bytes: null,
  rate_bytes_per_second: 1,
});

describe('LiveProgress', () => {
  it('keeps the last progress of a task', () => {
    const live = new LiveProgress();
    live.note(progress('a', 1, 1), now);
    live.note(progress('a', 1, 2), now);
    expect(live.of({ id: 'a', attempt: 1 }, now)?.progress.bytes).toBe(2);
  });

  it('ignores an earlier attempt that still talks, and does not show it for a later one', () => {
    const live = new LiveProgress();
    live.note(progress('a', 2, 5), now);
    live.note(progress('a', 1, 9), now);
    expect(live.of({ id: 'a', attempt: 2 }, now)?.progress.bytes).toBe(5);
    expect(live.of({ id: 'a', attempt: 3 }, now)).toBeUndefined();
  });

  it('forgets what is older than a minute', () => {
    const live = new LiveProgress();
    live.note(progress('a', 1), now);
    expect(live.of({ id: 'a', attempt: 1 }, new Date(now.getTime() + 60_001))).toBeUndefined();
  });

  it('forgets the oldest beyond ten thousand tasks', () => {
    const live = new LiveProgress();
    for (let n = 0; n <= 10_000; n++) live.note(progress(`task ${n}`, 1), now);
    expect(live.of({ id: 'task 0', attempt: 1 }, now)).toBeUndefined();
    expect(live.of({ id: 'task 1', attempt: 1 }, now)).toBeDefined();
  });
});
