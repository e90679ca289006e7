import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackupRun } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { EventClient } from '../../testing/event-client';
import { type FullAnswer, postWith } from '../../testing/post-with';
import { makeDirectory, TestGateway, until } from '../../testing/test-gateway';

const HOOK = resolve(__dirname, '../../../../libs/service/testing/typescript-hook.cjs');
const PROGRAM = resolve(__dirname, '../main.ts');
const CLIENTS_EACH = 3;
const ANSWERED_BEFORE = 10;

interface Accepted {
  environment: string;
  by: string;
  answer: FullAnswer;
}

describeRequiring(['postgres', 'nats'], 'one of two gateways that is killed while both work', () => {
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

  const ask = (url: string, environment: string, key: string) =>
    postWith(`${url}/api/v1/backups/environments/${environment}/backups`, {
      token: gateway.token,
      headers: { 'idempotency-key': key },
    });

  const listen = (url: string, lastEventId?: string) =>
    EventClient.connect(`${url}/api/v1/events/stream?types=task.status`, gateway.token, { lastEventId });

  it('loses no request that was accepted, nothing is done twice, and who listens to it misses nothing', async () => {
    const directories = [await makeDirectory(gateway), await makeDirectory(gateway), await makeDirectory(gateway)];
    const [held, ...free] = directories.map(({ environment }) => environment.id as string);
    const victimUrl = await startVictim();
    const listener = await listen(victimUrl);
    await listener.placed();
    const accepted = new Map<string, Accepted>();
    const unanswered: string[] = [];
    const afterwards = new Map<number, number>();
    let killed = false;

    /** As a client does it: the same key again, at the other gateway, until there is an answer. */
    async function insist(key: string, environment: string, first: string): Promise<void> {
      for (let url = first; ;) {
        const answer = await ask(url, environment, key).catch((error: Error) => {
          if (url !== victimUrl || !killed) throw error;
        });
        if (answer === undefined) {
          unanswered.push(key);
          url = gateway.url;
        } else if (answer.body.code === 'IDEMPOTENCY_KEY_BUSY') {
          await sleep(50);
        } else {
          expect(answer.status).toBe(201);
          accepted.set(key, { environment, by: url, answer });
          return;
        }
      }
    }
    async function client(n: number, url: string): Promise<void> {
      while ((afterwards.get(n) ?? 0) < 2) {
        await insist(randomUUID(), free[n % free.length]!, url);
        if (killed) afterwards.set(n, (afterwards.get(n) ?? 0) + 1);
        if (killed) url = gateway.url;
      }
    }

    const holder = gateway.dataSource.createQueryRunner();
    await holder.startTransaction();
    const heldKey = randomUUID();
    let work: Promise<unknown>;
    try {
      await holder.query('SELECT FROM environments WHERE id = $1 FOR UPDATE', [held]);
      const interrupted = insist(heldKey, held!, victimUrl);
      await until(async () => {
        const [row]: { waiting: boolean }[] = await holder.query(
          'SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))) AS waiting',
        );
        return row!.waiting;
      });
      expect(await ask(gateway.url, held!, heldKey)).toMatchObject({
        status: 409,
        body: { code: 'IDEMPOTENCY_KEY_BUSY' },
      });
      const clients = Array.from({ length: 2 * CLIENTS_EACH }, (_, n) => client(n, n % 2 ? victimUrl : gateway.url));
      work = Promise.all([interrupted, ...clients]);
      await until(async () => [...accepted.values()].filter(({ by }) => by === victimUrl).length >= ANSWERED_BEFORE);
      killed = true;
      victim!.kill('SIGKILL');
      await once(victim!, 'exit');
      await until(async () => unanswered.includes(heldKey));
    } finally {
      await holder.rollbackTransaction();
      await holder.release();
    }
    await work;
    await until(async () => listener.ended);
    const resumed = await listen(gateway.url, listener.lastEventId);

    for (const [key, { environment, by, answer }] of accepted) {
      if (by !== victimUrl) continue;
      const again = await ask(gateway.url, environment, key);
      expect([again.text, again.header('idempotency-replayed')]).toEqual([answer.text, 'true']);
    }
    const wanted = [...accepted.values()].map(({ answer }) => answer.body.id as string).sort();
    const rows: { id: string }[] = await gateway.dataSource.query('SELECT id FROM backups');
    expect(rows.map(({ id }) => id).sort()).toEqual(wanted);
    const commands = () => gateway.messages('JOBS', BackupRun.subject);
    await until(async () => (await commands()).length >= wanted.length);
    expect((await commands()).map(({ backup_id }) => backup_id as string).sort()).toEqual(wanted);

    const tasks = [...accepted.values()].map(({ answer }) => answer.body.task_id as string).sort();
    const queued = () =>
      [...listener.events, ...resumed.events]
        .filter(({ data }) => data.status === 'queued')
        .map(({ data }) => data.task_id as string);
    await until(async () => queued().length >= tasks.length);
    expect(queued().sort()).toEqual(tasks);
    resumed.close();
  });
});
