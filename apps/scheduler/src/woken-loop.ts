import { Logger } from '@nestjs/common';
import { WakeUp } from '@app/messaging';

/** So that what another process holds at the moment is not asked for without a pause. */
const SHORTEST_PAUSE_MS = 50;

/** Work that goes on until it has nothing to do, and sleeps until it is time or until it is rung for. */
export class WokenLoop {
  private readonly logger: Logger;
  private readonly wakeUp = new WakeUp();
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    name: string,
    private readonly longestPauseMs: number,
    /** @returns whether it is to be called again at once, or for how long not, in real milliseconds */
    private readonly work: () => Promise<'again' | number>,
  ) {
    this.logger = new Logger(name);
  }

  start(): void {
    this.running ??= this.run();
  }

  ring(): void {
    this.wakeUp.ring();
  }

  /** After the piece of work that is being done. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeUp.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const pauseMs = await this.workOnce();
      if (pauseMs === 'again' || this.stopped) continue;
      await this.wakeUp.wait(Math.min(this.longestPauseMs, Math.max(SHORTEST_PAUSE_MS, pauseMs)));
    }
  }

  private async workOnce(): Promise<'again' | number> {
    try {
      return await this.work();
    } catch (error) {
      this.logger.warn({ err: error }, `failed, and is done again: ${(error as Error).message}`);
      return this.longestPauseMs;
    }
  }
}
