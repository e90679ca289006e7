import type { ChannelKind } from '@app/contracts';
import { METRICS } from '@app/telemetry';

export type Outcome = 'delivered' | 'failed' | 'given_up' | 'retried' | 'outdated';

export function noteOutcome(kind: ChannelKind, outcome: Outcome): void {
  METRICS.deliveries.inc({ kind, outcome });
}
