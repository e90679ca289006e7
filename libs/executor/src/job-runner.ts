import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { decideRetry, StrongroomError, toStrongroomError } from '@app/core';
import { isDatabaseUnavailable } from '@app/database';
import { type DeliveryContext, RetryLater } from '@app/messaging';
import type { Job } from './job.entity';
import { JobsRepository, type JobRequest } from './jobs.repository';
import { Lease, persistently } from './lease';

export interface JobTiming {
  /** How long a silent holder is taken to be alive, in milliseconds. */
  leaseMs: number;
  /** Waits before the retries, in milliseconds. */
  retryDelaysMs: readonly number[];
  /** Wait before a job asks again whether its exclusive key is free, in milliseconds. */
  busyDelayMs: number;
}

/** The handler's view of the attempt that it works for. */
export interface RunningJob {
  readonly id: string;
  /** Fencing number of this attempt, from 1. */
  readonly attempt: number;
  /** What earlier attempts noted. */
  readonly journal: Readonly<Record<string, unknown>>;
  /** Aborts when the lease is lost or the process has to stop. */
  readonly signal: AbortSignal;
  enterStage(stage: string): Promise<void>;
  /** Adds to the journal, durably, before the next step is taken. */
  note(entries: Record<string, unknown>): Promise<void>;
  /** Throws LEASE_LOST unless this attempt holds the job: call it right before anything becomes visible. */
  confirmLease(): Promise<void>;
  /** A transaction that is rolled back when the attempt no longer holds the job. */
  transaction(body: (manager: EntityManager) => Promise<void>): Promise<void>;
}

/** What is particular to one kind of job. All but `work` run inside the transaction that changes the job's row. */
export interface JobHandler<R> {
  started(manager: EntityManager, attempt: number): Promise<void>;
  work(job: RunningJob): Promise<R>;
  completed(manager: EntityManager, result: R, attempt: number): Promise<void>;
  retrying(manager: EntityManager, error: StrongroomError, attempt: number, nextAttemptAt: Date): Promise<void>;
  failed(manager: EntityManager, error: StrongroomError, attempt: number): Promise<void>;
}

/**
 * Runs long work so that it happens once: a claim with a fencing number, a lease that is renewed while the work
 * goes on, and an end that is written only by the attempt that still holds the job. What it throws is what the
 * settlement of the message needs: nothing (done), RetryLater (not our turn), or the failure.
 */
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);
  private readonly jobs: JobsRepository;

  constructor(
    dataSource: DataSource,
    private readonly timing: JobTiming,
  ) {
    this.jobs = new JobsRepository(dataSource);
  }

  async run<R>(request: JobRequest, delivery: DeliveryContext, handler: JobHandler<R>): Promise<void> {
    const { leaseMs, retryDelaysMs, busyDelayMs } = this.timing;
    const askedAtMs = performance.now();
    const claim = await this.jobs.claim(request, {
      leaseMs,
      maxAttempts: retryDelaysMs.length + 1,
      onClaimed: (manager, job) => handler.started(manager, job.attempt),
      onExhausted: (manager, job) => handler.failed(manager, executorDied(job), job.attempt),
    });
    switch (claim.outcome) {
      case 'held':
        throw new RetryLater(`task ${request.id} is held by another executor`, claim.remainingMs + 100);
      case 'busy':
        throw new RetryLater(`task ${request.id} waits for ${request.exclusiveKey}`, busyDelayMs);
      case 'ended':
        return this.settleEnded(claim.job, delivery);
      case 'exhausted':
        delivery.attempt = claim.job.failedAttempts;
        throw executorDied(claim.job);
      case 'claimed':
        return this.attempt(claim.job, new Lease(this.jobs, claim.job, leaseMs, askedAtMs), delivery, handler);
    }
  }

  private async attempt<R>(job: Job, lease: Lease, delivery: DeliveryContext, handler: JobHandler<R>): Promise<void> {
    const signal = AbortSignal.any([delivery.signal, lease.signal]);
    try {
      let result: R;
      try {
        result = await handler.work(this.runningJob(job, lease, signal));
      } catch (thrown) {
        return await this.endUnsuccessfully(job, lease, delivery, handler, thrown);
      }
      try {
        await this.complete(job, lease, handler, result);
      } catch (thrown) {
        if (thrown instanceof RetryLater || isDatabaseUnavailable(thrown)) throw thrown;
        // The end cannot be written, as when its contract refuses the event: without this the row would run for ever.
        return await this.endUnsuccessfully(job, lease, delivery, handler, thrown);
      }
    } finally {
      await lease.stop();
    }
  }

  private async complete<R>(job: Job, lease: Lease, handler: JobHandler<R>, result: R): Promise<void> {
    const done = await persistently(
      () => this.jobs.complete(job, (manager) => handler.completed(manager, result, job.attempt)),
      lease.remainingMs,
    );
    if (!done && !(await this.jobs.hasEndedAs(job, 'completed'))) throw this.takenOver(job);
  }

  private async endUnsuccessfully<R>(
    job: Job,
    lease: Lease,
    delivery: DeliveryContext,
    handler: JobHandler<R>,
    thrown: unknown,
  ): Promise<never> {
    if (lease.signal.aborted) throw this.takenOver(job);
    if (delivery.signal.aborted) {
      await persistently(() => this.jobs.release(job, job.failedAttempts, null, async () => {}), lease.remainingMs);
      throw thrown;
    }
    const error = toStrongroomError(thrown);
    const failedAttempts = job.failedAttempts + 1;
    const decision = decideRetry(error, failedAttempts, this.timing.retryDelaysMs);
    this.logger.warn(
      { err: thrown, task_id: job.id, attempt: job.attempt, code: error.code, retry: decision.retry },
      error.message,
    );
    const ended = await persistently(() => {
      if (!decision.retry)
        return this.jobs.fail(job, failedAttempts, error.toReport(), (manager) =>
          handler.failed(manager, error, job.attempt),
        );
      const nextAttemptAt = new Date(Date.now() + decision.delayMs);
      return this.jobs.release(job, failedAttempts, error.toReport(), (manager) =>
        handler.retrying(manager, error, job.attempt, nextAttemptAt),
      );
    }, lease.remainingMs);
    // Whoever holds the job now decides about the message: our failure must not end it.
    if (!ended && !(await this.jobs.hasEndedAs(job, decision.retry ? 'waiting' : 'failed'))) throw this.takenOver(job);
    delivery.attempt = failedAttempts;
    throw error;
  }

  private takenOver(job: Job): RetryLater {
    return new RetryLater(`task ${job.id} was taken over by another executor`, this.timing.busyDelayMs);
  }

  /** The message came again after the job had ended: its settlement was lost. */
  private settleEnded(job: Job, delivery: DeliveryContext): void {
    if (job.status === 'completed') return;
    delivery.attempt = this.timing.retryDelaysMs.length + 1;
    throw job.error ? StrongroomError.fromReport(job.error) : executorDied(job);
  }

  private runningJob(job: Job, lease: Lease, signal: AbortSignal): RunningJob {
    const requireHold = (holds: boolean) => {
      if (!holds) lease.lose();
      lease.signal.throwIfAborted();
    };
    const remember = async (change: { stage?: string; journal?: Record<string, unknown> }) =>
      requireHold(await persistently(() => this.jobs.note(job, change), lease.remainingMs));
    return {
      id: job.id,
      attempt: job.attempt,
      get journal() {
        return job.journal;
      },
      signal,
      enterStage: (stage) => remember({ stage }),
      note: async (entries) => {
        job.journal = { ...job.journal, ...entries };
        await remember({ journal: job.journal });
      },
      confirmLease: () => lease.confirm(),
      transaction: async (body) =>
        requireHold(await persistently(() => this.jobs.asHolder(job, body), lease.remainingMs)),
    };
  }
}

function executorDied(job: Job): StrongroomError {
  return new StrongroomError(
    'EXECUTOR_DIED',
    `The executor of task ${job.id} died in each of ${job.failedAttempts} attempts`,
    {
      details: { last_holder: job.holder },
    },
  );
}
