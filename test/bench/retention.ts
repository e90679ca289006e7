/**
 * `npm run bench -- retention [--backups 1000000] [--environments 10000]`: one run of retention over a fleet, with a hundred organizations. PostgreSQL
 * is real, with its durability, and so are the planner, the runner and the facts' tables. The gateway is a stand-in that agrees to every
 * expiry at once; what its own rows cost is not in these figures.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { RetentionModule } from '../../apps/retention/src/app.module';
import { RetentionConfig } from '../../apps/retention/src/config';
import { RetentionRun } from '../../apps/retention/src/runs/retention-run.entity';
import { RetentionRunner } from '../../apps/retention/src/runs/retention-runner';
import { Runs } from '../../apps/retention/src/runs/runs.repository';
import { formatBytes, printTable } from '../../deploy/demo/terminal';
import { ExpireBackups } from '../../libs/contracts/src';
import { TestService } from '../../libs/service/testing/test-service';
import { startPostgres } from '../fixtures/postgres';
import { MeasuredProcess } from './measured-process';

const ORGANIZATIONS = 100;
const SAMPLE_MS = 20;

const FLEET = `
CREATE TABLE fleet AS
WITH organizations AS (SELECT n, gen_random_uuid() AS organization_id FROM generate_series(0, $2::int - 1) n)
SELECT organization_id, gen_random_uuid() AS environment_id, gen_random_uuid() AS project_id
  FROM generate_series(1, $1::int) number JOIN organizations ON n = number % $2::int`;
/** A backup a day for each environment, all of them daily ones, of which those older than a week are over. */
const BACKUPS = `
INSERT INTO kept_backups (backup_id, organization_id, project_id, environment_id, storage_config_id, backup_type, key,
                          manifest_key, size_bytes, retention_type, expires_at, created_at, completed_at, has_filestore)
SELECT gen_random_uuid(), organization_id, project_id, environment_id, organization_id, 'scheduled', 'k', 'm', 1000000,
       'daily', at + interval '7 days', at, at, true
  FROM generate_series(0, $1::int - 1) day, LATERAL (SELECT now() - day * interval '1 day' AS at) moment, fleet`;
const POLICIES = `
INSERT INTO policies (environment_id, revision, is_enabled, rules)
SELECT environment_id, 1, true,
       '{"counts": {"daily": 7, "weekly": 4, "monthly": 12, "yearly": 2}, "weeklyBackupDay": 6, "timezone": "Europe/Berlin"}'
  FROM fleet`;
const OLDEST = `
SELECT extract(epoch FROM clock_timestamp() - min(xact_start)) * 1000 AS ms FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND query NOT LIKE 'LISTEN%'`;

export async function benchRetention(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      backups: { type: 'string', default: '1000000' },
      environments: { type: 'string', default: '10000' },
    },
  });
  const [backups, environments] = [Number(values.backups), Number(values.environments)];
  const postgres = await startPostgres({ fsync: true });
  process.env.STRONGROOM_TEST_POSTGRES_URL = postgres.adminUrl;
  process.env.STRONGROOM_TEST_POSTGRES_BIN = postgres.binDir;
  const retention = await TestService.start({
    service: 'retention',
    module: RetentionModule,
    config: RetentionConfig,
    environment: {
      RETENTION_INTERVAL_MS: '0',
      RETENTION_REMOVAL_WAIT_MS: '0',
      REMOVAL_INTERVAL_MS: '0',
      RETENTION_BRAKE_PERCENT: '100',
    },
  });
  try {
    await retention.answer(ExpireBackups, (request) => ({
      expired: request.backups.map(({ backup_id }) => backup_id),
      refused: [],
    }));
    const { dataSource } = retention;
    await dataSource.query(FLEET, [environments, ORGANIZATIONS]);
    await dataSource.query(BACKUPS, [Math.ceil(backups / environments)]);
    await dataSource.query(POLICIES);
    await dataSource.query('ANALYZE');
    const rows: [string, string][] = [];
    for (const title of ['the first run', 'one that finds nothing to do']) rows.push([title, await run(retention)]);
    console.log(`\n${backups} backups of ${environments} environments in ${ORGANIZATIONS} organizations\n`);
    printTable(rows);
  } finally {
    await retention.stop();
    await postgres.stop();
  }
}

async function run(retention: TestService): Promise<string> {
  const runId = randomUUID();
  await retention.app.get(Runs).request({ run_id: runId, organization_id: null });
  const process_ = new MeasuredProcess(process.pid);
  const watch = await watchTransactions(retention.dataSource);
  const began = Date.now();
  await retention.app.get(RetentionRunner).turn(new AbortController().signal);
  const seconds = (Date.now() - began) / 1000;
  const longestMs = await watch.stop();
  const runs = await retention.dataSource.manager.findBy(RetentionRun, { runId });
  const sum = (of: (one: RetentionRun) => number) => runs.reduce((total, one) => total + of(one), 0);
  // what the gateway has let go is told by it; here nobody tells
  await retention.dataSource.query('DELETE FROM kept_backups WHERE expiring_run_id = $1', [runId]);
  return [
    `${seconds.toFixed(1)} s`,
    `${sum(({ promoted }) => promoted)} promoted`,
    `${sum(({ expired }) => expired)} expired`,
    `${sum(({ errorCount }) => errorCount)} errors`,
    `peak ${formatBytes(process_.peakRssBytes())}`,
    `${process_.cpuSinceSeconds().toFixed(1)} s of processor`,
    `longest transaction about ${Math.round(longestMs)} ms`,
  ].join(', ');
}

/** Looks again and again how long the oldest open transaction has been open. */
async function watchTransactions({ options }: DataSource): Promise<{ stop(): Promise<number> }> {
  const { url } = options as { url: string };
  const own = await new DataSource({ type: 'postgres', url }).initialize();
  let longestMs = 0;
  const watching = new AbortController();
  const work = (async () => {
    while (!watching.signal.aborted) {
      const [oldest] = await own.query<[{ ms: string | null }]>(OLDEST);
      longestMs = Math.max(longestMs, Number(oldest.ms ?? 0));
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  })();
  return {
    async stop() {
      watching.abort();
      await work;
      await own.destroy();
      return longestMs;
    },
  };
}
