/** Prometheus itself reads the alerts and the expressions of the dashboard, and fires each alert at what it is for. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianProgram } from '../../test/fixtures/debian-program';
import { findOnPath, run } from '../embedded/processes';

const RULES = join(__dirname, 'prometheus-rules.yml');
const GET_MS = 600_000;
/** Between samples, in minutes; Prometheus takes a value for the present one for five. What lasts for days is looked at less often. */
const stepOf = ({ after }: Case) => (after > 24 ? 60 : 4);
const SHOP = 'organization_id="o",environment_id="e"';
const GATEWAY = 'service="gateway",instance="a"';

type Series = Record<string, string>;
interface Case {
  /** What each series has over time: `0x5` is six times 0; `_` is no sample. */
  fires: Series;
  /** The nearest thing that is no reason to wake anybody. */
  quiet: Series;
  /** Hours after the first sample. */
  after: number;
  /** Of the alert, beside its severity. */
  labels?: Record<string, string>;
}

const constant = (value: number) => `${value}x1000`;
/** Times are counted from 1970, where a test of Prometheus begins. */
const OLD = 60;
const RECENT = 20 * 3600;
const shop = { organization_id: 'o', environment_id: 'e' };
const since = (metric: string, value: number): Series => ({ [`${metric}{${SHOP}}`]: constant(value) });
const always = (series: string, value: number): Series => ({ [series]: constant(value) });

const CASES: Record<string, Case> = {
  StrongroomBackupTooOld: {
    fires: since('strongroom_environment_last_backup_timestamp_seconds', OLD),
    quiet: since('strongroom_environment_last_backup_timestamp_seconds', RECENT),
    after: 29,
    labels: shop,
  },
  StrongroomNeverBackedUp: {
    fires: since('strongroom_environment_last_backup_timestamp_seconds', 0),
    quiet: since('strongroom_environment_last_backup_timestamp_seconds', OLD),
    after: 27,
    labels: shop,
  },
  StrongroomVerifiedBackupTooOld: {
    fires: since('strongroom_environment_last_verified_backup_timestamp_seconds', 0),
    quiet: since('strongroom_environment_last_verified_backup_timestamp_seconds', RECENT),
    after: 8 * 24 + 2,
    labels: shop,
  },
  StrongroomBackupDamaged: {
    fires: { [`strongroom_drills_ended_total{outcome="damaged",${GATEWAY}}`]: `0x10 1x200` },
    quiet: { [`strongroom_drills_ended_total{outcome="passed",${GATEWAY}}`]: `0x10 1x200` },
    after: 4,
    labels: { outcome: 'damaged', service: 'gateway', instance: 'a' },
  },
  StrongroomDrillsFail: {
    fires: { [`strongroom_drills_ended_total{outcome="not_proven",${GATEWAY}}`]: `0x10 1x200` },
    quiet: { [`strongroom_drills_ended_total{outcome="cancelled",${GATEWAY}}`]: `0x10 1x200` },
    after: 4,
    labels: { outcome: 'not_proven', service: 'gateway', instance: 'a' },
  },
  StrongroomDrillTooOld: {
    fires: since('strongroom_environment_last_passed_drill_timestamp_seconds', OLD),
    quiet: since('strongroom_environment_last_passed_drill_timestamp_seconds', 0),
    after: 35 * 24 + 2,
    labels: shop,
  },
  StrongroomJobsFail: {
    fires: { 'strongroom_job_failures_total{kind="backup.run",code="SSH_AUTH_FAILED",instance="a"}': '0+1x30' },
    quiet: { 'strongroom_job_failures_total{kind="backup.run",code="SSH_AUTH_FAILED",instance="a"}': '0x10 1x20' },
    after: 1.5,
    labels: { kind: 'backup.run', code: 'SSH_AUTH_FAILED' },
  },
  StrongroomTasksWait: {
    fires: always('strongroom_task_oldest_waiting_seconds{type="backup"}', 3601),
    quiet: always('strongroom_task_oldest_waiting_seconds{type="backup"}', 3599),
    after: 1,
    labels: { type: 'backup' },
  },
  StrongroomDeadLetters: {
    fires: always('strongroom_dead_letters_open{instance="a"}', 1),
    quiet: always('strongroom_dead_letters_open{instance="a"}', 0),
    after: 1,
  },
  StrongroomOutboxLags: {
    fires: always(`strongroom_outbox_oldest_age_seconds{${GATEWAY}}`, 61),
    quiet: always(`strongroom_outbox_oldest_age_seconds{${GATEWAY}}`, 59),
    after: 1,
    labels: { service: 'gateway' },
  },
  StrongroomNoticesWait: {
    fires: always('strongroom_notification_oldest_waiting_seconds', 3601),
    quiet: always('strongroom_notification_oldest_waiting_seconds', 3599),
    after: 1,
  },
  StrongroomScheduleLags: {
    fires: always('strongroom_schedule_lag_seconds', 121),
    quiet: always('strongroom_schedule_lag_seconds', 119),
    after: 1,
  },
  StrongroomRunsWait: {
    fires: always('strongroom_run_oldest_waiting_seconds{kind="backup"}', 901),
    quiet: always('strongroom_run_oldest_waiting_seconds{kind="backup"}', 899),
    after: 1,
    labels: { kind: 'backup' },
  },
  StrongroomObjectsMissing: {
    fires: always('strongroom_missing_objects', 1),
    quiet: always('strongroom_missing_objects', 0),
    after: 1,
  },
  StrongroomRetentionStuck: {
    fires: always('strongroom_retention_run_oldest_seconds', 6 * 3600 + 1),
    quiet: always('strongroom_retention_run_oldest_seconds', 6 * 3600),
    after: 1,
  },
  StrongroomRetentionErrors: {
    fires: { 'strongroom_retention_errors_total{code="STORAGE_FULL"}': '0+1x30' },
    quiet: { 'strongroom_retention_errors_total{code="STORAGE_FULL"}': '1x30' },
    after: 1,
    labels: { code: 'STORAGE_FULL' },
  },
  StrongroomRetentionWaits: {
    fires: always('strongroom_retention_hold_oldest_seconds', 3 * 86_400 + 1),
    quiet: always('strongroom_retention_hold_oldest_seconds', 3 * 86_400),
    after: 1,
  },
  StrongroomRemovalsRefused: {
    fires: always('strongroom_removal_oldest_refused_seconds', 2 * 86_400 + 1),
    quiet: always('strongroom_removal_oldest_refused_seconds', 2 * 86_400),
    after: 1,
  },
  StrongroomOrphanSweepsFail: {
    fires: always('strongroom_orphan_sweeps_failed', 1),
    quiet: always('strongroom_orphan_sweeps_failed', 0),
    after: 2,
  },
  StrongroomDown: {
    // Nobody looked for hours, and it is still down.
    fires: {
      [`strongroom_service_info{${GATEWAY}}`]: `1x20 _x200`,
      [`strongroom_service_info{service="notifier",instance="n"}`]: constant(1),
    },
    // It was started again, and has another address since.
    quiet: {
      [`strongroom_service_info{${GATEWAY}}`]: `1x20 _x200`,
      'strongroom_service_info{service="gateway",instance="b"}': `_x20 1x200`,
    },
    after: 12,
    labels: { service: 'gateway' },
  },
  StrongroomDependencyDown: {
    fires: always(`strongroom_dependency_up{dependency="nats",${GATEWAY}}`, 0),
    quiet: always(`strongroom_dependency_up{dependency="nats",${GATEWAY}}`, 1),
    after: 1,
    labels: { dependency: 'nats', service: 'gateway' },
  },
  StrongroomServerErrors: {
    fires: { 'strongroom_http_request_duration_seconds_count{route="/r",status="502"}': '0+3x30' },
    quiet: { 'strongroom_http_request_duration_seconds_count{route="/r",status="404"}': '0+3x30' },
    after: 1,
    labels: { route: '/r' },
  },
  StrongroomMetricsIncomplete: {
    fires: { 'strongroom_metric_sample_failures_total{sample="tasks"}': '0+2x30' },
    quiet: { 'strongroom_metric_sample_failures_total{sample="tasks"}': '2x30' },
    after: 1,
    labels: { sample: 'tasks' },
  },
  StrongroomEnvironmentsUntold: {
    fires: always('strongroom_environments_untold', 1),
    quiet: always('strongroom_environments_untold', 0),
    after: 1,
  },
};

describe('in the eyes of Prometheus', () => {
  let promtool: string;
  let folder: string;
  let alerts: { name: string; severity: string }[];

  beforeAll(async () => {
    promtool =
      findOnPath('promtool') ?? (await debianProgram('prometheus', { suite: 'bookworm', path: 'usr/bin/promtool' }));
    folder = await mkdtemp(join(tmpdir(), 'strongroom-promtool-'));
    const rules = await readFile(RULES, 'utf8');
    alerts = [...rules.matchAll(/- alert: (\w+)[\s\S]*?severity: (\w+)/g)].map(([, name, severity]) => ({
      name: name!,
      severity: severity!,
    }));
  }, GET_MS);
  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('the configuration and the alerts are valid', async () => {
    await run(promtool, ['check', 'config', '--lint-fatal', join(__dirname, 'prometheus.yml')]);
    await run(promtool, ['check', 'rules', '--lint-fatal', RULES]);
  });

  it('so is every expression of the dashboard', async () => {
    const { panels } = JSON.parse(await readFile(join(__dirname, 'grafana-dashboard.json'), 'utf8')) as {
      panels: { targets: { expr: string }[] }[];
    };
    const rules = panels
      .flatMap(({ targets }) => targets)
      .map(({ expr }, index) => ({ record: `panel:${index}`, expr: expr.replaceAll('$__rate_interval', '5m') }));
    expect(rules.length).toBeGreaterThan(10);
    const file = join(folder, 'dashboard.yml');
    await writeFile(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    await run(promtool, ['check', 'rules', file]);
  });

  it('each alert is tried', () => {
    expect(Object.keys(CASES).sort()).toEqual(alerts.map(({ name }) => name).sort());
  });

  it.each(Object.entries(CASES))('%s fires at what it is for, and only then', async (name, tried) => {
    const { fires, quiet, after, labels } = tried;
    const interval = `${stepOf(tried)}m`;
    const { severity } = alerts.find((alert) => alert.name === name)!;
    const firing = Object.entries({ alertname: name, alertstate: 'firing', severity, ...labels });
    const expected = { labels: `ALERTS{${firing.map(([key, value]) => `${key}="${value}"`).join(',')}}`, value: 1 };
    const test = (series: Series, exp_samples: object[]) => ({
      interval,
      input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
      promql_expr_test: [
        { expr: `ALERTS{alertname="${name}",alertstate="firing"}`, eval_time: `${after * 60}m`, exp_samples },
      ],
    });
    const file = join(folder, `${name}.yml`);
    const tests = [test(fires, [expected]), test(quiet, [])];
    await writeFile(file, JSON.stringify({ rule_files: [RULES], evaluation_interval: interval, tests }));
    await run(promtool, ['test', 'rules', file]);
  });
});
