import { METRICS } from '@app/telemetry';
import type { Restore } from '../restores/restore.entity';
import { DRILL_OUTCOMES, outcomeOf } from './drill-view';

// told from the start: an alert on an increase sees no series that begins with 1
for (const outcome of DRILL_OUTCOMES.slice(2)) METRICS.drillsEnded.inc({ outcome }, 0);

/** Counts a drill when it ends. */
export function countDrill(before: Restore, after: Restore): void {
  if (after.status === before.status || after.status === 'pending' || after.status === 'in_progress') return;
  const outcome = outcomeOf(after);
  METRICS.drillsEnded.inc({ outcome });
  const { recovery_ms } = after.drill ?? {};
  if (outcome === 'passed' && recovery_ms !== undefined) METRICS.drillRecovery.observe(recovery_ms / 1000);
}
