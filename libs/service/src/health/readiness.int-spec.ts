import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { freeze } from '../../../../test/fixtures/frozen';
import { startPostgres, type TestPostgres } from '../../../../test/fixtures/postgres';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { backupRun, eventually, type ServiceNats, startServiceNats } from '../../../messaging/testing';

const HOOK = resolve(__dirname, '../../testing/typescript-hook.cjs');
const PROGRAM = resolve(__dirname, '../../testing/example-service.ts');
const LIMIT_MS = 120_000;

interface Report {
  status: string;
  checks: Record<string, string>;
}

describeRequiring(['postgres', 'nats'], 'readiness', () => {
  let nats: ServiceNats;
  let postgres: TestPostgres;
  let service: ChildProcess;
  let output = '';
  let address: string;
  const thaws: (() => void)[] = [];

  const ready = async () => {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(LIMIT_MS) });
    return { http: answer.status, ...((await answer.json()) as Report) };
  };
  const becomes = (expected: object, what: string) =>
    eventually(
      async () => JSON.stringify(await ready()) === JSON.stringify(expected),
      `readiness says ${what}`,
      LIMIT_MS,
    );
  const works = { http: 200, status: 'ok', checks: { postgresql: 'ok', nats: 'ok' } };

  beforeAll(async () => {
    [nats, postgres] = await Promise.all([startServiceNats(), startPostgres()]);
    service = spawn(process.execPath, ['--require', HOOK, PROGRAM], {
      env: {
        PATH: process.env.PATH,
        STRONGROOM_DATABASE_URL: postgres.url(),
        STRONGROOM_NATS_URL: nats.urlOf('backup-executor'),
        STRONGROOM_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        STRONGROOM_HTTP_PORT: '0',
        HEALTH_CACHE_MS: '50',
        WORK_MS: '600000',
        SHUTDOWN_GRACE_MS: '600000',
      },
    });
    service.stdout!.on('data', (chunk) => (output += String(chunk)));
    await eventually(() => output.includes('"ready"') || service.exitCode !== null, 'the service is ready', LIMIT_MS);
    const line = output.split('\n').find((text) => text.includes('"msg":"ready"'))!;
    address = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
  });
  afterAll(async () => {
    for (const thaw of thaws) thaw();
    service?.kill('SIGKILL');
    await nats?.stop();
    await postgres?.stop();
  });

  it('says that PostgreSQL does not answer while it is frozen, and is back when it goes on', async () => {
    await becomes(works, 'that all works');
    const thaw = freeze(postgres.pid());
    thaws.push(thaw);
    await becomes(
      { http: 503, status: 'unavailable', checks: { postgresql: 'no answer', nats: 'ok' } },
      'that PostgreSQL gives no answer',
    );
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    thaw();
    await becomes(works, 'that all works again');
  });

  it('says that NATS does not answer while it is frozen, and is back when it goes on', async () => {
    await becomes(works, 'that all works');
    const thaw = freeze(nats.pid());
    thaws.push(thaw);
    await becomes(
      { http: 503, status: 'unavailable', checks: { postgresql: 'ok', nats: 'no answer' } },
      'that NATS gives no answer',
    );
    thaw();
    await becomes(works, 'that all works again');
  });

  it('says that the process drains, after SIGTERM, for as long as it works', async () => {
    await jetstream(nats.admin).publish('jobs.backup.run', JSON.stringify(backupRun()));
    await eventually(() => output.includes('"work":"begun"'), 'the work has begun', LIMIT_MS);
    service.kill('SIGTERM');
    await becomes({ ...works, http: 503, status: 'draining' }, 'that the process drains');
  });
});
