/**
 * `npm run bench -- gateway [--backups 100000] [--clients 20] [--seconds 10] [--only list,POST]`: what callers wait for one gateway whose
 * catalog is full. PostgreSQL, NATS, the gateway and the clients share this machine; nothing works off the jobs that the
 * requests leave, so that what is measured is the gateway itself. PostgreSQL writes durably, as in production.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { printTable } from '../../deploy/demo/terminal';
import { startEmbedded } from '../../deploy/embedded/start-embedded';
import { fillCatalog, type FullCatalog } from './full-catalog';
import { MeasuredProcess } from './measured-process';

/** Of the clients: so that no run begins with a process that has not yet been compiled where it is hot. */
export const WARM_UP_SECONDS = 3;
/** Requests that a client chooses from: few enough that nobody waits at the beginning until all of them are made. */
const CHOICES = 50;

interface Target {
  organization: number;
  environmentId: string;
}

type Kind = [name: string, request: (target: Target) => autocannon.Request];

/** A page of one environment. */
export const LIST: Kind[1] = ({ environmentId }) => get(`environments/${environmentId}/backups`);

const KINDS: readonly Kind[] = [
  ['list', LIST],
  [
    'list of completed ones',
    ({ environmentId }) => get(`environments/${environmentId}/backups?status=completed&page=2`),
  ],
  ['list of an organization', () => get('?page_size=20')],
  ['summary', ({ environmentId }) => get(`environments/${environmentId}/summary`)],
  ['POST', ({ environmentId }) => ({ method: 'POST', path: `/api/v1/backups/environments/${environmentId}/backups` })],
];

export async function benchGateway(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      backups: { type: 'string', default: '100000' },
      clients: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '10' },
      only: { type: 'string', default: KINDS.map(([name]) => name).join(',') },
    },
  });
  const [backups, clients, seconds] = [Number(values.backups), Number(values.clients), Number(values.seconds)];
  const kinds = KINDS.filter(([name]) => values.only.split(',').includes(name));
  const home = await mkdtemp(join(tmpdir(), 'strongroom-bench-gateway-'));
  const strongroom = await startEmbedded({
    home,
    keepToken: true,
    quiet: true,
    replicas: { scheduler: 0, 'backup-executor': 0, 'restore-executor': 0, retention: 0, notifier: 0 },
    env: { gateway: { BACKUP_RATE_LIMIT: '0' } },
  });
  try {
    const catalog = await fillCatalog(strongroom, backups);
    const rows: [string, string][] = [];
    for (const [name, request] of kinds) {
      const load = { url: strongroom.gatewayUrl, clients, catalog, request };
      await run({ ...load, seconds: WARM_UP_SECONDS });
      const gateway = new MeasuredProcess(strongroom.services.find(({ service }) => service === 'gateway')!.pid!);
      const result = await run({ ...load, seconds });
      rows.push([name, figures(result, gateway.cpuSinceSeconds())]);
    }
    console.log(`\n${backups} backups in the catalog, ${clients} clients at once for ${seconds} s\n`);
    printTable(rows);
  } finally {
    await strongroom.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** Every client asks again as soon as it is answered, in an order of its own. */
export async function run(load: {
  url: string;
  clients: number;
  seconds: number;
  catalog: FullCatalog;
  request: Kind[1];
}): Promise<autocannon.Result> {
  const requests = () =>
    Array.from({ length: CHOICES }, () => {
      const target = load.catalog.environments[Math.floor(Math.random() * load.catalog.environments.length)]!;
      const token = load.catalog.tokens[target.organization]!;
      return { ...load.request(target), headers: { authorization: `Bearer ${token}` } };
    });
  const result = await autocannon({
    url: load.url,
    connections: load.clients,
    duration: load.seconds,
    requests: requests(),
    setupClient: (client) => client.setRequests(requests()),
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} requests failed: ${JSON.stringify(result.statusCodeStats)}`);
  return result;
}

function get(path: string): autocannon.Request {
  return { method: 'GET', path: `/api/v1/backups${path.startsWith('?') ? '' : '/'}${path}` };
}

/** @param cpuSeconds what the gateway's own process spent: waiting depends on the machine, this hardly does */
export function figures({ latency, requests }: autocannon.Result, cpuSeconds: number): string {
  const { p50, p99, max } = latency;
  const each = ((cpuSeconds * 1000) / requests.total).toFixed(2);
  return `p50 ${p50} ms, p99 ${p99} ms, at most ${max} ms, ${requests.average.toFixed(0)} a second, ${each} ms of the gateway's processor each`;
}
