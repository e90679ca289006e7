import { formatBytes, formatSeconds } from '../../deploy/demo/terminal';
import type { Cost } from './machine-time';

/** In the order in which they are measured. */
export const SIDES = {
  floor: '(c) the floor: dump and tar over SSH into nothing',
  local: '(b) Strongroom, to a directory',
  'local-verified': '(b′) the same, read back before it is completed',
  seed: '(a) the sequence it replaces, to a directory',
  s3: '(d) Strongroom, to S3',
  's3-verified': '(d′) the same, read back before it is completed',
  restic: '(e) restic, first backup, to the same S3',
} as const;
export type Side = keyof typeof SIDES;

export interface Measurement extends Cost {
  executorCpuSeconds?: number;
  peakRssBytes?: number;
  scratchBytes?: number;
}

/** Each with what is hoped for. */
const RATIOS: [over: Side, under: Side, name: string, wish: string][] = [
  ['seed', 'local', '(a) / (b)', 'at least 5'],
  ['seed', 'local-verified', '(a) / (b′)', ''],
  ['local', 'floor', '(b) / (c)', 'at most 1.3'],
  ['local-verified', 'floor', '(b′) / (c)', ''],
  ['s3', 'restic', '(d) / (e)', 'at most 1'],
  ['s3-verified', 'restic', '(d′) / (e)', ''],
];

type Round = Partial<Record<Side, Measurement>>;

/** Medians over the rounds, with the spread of the ratios: within a round each, because machines change their pace. */
export function reportBackups(sizes: { database: number; files: number }, sides: Side[], rounds: Round[]): void {
  const times = rounds.length === 1 ? 'once' : `${rounds.length} times`;
  console.log(`\nBackup of ${sizes.database} GiB of database and ${sizes.files} GiB of files, measured ${times}\n`);
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
      SIDES[side],
      figure(side, ({ ms }) => ms, formatSeconds),
      figure(side, ({ cpuSeconds }) => cpuSeconds * 1000, formatSeconds),
      figure(side, ({ executorCpuSeconds }) => executorCpuSeconds && executorCpuSeconds * 1000, formatSeconds),
      figure(side, ({ peakRssBytes }) => peakRssBytes, formatBytes),
      figure(side, ({ scratchBytes }) => scratchBytes, formatBytes),
    ]),
  ]);
  console.log();
  const ratios = RATIOS.filter(([over, under]) => sides.includes(over) && sides.includes(under));
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

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function printColumns(rows: string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)));
    console.log(`  ${cells.join('  ')}`.trimEnd());
  }
}
