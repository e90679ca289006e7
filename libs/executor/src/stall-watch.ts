import { StrongroomError } from '@app/core';

/** Something that has to move: TaskProgress is one. */
export interface Flow {
  /** Where it is: a new stage counts as a movement. */
  readonly stage: string;
  readonly bytes: number;
}

const LOOKS_PER_TIMEOUT = 20;

/**
 * Aborts `signal` with STALLED when a flow that is watched has not moved for the time. It sees what no error tells of: a
 * half-open connection, a program that hangs, a storage that accepts nothing and refuses nothing.
 */
export class StallWatch {
  private readonly stalled = new AbortController();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly timeoutMs: number) {}

  get signal(): AbortSignal {
    return this.stalled.signal;
  }

  /** @returns what ends the watch of this flow */
  watch(flow: Flow): () => void {
    let { stage, bytes } = flow;
    let movedAtMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      if (flow.stage !== stage || flow.bytes !== bytes) {
        ({ stage, bytes } = flow);
        movedAtMs = nowMs;
      } else if (nowMs - movedAtMs >= this.timeoutMs) this.stalled.abort(this.failure(stage, bytes));
    }, this.timeoutMs / LOOKS_PER_TIMEOUT);
    this.timers.add(timer);
    return () => {
      clearInterval(timer);
      this.timers.delete(timer);
    };
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private failure(stage: string, bytes: number): StrongroomError {
    return new StrongroomError('STALLED', `No byte moved for ${this.timeoutMs / 1000} s in the stage ${stage}`, {
      details: { stage, bytes },
    });
  }
}
