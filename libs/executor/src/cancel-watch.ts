import { StrongroomError } from '@app/core';

/** One watched job: `signal` aborts with TASK_CANCELLED. */
export interface CancelEar {
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Hears of cancels by asking the table about all jobs of this process at once, as long as there are any. A question a second
 * by primary key costs less than a connection that listens, and cannot be missed.
 */
export class CancelWatch {
  private readonly ears = new Map<string, AbortController>();
  private timer: NodeJS.Timeout | undefined;
  private asking = false;

  constructor(
    /** Which of these jobs are to be cancelled. */
    private readonly cancelledAmong: (ids: string[]) => Promise<string[]>,
    private readonly pollMs: number,
  ) {}

  watch(id: string): CancelEar {
    const ear = new AbortController();
    this.ears.set(id, ear);
    this.timer ??= setInterval(() => void this.ask(), this.pollMs);
    return { signal: ear.signal, stop: () => this.stop(id, ear) };
  }

  private stop(id: string, ear: AbortController): void {
    if (this.ears.get(id) === ear) this.ears.delete(id);
    if (this.ears.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      for (const id of await this.cancelledAmong([...this.ears.keys()])) this.ears.get(id)?.abort(taskCancelled(id));
    } catch {
      // The database is away: the lease takes care of that, and the next question comes soon.
    } finally {
      this.asking = false;
    }
  }
}

export function taskCancelled(id: string): StrongroomError {
  return new StrongroomError('TASK_CANCELLED', `The task ${id} was cancelled`);
}
