/**
 * For the walk: restore executors as processes of their own beside live environments on this machine, and a gateway that is played.
 * A restore can be held where it writes a line of its journal: a trigger in the executors' own table waits for a lock of the spec.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { Client } from 'pg';
import {
  EnvironmentAccessOf,
  RestoreInsurance,
  RestoreRun,
  type RestoreRunPayload,
  RestoreUndo,
  StorageAccessOf,
  type StoredAt,
} from '@app/contracts';
import { provisionDatabase } from '@app/database';
import { SecretBox } from '@app/secrets';
import { LiveOdoo } from '../../apps/restore-executor/testing/live-odoo';
import { type LaunchedProcess, launch } from '../../deploy/embedded/processes';
import { eventually, type ServiceNats, startServiceNats } from '../../libs/messaging/testing';
import { freshDatabase, sharedPostgres, sharedSql } from '../fixtures/postgres';

const SCHEMA = 'restore_executor';
const LOCK = 20_260_111;
const ACK_WAIT_MS = 2_000;

/** A line of the journal at which a restore is held: before it is begun, or when it is done and not yet written down. */
export interface Hold {
  restore_id: string;
  step: string;
  status: 'running' | 'done';
}

const HOLDS = `
CREATE TABLE ${SCHEMA}.holds (restore_id uuid, step text, status text);
CREATE FUNCTION ${SCHEMA}.hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF EXISTS (SELECT FROM ${SCHEMA}.holds h
              WHERE h.restore_id = NEW.restore_id AND h.step = NEW.name AND h.status = NEW.status) THEN
    PERFORM pg_advisory_xact_lock_shared(${LOCK});
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hold BEFORE INSERT OR UPDATE ON ${SCHEMA}.restore_steps FOR EACH ROW EXECUTE FUNCTION ${SCHEMA}.hold();
`;

export class RestoreWorld {
  readonly odoo: LiveOdoo;
  /** What the gateway does when it is asked for an insurance backup. */
  readonly onInsurance = new Map<string, () => void>();
  readonly insured = new Map<string, { backupId: string; sources: StoredAt[] }>();
  private readonly liveNames = new Map<string, string>();
  private executors: LaunchedProcess[] = [];
  private holding = false;

  private constructor(
    private readonly nats: ServiceNats,
    private readonly url: string,
    private readonly masterKeys: string,
    /** The owner of everything in the database of the services. */
    private readonly owner: Client,
    private readonly cleanUp: () => Promise<void>,
  ) {
    this.odoo = new LiveOdoo(SecretBox.fromMasterKeys(masterKeys));
  }

  static async start(): Promise<RestoreWorld> {
    const role = `spec_walk_${randomBytes(6).toString('hex')}`;
    const database = await freshDatabase();
    const services = [{ schema: SCHEMA, role, password: 'spec' }];
    await provisionDatabase(sharedPostgres().adminUrl, { database: database.name, services });
    const nats = await startServiceNats({ ackWaitMs: ACK_WAIT_MS });
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    const url = Object.assign(new URL(database.url), { username: role, password: 'spec' }).href;
    const masterKeys = `k1:${randomBytes(32).toString('base64')}`;
    const world = new RestoreWorld(nats, url, masterKeys, owner, async () => {
      await nats.stop();
      await owner.end();
      await database.drop();
      await sharedSql(`DROP ROLE "${role}"`);
    });
    await world.answerQuestions();
    world.startExecutors(1);
    await eventually(
      async () => (await owner.query(`SELECT to_regclass('${SCHEMA}.replaced_copies') AS there`)).rows[0].there,
      'the executor has made its tables',
    );
    await owner.query(HOLDS);
    return world;
  }

  async stop(): Promise<void> {
    await Promise.all(this.executors.map((executor) => executor.stop('SIGTERM', 20_000)));
    await this.odoo.stop();
    await this.cleanUp();
  }

  startExecutors(count: number): void {
    for (let number = 0; number < count; number += 1)
      this.executors.push(
        launch({
          command: process.execPath,
          args: [join(__dirname, '../../dist/apps/restore-executor/src/main.js')],
          cwd: join(__dirname, '../..'),
          logFile: process.env.SPEC_LOG || '/dev/null',
          deathSignal: 'KILL',
          env: {
            PATH: process.env.PATH ?? '',
            NODE_ENV: 'test',
            STRONGROOM_DATABASE_URL: this.url,
            STRONGROOM_NATS_URL: this.nats.urlOf('restore-executor'),
            STRONGROOM_MASTER_KEYS: this.masterKeys,
            STRONGROOM_HTTP_PORT: '0',
            MAX_JOBS: '6',
            LEASE_MS: '120000',
            ACK_WAIT_MS: String(ACK_WAIT_MS),
            BUSY_DELAY_MS: '200',
            RETRY_DELAYS_MS: '0,200,200',
            OUTBOX_POLL_MS: '500',
            INSURANCE_POLL_MS: '50',
            SWEEP_INTERVAL_MS: '0',
            REPLACED_SWEEP_INTERVAL_MS: '0',
          },
        }),
      );
  }

  async environment(...how: Parameters<LiveOdoo['environment']>): Promise<RestoreRunPayload> {
    const restore = await this.odoo.environment(...how);
    this.liveNames.set(restore.environment_id, restore.target_db);
    return restore;
  }

  /** A directory of somebody else's gets into the way of the swap of the filestore. */
  obstruct({ restore_id }: RestoreRunPayload): void {
    const directory = this.odoo.filestore(`strongroom_old_${restore_id.replaceAll('-', '')}`);
    this.onInsurance.set(restore_id, () => void mkdirSync(directory, { recursive: true }));
  }

  request(restore: RestoreRunPayload): Promise<void> {
    return this.publish(RestoreRun.subject, restore);
  }

  /** @returns the id of its task */
  async requestUndo(restore: RestoreRunPayload): Promise<string> {
    const undo = this.odoo.undoOf(restore);
    await this.publish(RestoreUndo.subject, undo);
    return undo.task_id;
  }

  /** Restores that come to these lines wait there from now on. */
  async hold(holds: readonly Hold[]): Promise<void> {
    await this.owner.query(`SELECT pg_advisory_lock(${LOCK})`);
    this.holding = true;
    for (const { restore_id, step, status } of holds)
      await this.owner.query(`INSERT INTO ${SCHEMA}.holds VALUES ($1, $2, $3)`, [restore_id, step, status]);
  }

  async held(): Promise<number> {
    const { rows } = await this.owner.query<{ held: number }>(
      `SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND objid = ${LOCK} AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]!.held;
  }

  /** kill -9 of every executor, as they stand; nothing is held any more, and their leases are over. */
  async kill(): Promise<void> {
    const killed = this.executors;
    this.executors = [];
    await Promise.all(killed.map((executor) => executor.stop('SIGKILL', 20_000)));
    await this.owner.query(`DELETE FROM ${SCHEMA}.holds`);
    if (this.holding) await this.owner.query(`SELECT pg_advisory_unlock(${LOCK})`);
    this.holding = false;
    await this.owner.query(`UPDATE ${SCHEMA}.jobs SET lease_until = now() WHERE status = 'running'`);
  }

  async job(
    id: string,
  ): Promise<{ status: string; attempt: number; error: { code: string; message: string } | null } | undefined> {
    const { rows } = await this.owner.query(`SELECT status, attempt, error FROM ${SCHEMA}.jobs WHERE id = $1`, [id]);
    return rows[0];
  }

  async ended(id: string): Promise<void> {
    const over = async () => ['completed', 'failed', 'cancelled'].includes((await this.job(id))?.status ?? '');
    await eventually(over, `the task ${id} has ended`, 600_000);
  }

  /** The journal of a restore, a line each. */
  async steps({ restore_id }: RestoreRunPayload): Promise<string[]> {
    const { rows } = await this.owner.query<{ line: string }>(
      `SELECT concat_ws(' ', name, status, note) AS line FROM ${SCHEMA}.restore_steps WHERE restore_id = $1 ORDER BY ordinal`,
      [restore_id],
    );
    return rows.map(({ line }) => line);
  }

  /** Whether some statement of a restore is at work in the database of that name. */
  async isAtWorkIn(database: string): Promise<boolean> {
    const { rowCount } = await this.owner.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND state = 'active' AND query LIKE 'COPY%'`,
      [database],
    );
    return rowCount! > 0;
  }

  private async publish(subject: string, payload: object): Promise<void> {
    await jetstream(this.nats.admin).publish(subject, JSON.stringify(payload), { msgID: randomUUID() });
  }

  private async answerQuestions(): Promise<void> {
    const answer = (subject: string, give: (request: Record<string, string>) => object) =>
      this.nats.admin.subscribe(subject, {
        callback: (_error, message) => void message.respond(JSON.stringify({ answer: give(message.json()) })),
      });
    answer(StorageAccessOf.subject, () => ({ storage: this.odoo.access(randomUUID(), '').storage }));
    answer(EnvironmentAccessOf.subject, ({ environment_id }) =>
      this.odoo.access(environment_id!, this.liveNames.get(environment_id!)!),
    );
    answer(RestoreInsurance.subject, ({ restore_id }) => {
      this.onInsurance.get(restore_id!)?.();
      const { backupId = randomUUID(), sources = [] } = this.insured.get(restore_id!) ?? {};
      return { backup_id: backupId, status: 'completed', is_verified: true, error_message: null, sources };
    });
    await this.nats.admin.flush();
  }
}
