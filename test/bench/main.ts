/** `npm run bench -- <name> [options]`: measurements, each comparing its sides in one run. Never part of a test. */
import { benchBackup } from './backup';
import { benchDowntime } from './downtime';
import { benchGateway } from './gateway';
import { benchFuzz } from './fuzz';
import { benchQueue } from './queue';
import { benchRestore } from './restore';
import { benchSchedule } from './schedule';
import { benchRetention } from './retention';
import { benchStreams } from './streams';

const BENCHES: Record<string, (args: string[]) => Promise<void>> = {
  backup: benchBackup,
  restore: benchRestore,
  downtime: benchDowntime,
  queue: benchQueue,
  gateway: benchGateway,
  fuzz: benchFuzz,
  streams: benchStreams,
  schedule: benchSchedule,
  retention: benchRetention,
};

async function main(): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const bench = BENCHES[name];
  if (!bench) throw new Error(`Usage: npm run bench -- <${Object.keys(BENCHES).join('|')}> [options]`);
  await bench(args);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
