import { setTimeout as sleep } from 'node:timers/promises';
import { StrongroomError } from '@app/core';
import { isDatabaseUnavailable } from '@app/database';
import type { Job } from './job.entity';
import type { JobsRepository } from './jobs.repository';

const RENEWALS_PER_LEASE = 3;

/**
 * Keeps a claimed job's lease alive. When the row says that another attempt holds the job, or when the
 * database could not be asked until the lease ran out, `signal` aborts: the work must stop, because somebody
 * else may have begun it. A short restart of the database is survived.
 */
export class Lease {
  private readonly lost = new AbortController();
  private readonly stopped = new AbortController();
  private readonly keeping: Promise<void>;
  private deadline: number;

  constructor(
    private readonly jobs: JobsRepository,
    private readonly job: Job,
    private readonly leaseMs: number,
    /** When the job was asked for, by `performance.now()`: the database may have counted the lease from then on. */
    askedAtMs: number,
  ) {
    this.deadline = askedAtMs + leaseMs;
    this.keeping = this.keep();
  }

  /** Aborted with LEASE_LOST. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** Milliseconds for which the job is surely still ours. */
  get remainingMs(): number {
    return Math.max(0, this.deadline - performance.now());
  }

  /** Asks the database whether this attempt still holds the job: the last thing to do before anything becomes visible. */
  async confirm(): Promise<void> {
    const asked = performance.now();
    const holds = await persistently(() => this.jobs.renew(this.job, this.leaseMs), this.remainingMs);
    if (!holds) this.lose();
    this.lost.signal.throwIfAborted();
    this.deadline = asked + this.leaseMs;
  }

  /** Somebody has found out that another attempt holds the job. */
  lose(): void {
    this.lost.abort(
      new StrongroomError('LEASE_LOST', `Attempt ${this.job.attempt} of task ${this.job.id} no longer holds its job`),
    );
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.keeping;
  }

  private async keep(): Promise<void> {
    while (!this.stopped.signal.aborted && !this.lost.signal.aborted) {
      try {
        await sleep(this.leaseMs / RENEWALS_PER_LEASE, undefined, { signal: this.stopped.signal });
      } catch {
        return;
      }
      const asked = performance.now();
      const holds = await this.ask();
      if (holds) this.deadline = asked + this.leaseMs;
      else if (this.stopped.signal.aborted) return;
      else if (holds === false || this.remainingMs === 0) this.lose();
    }
  }

  /** @returns undefined when the database does not answer: it may come back before the lease runs out */
  private async ask(): Promise<boolean | undefined> {
    const answered = new AbortController();
    const patienceMs = Math.max(this.remainingMs, this.leaseMs / RENEWALS_PER_LEASE);
    try {
      return await Promise.race([
        this.jobs.renew(this.job, this.leaseMs),
        sleep(patienceMs, undefined, { signal: answered.signal }),
      ]);
    } catch {
      return undefined;
    } finally {
      answered.abort();
    }
  }
}

const RETRY_DELAY_MS = 500;

/** Tries a database operation again while the database is away, for at most `forMs`; the last error is thrown. */
export async function persistently<T>(operation: () => Promise<T>, forMs: number): Promise<T> {
  const deadline = performance.now() + forMs;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() + RETRY_DELAY_MS > deadline) throw error;
      await sleep(RETRY_DELAY_MS);
    }
  }
}
