/**
 * `npm run bench -- restore [--db-gib 1] [--files-gib 1] [--rounds 1] [--only floor,stream,clone]`: one backup restored under
 * a new name in several ways on the same machine in the same run. docs/benchmarks.md says what the sides are.
 */
import { join } from 'node:path';
import { inBenchWorld } from './bench-world';
import { RestoreByHand } from './by-hand';
import { costOf } from './machine-time';
import { type Comparison, comparisonOptions, type Measurement, measureRounds, median, reportRounds } from './rounds';

type Side = 'floor' | 'stream' | 'clone';

const RESTORES: Comparison<Side> = {
  sides: {
    floor: '(c) the floor: pg_restore -j from a local file, then tar',
    stream: '(a) the stream of the runbook: gunzip | psql, then tar',
    clone: '(b) Strongroom, a checked clone over SSH',
  },
  ratios: [
    ['clone', 'floor', '(b) / (c)', ''],
    ['stream', 'clone', '(a) / (b)', ''],
  ],
};

/** What is restored by hand; it stays until the next time. */
const NAME = 'by_hand';

export async function benchRestore(args: string[]): Promise<void> {
  const { sizes, times, sides } = comparisonOptions(RESTORES, args);
  await inBenchWorld({ sizes }, async ({ home, own }) => {
    const backup = await own.keepBackup();
    const hand = await RestoreByHand.prepare(own.environmentId, join(home, 'by-hand'));
    const byHand = async (restore: (name: string) => Promise<void>): Promise<Measurement> => {
      await hand.remove(NAME);
      return costOf(() => restore(NAME));
    };
    const measure: Record<Side, () => Promise<Measurement>> = {
      floor: () => byHand((name) => hand.restoreFromFile(name)),
      stream: () => byHand((name) => hand.stream(name)),
      clone: async () => {
        const { restore, ...measured } = await own.restore(backup);
        await own.tearDown(restore);
        return measured;
      },
    };
    // Once for the caches of the machine, so that the first side has no harder life than the others.
    await measure.floor();
    const rounds = await measureRounds(RESTORES, sides, times, measure);
    const { database, files } = sizes;
    reportRounds(`Restore of ${database} GiB of database and ${files} GiB of files`, RESTORES, sides, rounds);
    for (const side of sides) {
      const seconds = median(rounds.map((round) => round[side]!.ms)) / 1000;
      console.log(`  ${RESTORES.sides[side]}: ${(seconds / (database + files)).toFixed(1)} s a GiB`);
    }
  });
}
