import { randomUUID } from 'node:crypto';
import { decideRetry, type ErrorCode, StrongroomError } from '@app/core';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { delivery, rejection, TestJobs, TIMING } from '../testing/test-jobs';
import type { RunningJob } from './running-job';

describeRequiring('postgres', 'a job', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let jobs: TestJobs;
  beforeAll(async () => {
    database = await freshDatabase();
    jobs = await TestJobs.open(database.url);
  });
  afterAll(async () => {
    await jobs?.close();
    await database?.drop();
  });

  const never = () => Promise.reject(new Error('it must not run'));
  const failWith = (code: ErrorCode) => () => Promise.reject(new StrongroomError(code, `it is ${code}`));

  it('runs once, and its end is written', async () => {
    const request = jobs.request({ exclusiveKey: 'one' });
    const work = jest.fn(async (job: RunningJob) => `of ${job.attempt}`);
    await jobs.runner().run(request, delivery(), jobs.handler(request.id, work));
    expect(await jobs.told(request.id)).toEqual(['started 1', 'completed 1 of 1']);
    expect(await jobs.row(request.id)).toMatchObject({
      ...request,
      status: 'completed',
      attempt: 1,
      failedAttempts: 0,
      leaseUntil: null,
      error: null,
      endedAt: expect.any(Date) as Date,
    });
    await jobs.runner().run(request, delivery(), jobs.handler(request.id, work));
    expect(work).toHaveBeenCalledTimes(1);
    expect(await jobs.told(request.id)).toHaveLength(2);
  });

  it('is not begun when its start cannot be told', async () => {
    const request = jobs.request();
    const started = () => Promise.reject(new StrongroomError('MESSAGE_INVALID', 'refused'));
    const thrown = await rejection(
      jobs.runner().run(request, delivery(), jobs.handler(request.id, never, { started })),
    );
    expect(thrown).toMatchObject({ code: 'MESSAGE_INVALID' });
    await expect(jobs.row(request.id)).rejects.toThrow();
  });

  it('fails, and what the hook wrote is undone, when its end cannot be told', async () => {
    const request = jobs.request({ exclusiveKey: 'untold' });
    const handler = jobs.handler(request.id, async () => 'done', {
      completed: async (manager) => {
        await manager.query(`INSERT INTO told (job, fact) VALUES ($1, 'completed')`, [request.id]);
        throw new StrongroomError('MESSAGE_INVALID', 'refused');
      },
    });
    expect(await rejection(jobs.runner().run(request, delivery(), handler))).toMatchObject({ code: 'MESSAGE_INVALID' });
    expect(await jobs.told(request.id)).toEqual(['started 1', 'failed 1 MESSAGE_INVALID']);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'failed', error: { code: 'MESSAGE_INVALID' } });
  });

  it('that has failed for good ends every further delivery with the same error, for the last time', async () => {
    const request = jobs.request();
    await rejection(jobs.runner().run(request, delivery(), jobs.handler(request.id, failWith('SSH_AUTH_FAILED'))));
    const again = delivery();
    const thrown = await rejection(jobs.runner().run(request, again, jobs.handler(request.id, never)));
    expect(thrown).toMatchObject({ code: 'SSH_AUTH_FAILED', message: 'it is SSH_AUTH_FAILED', kind: 'operator' });
    expect(decideRetry(thrown as StrongroomError, again.attempt, TIMING.retryDelaysMs)).toEqual({ retry: false });
    expect(await jobs.told(request.id)).toEqual(['started 1', 'failed 1 SSH_AUTH_FAILED']);
  });

  it('waits for the living holder for about as long as its lease runs', async () => {
    const leaseUntil = new Date(Date.now() + 20_000);
    const request = await jobs.abandoned({ leaseUntil });
    const thrown = (await rejection(jobs.runner().run(request, delivery(), jobs.handler(request.id, never)))) as {
      delayMs: number;
    };
    expect(thrown).toMatchObject({ name: 'RetryLater' });
    expect(Math.abs(thrown.delayMs - (leaseUntil.getTime() - Date.now()))).toBeLessThan(2_000);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'running', attempt: 1 });
  });

  it('of an environment that is worked on comes again, and runs when the other one has ended', async () => {
    const exclusiveKey = `environment/${randomUUID()}`;
    const [first, second] = [jobs.request({ exclusiveKey }), jobs.request({ exclusiveKey })];
    const elsewhere = jobs.request({ exclusiveKey: `environment/${randomUUID()}` });
    await jobs.runner().run(
      first,
      delivery(),
      jobs.handler(first.id, async () => {
        const thrown = await rejection(jobs.runner().run(second, delivery(), jobs.handler(second.id, never)));
        expect(thrown).toMatchObject({ name: 'RetryLater', delayMs: TIMING.busyDelayMs });
        await jobs.runner().run(
          elsewhere,
          delivery(),
          jobs.handler(elsewhere.id, async () => 'beside'),
        );
      }),
    );
    expect(await jobs.told(second.id)).toEqual([]);
    await jobs.runner().run(
      second,
      delivery(),
      jobs.handler(second.id, async () => 'after'),
    );
    expect(await jobs.told(second.id)).toEqual(['started 1', 'completed 1 after']);
    expect(await jobs.told(elsewhere.id)).toEqual(['started 1', 'completed 1 beside']);
  });

  it('runs once when it is delivered to many at the same time', async () => {
    const request = jobs.request({ exclusiveKey: 'many' });
    const work = jest.fn(async () => 'once');
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => jobs.runner().run(request, delivery(), jobs.handler(request.id, work))),
    );
    expect(work).toHaveBeenCalledTimes(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: 'RetryLater' });
    expect(await jobs.told(request.id)).toEqual(['started 1', 'completed 1 once']);
  });

  it('is tried again as often as there are delays, and then fails', async () => {
    const request = jobs.request({ exclusiveKey: 'retried' });
    const decisions = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      const context = delivery();
      const handler = jobs.handler(request.id, failWith('SSH_UNREACHABLE'));
      const thrown = (await rejection(jobs.runner().run(request, context, handler))) as StrongroomError;
      expect(thrown.code).toBe('SSH_UNREACHABLE');
      const { status, failedAttempts, error, endedAt } = await jobs.row(request.id);
      expect({ status, failedAttempts, code: error?.code, ended: endedAt !== null }).toEqual({
        status: attempt < 4 ? 'waiting' : 'failed',
        failedAttempts: attempt,
        code: 'SSH_UNREACHABLE',
        ended: attempt === 4,
      });
      decisions.push(decideRetry(thrown, context.attempt, TIMING.retryDelaysMs));
    }
    expect(decisions).toEqual([...TIMING.retryDelaysMs.map((delayMs) => ({ retry: true, delayMs })), { retry: false }]);
    expect(await jobs.told(request.id)).toEqual([
      'started 1',
      'retrying 1 SSH_UNREACHABLE 0',
      'started 2',
      'retrying 2 SSH_UNREACHABLE 50',
      'started 3',
      'retrying 3 SSH_UNREACHABLE 300',
      'started 4',
      'failed 4 SSH_UNREACHABLE',
    ]);
  });

  it('is tried again after a failure that nobody knows, and forgets it once it is done', async () => {
    const request = jobs.request();
    const unknown = () => Promise.reject(new TypeError('x is undefined'));
    const thrown = await rejection(jobs.runner().run(request, delivery(), jobs.handler(request.id, unknown)));
    expect(thrown).toMatchObject({ code: 'INTERNAL', message: 'x is undefined', retryable: true });
    await jobs.runner().run(
      request,
      delivery(),
      jobs.handler(request.id, async () => 'well'),
    );
    expect(await jobs.row(request.id)).toMatchObject({
      status: 'completed',
      attempt: 2,
      failedAttempts: 1,
      error: null,
    });
  });

  it('is handed back without counting when the process has to stop', async () => {
    const request = jobs.request({ exclusiveKey: 'drained' });
    const drain = new AbortController();
    const handler = jobs.handler(request.id, async (job) => {
      await job.note({ seen: 1 });
      drain.abort(new Error('the process stops'));
      expect(job.signal.aborted).toBe(true);
      job.signal.throwIfAborted();
    });
    const thrown = await rejection(jobs.runner().run(request, delivery(drain.signal), handler));
    expect(thrown).toMatchObject({ message: 'the process stops' });
    expect(await jobs.row(request.id)).toMatchObject({ status: 'waiting', attempt: 1, failedAttempts: 0, error: null });
    expect(await jobs.told(request.id)).toEqual(['started 1']);
    await jobs.runner().run(
      request,
      delivery(),
      jobs.handler(request.id, async (job) => job.journal['seen']),
    );
    expect(await jobs.told(request.id)).toEqual(['started 1', 'started 2', 'completed 2 1']);
  });

  it('remembers its stage and its journal in the row, for the next attempt', async () => {
    const request = jobs.request();
    const handler = jobs.handler(request.id, async (job) => {
      await job.enterStage('database');
      await job.note({ built: { users: 3 } });
      await job.note({ naming: true });
      expect(job.journal).toEqual({ built: { users: 3 }, naming: true });
      expect(await jobs.row(request.id)).toMatchObject({ stage: 'database', journal: job.journal });
      throw new StrongroomError('STREAM_TRUNCATED', 'cut');
    });
    await rejection(jobs.runner().run(request, delivery(), handler));
    const seen: unknown[] = [];
    await jobs.runner().run(
      request,
      delivery(),
      jobs.handler(request.id, async (job) => seen.push(job.journal, (await jobs.row(request.id)).stage)),
    );
    expect(seen).toEqual([{ built: { users: 3 }, naming: true }, null]);
  });

  it('writes what its transactions write, all or nothing', async () => {
    const request = jobs.request();
    const tell = `INSERT INTO told (job, fact) VALUES ($1, $2)`;
    const handler = jobs.handler(request.id, async (job) => {
      await job.transaction(async (manager) => void (await manager.query(tell, [request.id, 'uploading'])));
      const thrown = await rejection(
        job.transaction(async (manager) => {
          await manager.query(tell, [request.id, 'half']);
          throw new Error('no');
        }),
      );
      expect(thrown).toMatchObject({ message: 'no' });
      return 'done';
    });
    await jobs.runner().run(request, delivery(), handler);
    expect(await jobs.told(request.id)).toEqual(['started 1', 'uploading', 'completed 1 done']);
  });
});
