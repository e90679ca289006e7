/** A dead letter that is sent once more begins its failed job anew, and no other. */
import { StrongroomError } from '@app/core';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { delivery, rejection, TestJobs } from '../testing/test-jobs';

describeRequiring('postgres', 'the replay of a job', () => {
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
  const lasting = () => Promise.reject(new StrongroomError('SSH_AUTH_FAILED', 'no'));
  const passing = () => Promise.reject(new StrongroomError('SSH_UNREACHABLE', 'silence'));
  const replayed = (replay: number) => delivery(undefined, replay);

  async function failed() {
    const request = jobs.request();
    await rejection(jobs.runner().run(request, delivery(), jobs.handler(request.id, lasting)));
    return request;
  }

  it('lets the attempts go on, and counts their failures anew', async () => {
    const request = await failed();
    const context = replayed(1);
    await rejection(jobs.runner().run(request, context, jobs.handler(request.id, passing)));
    expect(context.attempt).toBe(1);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'waiting', attempt: 2, failedAttempts: 1, replay: 1 });
    await jobs.runner().run(
      request,
      replayed(1),
      jobs.handler(request.id, async () => 'mended'),
    );
    expect(await jobs.told(request.id)).toEqual([
      'started 1',
      'failed 1 SSH_AUTH_FAILED',
      'started 2',
      'retrying 2 SSH_UNREACHABLE 0',
      'started 3',
      'completed 3 mended',
    ]);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'completed', error: null });
  });

  it('that is delivered twice does nothing more, and a further one does', async () => {
    const request = await failed();
    await rejection(jobs.runner().run(request, replayed(1), jobs.handler(request.id, lasting)));
    for (const late of [replayed(1), delivery()])
      expect(await rejection(jobs.runner().run(request, late, jobs.handler(request.id, never)))).toMatchObject({
        code: 'SSH_AUTH_FAILED',
      });
    expect(await jobs.row(request.id)).toMatchObject({ status: 'failed', attempt: 2, replay: 1 });
    await jobs.runner().run(
      request,
      replayed(2),
      jobs.handler(request.id, async () => 'at last'),
    );
    expect((await jobs.told(request.id)).at(-1)).toBe('completed 3 at last');
  });

  it('gives a job another chance whose executor has died in each attempt', async () => {
    const request = await jobs.abandoned({ attempt: 4, failedAttempts: 3 });
    await rejection(jobs.runner().run(request, delivery(), jobs.handler(request.id, never)));
    await jobs.runner().run(
      request,
      replayed(1),
      jobs.handler(request.id, async () => 'alive'),
    );
    expect(await jobs.told(request.id)).toEqual(['failed 4 EXECUTOR_DIED', 'started 5', 'completed 5 alive']);
    expect(await jobs.row(request.id)).toMatchObject({ failedAttempts: 0 });
  });

  it.each(['completed', 'cancelled'] as const)('leaves a job alone that is %s', async (how) => {
    const request = jobs.request();
    if (how === 'cancelled') await jobs.runner().cancel(request);
    else
      await jobs.runner().run(
        request,
        delivery(),
        jobs.handler(request.id, async () => 'done'),
      );
    const told = await jobs.told(request.id);
    await jobs.runner().run(request, replayed(7), jobs.handler(request.id, never));
    expect(await jobs.row(request.id)).toMatchObject({ status: how, replay: 0 });
    expect(await jobs.told(request.id)).toEqual(told);
  });
});
