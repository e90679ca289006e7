/** How many jobs run at once on a server and with a storage, whoever runs them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RetryLater } from '@app/messaging';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { delivery, rejection, TestJobs } from '../testing/test-jobs';
import { closedGate, eventually } from '../../messaging/testing';
import { Job } from './job.entity';
import type { JobRequest } from './job-claims';
import type { JobHandler, JobRunner } from './job-runner';

const LIMITS = { perServer: 2, perStorage: 3 };
const BUSY_DELAY_MS = 20;

describeRequiring('postgres', 'the limits on jobs at once', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  /** Two replicas, each with connections of its own. */
  let replicas: TestJobs[];
  let jobs: TestJobs;
  beforeAll(async () => {
    database = await freshDatabase();
    jobs = await TestJobs.open(database.url);
    replicas = [jobs, await TestJobs.open(database.url)];
  });
  afterAll(async () => {
    await Promise.all(replicas.map((each) => each.close()));
    await database?.drop();
  });

  const runners = () => replicas.map((each) => each.runner({ busyDelayMs: BUSY_DELAY_MS }, LIMITS));
  const never = () => Promise.reject(new Error('it must not run'));

  /** As the broker does it: the message comes again after the delay, to whichever replica is free. */
  async function untilDone(request: JobRequest, work: () => Promise<void>, choices: JobRunner[]): Promise<void> {
    for (let turn = 0; ; turn++) {
      try {
        // the time between the decision and its commit, in which a claim that does not wait would decide the same
        const started: JobHandler<void>['started'] = (manager) => manager.query('SELECT pg_sleep(0.05)');
        const handler = jobs.handler(request.id, work, { started });
        return await choices[turn % choices.length]!.run(request, delivery(), handler);
      } catch (thrown) {
        if (!(thrown instanceof RetryLater)) throw thrown;
        await sleep(thrown.delayMs);
      }
    }
  }

  it('hold over two replicas for twelve jobs on two servers, and cost none of them an attempt', async () => {
    const servers: string[] = [randomUUID(), randomUUID()];
    const running = new Map(servers.map((server) => [server, 0]));
    const most = new Map(running);
    const choices = runners();
    const requests = Array.from({ length: 12 }, (_, n) => jobs.request({ serverId: servers[n % 2]! }));
    await Promise.all(
      requests.map((request, n) =>
        untilDone(
          request,
          async () => {
            const server = request.serverId!;
            running.set(server, running.get(server)! + 1);
            most.set(server, Math.max(most.get(server)!, running.get(server)!));
            await sleep(200);
            running.set(server, running.get(server)! - 1);
          },
          n % 2 ? choices : [...choices].reverse(),
        ),
      ),
    );
    expect([...most.values()]).toEqual([LIMITS.perServer, LIMITS.perServer]);
    for (const { id } of requests)
      expect(await jobs.row(id)).toMatchObject({ status: 'completed', attempt: 1, failedAttempts: 0, waitsFor: null });
  });

  it('hold for a storage that jobs of several servers use, and let go on what needs neither', async () => {
    const [runner] = runners();
    const storageConfigId = randomUUID();
    const gate = closedGate();
    const held = Array.from({ length: 3 }, () => jobs.request({ serverId: randomUUID(), storageConfigId }));
    const ends = held.map((request) =>
      runner!.run(
        request,
        delivery(),
        jobs.handler(request.id, () => gate.opened),
      ),
    );
    await eventually(
      async () => (await jobs.dataSource.manager.countBy(Job, { storageConfigId, status: 'running' })) === 3,
      'three run',
    );
    const fourth = jobs.request({ serverId: randomUUID(), storageConfigId });
    expect(await rejection(runner!.run(fourth, delivery(), jobs.handler(fourth.id, never)))).toMatchObject({
      name: 'RetryLater',
      delayMs: BUSY_DELAY_MS,
    });
    const elsewhere = jobs.request({ serverId: held[0]!.serverId, storageConfigId: randomUUID() });
    await runner!.run(
      elsewhere,
      delivery(),
      jobs.handler(elsewhere.id, async () => 'beside'),
    );
    gate.open();
    await Promise.all(ends);
    expect(await jobs.row(fourth.id)).toMatchObject({ status: 'waiting', attempt: 0, waitsFor: 'storage' });
    await runner!.run(
      fourth,
      delivery(),
      jobs.handler(fourth.id, async () => 'after'),
    );
  });

  it('do not count what a dead executor holds', async () => {
    const [runner] = runners();
    const serverId = randomUUID();
    for (let n = 0; n < LIMITS.perServer; n++) await jobs.abandoned({ serverId });
    const request = jobs.request({ serverId });
    await runner!.run(
      request,
      delivery(),
      jobs.handler(request.id, async () => 'done'),
    );
    expect((await jobs.told(request.id)).at(-1)).toBe('completed 1 done');
  });

  it('give a free place to one of the oldest that wait, before younger ones', async () => {
    const [runner] = runners();
    const serverId = randomUUID();
    const gate = closedGate();
    const held = Array.from({ length: LIMITS.perServer }, () => jobs.request({ serverId }));
    const ends = held.map((request) =>
      runner!.run(
        request,
        delivery(),
        jobs.handler(request.id, () => gate.opened),
      ),
    );
    await eventually(
      async () => (await jobs.dataSource.manager.countBy(Job, { serverId, status: 'running' })) === 2,
      'two run',
    );
    const waiting = Array.from({ length: 3 }, () => jobs.request({ serverId }));
    const slow = replicas[0]!.runner({ busyDelayMs: 5_000 }, LIMITS);
    for (const request of waiting) await rejection(slow.run(request, delivery(), jobs.handler(request.id, never)));
    gate.open();
    await Promise.all(ends);
    const [first, second, third] = waiting as [JobRequest, JobRequest, JobRequest];
    expect(await rejection(slow.run(third, delivery(), jobs.handler(third.id, never)))).toMatchObject({
      name: 'RetryLater',
    });
    for (const { id } of [second, first, third])
      await slow.run(
        waiting.find((request) => request.id === id)!,
        delivery(),
        jobs.handler(id, async () => 'done'),
      );
  });

  it('cost a claim no more when many jobs have ended before', async () => {
    const serverId = randomUUID();
    const [runner] = runners();
    const medianClaimMs = async () => {
      const times: number[] = [];
      for (let n = 0; n < 30; n++) {
        const request = jobs.request({ serverId, storageConfigId: randomUUID(), exclusiveKey: randomUUID() });
        const beganAtMs = performance.now();
        const work = async () => times.push(performance.now() - beganAtMs);
        await runner!.run(request, delivery(), jobs.handler(request.id, work));
      }
      return times.sort((a, b) => a - b)[15]!;
    };
    const alone = await medianClaimMs();
    await jobs.dataSource.query(
      `INSERT INTO jobs (id, kind, organization_id, payload, status, server_id, ended_at, created_at)
       SELECT gen_random_uuid(), 'backup.run', gen_random_uuid(), '{}', 'completed', $1, now(), now() - n * interval '1 minute'
       FROM generate_series(1, 50000) n`,
      [serverId],
    );
    await jobs.dataSource.query('ANALYZE jobs');
    const among50k = await medianClaimMs();
    if (process.env.SPEC_LOG)
      process.stdout.write(`median claim: ${alone.toFixed(1)} ms, among 50,000: ${among50k.toFixed(1)} ms\n`);
    expect(among50k).toBeLessThan(3 * alone + 10);
  });
});
