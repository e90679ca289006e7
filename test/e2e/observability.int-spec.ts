/** Of one backup through the real services: one trace, lines of the log that name it, and what the metrics then say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupView, TaskView } from '../../deploy/demo/api-client';
import { type DemoEnvironment, makeDemoEnvironment } from '../../deploy/demo/demo-environment';
import type { DirectoryIds } from '../../deploy/demo/directory';
import { type CollectedSpan, type OtlpCollector, startOtlpCollector } from '../fixtures/otlp-collector';
import { describeRequiring } from '../fixtures/requires';
import { TestStrongroom, waitFor } from './strongroom';

const LIMIT_MS = 180_000;
const CALLER = { traceId: 'a1'.repeat(16), spanId: 'b2'.repeat(8) };
const SERVICES = ['gateway', 'scheduler', 'backup-executor', 'restore-executor', 'retention', 'notifier'];

type Line = Record<string, unknown>;

describeRequiring(['postgres', 'nats'], 'a backup that is observed', () => {
  let collector: OtlpCollector;
  let strongroom: TestStrongroom;
  let demo: DemoEnvironment;
  let ids: DirectoryIds;
  let backup: BackupView;
  let task: TaskView;

  const ask = (method: string, path: string, traceId: string) =>
    fetch(`${strongroom.embedded.gatewayUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${strongroom.embedded.adminToken}`,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${CALLER.spanId}-01`,
      },
      ...(method === 'POST' && { body: '{}' }),
    });
  const linesOf = async (service: string): Promise<Line[]> =>
    (await strongroom.log(service))
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  const trace = () => collector.spans.filter(({ traceId }) => traceId === CALLER.traceId);

  beforeAll(async () => {
    collector = await startOtlpCollector();
    strongroom = await TestStrongroom.start({
      env: {
        '*': {
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
          OTEL_BSP_SCHEDULE_DELAY: '100',
          METRICS_TIMEOUT_MS: '60000',
          HEALTH_TIMEOUT_MS: '60000',
        },
      },
    });
    demo = await makeDemoEnvironment(strongroom.embedded, strongroom.home);
    ids = await strongroom.register(demo.registration);
    const answer = await ask('POST', `/api/v1/backups/environments/${ids.environment_id}/backups`, CALLER.traceId);
    backup = (await answer.json()) as BackupView;
    task = await strongroom.api.waitForTask(backup.task_id, undefined, LIMIT_MS);
  }, 300_000);
  afterAll(async () => {
    await strongroom?.stop();
    await collector?.stop();
  }, 120_000);

  it(
    'is one trace, from the request of the caller to what each service makes of its end',
    async () => {
      expect(task).toMatchObject({ status: 'completed', error: null });
      const expected = [
        'gateway: POST /api/v1/backups/environments/:environment_id/backups',
        'backup-executor: process backup.run',
        'gateway: answer gateway.backup-access',
        ...['connect', 'snapshot', 'database', 'filestore', 'package', 'upload', 'verify', 'finalize'].map(
          (stage) => `backup-executor: backup.run ${stage}`,
        ),
        ...['gateway', 'scheduler', 'retention', 'notifier'].map((service) => `${service}: process backup.completed`),
        'notifier: process task.status',
      ];
      const names = () => new Set(trace().map(({ service, name }) => `${service}: ${name}`));
      const missing = () => expected.filter((name) => !names().has(name));
      await waitFor('all spans', async () => missing().length === 0, LIMIT_MS).catch(() => undefined);
      expect({ missing: missing(), of: [...names()] }).toEqual({ missing: [], of: expect.any(Array) as unknown });
      await waitFor('every parent', async () => orphans(trace()).length === 0, LIMIT_MS).catch(() => undefined);
      expect(orphans(trace())).toEqual([]);
      expect(trace().find(({ name }) => name === 'process backup.run')!.attributes).toMatchObject({
        task_id: task.id,
        environment_id: ids.environment_id,
        'strongroom.outcome': 'done',
      });
    },
    2 * LIMIT_MS,
  );

  it('has the ids of task, trace, organization and environment in each line about it, and no secret', async () => {
    const found: Record<string, string[]> = {};
    for (const service of SERVICES) {
      const about = (await linesOf(service)).filter(
        (line) => line.task_id === task.id || line.trace_id === CALLER.traceId,
      );
      found[service] = about.map(({ msg }) => String(msg));
      for (const line of about)
        expect(line).toMatchObject({
          service,
          task_id: task.id,
          trace_id: CALLER.traceId,
          organization_id: ids.organization_id,
          environment_id: ids.environment_id,
        });
      const { db_password } = demo.registration.settings as { db_password: string };
      const log = await strongroom.log(service);
      for (const secret of [db_password, strongroom.embedded.adminToken]) expect(log).not.toContain(secret);
    }
    expect(found['gateway']).toEqual(
      expect.arrayContaining(['request answered', 'backup: queued → running', 'backup: running → completed']),
    );
    expect(found['backup-executor']).toContain('backup made');
    const request = (await linesOf('gateway')).find(
      (line) => line.msg === 'request answered' && line.task_id === task.id,
    );
    expect(request).toMatchObject({
      method: 'POST',
      path: expect.stringMatching(/\/backups$/) as unknown,
      status: 201,
    });
  });

  it('shows in the metrics of every service', async () => {
    const file = join(strongroom.home, 'run', 'metrics-targets.json');
    const targets = JSON.parse(readFileSync(file, 'utf8')) as { targets: string[]; labels: { service: string } }[];
    expect(targets.map(({ labels }) => labels.service)).toEqual(SERVICES);
    const series = new Map<string, Map<string, number>>();
    for (const { targets: addresses, labels } of targets) {
      const answer = await fetch(`http://${addresses[0]}/metrics`);
      expect([labels.service, answer.status]).toEqual([labels.service, 200]);
      series.set(labels.service, parseExposition(await answer.text()));
    }
    for (const service of SERVICES) {
      const told = series.get(service)!;
      expect(told.get(`strongroom_service_info{service="${service}",version="0.1.0"}`)).toBe(1);
      expect(told.get('strongroom_dependency_up{dependency="postgresql"}')).toBe(1);
      expect(told.get('strongroom_dependency_up{dependency="nats"}')).toBe(1);
      expect(told.get('strongroom_outbox_messages')).toEqual(expect.any(Number));
      expect([...told.keys()].filter((name) => name.startsWith('strongroom_metric_sample_failures'))).toEqual([]);
      expect(told.get('process_start_time_seconds')).toBeGreaterThan(0);
    }
    const executor = series.get('backup-executor')!;
    expect(executor.get('strongroom_job_attempt_duration_seconds_count{kind="backup.run",outcome="completed"}')).toBe(
      1,
    );
    expect(executor.get('strongroom_job_stage_duration_seconds_count{kind="backup.run",stage="database"}')).toBe(1);
    expect(executor.get('strongroom_job_moved_bytes_total{kind="backup.run"}')).toBeGreaterThan(1000);
    expect(executor.get('strongroom_queue_messages{consumer="backup-run",state="waiting"}')).toBe(0);
    expect(executor.get('strongroom_jobs_running{kind="backup.run"}')).toBe(0);

    const gateway = series.get('gateway')!;
    const environment = `{organization_id="${ids.organization_id}",environment_id="${ids.environment_id}"}`;
    const [row] = await strongroom.query<{ completed_at: Date }>(
      'SELECT completed_at FROM gateway.backups WHERE id = $1',
      [backup.id],
    );
    const completedAt = row!.completed_at.getTime() / 1000;
    expect(gateway.get(`strongroom_environment_last_backup_timestamp_seconds${environment}`)).toBeCloseTo(completedAt);
    expect(gateway.get(`strongroom_environment_last_verified_backup_timestamp_seconds${environment}`)).toBeCloseTo(
      completedAt,
    );
    expect(gateway.get('strongroom_task_duration_seconds_count{type="backup",status="completed"}')).toBe(1);
    expect(gateway.get('strongroom_dead_letters_open')).toBe(0);
    const posts =
      'strongroom_http_request_duration_seconds_count{method="POST",route="/api/v1/backups/environments/:environment_id/backups",status="201"}';
    expect(gateway.get(posts)).toBe(1);
  });

  it('leads from the trace id of a failed request to its line in the log', async () => {
    const traceId = 'c3'.repeat(16);
    await strongroom.query('ALTER TABLE gateway.tasks RENAME TO tasks_aside');
    try {
      const answer = await ask('GET', `/api/v1/tasks/${task.id}`, traceId);
      expect([answer.status, await answer.json()]).toEqual([
        500,
        expect.objectContaining({ code: 'INTERNAL', trace_id: traceId }),
      ]);
    } finally {
      await strongroom.query('ALTER TABLE gateway.tasks_aside RENAME TO tasks');
    }
    const about = (await linesOf('gateway')).filter((line) => line.trace_id === traceId);
    expect(about).toContainEqual(
      expect.objectContaining({
        level: 'error',
        err: expect.objectContaining({ message: expect.stringContaining('tasks') as unknown }) as unknown,
      }),
    );
  });
});

/** Spans whose parent is neither in the trace nor the caller. */
function orphans(spans: readonly CollectedSpan[]): string[] {
  const known = new Set([CALLER.spanId, ...spans.map(({ spanId }) => spanId)]);
  return spans.filter(({ parentSpanId }) => !known.has(parentSpanId ?? '')).map(({ name }) => name);
}

function parseExposition(text: string): Map<string, number> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}
