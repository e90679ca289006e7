/**
 * `npm run bench -- queue [--jobs 1000] [--replicas 1,2,4]`: a queue of small backups, filled while no executor runs and
 * then drained by so many replicas. All environments are one small database on this machine and a storage that is a
 * directory, so that what is measured is Strongroom itself: claims, leases, processes, streams, objects, events.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { ApiClient } from '../../deploy/demo/api-client';
import { makeDemoEnvironment } from '../../deploy/demo/demo-environment';
import { register } from '../../deploy/demo/directory';
import { formatSeconds, printTable } from '../../deploy/demo/terminal';
import { type EmbeddedStrongroom, startEmbedded } from '../../deploy/embedded/start-embedded';

/** Backups of one environment follow each other, so there have to be more environments than jobs at a time. */
const ENVIRONMENTS = 50;
const SMALL = { partners: 50, users: 3, messages: 100, files: 10, fileBytes: 256 * 1024 };
const REQUESTS_AT_ONCE = 10;
const NO_LIMIT = '10000';
const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 200;

export async function benchQueue(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { jobs: { type: 'string', default: '1000' }, replicas: { type: 'string', default: '1,2,4' } },
  });
  const jobs = Number(values.jobs);
  const replicas = values.replicas.split(',').map(Number);
  const home = await mkdtemp(join(tmpdir(), 'strongroom-bench-queue-'));
  const strongroom = await startEmbedded({
    home,
    keepToken: true,
    quiet: true,
    testMode: true,
    replicas: { 'backup-executor': Math.max(...replicas) },
    env: { '*': { MAX_JOBS_PER_SERVER: NO_LIMIT, MAX_JOBS_PER_STORAGE: NO_LIMIT, BACKUP_RATE_LIMIT: '0' } },
  });
  try {
    const queue = await Queue.prepare(strongroom, home);
    const results: [replicas: number, ms: number][] = [];
    for (const count of replicas) {
      await queue.fill(jobs);
      results.push([count, await queue.drain(count)]);
    }
    report(jobs, results);
  } finally {
    await strongroom.stop();
    await rm(home, { recursive: true, force: true });
  }
}

class Queue {
  private constructor(
    private readonly strongroom: EmbeddedStrongroom,
    private readonly api: ApiClient,
    private readonly environmentIds: readonly string[],
  ) {}

  static async prepare(strongroom: EmbeddedStrongroom, home: string): Promise<Queue> {
    const { registration } = await makeDemoEnvironment(strongroom, join(home, 'demo'), SMALL);
    const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
    const ids: string[] = [];
    for (let index = 1; index <= ENVIRONMENTS; index += 1) {
      const settings = { ...registration.settings, slug: `queue-${index}` };
      const environment = { ...registration, name: `queue ${index}`, settings };
      const storage = { provider: 'local', path: join(home, 'storage') };
      ids.push((await register(api, environment, storage)).environment_id);
    }
    return new Queue(strongroom, api, ids);
  }

  /** Requests the backups while nobody works. */
  async fill(jobs: number): Promise<void> {
    await Promise.all(this.executors.map((executor) => executor.stop()));
    let next = 0;
    const request = async () => {
      while (next < jobs) {
        const id = this.environmentIds[next++ % this.environmentIds.length]!;
        await this.api.post(`/api/v1/backups/environments/${id}/backups`);
      }
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, request));
  }

  /** @returns milliseconds from the start of the replicas until the last backup has been completed */
  async drain(replicas: number): Promise<number> {
    const working = this.executors.slice(0, replicas);
    const begin = performance.now();
    await Promise.all(working.map((executor) => executor.start()));
    await Promise.all(working.map((executor) => executor.ready(READY_TIMEOUT_MS)));
    const url = new URL(this.strongroom.postgresAdminUrl);
    url.pathname = '/strongroom';
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      for (;;) {
        const { rows } = await client.query<{ open: number; failed: number }>(
          `SELECT count(*) FILTER (WHERE status NOT IN ('completed', 'failed'))::int AS open,
                  count(*) FILTER (WHERE status = 'failed')::int AS failed FROM gateway.backups`,
        );
        if (rows[0]!.failed > 0) throw new Error(`${rows[0]!.failed} backups failed`);
        if (rows[0]!.open === 0) return performance.now() - begin;
        await sleep(POLL_MS);
      }
    } finally {
      await client.end();
    }
  }

  private get executors() {
    return this.strongroom.services.filter(({ service }) => service === 'backup-executor');
  }
}

function report(jobs: number, results: readonly [replicas: number, ms: number][]): void {
  console.log(`\n${jobs} queued backups, drained\n`);
  const first = results[0]![1];
  printTable(
    results.map(([replicas, ms]) => [
      `by ${replicas} replica${replicas === 1 ? '' : 's'}`,
      `${formatSeconds(ms)}, ${((jobs * 1000) / ms).toFixed(1)} jobs a second, ${(first / ms).toFixed(2)} times the first`,
    ]),
  );
}
