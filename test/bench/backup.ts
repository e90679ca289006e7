/**
 * `npm run bench -- backup [--db-gib 1] [--files-gib 1] [--rounds 1] [--only floor,seed,…]`: one environment in containers,
 * reached over SSH, backed up in several ways on the same machine in the same run. docs/benchmarks.md says what the
 * sides are. Several rounds go through all sides again and again, so that a busy moment meets every side alike.
 */
import { join } from 'node:path';
import { DB_NAME } from './bench-environment';
import { inBenchWorld } from './bench-world';
import { runFloor } from './floor';
import { costOf } from './machine-time';
import { Restic } from './restic';
import { type Comparison, comparisonOptions, type Measurement, measureRounds, reportRounds } from './rounds';
import { runSeedSequence } from './seed-sequence';

type Side = 'floor' | 'local' | 'local-verified' | 'seed' | 's3' | 's3-verified' | 'restic';

/** In the order in which they are measured. */
const BACKUPS: Comparison<Side> = {
  sides: {
    floor: '(c) the floor: dump and tar over SSH into nothing',
    local: '(b) Strongroom, to a directory',
    'local-verified': '(b′) the same, read back before it is completed',
    seed: '(a) the sequence it replaces, to a directory',
    s3: '(d) Strongroom, to S3',
    's3-verified': '(d′) the same, read back before it is completed',
    restic: '(e) restic, first backup, to the same S3',
  },
  ratios: [
    ['seed', 'local', '(a) / (b)', 'at least 5'],
    ['seed', 'local-verified', '(a) / (b′)', ''],
    ['local', 'floor', '(b) / (c)', 'at most 1.3'],
    ['local-verified', 'floor', '(b′) / (c)', ''],
    ['s3', 'restic', '(d) / (e)', 'at most 1'],
    ['s3-verified', 'restic', '(d′) / (e)', ''],
  ],
};

export async function benchBackup(args: string[]): Promise<void> {
  const { sizes, times, sides } = comparisonOptions(BACKUPS, args);
  const s3 = sides.some((side) => side === 'restic' || side.startsWith('s3'));
  const packages = sides.includes('restic') ? (['restic'] as const) : [];
  await inBenchWorld({ sizes, s3, packages }, async (world) => {
    const { home, own, server } = world;
    const environment = { id: own.environmentId, dbName: DB_NAME };
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
        const restic = await Restic.makeRepository(world.s3!);
        return costOf(() => restic.backUp(environment, join(world.data, 'filestore', DB_NAME)));
      },
    };
    // Once for the caches of the machine, so that the first side has no harder life than the others.
    await runFloor(server, environment);
    const rounds = await measureRounds(BACKUPS, sides, times, measure);
    const { database, files } = sizes;
    reportRounds(`Backup of ${database} GiB of database and ${files} GiB of files`, BACKUPS, sides, rounds);
  });
}
