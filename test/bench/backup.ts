/**
 * `npm run bench -- backup [--db-gib 1] [--files-gib 1] [--rounds 1] [--only floor,seed,…]`: one environment in containers,
 * reached over SSH, backed up in several ways on the same machine in the same run. docs/benchmarks.md says what the
 * sides are. Several rounds go through all sides again and again, so that a busy moment meets every side alike.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient } from '../../deploy/demo/api-client';
import { ensurePackages } from '../../deploy/embedded/debian-packages';
import { strongroomHome } from '../../deploy/embedded/settings';
import { startEmbedded } from '../../deploy/embedded/start-embedded';
import { ensureDocker } from '../fixtures/docker-engine';
import { startS3 } from '../fixtures/s3';
import { startSshd } from '../fixtures/sshd';
import { type Measurement, reportBackups, type Side, SIDES } from './backup-report';
import { benchData, DB_NAME, startBenchEnvironment, stopBenchEnvironment } from './bench-environment';
import { runFloor } from './floor';
import { costOf } from './machine-time';
import { Restic } from './restic';
import { runSeedSequence } from './seed-sequence';
import { BenchServer } from './server';
import { StrongroomSide } from './strongroom-side';

export async function benchBackup(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      'db-gib': { type: 'string', default: '1' },
      'files-gib': { type: 'string', default: '1' },
      rounds: { type: 'string', default: '1' },
      only: { type: 'string', default: Object.keys(SIDES).join(',') },
    },
  });
  const sizes = { database: Number(values['db-gib']), files: Number(values['files-gib']) };
  const sides = values.only.split(',') as Side[];
  for (const side of sides) if (!(side in SIDES)) throw new Error(`--only takes ${Object.keys(SIDES).join(', ')}`);
  const home = join(strongroomHome(), 'bench');
  const data = join(home, `data-${sizes.database}-${sizes.files}`);
  const needsS3 = sides.some((side) => side === 'restic' || side.startsWith('s3'));
  await ensurePackages(['docker', 'sshd', ...(sides.includes('restic') ? (['restic'] as const) : [])], console.log);
  const docker = await ensureDocker(console.log);
  const sshd = await startSshd();
  const s3 = needsS3 ? await startS3() : undefined;
  const strongroom = await startEmbedded({
    home,
    keepToken: true,
    quiet: true,
    env: { gateway: { BACKUP_RATE_LIMIT: '0' } },
  });
  let environmentId: string | undefined;
  try {
    const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
    const own = await StrongroomSide.register(strongroom, api, { sshd, s3, storage: join(home, 'storage'), sizes });
    environmentId = own.environmentId;
    const environment = { id: environmentId, dbName: DB_NAME };
    await startBenchEnvironment(environment.id, benchData(sizes.database, sizes.files), data);
    const server = await BenchServer.prepare(sshd, join(home, 'client'));
    const measure: Record<Side, () => Promise<Measurement>> = {
      floor: () => costOf(() => runFloor(server, environment)),
      seed: async () => {
        let scratchBytes = 0;
        const cost = await costOf(async () => {
          scratchBytes = await runSeedSequence(server, environment, join(home, 'seed'), join(home, 'storage'));
        });
        return { ...cost, scratchBytes };
      },
      local: () => own.backUp('local', 'none'),
      'local-verified': () => own.backUp('local', 'rehashed'),
      s3: () => own.backUp('s3', 'none'),
      's3-verified': () => own.backUp('s3', 'rehashed'),
      restic: async () => {
        const restic = await Restic.makeRepository(s3!);
        return costOf(() => restic.backUp(environment, join(data, 'filestore', DB_NAME)));
      },
    };
    // Once for the caches of the machine, so that the first side has no harder life than the others.
    await runFloor(server, environment);
    const rounds: Partial<Record<Side, Measurement>>[] = [];
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const measured: Partial<Record<Side, Measurement>> = {};
      for (const side of sides) {
        measured[side] = await measure[side]();
        console.log(`  round ${round}: ${SIDES[side]}: ${(measured[side].ms / 1000).toFixed(1)} s`);
      }
      rounds.push(measured);
    }
    reportBackups(sizes, sides, rounds);
  } finally {
    if (environmentId) await stopBenchEnvironment(environmentId);
    await strongroom.stop();
    await s3?.stop();
    await sshd.stop();
    await docker?.stop();
  }
}
