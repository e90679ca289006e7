import { Transform, type TransformCallback } from 'node:stream';
import type { ProgressPayload } from '@app/contracts';

export interface ProgressSink {
  publish(progress: ProgressPayload): void;
}

const RATE_WINDOW_MS = 5_000;

/**
 * Counts the bytes of a running task and tells them at a steady pace. Losing a report is harmless: the next one
 * says all. Stop it in a `finally`.
 */
export class TaskProgress {
  private readonly timer: NodeJS.Timeout;
  private readonly samples: { atMs: number; bytes: number }[] = [];
  private readonly stageStartsMs: [stage: string, atMs: number][] = [];
  private stage: string;
  private counted = 0;
  private position: (() => number) | undefined;
  private totalBytes: number | null = null;

  constructor(
    private readonly sink: ProgressSink,
    private readonly task: { task_id: string; organization_id: string; attempt: number; stages: readonly string[] },
    intervalMs: number,
  ) {
    this.stage = task.stages[0] ?? '';
    this.timer = setInterval(() => this.tell(), intervalMs);
  }

  enter(stage: string): void {
    this.stage = stage;
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

  private get bytes(): number {
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
  }

  private tell(): void {
    const atMs = performance.now();
    const { bytes } = this;
    this.samples.push({ atMs, bytes });
    while (this.samples.length > 1 && atMs - this.samples[0]!.atMs > RATE_WINDOW_MS) this.samples.shift();
    const first = this.samples[0]!;
    const elapsedMs = atMs - first.atMs;
    this.sink.publish({
      task_id: this.task.task_id,
      organization_id: this.task.organization_id,
      attempt: this.task.attempt,
      stage: this.stage,
      stages: [...this.task.stages],
      bytes,
      total_bytes: this.totalBytes === null ? null : Math.max(this.totalBytes, bytes),
      rate_bytes_per_second: elapsedMs > 0 ? Math.round(((bytes - first.bytes) * 1000) / elapsedMs) : 0,
    });
  }
}
