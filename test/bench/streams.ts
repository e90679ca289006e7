/**
 * `npm run bench -- streams [--clients 2000] [--callers 20] [--seconds 10]`: what so many event streams, on which nothing happens, cost one gateway
 * and those who ask it for lists meanwhile. At the end something happens, and every stream has to tell it. PostgreSQL, NATS, the gateway,
 * the listeners and the callers share this machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventClient } from '../../apps/gateway/testing/event-client';
import { until } from '../../apps/gateway/testing/test-gateway';
import { ApiClient } from '../../deploy/demo/api-client';
import { formatBytes, printTable } from '../../deploy/demo/terminal';
import { type EmbeddedStrongroom, startEmbedded } from '../../deploy/embedded/start-embedded';
import { fillCatalog, type FullCatalog } from './full-catalog';
import { figures, LIST, run, WARM_UP_SECONDS } from './gateway';
import { MeasuredProcess } from './measured-process';

const BACKUPS = 10_000;
/** Opened at the same time: the others wait for their turn, as clients do that come back one after the other. */
const OPENED_AT_ONCE = 50;

export async function benchStreams(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      clients: { type: 'string', default: '2000' },
      callers: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const [clients, callers, seconds] = [Number(values.clients), Number(values.callers), Number(values.seconds)];
  const home = await mkdtemp(join(tmpdir(), 'strongroom-bench-streams-'));
  const strongroom = await startEmbedded({
    home,
    keepToken: true,
    quiet: true,
    replicas: { scheduler: 0, 'backup-executor': 0, 'restore-executor': 0, retention: 0, notifier: 0 },
    env: { gateway: { BACKUP_RATE_LIMIT: '0', SSE_MAX_STREAMS_PER_CALLER: String(clients) } },
  });
  const streams: EventClient[] = [];
  try {
    const catalog = await fillCatalog(strongroom, BACKUPS);
    const gateway = () => new MeasuredProcess(strongroom.services.find(({ service }) => service === 'gateway')!.pid!);
    const list = async () => {
      const load = { url: strongroom.gatewayUrl, clients: callers, catalog, request: LIST };
      await run({ ...load, seconds: WARM_UP_SECONDS });
      const measured = gateway();
      const result = await run({ ...load, seconds });
      return figures(result, measured.cpuSinceSeconds());
    };
    const before = await list();
    const rssBefore = gateway().rssBytes();
    const began = Date.now();
    await open(streams, clients, strongroom, catalog);
    const openedSeconds = (Date.now() - began) / 1000;
    const rssOpen = gateway().rssBytes();
    const meanwhile = await list();
    const heardSeconds = await allHear(streams, strongroom, catalog);
    console.log(`\n${clients} event streams, ${callers} callers at once for ${seconds} s\n`);
    printTable([
      ['list before', before],
      ['list meanwhile', meanwhile],
      ['opened', `in ${openedSeconds.toFixed(1)} s`],
      ['memory', `${formatBytes(rssBefore)} before, ${formatBytes((rssOpen - rssBefore) / clients)} for each stream`],
      [
        'event at the end',
        `on all ${streams.length} streams, the last one ${heardSeconds.toFixed(1)} s after the first request`,
      ],
    ]);
  } finally {
    for (const stream of streams) stream.close();
    await strongroom.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** Until each has its place; the users of all organizations in turn. */
async function open(streams: EventClient[], clients: number, { gatewayUrl }: EmbeddedStrongroom, catalog: FullCatalog) {
  const url = `${gatewayUrl}/api/v1/events/stream`;
  while (streams.length < clients) {
    const some = Array.from({ length: Math.min(OPENED_AT_ONCE, clients - streams.length) }, (_, n) =>
      EventClient.connect(url, catalog.tokens[(streams.length + n) % catalog.tokens.length]!),
    );
    const opened = await Promise.all(some);
    streams.push(...opened);
    for (const { answer } of opened)
      if (answer.statusCode !== 200) throw new Error(`a stream was refused: ${answer.statusCode}`);
    await Promise.all(opened.map((stream) => stream.placed()));
  }
}

/** @returns the seconds until all streams have told the task that was made in their organization */
async function allHear(
  streams: EventClient[],
  { gatewayUrl }: EmbeddedStrongroom,
  { tokens, environments }: FullCatalog,
): Promise<number> {
  const began = Date.now();
  const tasks = await Promise.all(
    tokens.map(async (token, organization) => {
      const { environmentId } = environments.find((environment) => environment.organization === organization)!;
      const path = `/api/v1/backups/environments/${environmentId}/backups`;
      return (await new ApiClient(gatewayUrl, token).post<{ task_id: string }>(path, {})).task_id;
    }),
  );
  const deaf = () =>
    streams.filter(
      (stream, n) => !stream.named('task.status').some(({ data }) => data.task_id === tasks[n % tasks.length]),
    );
  await until(async () => deaf().length === 0);
  const ended = streams.filter((stream) => stream.ended).length;
  if (ended > 0) throw new Error(`${ended} streams have ended`);
  return (Date.now() - began) / 1000;
}
