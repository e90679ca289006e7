/** So many policies that are due at one moment, written where the scheduler and the gateway keep them, and what becomes of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { EmbeddedStrongroom } from '../../deploy/embedded/start-embedded';

const MINUTE_MS = 60_000;
const POLL_MS = 100;

/** One for every environment, as the API makes it of an empty body. */
const POLICIES = `
  INSERT INTO scheduler.policies (id, organization_id, environment_id, revision, is_enabled, schedule_cron, timezone,
      daily_retention, weekly_retention, monthly_retention, yearly_retention, weekly_backup_day, copy_storage_config_ids,
      include_filestore, notify_on_success, notify_on_failure, alert_after_hours, created_at, updated_at)
  SELECT gen_random_uuid(), organization_id, id, 1, true, $1, 'UTC', 7, 4, 12, 2, 6, '{}', true, false, true, 48, now(), now()
    FROM gateway.environments`;
const TIMERS = `
  INSERT INTO scheduler.timers (policy_id, kind, slot, due_at)
  SELECT id, 'backup', $1::timestamptz,
         $1::timestamptz + ('x' || substr(id::text, 1, 8))::bit(32)::bigint / 4294967296.0 * $2 * interval '1 second'
    FROM scheduler.policies`;

const MADE = `
  SELECT count(*)::int AS backups, count(DISTINCT environment_id)::int AS environments
    FROM gateway.backups WHERE backup_type = 'scheduled'`;
const OPEN = `SELECT count(*)::int AS open FROM scheduler.runs WHERE status <> 'requested'`;

export interface Enqueued {
  /** From the moment at which they were due until all had their backup. */
  seconds: number;
  backups: number;
  environments: number;
  /** Runs that were not handed over. */
  open: number;
}

/** The beginning of the present minute, or of one that comes so many minutes later. */
export const minute = (later = 0) => new Date((Math.floor(Date.now() / MINUTE_MS) + later) * MINUTE_MS);

export class DuePolicies {
  private constructor(
    private readonly client: Client,
    readonly count: number,
    private readonly slot: Date,
  ) {}

  /** @param slot the beginning of a minute */
  static async write(strongroom: EmbeddedStrongroom, slot: Date, spreadSeconds = 0): Promise<DuePolicies> {
    const url = new URL(strongroom.postgresAdminUrl);
    url.pathname = '/strongroom';
    const client = new Client({ connectionString: url.href });
    await client.connect();
    const { rowCount } = await client.query(POLICIES, [`${slot.getUTCMinutes()} ${slot.getUTCHours()} * * *`]);
    await client.query(TIMERS, [slot, spreadSeconds]);
    await client.query('VACUUM ANALYZE scheduler.policies, scheduler.timers');
    return new DuePolicies(client, rowCount!, slot);
  }

  /**
   * Waits until each has its backup, and all are written down as handed over.
   * @param onThird when a third of them is made
   */
  async enqueued(onThird: () => void, timeoutMs: number): Promise<Enqueued> {
    const giveUpAt = Date.now() + timeoutMs;
    let isThird = false;
    let seconds: number | undefined;
    for (;;) {
      const { backups, environments } = await this.row<{ backups: number; environments: number }>(MADE);
      if (!isThird && backups >= this.count / 3) {
        isThird = true;
        onThird();
      }
      if (environments === this.count) seconds ??= (Date.now() - this.slot.getTime()) / 1_000;
      const { open } = await this.row<{ open: number }>(OPEN);
      if ((seconds !== undefined && open === 0) || Date.now() > giveUpAt)
        return { seconds: seconds ?? Number.NaN, backups, environments, open };
      await sleep(POLL_MS);
    }
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async row<R extends object>(text: string): Promise<R> {
    return (await this.client.query<R>(text)).rows[0]!;
  }
}
