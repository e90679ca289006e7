import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { postWith } from '../../testing/post-with';
import { makeDirectory, TestGateway, until } from '../../testing/test-gateway';

const HOOK = resolve(__dirname, '../../../../libs/service/testing/typescript-hook.cjs');
const PROGRAM = resolve(__dirname, '../main.ts');

describeRequiring(['postgres', 'nats'], 'a gateway that is killed while it answers', () => {
  let gateway: TestGateway;
  let victim: ChildProcess | undefined;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(async () => {
    victim?.kill('SIGKILL');
    await gateway?.stop();
  });

  async function startVictim(): Promise<string> {
    const child = spawn(process.execPath, ['--require', HOOK, PROGRAM], {
      env: {
        PATH: process.env.PATH,
        ...gateway.infrastructure.environment,
        STRONGROOM_HTTP_PORT: '0',
        STRONGROOM_LOG_LEVEL: 'info',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    victim = child;
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    const port = await until(async () => /"port":(\d+).*"ready"/.exec(output)?.[1]);
    return `http://127.0.0.1:${port}`;
  }

  it('leaves the key of the request to the next gateway, and the work is done once', async () => {
    const { environment } = await makeDirectory(gateway);
    const path = `/api/v1/backups/environments/${environment.id}/backups`;
    const headers = { 'idempotency-key': randomUUID() };
    const ask = (url: string) => postWith(`${url}${path}`, { token: gateway.token, headers });
    const url = await startVictim();
    const holder = gateway.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query('SELECT FROM environments WHERE id = $1 FOR UPDATE', [environment.id]);
      const unanswered = ask(url).catch((error: Error) => error.message);
      await until(async () => {
        const [row]: { waiting: boolean }[] = await holder.query(
          `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()) AS waiting`,
        );
        return row!.waiting;
      });
      expect(await ask(gateway.url)).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_BUSY' } });
      victim!.kill('SIGKILL');
      await once(victim!, 'exit');
      expect(await unanswered).toBe('fetch failed');
    } finally {
      await holder.rollbackTransaction();
      await holder.release();
    }
    const answer = await until(async () => {
      const next = await ask(gateway.url);
      return next.status === 409 ? undefined : next;
    });
    expect([answer.status, answer.header('idempotency-replayed')]).toEqual([201, null]);
    expect(await gateway.get(path)).toMatchObject({ body: { total: 1, items: [{ id: answer.body.id }] } });
  });
});
