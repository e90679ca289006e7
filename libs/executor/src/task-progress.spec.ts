import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ProgressPayload } from '@app/contracts';
import { ProgressPayload as ProgressContract, validatePayload } from '@app/contracts';
import { TaskProgress } from './task-progress';

const TASK = {
  task_id: '0d9f6b1e-3c52-4c7a-9f10-000000000004',
  organization_id: '0d9f6b1e-3c52-4c7a-9f10-000000000001',
  attempt: 2,
  stages: ['connect', 'database'],
};
const INTERVAL_MS = 500;

describe('the progress of a task', () => {
  let told: ProgressPayload[];
  let progress: TaskProgress;
  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    progress = new TaskProgress(
      { publish: (payload) => told.push(payload) },
      { ...TASK, kind: 'backup.run' },
      INTERVAL_MS,
    );
  });
  afterEach(() => {
    progress.stop();
    jest.useRealTimers();
  });
  const last = () => told.at(-1)!;

  it('is told at a steady pace until it is stopped', () => {
    expect(told).toEqual([]);
    jest.advanceTimersByTime(3 * INTERVAL_MS);
    expect(told).toHaveLength(3);
    progress.stop();
    jest.advanceTimersByTime(10 * INTERVAL_MS);
    expect(told).toHaveLength(3);
  });

  it('begins in the first stage, and tells a new one at once', () => {
    jest.advanceTimersByTime(INTERVAL_MS);
    expect(last()).toMatchObject({ ...TASK, stage: 'connect', bytes: 0, total_bytes: null, rate_bytes_per_second: 0 });
    progress.enter('database');
    expect(told).toHaveLength(2);
    expect(last().stage).toBe('database');
  });

  it('is what its contract says, also with fractions of bytes in the estimate', () => {
    progress.expect(1000 / 3);
    progress.count(7);
    jest.advanceTimersByTime(INTERVAL_MS * 3);
    for (const payload of told) expect(validatePayload('progress', ProgressContract, payload)).toEqual(payload);
    expect(last().total_bytes).toBe(333);
  });

  it('never shows more bytes than there are in all', () => {
    progress.expect(100);
    progress.count(60);
    progress.enter('database');
    expect(last()).toMatchObject({ bytes: 60, total_bytes: 100 });
    progress.count(60);
    progress.enter('database');
    expect(last()).toMatchObject({ bytes: 120, total_bytes: 120 });
  });

  it('has the rate of the last five seconds', () => {
    for (let second = 0; second < 10; second++) {
      jest.advanceTimersByTime(1_000);
      progress.count(second < 5 ? 1_000_000 : 2_000);
    }
    jest.advanceTimersByTime(1_000);
    expect(last().bytes).toBe(5_010_000);
    expect(last().rate_bytes_per_second).toBe(2_000);
    jest.advanceTimersByTime(10_000);
    expect(last().rate_bytes_per_second).toBe(0);
  });

  it('counts what passes through its meter, and changes nothing of it', async () => {
    jest.useRealTimers();
    const passed = await text(Readable.from([Buffer.from('some '), Buffer.from('bytes')]).pipe(progress.meter()));
    expect(passed).toBe('some bytes');
    progress.enter('database');
    expect(last().bytes).toBe(10);
  });

  it('can follow a position instead of counting', () => {
    let position = 40;
    progress.follow(() => position);
    progress.enter('database');
    position = 90;
    jest.advanceTimersByTime(INTERVAL_MS);
    expect(told.map(({ bytes }) => bytes)).toEqual([40, 90]);
    expect(last().rate_bytes_per_second).toBe(100);
  });

  it('tells its share and the time that is left, as far as they are known', () => {
    const shown = () => ({ percent: last().percent, left: last().estimated_seconds_remaining });
    progress.count(100);
    jest.advanceTimersByTime(INTERVAL_MS);
    expect(shown()).toEqual({ percent: null, left: null });
    progress.expect(1_000);
    progress.count(100);
    jest.advanceTimersByTime(INTERVAL_MS);
    expect(last().rate_bytes_per_second).toBe(200);
    expect(shown()).toEqual({ percent: 20, left: 4 });
    jest.advanceTimersByTime(60_000);
    expect(shown()).toEqual({ percent: 20, left: null });
    progress.count(800);
    jest.advanceTimersByTime(INTERVAL_MS);
    expect(shown()).toEqual({ percent: 99, left: 0 });
    progress.count(500);
    jest.advanceTimersByTime(INTERVAL_MS);
    expect(shown()).toEqual({ percent: 99, left: null });
  });

  it('never shows a smaller share than before when the estimate is mended or a position falls back', () => {
    let position = 500;
    progress.follow(() => position);
    progress.expect(1_000);
    progress.enter('database');
    progress.expect(2_000);
    progress.enter('database');
    position = 1_200;
    progress.enter('database');
    position = 0;
    progress.enter('database');
    expect(told.map(({ percent }) => percent)).toEqual([50, 50, 60, 60]);
    expect(last().rate_bytes_per_second).toBe(0);
  });

  it('knows how long each stage took', () => {
    progress.enter('connect');
    jest.advanceTimersByTime(1_200);
    progress.enter('database');
    jest.advanceTimersByTime(300);
    expect(progress.stageDurationsMs()).toEqual({ connect: 1_200, database: 300 });
  });
});
