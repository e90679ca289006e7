import type { Clock } from '@app/core';
import type { ApiClient } from './api-client';
import type { DirectoryIds } from './directory';
import { formatBytes } from './terminal';

interface ListedBackup {
  id: string;
  status: string;
  compressed_size: number;
  retention_type: string;
  expires_at: string | null;
  created_at: string;
  error_message: string | null;
}
interface ListedDrill {
  id: string;
  backup_timestamp: string;
  outcome: string;
  recovery_seconds: number | null;
  error: { message: string } | null;
}
interface ListedRun {
  run_id: string;
  status: string;
  result: { expired: number; promoted: number };
}

const OPEN = ['pending', 'in_progress', 'uploading', 'running'];

/** Looks at what the API tells of an environment, and writes down what is new, with the day and the hour of a clock. */
export class WeekDiary {
  readonly counted = { made: 0, promoted: 0, expired: 0, drills: 0 };
  isSomethingOpen = false;
  private day = '';
  private readonly backups = new Map<string, ListedBackup>();
  private readonly known = new Map<string, string>();

  constructor(
    private readonly api: ApiClient,
    private readonly clock: Clock,
    private readonly ids: DirectoryIds,
  ) {}

  async look(): Promise<void> {
    const { environment_id, organization_id } = this.ids;
    const of = `/api/v1/backups/environments/${environment_id}`;
    const backups = await this.list<ListedBackup>(`${of}/backups`);
    const drills = await this.list<ListedDrill>(`${of}/drills`);
    const runs = await this.list<ListedRun>(`/api/v1/organizations/${organization_id}/retention/runs`);
    const states = [...backups.map(({ status }) => status), ...drills.map(({ outcome }) => outcome)];
    this.isSomethingOpen = states.some((state) => OPEN.includes(state));
    for (const backup of backups) this.writeBackup(backup);
    for (const drill of drills) this.writeDrill(drill);
    for (const run of runs) this.writeRun(run);
  }

  private writeBackup(backup: ListedBackup): void {
    const { id, status, retention_type: tier, expires_at, compressed_size, error_message } = backup;
    const before = this.backups.get(id);
    this.backups.set(id, backup);
    const date = dateOf(backup.created_at);
    const kept = `kept ${expires_at === null ? 'for ever' : `until ${dateOf(expires_at)}`}`;
    if (status === before?.status) {
      if (status !== 'completed' || tier === before.retention_type) return;
      this.counted.promoted += 1;
      this.write('retention', `the backup of ${date} takes over as the ${tier} one, ${kept}`);
    } else if (status === 'completed') {
      this.counted.made += 1;
      this.write('backup', `of ${timeOf(backup.created_at)}, ${formatBytes(compressed_size)}, ${tier}, ${kept}`);
    } else if (status === 'expired') {
      this.counted.expired += 1;
      this.write('retention', `the backup of ${date} has expired, and leaves the storage`);
    } else if (status === 'failed') this.write('backup', `failed: ${error_message}`);
  }

  private writeDrill({ id, outcome, backup_timestamp, recovery_seconds, error }: ListedDrill): void {
    if (!this.isNews(id, outcome) || OPEN.includes(outcome)) return;
    const subject = `the backup of ${dateOf(backup_timestamp)}`;
    if (outcome !== 'passed') return this.write('drill', `${subject}: ${outcome}, ${error?.message}`);
    this.counted.drills += 1;
    this.write('drill', `${subject} was restored on trial in ${recovery_seconds} s, checked, and dropped again`);
  }

  private writeRun({ run_id, status, result: { expired, promoted } }: ListedRun): void {
    if (this.isNews(run_id, status) && status === 'completed' && expired + promoted === 0)
      this.write('retention', 'has looked at everything, and leaves it as it is');
  }

  /** Remembers it. */
  private isNews(thing: string, state: string): boolean {
    if (this.known.get(thing) === state) return false;
    this.known.set(thing, state);
    return true;
  }

  private write(who: string, what: string): void {
    const now = this.clock.now();
    const day = dateOf(now.toISOString());
    if (day !== this.day) console.log(`  ${day}`);
    this.day = day;
    console.log(`    ${timeOf(now.toISOString())}  ${who.padEnd(9)}  ${what}`);
  }

  private async list<T>(path: string): Promise<T[]> {
    return (await this.api.get<{ items: T[] }>(`${path}?page_size=100`)).items;
  }
}

/** `Wed 3 Jun` */
function dateOf(moment: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(moment)).replace(',', '');
}

/** `02:00` */
function timeOf(moment: string): string {
  return new Date(moment).toISOString().slice(11, 16);
}
