import { setTimeout as sleep } from 'node:timers/promises';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { ServiceName } from '@app/contracts';
import { STRONGROOM_VERSION } from '@app/core';
import { METRICS, MetricsServer, otlpExporter, startTracing, type Tracing } from '@app/telemetry';
import type { ServiceConfig } from './service-config';

/** A collector that does not answer keeps no process from ending. */
const LAST_EXPORT_MS = 3_000;

/** The metrics and traces of a process, from before its first work until after its last. */
export class Telemetry implements OnApplicationShutdown {
  private constructor(
    private readonly tracing: Tracing,
    private readonly metrics: MetricsServer | undefined,
  ) {}

  static async start(service: ServiceName, config: ServiceConfig): Promise<Telemetry> {
    const { tracesUrl, metricsPort: port, metricsHost: host, metricsTimeoutMs: sampleTimeoutMs } = config;
    const tracing = startTracing({ service, ...(tracesUrl && { exporter: await otlpExporter(tracesUrl) }) });
    METRICS.serviceInfo.set({ service, version: STRONGROOM_VERSION }, 1);
    const metrics = port === undefined ? undefined : await MetricsServer.open({ port, host, sampleTimeoutMs });
    return new Telemetry(tracing, metrics);
  }

  get metricsPort(): number | undefined {
    return this.metrics?.port;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.metrics?.close();
    const limit = new AbortController();
    const late = sleep(LAST_EXPORT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
    await Promise.race([this.tracing.stop().catch(() => undefined), late]);
    limit.abort();
  }
}
