import { setTimeout as sleep } from 'node:timers/promises';
import type { JobsRepository } from './jobs.repository';
import { type Attempt, runningJob } from './running-job';

const failures: Error[] = [];

/** A job whose row takes a while to be written, each time less. */
function slowJob() {
  const written: Record<string, unknown>[] = [];
  let delayMs = 30;
  const jobs = {
    note: async (_job: unknown, change: Record<string, unknown>) => {
      await sleep((delayMs -= 10));
      const failure = failures.pop();
      if (failure) throw failure;
      written.push(change);
      return true;
    },
  } as unknown as JobsRepository;
  const quiet = { signal: new AbortController().signal };
  const attempt = {
    job: { id: 'a job', kind: 'restore.run', attempt: 1, journal: {} },
    lease: { ...quiet, remainingMs: () => 60_000, lose: () => {} },
    cancel: quiet,
    stall: quiet,
    stopping: quiet.signal,
    record: { enter: () => {} },
  } as unknown as Attempt;
  return { job: runningJob(attempt, jobs), written };
}

describe('what two steps write at once about their job (its row is made up)', () => {
  it('is written one after the other, so that the last journal has all of it', async () => {
    const { job, written } = slowJob();
    await Promise.all([job.note({ a: 1 }), job.enterStage('database'), job.note({ b: 2 })]);
    expect(written).toEqual([{ journal: { a: 1, b: 2 } }, { stage: 'database' }, { journal: { a: 1, b: 2 } }]);
  });

  it('is written also after a write that failed', async () => {
    const { job, written } = slowJob();
    failures.push(new Error('a constraint'));
    const failed = job.enterStage('database');
    const noted = job.note({ a: 1 });
    await expect(failed).rejects.toThrow('a constraint');
    await noted;
    expect(written).toEqual([{ journal: { a: 1 } }]);
  });
});
