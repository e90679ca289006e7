import type { EntityManager } from 'typeorm';
import type { AttemptRecord } from './attempt-record';
import type { CancelEar } from './cancel-watch';
import { taskCancelled } from './cancel-watch';
import { BETWEEN, type Job, standsBetween } from './job.entity';
import { inTurn } from './in-turn';
import type { JobsRepository } from './jobs.repository';
import { type Lease, persistently } from './lease';
import type { Flow, StallWatch } from './stall-watch';

/** The handler's view of the attempt that it works for. */
export interface RunningJob {
  readonly id: string;
  /** Name of its command. */
  readonly kind: string;
  /** Fencing number of this attempt, from 1. */
  readonly attempt: number;
  /** What earlier attempts noted. */
  readonly journal: Readonly<Record<string, unknown>>;
  /** Aborts when the work has to end: with `tenure`, and with TASK_CANCELLED or STALLED while the job is still ours. */
  readonly signal: AbortSignal;
  /** Aborts when the lease is lost or the process has to stop. Cleaning up after the work goes by it. */
  readonly tenure: AbortSignal;
  enterStage(stage: string): Promise<void>;
  /** Adds to the journal, durably, before the next step is taken. */
  note(entries: Record<string, unknown>): Promise<void>;
  /** Fails the attempt with STALLED when the flow does not move for STALL_TIMEOUT_MS, until what it returns is called or the attempt ends. */
  requireFlow(flow: Flow): () => void;
  /**
   * Call it right before anything becomes visible.
   * @throws StrongroomError LEASE_LOST unless this attempt holds the job, TASK_CANCELLED
   */
  confirmLease(): Promise<void>;
  /** The same, before the step that completes the work or cannot be undone: a cancel that comes after it comes too late. */
  beginLastStep(): Promise<void>;
  /**
   * The same, before steps that must come to an end, or be taken back, once the first of them is taken: until `letGo` a cancel comes
   * too late, and the death of an executor does not count as an attempt that failed for good. Lasts over attempts.
   */
  holdOn(): Promise<void>;
  letGo(): Promise<void>;
  /** A transaction that is rolled back when the attempt no longer holds the job. */
  transaction(body: (manager: EntityManager) => Promise<void>): Promise<void>;
}

/** What belongs to one attempt while it runs. */
export interface Attempt {
  job: Job;
  lease: Lease;
  cancel: CancelEar;
  stall: StallWatch;
  record: AttemptRecord;
  /** Aborts when the process has to stop. */
  stopping: AbortSignal;
}

export function runningJob({ job, lease, cancel, stall, stopping, record }: Attempt, jobs: JobsRepository): RunningJob {
  const tenure = AbortSignal.any([stopping, lease.signal]);
  const requireHold = (holds: boolean) => {
    if (!holds) lease.lose();
    lease.signal.throwIfAborted();
  };
  // Two steps may write at once: were the older journal written last, what is new would be lost.
  const writing = inTurn();
  const remember = (change: () => { stage?: string; journal?: Record<string, unknown> }) =>
    writing(async () => requireHold(await persistently(() => jobs.note(job, change()), lease.remainingMs)));
  const confirmLease = async () => {
    await lease.confirm();
    if (standsBetween(job)) return;
    const [cancelled] = await persistently(() => jobs.cancelledAmong([job.id]), lease.remainingMs);
    if (cancelled !== undefined) throw taskCancelled(cancelled);
  };
  return {
    id: job.id,
    kind: job.kind,
    attempt: job.attempt,
    get journal() {
      return job.journal;
    },
    signal: AbortSignal.any([tenure, cancel.signal, stall.signal]),
    tenure,
    enterStage: (stage) => {
      record.enter(stage);
      return remember(() => ({ stage }));
    },
    note: async (entries) => {
      job.journal = { ...job.journal, ...entries };
      await remember(() => ({ journal: job.journal }));
    },
    requireFlow: (flow) => stall.watch(flow),
    confirmLease,
    beginLastStep: async () => {
      await confirmLease();
      cancel.stop();
    },
    holdOn: async () => {
      const journal = { ...job.journal, [BETWEEN]: true };
      const held = await persistently(() => jobs.holdOn(job, journal), lease.remainingMs);
      if (held === 'cancelled') throw taskCancelled(job.id);
      requireHold(held === 'held');
      job.journal = journal;
      cancel.stop();
    },
    letGo: async () => {
      job.journal = { ...job.journal, [BETWEEN]: false };
      await remember(() => ({ journal: job.journal }));
    },
    transaction: async (body) => requireHold(await persistently(() => jobs.asHolder(job, body), lease.remainingMs)),
  };
}
