import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeRequiring } from '../../../test/fixtures/requires';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { delivery, TestJobs } from '../testing/test-jobs';
import { ABOUT, EndedJobs, UNSWEPT } from './ended-jobs';
import type { Job } from './job.entity';

describeRequiring('postgres', 'an ended job, while its leftovers are removed,', () => {
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

  const ended = async (change: Partial<Job> = {}) => {
    const request = jobs.request();
    const thing = { field: 'backup_id' as const, value: request.id, kinds: [request.kind] };
    const payload = { backup_id: request.id };
    await jobs.abandoned({ ...request, payload, status: 'failed', leaseUntil: null, endedAt: new Date(), ...change });
    return { request: { ...request, payload }, thing };
  };
  const endedJobs = () => new EndedJobs(jobs.dataSource);

  it('cannot be begun anew before that is done', async () => {
    const { request, thing } = await ended();
    const steps: string[] = [];
    let running: Promise<void> | undefined;
    const done = await endedJobs().whileEnded(thing, async () => {
      const replayed = Object.assign(delivery(), { replay: 1 });
      const handler = jobs.handler(request.id, async () => void steps.push('begun anew'));
      running = jobs.runner().run(request, replayed, handler);
      await sleep(300);
      steps.push('removed');
    });
    await running;
    expect(done).toBe(true);
    expect(steps).toEqual(['removed', 'begun anew']);
  });

  it.each(['running', 'waiting'] as const)('is left alone when it is %s', async (status) => {
    const { thing } = await ended({ status });
    const work = jest.fn();
    expect(await endedJobs().whileEnded(thing, work)).toBe(false);
    expect(work).not.toHaveBeenCalled();
  });

  it('keeps back a job of the same exclusive key that has no row yet', async () => {
    const { thing } = await ended();
    const exclusiveKey = `environment/${thing.value}`;
    const next = jobs.request({ exclusiveKey });
    const steps: string[] = [];
    let running: Promise<void> | undefined;
    await endedJobs().whileEnded({ ...thing, exclusiveKeys: [exclusiveKey] }, async () => {
      running = jobs.runner().run(
        next,
        delivery(),
        jobs.handler(next.id, async () => void steps.push('begun')),
      );
      await sleep(300);
      steps.push('removed');
    });
    await running;
    expect(steps).toEqual(['removed', 'begun']);
  });

  it('is found by an index, however many jobs there were before', async () => {
    await jobs.dataSource.query(
      `INSERT INTO jobs (id, kind, organization_id, environment_id, payload, status, attempt, ended_at)
       SELECT gen_random_uuid(), 'backup.run', gen_random_uuid(), gen_random_uuid(),
              jsonb_build_object('backup_id', gen_random_uuid(), 'restore_id', gen_random_uuid(), 'text', repeat('x', 200)),
              CASE WHEN n % 1000 = 0 THEN 'failed' ELSE 'completed' END, 1, now() - n * interval '1 minute'
         FROM generate_series(1, 20000) AS n`,
    );
    await jobs.dataSource.query('VACUUM ANALYZE jobs');
    const planOf = async (query: string, values: unknown[]) =>
      JSON.stringify(await jobs.dataSource.query(`EXPLAIN ${query}`, values));
    const kinds = ['backup.run'];
    for (const field of ['backup_id', 'restore_id'] as const)
      expect(await planOf(ABOUT(field), [randomUUID(), kinds])).not.toMatch(/Seq Scan on jobs/);
    expect(await planOf(UNSWEPT, [kinds, 3_600_000])).not.toMatch(/Seq Scan on jobs/);
  });
});
