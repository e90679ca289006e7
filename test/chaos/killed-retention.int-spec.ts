/** kill -9 of retention and of the gateway in the middle of runs: what had to go goes, with its objects, and nothing else. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { DEFAULT_TIER_RULES } from '../../libs/tiers/src';
import { type LiveBackup, plan } from '../../apps/retention/src/planner';
import { register } from '../../deploy/demo/directory';
import { filesBelow } from '../e2e/leftovers';
import { TestStrongroom, waitFor } from '../e2e/strongroom';
import { describeRequiring } from '../fixtures/requires';

const ENVIRONMENTS = 250;
const BACKUPS_EACH = 14;
const PATIENCE_MS = 600_000;

/** A backup a night of each environment, as both services keep it, all of them daily. */
const FLEET = `
WITH fleet AS (
  INSERT INTO gateway.environments (id, organization_id, project_id, server_id, name, type, db_name, slug, runtime)
  SELECT gen_random_uuid(), organization_id, project_id, server_id, 'shop ' || n, type, db_name, $2 || '-' || n, runtime
    FROM gateway.environments, generate_series(1, $3::int) AS n WHERE id = $1
  RETURNING id AS environment_id, organization_id, project_id
), ruled AS (
  INSERT INTO retention.policies (environment_id, revision, is_enabled, rules)
  SELECT environment_id, 1, true, $5::jsonb FROM fleet
), made AS (
  SELECT gen_random_uuid() AS id, fleet.*, storage.id AS storage_config_id,
         date_trunc('day', now()) - day * interval '1 day' + interval '2 hours' - interval '1 day' AS at
    FROM fleet JOIN gateway.storage_configs storage USING (organization_id), generate_series(0, $4::int - 1) AS day
), kept AS (
  INSERT INTO retention.kept_backups (backup_id, organization_id, project_id, environment_id, storage_config_id, backup_type,
         key, manifest_key, size_bytes, retention_type, expires_at, created_at, completed_at)
  SELECT id, organization_id, project_id, environment_id, storage_config_id, 'scheduled', 'b/' || id || '.zip',
         'b/' || id || '.manifest.json', 4, 'daily', at + interval '7 days', at, at FROM made
)
INSERT INTO gateway.backups (id, organization_id, project_id, environment_id, storage_config_id, status, backup_type,
       retention_type, create_date, completed_at, expires_at, compressed_size, database_key, sidecar_key)
SELECT id, organization_id, project_id, environment_id, storage_config_id, 'completed', 'scheduled', 'daily', at, at,
       at + interval '7 days', 4, 'b/' || id || '.zip', 'b/' || id || '.manifest.json' FROM made
RETURNING id, environment_id, create_date AS at`;

interface Made {
  id: string;
  environment_id: string;
  at: Date;
}
interface Fleet {
  organization: string;
  folder: string;
  made: Made[];
}
interface Run {
  status: string;
  expired: number;
  promoted: number;
  error_count: number;
  errors: { code: string }[];
  next_attempt_at: Date;
}

describeRequiring(['postgres', 'nats'], 'a run of retention', () => {
  let strongroom: TestStrongroom;
  let connection: NatsConnection;
  let streams: JetStreamManager;

  beforeAll(async () => {
    strongroom = await TestStrongroom.start({
      replicas: { retention: 2, scheduler: 0, 'backup-executor': 0, 'restore-executor': 0, notifier: 0 },
      env: {
        retention: {
          RETENTION_CRON: '0 0 29 2 *',
          RETENTION_INTERVAL_MS: '200',
          RETENTION_RETRY_MS: '500',
          RETENTION_EXPIRY_TIMEOUT_MS: '2000',
          RETENTION_EXPIRY_DEADLINE_MS: '3000',
          RETENTION_BRAKE_PERCENT: '100',
          REMOVAL_INTERVAL_MS: '200',
          REMOVAL_RETRY_MS: '2000',
        },
      },
    });
    const { username, password, host } = new URL(strongroom.embedded.natsAdminUrl);
    const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
    connection = await connect({ servers: host, user, pass });
    streams = await jetstreamManager(connection);
  }, PATIENCE_MS);
  afterAll(async () => {
    await connection?.close();
    await strongroom?.stop();
  });

  /** With an object and a manifest for every backup. */
  async function fleet(name: string): Promise<Fleet> {
    const folder = join(strongroom.storagePath, name);
    const { organization_id: organization, environment_id } = await register(
      strongroom.api,
      {
        name,
        server: { name, ip_address: '127.0.0.1', connection: 'local' },
        settings: { slug: name, runtime: 'host', db_name: name, db_host: 'localhost', db_port: 5432, db_user: name },
      },
      { provider: 'local', path: folder },
      { name, slug: name },
    );
    const rules = JSON.stringify(DEFAULT_TIER_RULES);
    const made = await strongroom.query<Made>(FLEET, [environment_id, name, ENVIRONMENTS, BACKUPS_EACH, rules]);
    mkdirSync(join(folder, 'b'), { recursive: true });
    for (const { id } of made)
      for (const ending of ['zip', 'manifest.json']) writeFileSync(join(folder, 'b', `${id}.${ending}`), 'here');
    return { organization, folder, made };
  }

  /** What is to go, by the planner alone. */
  function toGo(made: readonly Made[]): Set<string> {
    const backups = new Map<string, LiveBackup[]>();
    for (const { id, environment_id, at } of made) {
      const expiresAt = new Date(at.getTime() + 7 * 86_400_000);
      const known = { intact: null, suspicious: false, pinned: false };
      const backup: LiveBackup = { id, type: 'scheduled', tier: 'daily', createdAt: at, expiresAt, ...known };
      backups.set(environment_id, [...(backups.get(environment_id) ?? []), backup]);
    }
    const decided = [...backups.values()].map((of) =>
      plan({ backups: of, rules: DEFAULT_TIER_RULES, now: new Date(), environmentLives: true }),
    );
    return new Set(decided.flatMap(({ expire }) => expire.map(({ backup }) => backup.id)));
  }

  const row = async <T extends object>(sql: string, values: unknown[]): Promise<T> =>
    (await strongroom.query<T>(sql, values))[0]!;
  const expired = async (organization: string) =>
    (
      await row<{ count: number }>(
        `SELECT count(*)::int FROM gateway.backups WHERE organization_id = $1 AND status = 'expired'`,
        [organization],
      )
    ).count;
  const runOf = (organization: string) =>
    row<Run>('SELECT * FROM retention.retention_runs WHERE organization_id = $1', [organization]);

  async function begin(organization: string): Promise<void> {
    await strongroom.api.post(`/api/v1/organizations/${organization}/retention/runs`, {});
  }
  const completed = (organization: string) =>
    waitFor(
      'the end of the run',
      async () => {
        const run = await runOf(organization);
        return run.status === 'completed' && run;
      },
      PATIENCE_MS,
    );

  /** How often each backup is named by events of this name. */
  async function told(name: string, organization: string): Promise<Map<string, number>> {
    const { state } = await streams.streams.info('EVENTS');
    const times = new Map<string, number>();
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await streams.streams.getMessage('EVENTS', { seq });
      if (!message?.subject.endsWith(`.${name}`)) continue;
      const { data } = message.json<{ data: { backup_id: string; organization_id: string } }>();
      if (data.organization_id === organization) times.set(data.backup_id, (times.get(data.backup_id) ?? 0) + 1);
    }
    return times;
  }

  /** Nothing else has gone, nothing that had to go is left, and each is told of once. */
  async function expectDone({ organization, folder, made }: Fleet): Promise<void> {
    const gone = toGo(made);
    const left = made.map(({ id }) => id).filter((id) => !gone.has(id));
    const live = await strongroom.query<{ id: string }>(
      `SELECT id FROM gateway.backups WHERE organization_id = $1 AND status = 'completed'`,
      [organization],
    );
    const alive = new Set(live.map(({ id }) => id));
    expect(left.filter((id) => !alive.has(id))).toEqual([]);
    expect([...alive].filter((id) => gone.has(id))).toEqual([]);
    await waitFor('the objects to go', async () => (await filesBelow(folder)).length === 2 * left.length, PATIENCE_MS);
    const objects = left.flatMap((id) => [`${id}.zip`, `${id}.manifest.json`]);
    expect((await filesBelow(folder)).sort()).toEqual(objects.sort());
    await waitFor('the gateway to know', async () => {
      const { count } = await row<{ count: number }>(
        `SELECT count(*)::int FROM gateway.backups WHERE organization_id = $1 AND status = 'expired' AND object_removed_at IS NULL`,
        [organization],
      );
      return count === 0;
    });
    const expiries = await told('backup.expired', organization);
    expect([...expiries.keys()].sort()).toEqual([...gone].sort());
    expect([...expiries.values()].every((times) => times === 1)).toBe(true);
    const promotions = await told('backup.promoted', organization);
    expect(promotions.size).toBe((await runOf(organization)).promoted);
    expect([...promotions.values()].every((times) => times === 1)).toBe(true);
    expect((await streams.streams.info('DEAD')).state.messages).toBe(0);
  }

  it('is finished by the other replica, whichever is killed', async () => {
    const world = await fleet(`killed-${randomUUID().slice(0, 8)}`);
    const { organization, made } = world;
    const all = toGo(made).size;
    await begin(organization);
    const replicas = strongroom.embedded.services.filter(({ service }) => service === 'retention');
    for (const [index, replica] of replicas.entries()) {
      const share = ((index + 1) * all) / (replicas.length + 1);
      await waitFor('some of it', async () => (await expired(organization)) >= share, PATIENCE_MS);
      expect((await runOf(organization)).status).not.toBe('completed');
      replica.kill('SIGKILL');
    }
    await completed(organization);
    await expectDone(world);
  }, 900_000);

  it('waits for a gateway that is away, and goes on where it was', async () => {
    const world = await fleet(`away-${randomUUID().slice(0, 8)}`);
    const { organization } = world;
    await begin(organization);
    await waitFor('some of it', async () => (await expired(organization)) > 0, PATIENCE_MS);
    const gateway = strongroom.service('gateway');
    await gateway.abandon();
    const stuck = await waitFor('it to be told that it is away', async () => {
      const run = await runOf(organization);
      return run.errors.length > 0 && run;
    });
    expect(stuck.errors).toMatchObject([{ code: 'GATEWAY_UNREACHABLE' }]);
    await waitFor('it to be tried again', async () => {
      const { next_attempt_at } = await runOf(organization);
      return next_attempt_at > stuck.next_attempt_at;
    });
    await gateway.start();
    // what was in the way is told once, however often it was tried
    expect(await completed(organization)).toMatchObject({ error_count: 1 });
    await expectDone(world);
  }, 900_000);
});
