/**
 * The last progress of each running task, in memory: progress is not stored anywhere. What is older than a minute is
 * forgotten, and there is a limit, so that a gateway that runs for months stays as small as it was.
 */
import { Injectable } from '@nestjs/common';
import type { ProgressPayload } from '@app/contracts';

const FRESH_MS = 60_000;
const MOST_TASKS = 10_000;

export interface LatestProgress {
  progress: ProgressPayload;
  receivedAt: Date;
}

@Injectable()
export class LiveProgress {
  /** In the order of arrival, the oldest first. */
  private readonly latest = new Map<string, LatestProgress>();

  note(progress: ProgressPayload, receivedAt = new Date()): void {
    const known = this.latest.get(progress.task_id);
    if (known !== undefined && known.progress.attempt > progress.attempt) return;
    this.latest.delete(progress.task_id);
    this.latest.set(progress.task_id, { progress, receivedAt });
    if (this.latest.size > MOST_TASKS) this.latest.delete(this.latest.keys().next().value!);
  }

  /** What is known of the task's present attempt. */
  of(task: { id: string; attempt: number }, now = new Date()): LatestProgress | undefined {
    const known = this.latest.get(task.id);
    if (known === undefined) return undefined;
    if (now.getTime() - known.receivedAt.getTime() > FRESH_MS) {
      this.latest.delete(task.id);
      return undefined;
    }
    return known.progress.attempt >= task.attempt ? known : undefined;
  }
}
