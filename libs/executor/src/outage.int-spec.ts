/** The executor's own PostgreSQL goes away and comes back, or forgets to answer, just when work ends. */
import { StrongroomError } from '@app/core';
import { startPostgres, type TestPostgres } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { eventually } from '../../messaging/testing';
import { type ForgetfulProxy, startForgetfulProxy } from '../testing/forgetful-proxy';
import { delivery, rejection, TestJobs } from '../testing/test-jobs';

describeRequiring('postgres', 'the end of a job', () => {
  let postgres: TestPostgres;
  let proxy: ForgetfulProxy;
  let jobs: TestJobs;
  beforeAll(async () => {
    // With all its promises kept: else a killed server forgets what it had confirmed.
    postgres = await startPostgres({ fsync: true });
    proxy = await startForgetfulProxy(postgres.port);
    const url = new URL(postgres.adminUrl);
    url.port = String(proxy.port);
    jobs = await TestJobs.open(url.href);
  });
  afterAll(async () => {
    await jobs?.close();
    await proxy?.close();
    await postgres?.stop();
  });

  it.each(['pause', 'kill'] as const)('is written once the database is back after a %s', async (how) => {
    const request = jobs.request({ exclusiveKey: how });
    let back: Promise<void> | undefined;
    const handler = jobs.handler(request.id, async () => {
      await postgres[how]();
      back = postgres.start();
      return 'done';
    });
    await jobs.runner().run(request, delivery(), handler);
    await back;
    expect(await jobs.told(request.id)).toEqual(['started 1', 'completed 1 done']);
    expect(await jobs.row(request.id)).toMatchObject({ status: 'completed', attempt: 1, failedAttempts: 0 });
  });

  it('counts when its commit went through and only the answer was lost', async () => {
    const request = jobs.request();
    const before = proxy.lost();
    const handler = jobs.handler(request.id, async () => {
      proxy.loseNextCommit();
      return 'done';
    });
    await jobs.runner().run(request, delivery(), handler);
    expect(proxy.lost()).toBe(before + 1);
    expect(await jobs.told(request.id)).toEqual(['started 1', 'completed 1 done']);
  });

  it.each([
    ['SSH_UNREACHABLE', 'waiting', 'retrying 1 SSH_UNREACHABLE 0'],
    ['SSH_AUTH_FAILED', 'failed', 'failed 1 SSH_AUTH_FAILED'],
  ] as const)('with %s counts as well when only the answer was lost', async (code, status, fact) => {
    const request = jobs.request();
    const before = proxy.lost();
    const handler = jobs.handler(request.id, async () => {
      proxy.loseNextCommit();
      throw new StrongroomError(code, 'it failed');
    });
    expect(await rejection(jobs.runner().run(request, delivery(), handler))).toMatchObject({ code });
    expect(proxy.lost()).toBe(before + 1);
    expect(await jobs.told(request.id)).toEqual(['started 1', fact]);
    expect(await jobs.row(request.id)).toMatchObject({ status, failedAttempts: 1 });
  });

  it('is left to another attempt when the database stays away longer than the lease', async () => {
    const request = jobs.request();
    const handler = jobs.handler(request.id, async () => {
      await postgres.pause();
      return 'too late';
    });
    const thrown = await rejection(jobs.runner({ leaseMs: 600 }).run(request, delivery(), handler));
    expect(thrown).not.toMatchObject({ name: 'StrongroomError' });
    await postgres.start();
    await eventually(async () => (await jobs.row(request.id)).leaseUntil!.getTime() < Date.now(), 'the lease is over');
    await jobs.runner().run(
      request,
      delivery(),
      jobs.handler(request.id, async () => 'in time'),
    );
    expect(await jobs.told(request.id)).toEqual(['started 1', 'started 2', 'completed 2 in time']);
  });
});
