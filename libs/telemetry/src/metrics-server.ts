/** `GET /metrics` on a port of its own, so that what is open to people need not be open to Prometheus, and the reverse. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics } from 'prom-client';
import { registry } from './declare-metric';
import { refreshSamples } from './samples';

export interface MetricsAddress {
  /** 0 chooses a free one. */
  port: number;
  host: string;
  /** How long a value may be asked for before it is left out. */
  sampleTimeoutMs: number;
}

export class MetricsServer {
  private constructor(private readonly server: Server) {}

  static async open({ port, host, sampleTimeoutMs }: MetricsAddress): Promise<MetricsServer> {
    if (registry.getSingleMetric('process_cpu_user_seconds_total') === undefined)
      collectDefaultMetrics({ register: registry });
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      exposition(sampleTimeoutMs).then(
        (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
        (error: Error) => response.writeHead(500, { 'Content-Type': 'text/plain' }).end(error.message),
      );
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    return new MetricsServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function exposition(sampleTimeoutMs: number): Promise<string> {
  await refreshSamples(sampleTimeoutMs);
  return registry.metrics();
}
