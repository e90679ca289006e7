import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addSample, METRICS } from '@app/telemetry';

const WAITING = `
SELECT count(*)::int AS waiting, COALESCE(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest
  FROM deliveries WHERE status = 'waiting'`;

/** How much waits to be sent, asked when somebody wants the metrics. */
@Injectable()
export class DeliverySamples implements OnApplicationBootstrap, OnApplicationShutdown {
  private end: (() => void) | undefined;

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.end = addSample({
      name: 'deliveries',
      gauges: [METRICS.deliveriesWaiting, METRICS.deliveryOldestWaiting],
      read: async () => {
        const rows: { waiting: number; oldest: number }[] = await this.dataSource.query(WAITING);
        return () => {
          METRICS.deliveriesWaiting.set(rows[0]!.waiting);
          METRICS.deliveryOldestWaiting.set(rows[0]!.oldest);
        };
      },
    });
  }

  onApplicationShutdown(): void {
    this.end?.();
  }
}
