/** How far firing and handing over lag behind, asked for with the metrics. */
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RUN_KINDS, type RunKind } from '@app/contracts';
import { Clock } from '@app/core';
import { addSample, METRICS } from '@app/telemetry';

const SAMPLE = `
SELECT (SELECT count(*)::int FROM policies WHERE is_enabled) AS enabled,
       (SELECT count(*)::int FROM policies WHERE NOT is_enabled) AS disabled,
       GREATEST(0, extract(epoch FROM $1::timestamptz - (SELECT min(due_at) FROM timers)))::float8 AS lag`;

const WAITING = `
SELECT kind, count(*)::int AS count, extract(epoch FROM now() - min(created_at))::float8 AS oldest
  FROM runs WHERE status = 'waiting' GROUP BY kind`;

@Injectable()
export class ScheduleSample implements OnApplicationBootstrap, OnApplicationShutdown {
  private end: () => void = () => undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const { policies, scheduleLag, runsWaiting, runOldestWaiting } = METRICS;
    const gauges = [policies, scheduleLag, runsWaiting, runOldestWaiting];
    this.end = addSample({ name: 'schedule', gauges, read: () => this.read() });
  }

  onApplicationShutdown(): void {
    this.end();
  }

  private async read(): Promise<() => void> {
    const [[now], waiting] = await Promise.all([
      this.dataSource.query<{ enabled: number; disabled: number; lag: number }[]>(SAMPLE, [this.clock.now()]),
      this.dataSource.query<{ kind: RunKind; count: number; oldest: number }[]>(WAITING),
    ]);
    return () => {
      METRICS.policies.set({ enabled: 'true' }, now!.enabled);
      METRICS.policies.set({ enabled: 'false' }, now!.disabled);
      METRICS.scheduleLag.set(now!.lag);
      for (const kind of RUN_KINDS) {
        const row = waiting.find((one) => one.kind === kind);
        METRICS.runsWaiting.set({ kind }, row?.count ?? 0);
        METRICS.runOldestWaiting.set({ kind }, Math.max(0, row?.oldest ?? 0));
      }
    };
  }
}
