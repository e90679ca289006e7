/** `npm run chaos -- [--seed N] [--backups 50] [--disturbances 44] [--minutes 2]`: one run; the seed repeats it. */
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../deploy/embedded/debian-packages';
import { ensureDocker } from '../fixtures/docker-engine';
import { runChaos } from './run';

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      backups: { type: 'string', default: '50' },
      disturbances: { type: 'string', default: '44' },
      minutes: { type: 'string', default: '2' },
    },
  });
  const options = {
    seed: Number(values.seed),
    backups: Number(values.backups),
    disturbances: Number(values.disturbances),
    durationMs: Number(values.minutes) * 60_000,
    environments: 3,
  };
  await ensurePackages(['docker', 'sshd'], console.log);
  const docker = await ensureDocker(console.log);
  try {
    console.log(`Chaos with seed ${options.seed}: repeat it with --seed ${options.seed}\n`);
    const { accepted, refusals, outcomes, violations } = await runChaos(options, console.log);
    console.log(
      `\n${accepted} requests accepted, ${refusals.length} not: ${[...new Set(refusals)].join(', ') || 'none'}`,
    );
    for (const [outcome, count] of Object.entries(outcomes)) console.log(`${String(count).padStart(6)}  ${outcome}`);
    for (const violation of violations) console.error(`BROKEN: ${violation}`);
    console.log(violations.length === 0 ? '\nEvery promise was kept.' : `\n${violations.length} promises were broken.`);
    return violations.length === 0;
  } finally {
    await docker?.stop();
  }
}

main().then(
  (kept) => process.exit(kept ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
