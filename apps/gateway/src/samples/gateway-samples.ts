/** What the gateway's tables say about all of Strongroom, asked when somebody wants the metrics. */
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addSample, METRICS, type Sample } from '@app/telemetry';
import { GatewayConfig } from '../config';

/** A task waits since it was made, since its last attempt failed, or since its next one is due. */
const OPEN_TASKS = `
SELECT type, status, count(*)::int AS open,
       COALESCE(max(extract(epoch FROM now() - GREATEST(created_at, next_attempt_at, (attempts -> -1 ->> 'at')::timestamptz)))
                FILTER (WHERE status <> 'running'), 0)::float8 AS longest_wait
  FROM tasks WHERE status IN ('pending', 'queued', 'running') GROUP BY type, status`;

const OPEN_DEAD_LETTERS = `SELECT count(*)::int AS open FROM dead_letters WHERE status = 'open'`;

const LAST_BACKUPS = `
SELECT environment.*, extract(epoch FROM good.completed_at)::float8 AS good, extract(epoch FROM verified.completed_at)::float8 AS verified,
       extract(epoch FROM drill.completed_at)::float8 AS drilled
  FROM (SELECT id, organization_id, count(*) OVER ()::int AS environments
          FROM environments WHERE deleted_at IS NULL ORDER BY id LIMIT $1) environment
  LEFT JOIN LATERAL (SELECT completed_at FROM backups WHERE environment_id = environment.id AND status = 'completed'
                      ORDER BY create_date DESC LIMIT 1) good ON true
  LEFT JOIN LATERAL (SELECT completed_at FROM backups WHERE environment_id = environment.id AND status = 'completed' AND is_verified
                      ORDER BY create_date DESC LIMIT 1) verified ON true
  LEFT JOIN LATERAL (SELECT completed_at FROM restores WHERE drilled_environment_id = environment.id AND status = 'completed'
                      ORDER BY created_at DESC LIMIT 1) drill ON true`;

interface LastBackups {
  id: string;
  organization_id: string;
  /** With those beyond the limit. */
  environments: number;
  /** Unix time in seconds. */
  good: number | null;
  verified: number | null;
  drilled: number | null;
}

@Injectable()
export class GatewaySamples implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.ends.push(...[this.tasks(), this.deadLetters(), this.lastBackups()].map(addSample));
  }

  onApplicationShutdown(): void {
    for (const end of this.ends) end();
  }

  private tasks(): Sample {
    return {
      name: 'tasks',
      gauges: [METRICS.tasksOpen, METRICS.taskOldestWaiting],
      read: async () => {
        const rows: { type: string; status: string; open: number; longest_wait: number }[] =
          await this.dataSource.query(OPEN_TASKS);
        const longest = new Map<string, number>();
        for (const { type, longest_wait } of rows) longest.set(type, Math.max(longest_wait, longest.get(type) ?? 0));
        return () => {
          for (const { type, status, open } of rows) METRICS.tasksOpen.set({ type, status }, open);
          for (const [type, seconds] of longest) METRICS.taskOldestWaiting.set({ type }, seconds);
        };
      },
    };
  }

  private deadLetters(): Sample {
    return {
      name: 'dead letters',
      gauges: [METRICS.deadLettersOpen],
      read: async () => {
        const rows: { open: number }[] = await this.dataSource.query(OPEN_DEAD_LETTERS);
        return () => METRICS.deadLettersOpen.set(rows[0]!.open);
      },
    };
  }

  /** One series per environment and kind, up to METRICS_MAX_ENVIRONMENTS: beyond it they would cost Prometheus more than they tell. */
  private lastBackups(): Sample {
    return {
      name: 'last backups',
      gauges: [METRICS.lastBackup, METRICS.lastVerifiedBackup, METRICS.lastPassedDrill, METRICS.environmentsUntold],
      read: async () => {
        const rows: LastBackups[] = await this.dataSource.query(LAST_BACKUPS, [this.config.metricsMaxEnvironments]);
        return () => {
          METRICS.environmentsUntold.set((rows[0]?.environments ?? 0) - rows.length);
          for (const { id: environment_id, organization_id, good, verified, drilled } of rows) {
            METRICS.lastBackup.set({ organization_id, environment_id }, good ?? 0);
            METRICS.lastVerifiedBackup.set({ organization_id, environment_id }, verified ?? 0);
            METRICS.lastPassedDrill.set({ organization_id, environment_id }, drilled ?? 0);
          }
        };
      },
    };
  }
}
