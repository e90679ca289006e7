import type { DataSource, EntityManager } from 'typeorm';
import { In, IsNull, Not } from 'typeorm';
import type { ErrorReport } from '@app/core';
import { HOLDER, interval } from './job-claims';
import { Job, type JobStatus } from './job.entity';

/** What an attempt ends with. */
export interface Ending {
  status: Exclude<JobStatus, 'running'>;
  failedAttempts: number;
  error: ErrorReport | null;
  /** Runs in the same transaction. */
  tell: (manager: EntityManager) => Promise<void>;
}

/** What the holder of a job writes, and only the holder: each statement names the attempt. How it got the job is in JobClaims. */
export class JobsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns false when the attempt is no longer the holder */
  async renew(job: Job, leaseMs: number): Promise<boolean> {
    return this.changeAsHolder(this.dataSource.manager, job, {
      leaseUntil: () => `now() + ${interval(leaseMs)}`,
    });
  }

  async note(job: Job, change: { stage?: string; journal?: Record<string, unknown> }): Promise<boolean> {
    return this.changeAsHolder(this.dataSource.manager, job, change);
  }

  /**
   * Ends the attempt as `decide` says, which knows whether a cancel came before.
   * @returns false when the attempt is no longer the holder
   */
  end(job: Job, decide: (cancelRequested: boolean) => Ending): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const held = await manager.findOne(Job, { where: asHolder(job), lock: { mode: 'pessimistic_write' } });
      if (held === null) return false;
      const { tell, ...columns } = decide(held.cancelRequestedAt !== null);
      const endedAt = columns.status === 'waiting' ? null : () => 'now()';
      await manager.update(Job, { id: job.id }, { ...(columns as object), leaseUntil: null, endedAt });
      await tell(manager);
      return true;
    });
  }

  /** Writes the journal with which no cancel is taken any more, unless one came before. */
  holdOn(job: Job, journal: Record<string, unknown>): Promise<'held' | 'cancelled' | 'lost'> {
    return this.dataSource.transaction(async (manager) => {
      const held = await manager.findOne(Job, { where: asHolder(job), lock: { mode: 'pessimistic_write' } });
      if (held === null) return 'lost';
      if (held.cancelRequestedAt !== null) return 'cancelled';
      await manager.update(Job, { id: job.id }, { journal: journal as object });
      return 'held';
    });
  }

  /** Whether this very attempt has ended in that way: its commit went through although the answer was lost. */
  async hasEndedAs(job: Job, status: JobStatus): Promise<boolean> {
    return this.dataSource.manager.existsBy(Job, { id: job.id, attempt: job.attempt, status });
  }

  /** Which of the jobs somebody wants to end. */
  async cancelledAmong(ids: string[]): Promise<string[]> {
    const rows = await this.dataSource.manager.find(Job, {
      select: { id: true },
      where: { id: In(ids), cancelRequestedAt: Not(IsNull()) },
    });
    return rows.map(({ id }) => id);
  }

  /** Runs `body` in a transaction that holds only if the attempt still holds the job. */
  asHolder(job: Job, body: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const holds = await this.changeAsHolder(manager, job, { holder: HOLDER });
      if (holds) await body(manager);
      return holds;
    });
  }

  private async changeAsHolder(manager: EntityManager, job: Job, change: object): Promise<boolean> {
    const result = await manager.update(Job, asHolder(job), change);
    return result.affected === 1;
  }
}

function asHolder({ id, attempt }: Job) {
  return { id, attempt, status: 'running' as const };
}
