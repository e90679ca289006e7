/** Places for messages that are worked on at once, in one process: for one consumer, or for several together. */
export class Slots {
  private taken = 0;
  private readonly waiting = new Set<() => void>();

  constructor(readonly count: number) {}

  get free(): number {
    return this.count - this.taken;
  }

  /** @returns false when there is none */
  take(): boolean {
    if (this.free === 0) return false;
    this.taken++;
    return true;
  }

  release(): void {
    this.taken--;
    for (const wake of this.waiting) wake();
  }

  /** Waits until one is released, or the signal aborts. */
  released(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }
}
