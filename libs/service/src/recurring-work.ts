import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';

/** Intervals differ by so much of their length, so that replicas which start together do not stay together. */
const JITTER = 0.1;

/** Work that is done at the start and again after each interval; a failure is logged, and the next turn comes all the same. */
export class RecurringWork {
  private readonly logger: Logger;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    name: string,
    /** In milliseconds; 0: never. */
    private readonly intervalMs: number,
    /** Gives up when the signal aborts: the process stops. */
    private readonly work: (signal: AbortSignal) => Promise<unknown>,
  ) {
    this.logger = new Logger(name);
  }

  start(): void {
    if (this.intervalMs > 0) this.running ??= this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.work(signal);
      } catch (error) {
        if (!signal.aborted) this.logger.warn({ err: error }, `failed, and is done again: ${(error as Error).message}`);
      }
      const pauseMs = this.intervalMs * (1 - JITTER + 2 * JITTER * Math.random());
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
