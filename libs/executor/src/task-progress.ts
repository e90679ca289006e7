import { Transform, type TransformCallback } from 'node:stream';
import type { ProgressPayload } from '@app/contracts';
import { METRICS } from '@app/telemetry';
import type { RunningJob } from './running-job';

export interface ProgressSink {
  publish(progress: ProgressPayload): void;
}

const RATE_WINDOW_MS = 5_000;

/**
 * The progress of an attempt, from now on; stop it in a `finally`.
 * @returns `enter` tells of a stage and writes it down
 */
export function followJob<Stage extends string>(
  sink: ProgressSink,
  { task_id, organization_id }: { task_id: string; organization_id: string },
  job: RunningJob,
  stages: readonly Stage[],
  intervalMs: number,
): { progress: TaskProgress; enter: (stage: Stage) => Promise<void> } {
  const { kind, attempt } = job;
  const progress = new TaskProgress(sink, { task_id, organization_id, kind, attempt, stages }, intervalMs);
  const enter = async (stage: Stage) => {
    progress.enter(stage);
    await job.enterStage(stage);
  };
  return { progress, enter };
}

/** Work that goes on is never shown as done. */
const MOST_PERCENT = 99;

/**
 * Counts the bytes of a running task and tells them at a steady pace. Losing a report is harmless: the next one
 * says all. Stop it in a `finally`. The estimate of all bytes may turn out wrong, and be mended on the way: the percentage
 * then waits until the work has caught up, and does not fall.
 */
export class TaskProgress {
  private readonly timer: NodeJS.Timeout;
  private readonly samples: { atMs: number; bytes: number }[] = [];
  private readonly stageStartsMs: [stage: string, atMs: number][] = [];
  private currentStage: string;
  private shownPercent = 0;
  private counted = 0;
  private position: (() => number) | undefined;
  private totalBytes: number | null = null;
  private measuredBytes = 0;

  constructor(
    private readonly sink: ProgressSink,
    private readonly task: {
      kind: string;
      task_id: string;
      organization_id: string;
      attempt: number;
      stages: readonly string[];
    },
    intervalMs: number,
  ) {
    this.currentStage = task.stages[0] ?? '';
    this.timer = setInterval(() => this.tell(), intervalMs);
  }

  enter(stage: string): void {
    this.currentStage = stage;
    this.stageStartsMs.push([stage, performance.now()]);
    this.tell();
  }

  /** An estimate of all bytes that will pass. */
  expect(totalBytes: number): void {
    this.totalBytes = Math.round(totalBytes);
  }

  count(bytes: number): void {
    this.counted += bytes;
  }

  /** From now on the bytes are what this says, and nobody has to count. */
  follow(position: () => number): void {
    this.position = position;
  }

  get stage(): string {
    return this.currentStage;
  }

  get bytes(): number {
    return this.position?.() ?? this.counted;
  }

  /** A stream that counts what passes through it. */
  meter(): Transform {
    const count = (bytes: number) => this.count(bytes);
    return new Transform({
      highWaterMark: 1024 * 1024,
      transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
        count(chunk.length);
        done(null, chunk);
      },
    });
  }

  /** How long each stage has taken so far, in milliseconds: for the log. */
  stageDurationsMs(): Record<string, number> {
    const ends = [...this.stageStartsMs.slice(1).map(([, atMs]) => atMs), performance.now()];
    return Object.fromEntries(
      this.stageStartsMs.map(([stage, atMs], index) => [stage, Math.round(ends[index]! - atMs)]),
    );
  }

  stop(): void {
    clearInterval(this.timer);
    this.measure();
  }

  private tell(): void {
    const atMs = performance.now();
    const { bytes } = this;
    this.samples.push({ atMs, bytes });
    this.measure();
    while (this.samples.length > 1 && atMs - this.samples[0]!.atMs > RATE_WINDOW_MS) this.samples.shift();
    const first = this.samples[0]!;
    const elapsedMs = atMs - first.atMs;
    const rate = elapsedMs > 0 ? Math.max(0, Math.round(((bytes - first.bytes) * 1000) / elapsedMs)) : 0;
    this.sink.publish({
      task_id: this.task.task_id,
      organization_id: this.task.organization_id,
      attempt: this.task.attempt,
      stage: this.stage,
      stages: [...this.task.stages],
      bytes,
      total_bytes: this.totalBytes === null ? null : Math.max(this.totalBytes, bytes),
      rate_bytes_per_second: rate,
      percent: this.percentAt(bytes),
      estimated_seconds_remaining: this.secondsRemaining(bytes, rate),
    });
  }

  /** For the metric, which only grows. */
  private measure(): void {
    const { bytes } = this;
    if (bytes > this.measuredBytes) METRICS.jobMovedBytes.inc({ kind: this.task.kind }, bytes - this.measuredBytes);
    this.measuredBytes = Math.max(bytes, this.measuredBytes);
  }

  private percentAt(bytes: number): number | null {
    if (this.totalBytes === null) return null;
    const percent = this.totalBytes === 0 ? MOST_PERCENT : Math.floor((bytes * 100) / this.totalBytes);
    this.shownPercent = Math.min(MOST_PERCENT, Math.max(this.shownPercent, percent));
    return this.shownPercent;
  }

  /** null also when nothing moves, or when more has moved than there should be: the estimate was wrong then. */
  private secondsRemaining(bytes: number, rate: number): number | null {
    if (this.totalBytes === null || bytes > this.totalBytes) return null;
    const missingBytes = this.totalBytes - bytes;
    if (missingBytes === 0) return 0;
    return rate === 0 ? null : Math.ceil(missingBytes / rate);
  }
}
