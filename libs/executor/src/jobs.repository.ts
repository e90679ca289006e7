import { hostname } from 'node:os';
import type { DataSource, EntityManager } from 'typeorm';
import { QueryFailedError } from 'typeorm';
import type { ErrorReport } from '@app/core';
import { Job } from './job.entity';

export interface JobRequest {
  /** The task's id. */
  id: string;
  kind: string;
  organizationId: string;
  environmentId: string;
  exclusiveKey: string | null;
  payload: object;
}

/** What a claim found. */
export type Claim =
  | { outcome: 'claimed'; job: Job }
  /** A living process holds the job; its lease runs for so long. */
  | { outcome: 'held'; remainingMs: number }
  /** Another job with the same exclusive key is running. */
  | { outcome: 'busy' }
  /** The holder died, and that was the last attempt. The row is failed now. */
  | { outcome: 'exhausted'; job: Job }
  | { outcome: 'ended'; job: Job };

const UNIQUE_VIOLATION = '23505';
const HOLDER = `${hostname()}/${process.pid}`;

/** Every statement on the jobs table. Times are the database's, so that the clocks of the executors do not matter. */
export class JobsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes the job for a new attempt, if nobody living holds it. `onClaimed` runs in the same transaction. */
  async claim(
    request: JobRequest,
    options: {
      leaseMs: number;
      maxAttempts: number;
      onClaimed: (manager: EntityManager, job: Job) => Promise<void>;
      onExhausted: (manager: EntityManager, job: Job) => Promise<void>;
    },
  ): Promise<Claim> {
    try {
      return await this.dataSource.transaction(async (manager) => {
        await manager
          .createQueryBuilder()
          .insert()
          .into(Job)
          .values({ ...request, status: 'waiting' })
          .orIgnore()
          .execute();
        const job = await manager.findOneOrFail(Job, {
          where: { id: request.id },
          lock: { mode: 'pessimistic_write' },
        });
        if (job.status === 'completed' || job.status === 'failed') return { outcome: 'ended', job };
        const remainingMs = await this.remainingLeaseMs(manager, job);
        if (remainingMs > 0) return { outcome: 'held', remainingMs };

        const holderDied = job.status === 'running';
        const failedAttempts = job.failedAttempts + (holderDied ? 1 : 0);
        if (holderDied && failedAttempts >= options.maxAttempts) {
          await manager.update(
            Job,
            { id: job.id },
            { status: 'failed', failedAttempts, leaseUntil: null, endedAt: () => 'now()' },
          );
          const failed = await manager.findOneByOrFail(Job, { id: job.id });
          await options.onExhausted(manager, failed);
          return { outcome: 'exhausted', job: failed };
        }
        await manager.update(
          Job,
          { id: job.id },
          {
            status: 'running',
            attempt: job.attempt + 1,
            failedAttempts,
            leaseUntil: () => `now() + interval '${Math.ceil(options.leaseMs)} milliseconds'`,
            holder: HOLDER,
            stage: null,
          },
        );
        const claimed = await manager.findOneByOrFail(Job, { id: job.id });
        await options.onClaimed(manager, claimed);
        return { outcome: 'claimed', job: claimed };
      });
    } catch (error) {
      if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNIQUE_VIOLATION)
        return { outcome: 'busy' };
      throw error;
    }
  }

  /** @returns false when the attempt is no longer the holder */
  async renew(job: Job, leaseMs: number): Promise<boolean> {
    return this.changeAsHolder(this.dataSource.manager, job, {
      leaseUntil: () => `now() + interval '${Math.ceil(leaseMs)} milliseconds'`,
    });
  }

  async note(job: Job, change: { stage?: string; journal?: Record<string, unknown> }): Promise<boolean> {
    return this.changeAsHolder(this.dataSource.manager, job, change);
  }

  /** Ends the job as completed; `onEnd` runs in the same transaction. @returns false when the attempt is no longer the holder */
  complete(job: Job, onEnd: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.endAttempt(job, { status: 'completed', error: null, endedAt: () => 'now()' }, onEnd);
  }

  fail(
    job: Job,
    failedAttempts: number,
    error: ErrorReport,
    onEnd: (manager: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    return this.endAttempt(job, { status: 'failed', failedAttempts, error, endedAt: () => 'now()' }, onEnd);
  }

  /** Gives the job back for a later attempt. */
  release(
    job: Job,
    failedAttempts: number,
    error: ErrorReport | null,
    onEnd: (manager: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    return this.endAttempt(job, { status: 'waiting', failedAttempts, error }, onEnd);
  }

  /** Whether this very attempt has ended in that way: its commit went through although the answer was lost. */
  async hasEndedAs(job: Job, status: 'completed' | 'failed' | 'waiting'): Promise<boolean> {
    return this.dataSource.manager.existsBy(Job, { id: job.id, attempt: job.attempt, status });
  }

  /** Runs `body` in a transaction that holds only if the attempt still holds the job. */
  asHolder(job: Job, body: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const holds = await this.changeAsHolder(manager, job, { holder: HOLDER });
      if (holds) await body(manager);
      return holds;
    });
  }

  private endAttempt(job: Job, change: object, onEnd: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const holds = await this.changeAsHolder(manager, job, { ...change, leaseUntil: null });
      if (holds) await onEnd(manager);
      return holds;
    });
  }

  private async changeAsHolder(manager: EntityManager, job: Job, change: object): Promise<boolean> {
    const result = await manager.update(Job, { id: job.id, attempt: job.attempt, status: 'running' }, change);
    return result.affected === 1;
  }

  private async remainingLeaseMs(manager: EntityManager, job: Job): Promise<number> {
    if (job.status !== 'running' || job.leaseUntil === null) return 0;
    const rows: { remaining: string }[] = await manager.query(
      `SELECT extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000 AS remaining`,
      [job.leaseUntil],
    );
    return Math.max(0, Number(rows[0]?.remaining ?? 0));
  }
}
