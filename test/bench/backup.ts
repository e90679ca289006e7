/**
 * `npm run bench -- backup [--db-gib 1] [--files-gib 1] [--only strongroom,floor,seed]`: one environment in containers, reached
 * over SSH, backed up in three ways on the same machine in the same run. (a) is the sequence that Strongroom's seed
 * describes, (b) Strongroom from the POST to `completed`, (c) the floor: dump and files once over SSH into nothing.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient, type BackupView } from '../../deploy/demo/api-client';
import { register } from '../../deploy/demo/directory';
import { formatBytes, formatSeconds, printTable } from '../../deploy/demo/terminal';
import { ensurePackages } from '../../deploy/embedded/debian-packages';
import { strongroomHome } from '../../deploy/embedded/settings';
import { type EmbeddedStrongroom, startEmbedded } from '../../deploy/embedded/start-embedded';
import { ensureDocker } from '../fixtures/docker-engine';
import { startSshd, type Sshd } from '../fixtures/sshd';
import { benchData, DB_NAME, scratchFiles, startBenchEnvironment, stopBenchEnvironment } from './bench-environment';
import { runFloor } from './floor';
import { MeasuredProcess } from './measured-process';
import { runSeedSequence } from './seed-sequence';
import { BenchServer } from './server';

type Side = 'strongroom' | 'floor' | 'seed';
interface Measurement {
  ms: number;
  peakRssBytes?: number;
  scratchBytes: number;
}

export async function benchBackup(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      'db-gib': { type: 'string', default: '1' },
      'files-gib': { type: 'string', default: '1' },
      only: { type: 'string', default: 'floor,strongroom,seed' },
    },
  });
  const sizes = { database: Number(values['db-gib']), files: Number(values['files-gib']) };
  const sides = values.only.split(',') as Side[];
  const home = join(strongroomHome(), 'bench');
  await ensurePackages(['docker', 'sshd'], console.log);
  const docker = await ensureDocker(console.log);
  const sshd = await startSshd();
  const strongroom = await startEmbedded({ home, keepToken: true, quiet: true });
  const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
  const ids = await registerBench(api, sshd, sizes, join(home, 'storage'));
  const environment = { id: ids.environment_id, dbName: DB_NAME };
  try {
    await startBenchEnvironment(
      environment.id,
      benchData(sizes.database, sizes.files),
      join(home, `data-${sizes.database}-${sizes.files}`),
    );
    const server = await BenchServer.prepare(sshd, join(home, 'client'));
    // Once for the caches of the machine, so that the first side has no harder life than the others.
    await runFloor(server, environment);
    const results: Partial<Record<Side, Measurement>> = {};
    for (const side of sides) {
      if (side === 'floor') results.floor = { ms: await timed(() => runFloor(server, environment)), scratchBytes: 0 };
      if (side === 'strongroom') results.strongroom = await measureStrongroom(strongroom, api, environment.id);
      if (side === 'seed') results.seed = await measureSeed(server, environment, home);
    }
    report(sizes, results);
  } finally {
    await stopBenchEnvironment(environment.id);
    await strongroom.stop();
    await sshd.stop();
    await docker?.stop();
  }
}

function registerBench(api: ApiClient, sshd: Sshd, sizes: { database: number; files: number }, storage: string) {
  const server = {
    // Keys and port are new in every run, so the server is a new one too.
    name: `sshd on port ${sshd.port} at ${new Date().toISOString()}`,
    ip_address: sshd.host,
    ssh_port: sshd.port,
    ssh_user: sshd.user,
    private_key: sshd.privateKey,
    host_key: sshd.hostKey,
  };
  const name = `bench ${sizes.database} + ${sizes.files} GiB at ${server.name}`;
  return register(
    api,
    { name, server, settings: { slug: `bench-${Date.now()}`, runtime: 'docker', db_name: DB_NAME } },
    { provider: 'local', path: storage },
  );
}

async function measureStrongroom(
  strongroom: EmbeddedStrongroom,
  api: ApiClient,
  environmentId: string,
): Promise<Measurement> {
  const executor = new MeasuredProcess(strongroom.services.find(({ service }) => service === 'backup-executor')!.pid!);
  const before = (await scratchFiles(environmentId)).length;
  let backup: BackupView | undefined;
  const ms = await timed(async () => {
    const requested = await api.post<BackupView>(`/api/v1/backups/environments/${environmentId}/backups`);
    const task = await api.waitForTask(requested.task_id);
    if (task.status !== 'completed')
      throw new Error(`The backup ${task.status}: ${task.error?.code} ${task.error?.message}`);
    backup = await api.get<BackupView>(`/api/v1/backups/${requested.id}`);
  });
  const peakRssBytes = executor.peakRssBytes();
  const stored = (await stat(backup!.location!)).size;
  const added = (await scratchFiles(environmentId)).length - before;
  if (added > 0) throw new Error(`The backup left ${added} files in the containers`);
  // The storage is a directory of this machine: what the executor wrote beside the object is scratch. Logs and journals are some kilobytes.
  const scratchBytes = Math.max(0, executor.writtenSinceBytes() - stored);
  return { ms, peakRssBytes, scratchBytes: scratchBytes < NOISE_BYTES ? 0 : scratchBytes };
}

const NOISE_BYTES = 1024 * 1024;

async function measureSeed(
  server: BenchServer,
  environment: { id: string; dbName: string },
  home: string,
): Promise<Measurement> {
  let scratchBytes = 0;
  const ms = await timed(async () => {
    scratchBytes = await runSeedSequence(server, environment, join(home, 'seed'), join(home, 'storage'));
  });
  return { ms, scratchBytes };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function report(sizes: { database: number; files: number }, results: Partial<Record<Side, Measurement>>): void {
  const { seed, strongroom, floor } = results;
  console.log(`\nBackup of ${sizes.database} GiB of database and ${sizes.files} GiB of files\n`);
  const line = (side: Measurement | undefined): string =>
    side
      ? [
          formatSeconds(side.ms),
          `scratch ${formatBytes(side.scratchBytes)}`,
          ...(side.peakRssBytes ? [`executor RSS ${formatBytes(side.peakRssBytes)}`] : []),
        ].join(', ')
      : 'not run';
  printTable([
    ['(a) the seed’s sequence', line(seed)],
    ['(b) Strongroom', line(strongroom)],
    ['(c) the floor', line(floor)],
    ['(a) / (b)', seed && strongroom ? `${(seed.ms / strongroom.ms).toFixed(1)} times as fast as (a)` : '—'],
    ['(b) / (c)', floor && strongroom ? `${(strongroom.ms / floor.ms).toFixed(2)} times (c)` : '—'],
  ]);
}
