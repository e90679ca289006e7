import { parseArgs } from 'node:util';
import { formatBytes, formatSeconds } from '../../deploy/demo/terminal';
import type { Cost } from './machine-time';

export interface Measurement extends Cost {
  executorCpuSeconds?: number;
  peakRssBytes?: number;
  scratchBytes?: number;
}

/** Several ways to do the same, by their names, each with what a reader is told of it. */
export interface Comparison<Side extends string> {
  sides: Record<Side, string>;
  /** Each with what is hoped for. */
  ratios: readonly (readonly [over: Side, under: Side, name: string, wish: string])[];
}

export type Round<Side extends string> = Partial<Record<Side, Measurement>>;

/**
 * `[--db-gib 1] [--files-gib 1] [--rounds 1] [--only SIDE,…]`
 * @throws Error for a side that there is not
 */
export function comparisonOptions<Side extends string>({ sides }: Comparison<Side>, args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      'db-gib': { type: 'string', default: '1' },
      'files-gib': { type: 'string', default: '1' },
      rounds: { type: 'string', default: '1' },
      only: { type: 'string', default: Object.keys(sides).join(',') },
    },
  });
  const wanted = values.only.split(',') as Side[];
  for (const side of wanted) if (!(side in sides)) throw new Error(`--only takes ${Object.keys(sides).join(', ')}`);
  const sizes = { database: Number(values['db-gib']), files: Number(values['files-gib']) };
  return { sizes, times: Number(values.rounds), sides: wanted };
}

/** Goes through the sides again and again, so that a busy moment meets every side alike. */
export async function measureRounds<Side extends string>(
  { sides }: Comparison<Side>,
  wanted: readonly Side[],
  times: number,
  measure: Record<Side, () => Promise<Measurement>>,
): Promise<Round<Side>[]> {
  const rounds: Round<Side>[] = [];
  for (let round = 1; round <= times; round += 1) {
    const measured: Round<Side> = {};
    for (const side of wanted) {
      const measurement = await measure[side]();
      measured[side] = measurement;
      console.log(`  round ${round}: ${sides[side]}: ${(measurement.ms / 1000).toFixed(1)} s`);
    }
    rounds.push(measured);
  }
  return rounds;
}

/** Medians over the rounds, with the spread of the ratios: within a round each, because machines change their pace. */
export function reportRounds<Side extends string>(
  what: string,
  { sides: titles, ratios: all }: Comparison<Side>,
  sides: readonly Side[],
  rounds: readonly Round<Side>[],
): void {
  const times = rounds.length === 1 ? 'once' : `${rounds.length} times`;
  console.log(`\n${what}, measured ${times}\n`);
  const figure = (
    side: Side,
    of: (measurement: Measurement) => number | undefined,
    format: (value: number) => string,
  ) => {
    const values = rounds.flatMap((round) => of(round[side]!) ?? []);
    return values.length === 0 ? '' : format(median(values));
  };
  printColumns([
    ['', 'time', 'processor, all', 'executor', 'peak memory', 'scratch disk'],
    ...sides.map((side) => [
      titles[side],
      figure(side, ({ ms }) => ms, formatSeconds),
      figure(side, ({ cpuSeconds }) => cpuSeconds * 1000, formatSeconds),
      figure(side, ({ executorCpuSeconds }) => executorCpuSeconds && executorCpuSeconds * 1000, formatSeconds),
      figure(side, ({ peakRssBytes }) => peakRssBytes, formatBytes),
      figure(side, ({ scratchBytes }) => scratchBytes, formatBytes),
    ]),
  ]);
  console.log();
  const ratios = all.filter(([over, under]) => sides.includes(over) && sides.includes(under));
  printColumns([
    ['', 'time', 'spread', 'processor', 'wished'],
    ...ratios.map(([over, under, name, wish]) => {
      const time = rounds.map((round) => round[over]!.ms / round[under]!.ms);
      const processor = rounds.map((round) => round[over]!.cpuSeconds / round[under]!.cpuSeconds);
      const spread = `${Math.min(...time).toFixed(2)} to ${Math.max(...time).toFixed(2)}`;
      return [name, median(time).toFixed(2), spread, median(processor).toFixed(2), wish];
    }),
  ]);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

export function printColumns(rows: readonly string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)));
    console.log(`  ${cells.join('  ')}`.trimEnd());
  }
}
