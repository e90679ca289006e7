import type { TaskView } from './api-client';

const BAR_WIDTH = 28;
const MIB = 1024 * 1024;

export function formatBytes(bytes: number): string {
  if (bytes >= 1024 * MIB) return `${(bytes / 1024 / MIB).toFixed(2)} GiB`;
  return bytes >= MIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${(bytes / 1024).toFixed(1)} KiB`;
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

export function heading(text: string): void {
  console.log(`\n${text}`);
}

/** Shows a task: a bar that is drawn over itself on a terminal, a line for each new state elsewhere. */
export class TaskDisplay {
  private shown = '';

  constructor(
    private readonly title: string,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {}

  readonly show = (task: TaskView): void => {
    const { progress, status } = task;
    const ended = status === 'completed' || status === 'failed' || status === 'cancelled';
    const state = ended || !progress ? status : progress.stage;
    if (!this.out.isTTY) {
      if (state !== this.shown) this.out.write(`  ${this.title}: ${state}\n`);
      this.shown = state;
      return;
    }
    const done =
      status === 'completed' ? 1 : progress?.total_bytes ? Math.min(1, progress.bytes / progress.total_bytes) : 0;
    const bar = '█'.repeat(Math.round(done * BAR_WIDTH)).padEnd(BAR_WIDTH, '░');
    const amount = progress ? `${formatBytes(progress.bytes)}  ${formatBytes(progress.rate_bytes_per_second)}/s` : '';
    this.out.write(`\r\x1b[K  ${this.title.padEnd(10)} ${bar} ${state.padEnd(10)} ${amount}${ended ? '\n' : ''}`);
  };
}

/** A table of two columns. */
export function printTable(rows: [string, string][], out: NodeJS.WritableStream = process.stdout): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) out.write(`  ${name.padEnd(width)}  ${value}\n`);
}
