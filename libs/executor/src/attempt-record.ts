import { failSpan, METRICS, type Span, startSpan } from '@app/telemetry';

export type AttemptOutcome = 'completed' | 'retrying' | 'failed' | 'cancelled' | 'handed_back' | 'lost';

/** What metrics and traces say of one attempt and of its stages. Without another word it was lost to somebody else. */
export class AttemptRecord {
  private readonly observe: (labels: { outcome: AttemptOutcome }) => number;
  private outcome: AttemptOutcome = 'lost';
  private stage: { span: Span; observe: () => number } | undefined;

  constructor(private readonly kind: string) {
    METRICS.jobsRunning.inc({ kind });
    this.observe = METRICS.jobAttemptDuration.startTimer({ kind });
  }

  /** Ends the stage before it. */
  enter(stage: string): void {
    this.leave();
    this.stage = {
      span: startSpan(`${this.kind} ${stage}`),
      observe: METRICS.jobStageDuration.startTimer({ kind: this.kind, stage }),
    };
  }

  completed(): void {
    this.outcome = 'completed';
  }

  ended(outcome: AttemptOutcome, error: { code: string }): void {
    this.outcome = outcome;
    if (this.stage) failSpan(this.stage.span, error);
    if (outcome === 'failed' || outcome === 'retrying') METRICS.jobFailures.inc({ kind: this.kind, code: error.code });
  }

  close(): void {
    this.leave();
    METRICS.jobsRunning.dec({ kind: this.kind });
    this.observe({ outcome: this.outcome });
  }

  private leave(): void {
    this.stage?.observe();
    this.stage?.span.end();
    this.stage = undefined;
  }
}
