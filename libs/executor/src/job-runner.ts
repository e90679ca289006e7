import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { StrongroomError, toStrongroomError } from '@app/core';
import { isDatabaseUnavailable } from '@app/database';
import { type DeliveryContext, RetryLater } from '@app/messaging';
import type { JobLimits } from './admission';
import { type AttemptOutcome, AttemptRecord } from './attempt-record';
import { CancelWatch } from './cancel-watch';
import { JobClaims, type JobHook, type JobRequest } from './job-claims';
import { type CancelOutcome, decideEnd, type UnsuccessfulEnd } from './job-endings';
import type { Job } from './job.entity';
import { type Ending, JobsRepository } from './jobs.repository';
import { Lease, persistently } from './lease';
import { type Attempt, runningJob, type RunningJob } from './running-job';
import { StallWatch } from './stall-watch';

export interface JobTiming {
  /** How long a silent holder is taken to be alive, in milliseconds. */
  leaseMs: number;
  /** Waits before the retries, in milliseconds. */
  retryDelaysMs: readonly number[];
  /** Wait before a job asks again whether its turn has come, in milliseconds. */
  busyDelayMs: number;
  /** How often running jobs look whether they were cancelled, in milliseconds. */
  cancelPollMs: number;
  /** How long a flow that is watched may stand still, in milliseconds. */
  stallTimeoutMs: number;
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
 * settlement of the message needs: nothing (done, or cancelled), RetryLater (not our turn), or the failure.
 */
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);
  private readonly claims: JobClaims;
  private readonly jobs: JobsRepository;
  private readonly cancels: CancelWatch;

  constructor(
    dataSource: DataSource,
    private readonly timing: JobTiming,
    private readonly limits: JobLimits,
    /** Tells that a job was cancelled, in the transaction that ends it; it may never have been begun. */
    private readonly tellCancelled: JobHook,
  ) {
    this.claims = new JobClaims(dataSource);
    this.jobs = new JobsRepository(dataSource);
    this.cancels = new CancelWatch((ids) => this.jobs.cancelledAmong(ids), timing.cancelPollMs);
  }

  async run<R>(request: JobRequest, delivery: DeliveryContext, handler: JobHandler<R>): Promise<void> {
    const { leaseMs, retryDelaysMs, busyDelayMs, stallTimeoutMs } = this.timing;
    const askedAtMs = performance.now();
    const claim = await this.claims.claim(request, {
      leaseMs,
      maxAttempts: retryDelaysMs.length + 1,
      limits: this.limits,
      busyDelayMs,
      replay: delivery.replay,
      onClaimed: (manager, job) => handler.started(manager, job.attempt),
      onExhausted: (manager, job) => handler.failed(manager, executorDied(job), job.attempt),
      onCancelled: this.tellCancelled,
    });
    switch (claim.outcome) {
      case 'held':
        throw new RetryLater(`task ${request.id} is held by another executor`, claim.remainingMs + 100);
      case 'busy':
        throw new RetryLater(`task ${request.id} waits for its ${claim.waitsFor}`, claim.delayMs);
      case 'ended':
        return this.settleEnded(claim.job, delivery);
      case 'exhausted':
        delivery.attempt = claim.job.failedAttempts;
        throw executorDied(claim.job);
      case 'claimed': {
        const { job } = claim;
        const attempt: Attempt = {
          job,
          lease: new Lease(this.jobs, job, leaseMs, askedAtMs),
          cancel: this.cancels.watch(job.id),
          stall: new StallWatch(stallTimeoutMs),
          stopping: delivery.signal,
          record: new AttemptRecord(job.kind),
        };
        return this.attempt(attempt, delivery, handler);
      }
    }
  }

  /** Ends the job now if nobody works on it, or asks its holder, which hears of it within CANCEL_POLL_MS. */
  cancel(request: JobRequest): Promise<CancelOutcome> {
    return this.claims.cancel(request, this.tellCancelled);
  }

  private async attempt<R>(attempt: Attempt, delivery: DeliveryContext, handler: JobHandler<R>): Promise<void> {
    try {
      let result: R;
      try {
        result = await handler.work(runningJob(attempt, this.jobs));
      } catch (thrown) {
        return await this.endUnsuccessfully(attempt, delivery, handler, thrown);
      }
      try {
        await this.complete(attempt, handler, result);
      } catch (thrown) {
        if (thrown instanceof RetryLater || isDatabaseUnavailable(thrown)) throw thrown;
        // The end cannot be written, as when its contract refuses the event: without this the row would run for ever.
        return await this.endUnsuccessfully(attempt, delivery, handler, thrown);
      }
    } finally {
      attempt.record.close();
      attempt.cancel.stop();
      attempt.stall.stop();
      await attempt.lease.stop();
    }
  }

  private async complete<R>(attempt: Attempt, handler: JobHandler<R>, result: R): Promise<void> {
    const { job, record } = attempt;
    await this.end(attempt, () => ({
      status: 'completed',
      failedAttempts: job.failedAttempts,
      error: null,
      tell: (manager) => handler.completed(manager, result, job.attempt),
    }));
    record.completed();
  }

  private async endUnsuccessfully<R>(
    attempt: Attempt,
    delivery: DeliveryContext,
    handler: JobHandler<R>,
    thrown: unknown,
  ): Promise<void> {
    const { job, lease, stall, record } = attempt;
    if (lease.signal.aborted) throw this.takenOver(job);
    const error = toStrongroomError(stall.signal.aborted ? stall.signal.reason : thrown);
    const stopping = delivery.signal.aborted;
    const failedAttempts = job.failedAttempts + 1;
    const { retryDelaysMs } = this.timing;
    const ending = await this.end(attempt, (cancelRequested) => {
      const end = decideEnd({ error, cancelRequested, stopping, failedAttempts, retryDelaysMs });
      return this.unsuccessfulEnding(job, end, error, handler);
    });
    const { status } = ending;
    record.ended(outcomeOf(ending), error);
    this.logger.warn({ err: thrown, task_id: job.id, attempt: job.attempt, code: error.code, status }, error.message);
    if (status === 'cancelled') return;
    if (ending.error === null) throw thrown;
    delivery.attempt = failedAttempts;
    throw error;
  }

  private unsuccessfulEnding<R>(
    job: Job,
    end: UnsuccessfulEnd,
    error: StrongroomError,
    handler: JobHandler<R>,
  ): Ending {
    const { status } = end;
    const counted = { status, failedAttempts: job.failedAttempts + 1, error: error.toReport() };
    const uncounted = { status, failedAttempts: job.failedAttempts, error: null };
    if (end.status === 'cancelled') return { ...uncounted, tell: (manager) => this.tellCancelled(manager, job) };
    if (end.status === 'failed') return { ...counted, tell: (manager) => handler.failed(manager, error, job.attempt) };
    if (!end.counts) return { ...uncounted, tell: async () => {} };
    const nextAttemptAt = new Date(Date.now() + end.delayMs);
    return { ...counted, tell: (manager) => handler.retrying(manager, error, job.attempt, nextAttemptAt) };
  }

  /** @throws RetryLater when somebody else has the job, and so decides about the message: our end must not settle it */
  private async end({ job, lease }: Attempt, decide: (cancelRequested: boolean) => Ending): Promise<Ending> {
    const last: { ending?: Ending } = {};
    const ended = await persistently(
      () => this.jobs.end(job, (cancelRequested) => (last.ending = decide(cancelRequested))),
      lease.remainingMs,
    );
    const { ending } = last;
    if (ending === undefined || (!ended && !(await this.jobs.hasEndedAs(job, ending.status))))
      throw this.takenOver(job);
    return ending;
  }

  private takenOver(job: Job): RetryLater {
    return new RetryLater(`task ${job.id} was taken over by another executor`, this.timing.busyDelayMs);
  }

  /** The message came again after the job had ended: its settlement was lost, or it was cancelled before. */
  private settleEnded(job: Job, delivery: DeliveryContext): void {
    if (job.status !== 'failed') return;
    delivery.attempt = this.timing.retryDelaysMs.length + 1;
    throw job.error ? StrongroomError.fromReport(job.error) : executorDied(job);
  }
}

function outcomeOf({ status, error }: Ending): AttemptOutcome {
  if (status !== 'waiting') return status;
  return error === null ? 'handed_back' : 'retrying';
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
