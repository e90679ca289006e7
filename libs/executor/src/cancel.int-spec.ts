/** A cancel ends a job whatever state it is in, exactly once, and loses against an end that came before. */
import { once } from 'node:events';
import { StrongroomError } from '@app/core';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { delivery, rejection, TestJobs } from '../testing/test-jobs';
import type { RunningJob } from './running-job';

describeRequiring('postgres', 'the cancel of a job', () => {
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
  /** Waits for the abort, and ends as a stream does whose far end has gone. */
  const untilAborted = async ({ signal }: RunningJob) => {
    if (!signal.aborted) await once(signal, 'abort');
    throw new StrongroomError('SSH_CONNECTION_LOST', 'the connection was closed');
  };

  it('that was never begun keeps it from ever being begun, and is told once', async () => {
    const request = jobs.request();
    expect(await jobs.runner().cancel(request)).toBe('ended');
    expect(await jobs.runner().cancel(request)).toBe('repeated');
    await jobs.runner().run(request, delivery(), jobs.handler(request.id, never));
    expect(await jobs.told(request.id)).toEqual(['cancelled 0']);
    expect(await jobs.row(request.id)).toMatchObject({
      status: 'cancelled',
      attempt: 0,
      endedAt: expect.any(Date) as Date,
    });
  });

  it('that waits for its next attempt ends it at once', async () => {
    const request = jobs.request();
    const failing = () => Promise.reject(new StrongroomError('SSH_UNREACHABLE', 'silence'));
    await rejection(jobs.runner().run(request, delivery(), jobs.handler(request.id, failing)));
    expect(await jobs.runner().cancel(request)).toBe('ended');
    await jobs.runner().run(request, delivery(), jobs.handler(request.id, never));
    expect(await jobs.told(request.id)).toEqual(['started 1', 'retrying 1 SSH_UNREACHABLE 0', 'cancelled 1']);
  });

  it('that runs in another process aborts it with TASK_CANCELLED, and its message is settled', async () => {
    const request = jobs.request({ exclusiveKey: 'cancelled while it runs' });
    const holder = jobs.runner();
    let signal: AbortSignal | undefined;
    let tenure: AbortSignal | undefined;
    let askedAtMs = 0;
    const work = async (job: RunningJob) => {
      ({ signal, tenure } = job);
      expect(await jobs.runner().cancel(request)).toBe('asked');
      expect(await jobs.runner().cancel(request)).toBe('repeated');
      askedAtMs = performance.now();
      await untilAborted(job);
    };
    await holder.run(request, delivery(), jobs.handler(request.id, work));
    expect(performance.now() - askedAtMs).toBeLessThan(1_000);
    expect(signal!.reason).toMatchObject({ code: 'TASK_CANCELLED', kind: 'cancelled' });
    expect(tenure!.aborted).toBe(false);
    expect(await jobs.told(request.id)).toEqual(['started 1', 'cancelled 1']);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'cancelled', leaseUntil: null, error: null });
  });

  it('wins over a failure that comes before it was heard of, also over the last one', async () => {
    const request = jobs.request();
    const work = async () => {
      await jobs.runner().cancel(request);
      throw new StrongroomError('SSH_AUTH_FAILED', 'no');
    };
    await jobs.runner({ cancelPollMs: 60_000 }).run(request, delivery(), jobs.handler(request.id, work));
    expect(await jobs.told(request.id)).toEqual(['started 1', 'cancelled 1']);
  });

  it('is found by whoever has to confirm that it still holds the job', async () => {
    const request = jobs.request();
    const work = async (job: RunningJob) => {
      await jobs.runner().cancel(request);
      await job.confirmLease();
    };
    await jobs.runner({ cancelPollMs: 60_000 }).run(request, delivery(), jobs.handler(request.id, work));
    expect(await jobs.told(request.id)).toEqual(['started 1', 'cancelled 1']);
  });

  it('comes too late when the last step has begun', async () => {
    const request = jobs.request();
    const work = async (job: RunningJob) => {
      await job.beginLastStep();
      expect(await jobs.runner().cancel(request)).toBe('asked');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(job.signal.aborted).toBe(false);
      return 'done';
    };
    await jobs.runner().run(request, delivery(), jobs.handler(request.id, work));
    expect(await jobs.told(request.id)).toEqual(['started 1', 'completed 1 done']);
    expect(await jobs.runner().cancel(request)).toBe('too_late');
    expect(await jobs.row(request.id)).toMatchObject({ status: 'completed' });
  });

  it('that comes before the job holds on is heard, and one that comes later is too late', async () => {
    const [early, late] = [jobs.request(), jobs.request()];
    const silent = jobs.runner({ cancelPollMs: 60_000 });
    await silent.run(
      early,
      delivery(),
      jobs.handler(early.id, async (job) => {
        await jobs.runner().cancel(early);
        await job.holdOn();
      }),
    );
    await jobs.runner().run(
      late,
      delivery(),
      jobs.handler(late.id, async (job) => {
        await job.holdOn();
        expect(await jobs.runner().cancel(late)).toBe('too_late');
        await job.confirmLease();
        await job.letGo();
        expect(await jobs.runner().cancel(late)).toBe('asked');
        return 'there';
      }),
    );
    expect(await jobs.told(early.id)).toEqual(['started 1', 'cancelled 1']);
    expect(await jobs.told(late.id)).toEqual(['started 1', 'completed 1 there']);
  });

  it.each([
    ['whose executor has died ends it at once', new Date(Date.now() - 1_000), 'ended', ['cancelled 1']],
    ['that somebody living holds is left to them', new Date(Date.now() + 60_000), 'asked', []],
  ] as const)('%s', async (_title, leaseUntil, outcome, told) => {
    const request = await jobs.abandoned({ leaseUntil });
    expect(await jobs.runner().cancel(request)).toBe(outcome);
    expect(await jobs.told(request.id)).toEqual(told);
  });

  it('whose holder dies before it could end it is brought to its end by the next claim', async () => {
    const request = await jobs.abandoned({ cancelRequestedAt: new Date() });
    await jobs.runner().run(request, delivery(), jobs.handler(request.id, never));
    expect(await jobs.told(request.id)).toEqual(['cancelled 1']);
  });

  it('of a process that has to stop at the same moment ends the job as well', async () => {
    const request = jobs.request();
    const drain = new AbortController();
    const work = async (job: RunningJob) => {
      await jobs.runner().cancel(request);
      drain.abort(new Error('the process stops'));
      await untilAborted(job);
    };
    await jobs.runner().run(request, delivery(drain.signal), jobs.handler(request.id, work));
    expect(await jobs.told(request.id)).toEqual(['started 1', 'cancelled 1']);
  });
});
