/**
 * `npm run bench -- downtime [--gib 0.1,2] [--rounds 1] [--only swap,drop_first,by-hand]`: for how long nobody can use an environment
 * that is restored in place, by its size. A client keeps asking the database, each time over a new connection, and takes the time from
 * the first refusal to the first answer. By hand, Odoo is stopped for the whole of it, as the runbook has it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import type { BackupView } from '../../deploy/demo/api-client';
import { DB_NAME } from './bench-environment';
import { type BenchWorld, inBenchWorld } from './bench-world';
import { RestoreByHand } from './by-hand';
import { costOf } from './machine-time';
import { median, printColumns } from './rounds';
import { run } from './server';

const SIDES = {
  swap: 'Strongroom, swap',
  drop_first: 'Strongroom, drop_first',
  'by-hand': 'the runbook by hand',
} as const;
type Side = keyof typeof SIDES;

/** Asked more often, it would take from the machine what it measures. */
const ASK_EVERY_MS = 50;

export async function benchDowntime(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      gib: { type: 'string', default: '0.1,2' },
      rounds: { type: 'string', default: '1' },
      only: { type: 'string', default: Object.keys(SIDES).join(',') },
    },
  });
  const sizes = values.gib.split(',').map(Number);
  const sides = values.only.split(',') as Side[];
  for (const side of sides) if (!(side in SIDES)) throw new Error(`--only takes ${Object.keys(SIDES).join(', ')}`);
  const rows: string[][] = [['', ...sizes.map((gib) => `${gib} GiB`)], ...sides.map((side) => [SIDES[side] as string])];
  for (const gib of sizes)
    // Half of it rows, half of it files.
    await inBenchWorld({ sizes: { database: gib / 2, files: gib / 2 } }, async (world) => {
      const backup = await world.own.keepBackup();
      for (const [index, side] of sides.entries()) {
        const downtimes: number[] = [];
        for (let round = 1; round <= Number(values.rounds); round += 1) {
          downtimes.push(await downtimeOf(world, backup, side));
          console.log(`  ${gib} GiB, round ${round}: ${SIDES[side]}: ${downtimes.at(-1)!.toFixed(0)} ms`);
        }
        rows[index + 1]!.push(`${(median(downtimes) / 1000).toFixed(2)} s`);
      }
    });
  console.log('\nDowntime of a restore in place, half of it database and half of it files\n');
  printColumns(rows);
}

async function downtimeOf({ own, home }: BenchWorld, backup: BackupView, side: Side): Promise<number> {
  if (side === 'by-hand') {
    const hand = await RestoreByHand.prepare(own.environmentId, join(home, 'by-hand'));
    return (await costOf(() => hand.restoreInPlace())).ms;
  }
  const client = await AskingClient.start(own.environmentId);
  try {
    await own.restore(backup, {
      mode: 'in_place',
      strategy: side,
      backup_timestamp: backup.created_at,
      accept_data_loss: true,
      ...(side === 'swap' && { keep_replaced_seconds: 0 }),
    });
  } finally {
    await client.stop();
  }
  return client.downtimeMs();
}

/** Asks whether the database can be used, again and again. */
class AskingClient {
  private stopped = false;
  private firstRefusedAt: number | undefined;
  private servedAgainAt: number | undefined;
  private asking: Promise<void>;

  private constructor(private readonly host: string) {
    this.asking = this.ask();
  }

  static async start(environmentId: string): Promise<AskingClient> {
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    return new AskingClient((await run('docker', ['inspect', '-f', format, `${environmentId}_db`])).trim());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.asking;
  }

  /** From the first refusal to the first answer after the last one. */
  downtimeMs(): number {
    if (this.firstRefusedAt === undefined) return 0;
    if (this.servedAgainAt === undefined) throw new Error('The database does not serve any more');
    return this.servedAgainAt - this.firstRefusedAt;
  }

  private async ask(): Promise<void> {
    while (!this.stopped || (this.firstRefusedAt !== undefined && this.servedAgainAt === undefined)) {
      if (await this.isServed()) this.servedAgainAt ??= this.firstRefusedAt && performance.now();
      else {
        this.firstRefusedAt ??= performance.now();
        this.servedAgainAt = undefined;
      }
      await sleep(ASK_EVERY_MS);
    }
  }

  private async isServed(): Promise<boolean> {
    const client = new Client({ host: this.host, user: 'odoo', password: 'odoo', database: DB_NAME });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ users: string }>('SELECT count(*) AS users FROM res_users');
      return Number(rows[0]!.users) > 0;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
