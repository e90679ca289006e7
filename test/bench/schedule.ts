/**
 * `npm run bench -- schedule [--policies 100000] [--replicas 2] [--spread 0] [--kill true]`: so many policies that are due
 * at one moment, fired by so many schedulers and made backups of by one gateway, with NATS and a PostgreSQL that writes
 * durably on this machine. One scheduler is killed once a third is done. Nothing works off the backups.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from '../../deploy/demo/terminal';
import { startEmbedded } from '../../deploy/embedded/start-embedded';
import { DuePolicies, minute } from './due-policies';
import { fillCatalog, ORGANIZATIONS } from './full-catalog';
import { MeasuredProcess } from './measured-process';

const TIMEOUT_MS = 30 * 60_000;

export async function benchSchedule(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      policies: { type: 'string', default: '100000' },
      replicas: { type: 'string', default: '2' },
      spread: { type: 'string', default: '0' },
      kill: { type: 'string', default: 'true' },
    },
  });
  const home = await mkdtemp(join(tmpdir(), 'strongroom-bench-schedule-'));
  const strongroom = await startEmbedded({
    home,
    keepToken: true,
    quiet: true,
    replicas: {
      scheduler: Number(values.replicas),
      'backup-executor': 0,
      'restore-executor': 0,
      retention: 0,
      notifier: 0,
    },
    env: { scheduler: { SCHEDULE_SPREAD_SECONDS: values.spread } },
  });
  try {
    await fillCatalog(strongroom, 0, Math.ceil(Number(values.policies) / ORGANIZATIONS));
    const policies = await DuePolicies.write(strongroom, minute(2), Number(values.spread));
    const processes = strongroom.services.map(({ name, pid }) => ({ name, measured: new MeasuredProcess(pid!) }));
    const victim = strongroom.services.find(({ service }) => service === 'scheduler')!;
    const cpu: [string, string][] = [];
    const kill = () => {
      for (const { name, measured } of processes)
        cpu.push([`processor of ${name}, first third`, `${measured.cpuSinceSeconds().toFixed(1)} s`]);
      if (values.kill === 'true') process.kill(victim.pid!, 'SIGKILL');
    };
    const { seconds, backups, environments, open } = await policies.enqueued(kill, TIMEOUT_MS);
    console.log(`\n${policies.count} policies due at one moment, ${values.replicas} schedulers\n`);
    printTable([
      ['all have their backup', `${seconds.toFixed(1)} s after they were due`],
      ['backups', `${backups} of ${environments} environments, ${open} runs not handed over`],
      ...cpu,
    ]);
    await policies.close();
    if (backups !== policies.count || environments !== policies.count || open > 0)
      throw new Error('a policy has no backup, or more than one');
  } finally {
    await strongroom.stop();
    await rm(home, { recursive: true, force: true });
  }
}
