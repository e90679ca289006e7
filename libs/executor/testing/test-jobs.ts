/** For specs: job rows in a real database, and handlers that tell what happens into a table beside them. */
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import { createDataSourceOptions, migrate } from '@app/database';
import { DeliveryContext } from '@app/messaging';
import { Job, JOB_TABLES, type JobHandler, type JobLimits, type JobRequest, JobRunner, type JobTiming } from '../src';

/** Long enough that only a spec about leases meets their end. */
export const TIMING: JobTiming = {
  leaseMs: 30_000,
  retryDelaysMs: [0, 60, 300],
  busyDelayMs: 50,
  cancelPollMs: 50,
  stallTimeoutMs: 60_000,
};

export class TestJobs {
  private constructor(readonly dataSource: DataSource) {}

  static async open(url: string): Promise<TestJobs> {
    if (!process.env.SPEC_LOG) Logger.overrideLogger(false);
    const definition = { schema: 'backup_executor', ...JOB_TABLES };
    const options = createDataSourceOptions(definition, { url, applicationName: 'spec' });
    const dataSource = await new DataSource(options).initialize();
    await migrate(dataSource);
    await dataSource.query(`CREATE TABLE IF NOT EXISTS told (id serial, job uuid NOT NULL, fact text NOT NULL)`);
    return new TestJobs(dataSource);
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }

  runner(change: Partial<JobTiming> = {}, limits: JobLimits = { perServer: 100, perStorage: 100 }): JobRunner {
    return new JobRunner(this.dataSource, { ...TIMING, ...change }, limits, (manager, { id, attempt }) =>
      this.tell(manager, id, 'cancelled', attempt),
    );
  }

  request(change: Partial<JobRequest> = {}): JobRequest {
    return {
      id: randomUUID(),
      kind: 'backup.run',
      organizationId: randomUUID(),
      environmentId: randomUUID(),
      exclusiveKey: null,
      payload: { some: 'payload' },
      ...change,
    };
  }

  /** A job whose executor has died: its row says running, its lease is over. */
  async abandoned(change: Partial<Job> = {}): Promise<JobRequest> {
    const request = this.request();
    const died = { attempt: 1, leaseUntil: new Date(Date.now() - 1_000), holder: 'dead/1', journal: {} };
    const row = { ...request, status: 'running', ...died, ...change };
    await this.dataSource.manager.insert(Job, row as QueryDeepPartialEntity<Job>);
    return request;
  }

  /** Hooks that tell what they were called with, in the transaction that they are given. */
  handler<R>(id: string, work: JobHandler<R>['work'], change: Partial<JobHandler<R>> = {}): JobHandler<R> {
    const tell = (manager: EntityManager, ...words: unknown[]) => this.tell(manager, id, ...words);
    return {
      work,
      started: (manager, attempt) => tell(manager, 'started', attempt),
      completed: (manager, result, attempt) => tell(manager, 'completed', attempt, result),
      retrying: (manager, error, attempt, nextAttemptAt) =>
        tell(manager, 'retrying', attempt, error.code, Math.round((nextAttemptAt.getTime() - Date.now()) / 50) * 50),
      failed: (manager, error, attempt) => tell(manager, 'failed', attempt, error.code),
      ...change,
    };
  }

  private tell(manager: EntityManager, id: string, ...words: unknown[]): Promise<void> {
    return manager.query<void>(`INSERT INTO told (job, fact) VALUES ($1, $2)`, [id, words.join(' ')]);
  }

  row(id: string): Promise<Job> {
    return this.dataSource.manager.findOneByOrFail(Job, { id });
  }

  async told(id: string): Promise<string[]> {
    const rows: { fact: string }[] = await this.dataSource.query(`SELECT fact FROM told WHERE job = $1 ORDER BY id`, [
      id,
    ]);
    return rows.map(({ fact }) => fact);
  }
}

export function delivery(signal: AbortSignal = new AbortController().signal, replay = 0): DeliveryContext {
  return new DeliveryContext('message', 'jobs.backup.run', 'backup-run', signal, 1, replay);
}

/** What a promise is rejected with; fails when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol();
  const thrown = await promise.then(
    () => nothing,
    (error: unknown) => error,
  );
  if (thrown === nothing) throw new Error('it was not rejected');
  return thrown;
}
