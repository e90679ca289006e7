import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BackupRun } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { OneRestore } from '../../testing/one-restore';
import { type FullAnswer, postWith } from '../../testing/post-with';
import { answerRetention } from '../../testing/sample-retention';
import { type Directory, makeDirectory, startApp, TestGateway, until } from '../../testing/test-gateway';
import { DeadLetter } from '../dead-letters/dead-letter.entity';
import { describeApi } from '../describe-api';
import { IntakePurge } from './intake-purge';

const WORK = [
  'backups/environments/{environment_id}/backups',
  'backups/{id}/copies',
  'backups/{id}/drill',
  'backups/{id}/restore',
  'backups/{id}/verify',
  'backups/storage-configs/{id}/import',
  'backups/storage-configs/{id}/orphan-sweep',
  'backups/storage-configs/{id}/rescan',
  'dead-letters/{id}/replay',
  'organizations/{id}/retention/runs',
  'restores/{id}/undo',
  'retention/runs',
  'tasks/{id}/cancel',
];

describeRequiring(['postgres', 'nats'], 'a request for work with an Idempotency-Key', () => {
  let gateway: TestGateway;
  let replica: { app: NestExpressApplication; url: string };
  let directory: Directory;
  let backups: string;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    replica = await startApp(gateway.infrastructure.environment);
    directory = await makeDirectory(gateway);
    await answerRetention(gateway);
    backups = `backups/environments/${directory.environment.id}/backups`;
  });
  afterAll(async () => {
    await replica?.app.close();
    await gateway?.stop();
  });

  interface Wish {
    url?: string;
    token?: string;
    body?: object;
  }
  function ask(
    path: string,
    key: string,
    { url = gateway.url, token = gateway.token, body }: Wish = {},
  ): Promise<FullAnswer> {
    return postWith(`${url}/api/v1/${path}`, { token, body, headers: { 'idempotency-key': key } });
  }
  const taskCount = async () =>
    (await gateway.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM tasks'))[0]!.count;
  const replayed = (answer: FullAnswer) => answer.header('idempotency-replayed');

  /** A dead letter of a backup that failed. */
  async function letterOf(backup: OneBackup): Promise<string> {
    const command = await until(async () =>
      (await gateway.messages('JOBS', BackupRun.subject)).find(({ backup_id }) => backup_id === backup.created.id),
    );
    await backup.started();
    await backup.failed();
    await until(async () => (await backup.task()).status === 'failed');
    const id = randomUUID();
    await gateway.dataSource.manager.insert(DeadLetter, {
      id,
      stream: 'JOBS',
      consumer: 'backup-run',
      sequence: 7,
      message_id: id,
      subject: BackupRun.subject,
      kind: BackupRun.name,
      headers: {},
      body: Buffer.from(JSON.stringify(command)),
      organization_id: directory.organization.id as string,
      project_id: directory.project.id as string,
      environment_id: directory.environment.id as string,
      task_id: backup.created.task_id as string,
      code: 'SSH_AUTH_FAILED',
      message: 'refused',
      attempts: 1,
      replay: 0,
      died_at: new Date(),
    });
    return id;
  }

  /** Of an environment of its own: while it is open nothing else happens there. @returns the id of a restore that can be undone */
  async function restoredInPlace(): Promise<string> {
    const made = await OneBackup.request(gateway, await makeDirectory(gateway));
    await made.completed();
    const backup = await until(async () => {
      const details = await made.details();
      return details.status === 'completed' && details;
    });
    const confirmation = { mode: 'in_place', backup_timestamp: backup.created_at, accept_data_loss: true };
    const { body } = await gateway.post(`/api/v1/backups/${backup.id}/restore`, confirmation);
    const restore = new OneRestore(gateway, body);
    await restore.completed({ replaced_until: new Date(Date.now() + 3_600_000).toISOString() });
    await until(async () => (await restore.shown()).can_undo);
    return body.id;
  }

  it('is answered once more in the same words by any gateway, on every route that starts work', async () => {
    const { paths } = await describeApi();
    const taking = Object.entries(paths)
      .filter(([, { post }]) => JSON.stringify(post?.parameters ?? []).includes('"Idempotency-Key"'))
      .map(([path]) => path.replace('/api/v1/', ''));
    expect(taking.sort()).toEqual([...WORK].sort());

    const completed = await OneBackup.request(gateway, directory);
    await completed.completed();
    await until(async () => (await completed.details()).status === 'completed');
    const second = await gateway.make('/api/v1/backups/storage-configs', {
      organization_id: directory.organization.id,
      name: 'Second',
      provider: 'local',
      path: '/var/backups/second',
    });
    const running = await OneBackup.request(gateway, directory);
    const letter = await letterOf(await OneBackup.request(gateway, directory));
    const imported = { environment_id: directory.environment.id, key: 'acme/backup-20260529T020000.dump.gz' };
    const requests: Record<string, [path: string, body?: object]> = {
      'backups/environments/{environment_id}/backups': [backups, { retention_type: 'yearly' }],
      'backups/{id}/copies': [`backups/${completed.created.id}/copies`, { storage_config_id: second.id }],
      'backups/{id}/drill': [`backups/${completed.created.id}/drill`, {}],
      'backups/{id}/restore': [`backups/${completed.created.id}/restore`, {}],
      'backups/{id}/verify': [`backups/${completed.created.id}/verify`],
      'backups/storage-configs/{id}/import': [`backups/storage-configs/${directory.storage.id}/import`, imported],
      'backups/storage-configs/{id}/orphan-sweep': [`backups/storage-configs/${directory.storage.id}/orphan-sweep`],
      'backups/storage-configs/{id}/rescan': [`backups/storage-configs/${directory.storage.id}/rescan`],
      'dead-letters/{id}/replay': [`dead-letters/${letter}/replay`],
      'organizations/{id}/retention/runs': [`organizations/${directory.organization.id}/retention/runs`],
      'restores/{id}/undo': [`restores/${await restoredInPlace()}/undo`],
      'retention/runs': ['retention/runs'],
      'tasks/{id}/cancel': [`tasks/${running.created.task_id}/cancel`],
    };
    expect(Object.keys(requests)).toEqual(WORK);
    for (const [route, [path, body]] of Object.entries(requests)) {
      const key = randomUUID();
      const first = await ask(path, key, { body });
      expect([route, first.status, replayed(first)]).toEqual([route, expect.anything(), null]);
      const tasks = await taskCount();
      const again = await ask(path, key, { body, url: replica.url });
      expect([route, again.status, again.text, replayed(again)]).toEqual([route, first.status, first.text, 'true']);
      expect([route, await taskCount()]).toEqual([route, tasks]);
    }
  });

  it('makes one backup, however many come at once to two gateways', async () => {
    const [tasks, key] = [await taskCount(), randomUUID()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ask(backups, key, { url: n % 2 ? gateway.url : replica.url })),
    );
    expect(await taskCount()).toBe(tasks + 1);
    const made = answers.filter(({ status }) => status === 201);
    expect(made.filter((answer) => replayed(answer) === null)).toHaveLength(1);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    for (const busy of answers.filter(({ status }) => status !== 201))
      expect([busy.status, busy.body.code, busy.header('retry-after')]).toEqual([409, 'IDEMPOTENCY_KEY_BUSY', '1']);
    const commands = (await gateway.messages('JOBS', BackupRun.subject)).filter(
      ({ backup_id }) => backup_id === made[0]!.body.id,
    );
    expect(commands.length).toBeLessThanOrEqual(1);
  });

  it('is refused when the key belongs to another body or path; another user has keys of its own', async () => {
    const key = randomUUID();
    const body = { retention_type: 'daily' };
    const first = await ask(backups, key, { body });
    const others: [string, object?][] = [
      [backups, { retention_type: 'weekly' }],
      [backups],
      [`backups/storage-configs/${directory.storage.id}/rescan`, body],
    ];
    for (const [path, other] of others)
      expect(await ask(path, key, { body: other })).toMatchObject({
        status: 422,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    const user = await gateway.make('/api/v1/users', { email: `${randomUUID()}@example.com`, name: 'Second' });
    await gateway.make('/api/v1/role-assignments', { user_id: user.id, role: 'portal_admin' });
    const { token } = await gateway.make('/api/v1/api-tokens', { user_id: user.id, name: 'second' });
    const others_own = await ask(backups, key, { body, token });
    expect([others_own.status, replayed(others_own)]).toEqual([201, null]);
    expect(others_own.body.id).not.toBe(first.body.id);
  });

  it('is worked on anew after a failure', async () => {
    const empty = await makeDirectory(gateway);
    await gateway.delete(`/api/v1/backups/storage-configs/${empty.storage.id}`);
    const [path, key] = [`backups/environments/${empty.environment.id}/backups`, randomUUID()];
    expect(await ask(path, key)).toMatchObject({ status: 422, body: { code: 'NO_STORAGE_CONFIG' } });
    await gateway.make('/api/v1/backups/storage-configs', {
      organization_id: empty.organization.id,
      name: 'New',
      provider: 'local',
      path: '/var/backups/new',
      is_default: true,
    });
    const answer = await ask(path, key);
    expect([answer.status, replayed(answer)]).toEqual([201, null]);
  });

  it('waits for nobody while it is worked on, and has its key back when its gateway loses the database in the middle', async () => {
    const [key, tasks] = [randomUUID(), await taskCount()];
    const holder = gateway.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query('SELECT FROM environments WHERE id = $1 FOR UPDATE', [directory.environment.id]);
      const first = ask(backups, key);
      const worker = await until(async () => {
        const rows: { pid: number }[] = await holder.query(
          `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND pid <> pg_backend_pid()`,
        );
        return rows[0]?.pid;
      });
      const meanwhile = await ask(backups, key, { url: replica.url });
      expect([meanwhile.status, meanwhile.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_BUSY']);
      expect(meanwhile.header('retry-after')).toBe('1');
      await holder.query('SELECT pg_terminate_backend($1)', [worker]);
      expect((await first).status).toBeGreaterThanOrEqual(500);
    } finally {
      await holder.rollbackTransaction();
      await holder.release();
    }
    const answer = await ask(backups, key, { url: replica.url });
    expect([answer.status, replayed(answer)]).toEqual([201, null]);
    expect(await taskCount()).toBe(tasks + 1);
  });

  it('is forgotten after its time', async () => {
    const key = randomUUID();
    const first = await ask(backups, key);
    const age = () =>
      gateway.dataSource.query(
        `UPDATE idempotency_keys SET created_at = now() - interval '1441 minutes' WHERE key = $1`,
        [key],
      );
    await age();
    const anew = await ask(backups, key);
    expect([anew.status, replayed(anew)]).toEqual([201, null]);
    expect(anew.body.id).not.toBe(first.body.id);
    expect((await ask(backups, key)).text).toBe(anew.text);

    await age();
    const kept = randomUUID();
    await ask(backups, kept);
    await gateway.app.get(IntakePurge).purge();
    const rows: { key: string }[] = await gateway.dataSource.query(
      'SELECT key FROM idempotency_keys WHERE key = ANY($1)',
      [[key, kept]],
    );
    expect(rows).toEqual([{ key: kept }]);
  });

  it('is refused with a key that is empty, too long, or not visible ASCII', async () => {
    for (const key of ['', 'two words', 'k'.repeat(256), 'schlüssel'])
      expect(await ask(backups, key)).toMatchObject({
        status: 422,
        body: { code: 'VALIDATION_FAILED', errors: [{ field: 'Idempotency-Key' }] },
      });
    expect((await ask(backups, 'k'.repeat(255))).status).toBe(201);
  });
});
