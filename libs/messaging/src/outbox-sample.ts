import type { DataSource } from 'typeorm';
import { METRICS, type Sample } from '@app/telemetry';

const MOST_COUNTED = 10_000;

const UNPUBLISHED = `
SELECT count(*)::int AS waiting, COALESCE(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest_age
  FROM (SELECT created_at FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1) unpublished`;

/** How far the publishing of the outbox lags behind. */
export function outboxSample(dataSource: DataSource): Sample {
  return {
    name: 'outbox',
    gauges: [METRICS.outboxMessages, METRICS.outboxOldestAge],
    read: async () => {
      const rows: { waiting: number; oldest_age: number }[] = await dataSource.query(UNPUBLISHED, [MOST_COUNTED]);
      return () => {
        METRICS.outboxMessages.set(rows[0]!.waiting);
        METRICS.outboxOldestAge.set(Math.max(0, rows[0]!.oldest_age));
      };
    },
  };
}
