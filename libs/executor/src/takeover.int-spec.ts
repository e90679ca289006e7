/** When an executor dies or falls silent another one takes its job, and the first one can no longer do any harm. */
import { once } from 'node:events';
import { StrongroomError } from '@app/core';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { delivery, rejection, TestJobs } from '../testing/test-jobs';
import { Job } from './job.entity';
import type { RunningJob } from './running-job';

describeRequiring('postgres', 'the lease of a job', () => {
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
  const aborted = ({ signal }: RunningJob) => (signal.aborted ? undefined : once(signal, 'abort'));
  /** What another executor's claim does to the row. */
  const takeOver = (id: string) => jobs.dataSource.manager.increment(Job, { id }, 'attempt', 1);

  it('lets another executor take the job when it is over, which counts as a failed attempt', async () => {
    const request = await jobs.abandoned({
      attempt: 2,
      failedAttempts: 1,
      journal: { built: 'half' },
      stage: 'upload',
    });
    const work = async (job: RunningJob) => `${job.attempt} ${String(job.journal['built'])}`;
    await jobs.runner().run(request, delivery(), jobs.handler(request.id, work));
    expect(await jobs.told(request.id)).toEqual(['started 3', 'completed 3 3 half']);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'completed', attempt: 3, failedAttempts: 2 });
    expect((await jobs.row(request.id)).holder).not.toBe('dead/1');
  });

  it('ends the job as failed when the executor has died in the last attempt', async () => {
    const request = await jobs.abandoned({ attempt: 6, failedAttempts: 3 });
    const context = delivery();
    const thrown = await rejection(jobs.runner().run(request, context, jobs.handler(request.id, never)));
    expect(thrown).toMatchObject({ code: 'EXECUTOR_DIED', details: { last_holder: 'dead/1' } });
    expect(context.attempt).toBe(4);
    expect(await jobs.told(request.id)).toEqual(['failed 6 EXECUTOR_DIED']);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'failed', failedAttempts: 4, leaseUntil: null });
    const again = delivery();
    expect(await rejection(jobs.runner().run(request, again, jobs.handler(request.id, never)))).toMatchObject({
      code: 'EXECUTOR_DIED',
    });
    expect(again.attempt).toBe(4);
    expect(await jobs.told(request.id)).toHaveLength(1);
  });

  it('is begun again, however often its executor has died, while the job stands between two states', async () => {
    const request = await jobs.abandoned({ attempt: 9, failedAttempts: 8, journal: { between: true } });
    await jobs.runner().run(
      request,
      delivery(),
      jobs.handler(request.id, (job) => job.letGo().then(() => 'there')),
    );
    expect(await jobs.told(request.id)).toEqual(['started 10', 'completed 10 there']);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'completed', journal: { between: false } });
  });

  it('is renewed for as long as the work goes on', async () => {
    const request = jobs.request();
    const leaseMs = 300;
    let renewals = 0;
    const handler = jobs.handler(request.id, async (job) => {
      let last = (await jobs.row(request.id)).leaseUntil!;
      while (renewals < 6 && !job.signal.aborted) {
        const { leaseUntil } = await jobs.row(request.id);
        if (leaseUntil!.getTime() !== last.getTime()) renewals += 1;
        last = leaseUntil!;
        const other = await rejection(
          jobs.runner({ leaseMs }).run(request, delivery(), jobs.handler(request.id, never)),
        );
        expect(other).toMatchObject({ name: 'RetryLater' });
      }
      return job.signal.aborted;
    });
    await jobs.runner({ leaseMs }).run(request, delivery(), handler);
    expect(await jobs.told(request.id)).toEqual(['started 1', 'completed 1 false']);
  });

  it('aborts the work with LEASE_LOST when another attempt holds the job, and nothing of it is written', async () => {
    const request = jobs.request();
    const reasons: unknown[] = [];
    const handler = jobs.handler(request.id, async (job) => {
      await takeOver(request.id);
      await aborted(job);
      reasons.push(job.signal.reason);
      return 'too late';
    });
    const thrown = await rejection(jobs.runner({ leaseMs: 300 }).run(request, delivery(), handler));
    expect(reasons).toMatchObject([{ code: 'LEASE_LOST' }]);
    expect(thrown).toMatchObject({ name: 'RetryLater' });
    expect(await jobs.told(request.id)).toEqual(['started 1']);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'running', attempt: 2 });
  });

  it.each<[string, (job: RunningJob) => Promise<void>]>([
    ['confirms the lease', (job) => job.confirmLease()],
    ['makes a note', (job) => job.note({ naming: true })],
    ['enters a stage', (job) => job.enterStage('publish')],
    ['writes a transaction', (job) => job.transaction(() => never())],
  ])('is found lost when the work %s', async (_step, step) => {
    const request = jobs.request();
    const handler = jobs.handler(request.id, async (job) => {
      await takeOver(request.id);
      expect(await rejection(step(job))).toMatchObject({ code: 'LEASE_LOST' });
      expect(job.signal.aborted).toBe(true);
      job.signal.throwIfAborted();
    });
    expect(await rejection(jobs.runner().run(request, delivery(), handler))).toMatchObject({ name: 'RetryLater' });
    expect(await jobs.row(request.id)).toMatchObject({ status: 'running', attempt: 2, stage: null, journal: {} });
    expect(await jobs.told(request.id)).toEqual(['started 1']);
  });

  it.each(['SSH_AUTH_FAILED', 'SSH_UNREACHABLE'] as const)(
    'keeps the failure %s of an attempt that has lost it from ending the message',
    async (code) => {
      const request = jobs.request();
      const handler = jobs.handler(request.id, async () => {
        await takeOver(request.id);
        throw new StrongroomError(code, 'it failed meanwhile');
      });
      expect(await rejection(jobs.runner().run(request, delivery(), handler))).toMatchObject({ name: 'RetryLater' });
      expect(await jobs.row(request.id)).toMatchObject({
        status: 'running',
        attempt: 2,
        failedAttempts: 0,
        error: null,
      });
      expect(await jobs.told(request.id)).toEqual(['started 1']);
    },
  );

  it('counts as lost when the database does not answer until it is over', async () => {
    const request = jobs.request();
    const handler = jobs.handler(request.id, async (job) => {
      const silence = jobs.dataSource.createQueryRunner();
      await silence.startTransaction();
      await silence.query(`LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE`);
      try {
        await aborted(job);
      } finally {
        await silence.rollbackTransaction();
        await silence.release();
      }
      job.signal.throwIfAborted();
    });
    const thrown = await rejection(jobs.runner({ leaseMs: 600 }).run(request, delivery(), handler));
    expect(thrown).toMatchObject({ name: 'RetryLater' });
    expect(await jobs.told(request.id)).toEqual(['started 1']);
  });
});
