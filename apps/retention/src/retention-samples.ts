/** What waits in retention, and what the last looks at the storages have found, asked for with the metrics. */
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@app/core';
import { addSample, METRICS } from '@app/telemetry';

const WAITING = `
SELECT (SELECT min(requested_at) FROM retention_runs WHERE status <> 'completed') AS run,
       (SELECT count(*)::int FROM retention_holds WHERE agreed_at IS NULL) AS holds,
       (SELECT min(held_at) FROM retention_holds WHERE agreed_at IS NULL) AS hold,
       due, refused, refused_since AS refusal
  FROM (SELECT count(*) FILTER (WHERE last_error IS NULL)::int AS due, count(last_error)::int AS refused,
               min(deleted_at) FILTER (WHERE last_error IS NOT NULL) AS refused_since
          FROM removals JOIN deleted_backups USING (backup_id) WHERE removed_at IS NULL) removing`;

const SWEEPS = `
SELECT COALESCE(sum((report->>'orphan_objects')::bigint), 0)::float8 AS orphans,
       COALESCE(sum((report->>'orphan_bytes')::float8), 0)::float8 AS bytes,
       COALESCE(sum((report->>'missing_objects')::bigint), 0)::float8 AS missing,
       count(error)::int AS failed
  FROM orphan_sweeps`;

interface Waiting {
  run: Date | null;
  holds: number;
  hold: Date | null;
  due: number;
  refused: number;
  refusal: Date | null;
}

@Injectable()
export class RetentionSamples implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const { retentionRunOldest, retentionHolds, retentionHoldOldest, removalsWaiting, removalOldestRefused } = METRICS;
    const { orphanObjects, orphanBytes, missingObjects, orphanSweepsFailed } = METRICS;
    this.ends.push(
      addSample({
        name: 'retention',
        gauges: [retentionRunOldest, retentionHolds, retentionHoldOldest, removalsWaiting, removalOldestRefused],
        read: () => this.readWaiting(),
      }),
      addSample({
        name: 'orphans',
        gauges: [orphanObjects, orphanBytes, missingObjects, orphanSweepsFailed],
        read: () => this.readSweeps(),
      }),
    );
  }

  onApplicationShutdown(): void {
    for (const end of this.ends) end();
  }

  private async readWaiting(): Promise<() => void> {
    const [waiting] = await this.dataSource.query<[Waiting]>(WAITING);
    const now = this.clock.now().getTime();
    const since = (moment: Date | null) => (moment === null ? 0 : Math.max(0, (now - moment.getTime()) / 1000));
    return () => {
      METRICS.retentionRunOldest.set(since(waiting.run));
      METRICS.retentionHolds.set(waiting.holds);
      METRICS.retentionHoldOldest.set(since(waiting.hold));
      METRICS.removalsWaiting.set({ state: 'due' }, waiting.due);
      METRICS.removalsWaiting.set({ state: 'refused' }, waiting.refused);
      METRICS.removalOldestRefused.set(since(waiting.refusal));
    };
  }

  private async readSweeps(): Promise<() => void> {
    const [found] =
      await this.dataSource.query<[{ orphans: number; bytes: number; missing: number; failed: number }]>(SWEEPS);
    return () => {
      METRICS.orphanObjects.set(found.orphans);
      METRICS.orphanBytes.set(found.bytes);
      METRICS.missingObjects.set(found.missing);
      METRICS.orphanSweepsFailed.set(found.failed);
    };
  }
}
