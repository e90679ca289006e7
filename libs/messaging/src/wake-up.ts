import { setTimeout as sleep } from 'node:timers/promises';

/** A pause that can be ended from outside. A ring during the work before the pause is not lost: it ends the next one at once. */
export class WakeUp {
  private rung = false;
  private pause: AbortController | undefined;

  ring(): void {
    this.rung = true;
    this.pause?.abort();
  }

  async wait(maxMs: number): Promise<void> {
    if (!this.rung) {
      this.pause = new AbortController();
      await sleep(maxMs, undefined, { signal: this.pause.signal }).catch(() => undefined);
      this.pause = undefined;
    }
    this.rung = false;
  }
}
