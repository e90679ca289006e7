/** Leftovers of every kind are planted beside what lives and what is foreign: the sweep takes the leftovers, and nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { keysOf } from '@app/archive';
import {
  BackupRun,
  type BackupRunPayload,
  EnvironmentAccessOf,
  RestoreTeardown,
  type StorageAccess,
  StorageAccesses,
} from '@app/contracts';
import { Job, type JobStatus, SweptJob } from '@app/executor';
import { OutboxMessage } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { type ObjectStore, type ObjectWriter, openStore, type StorageSettings } from '@app/storage';
import { storageAccess } from '../../../../libs/contracts/testing/storage-access';
import { localAccess } from '../../../../libs/executor/testing/local-access';
import { backupRun, eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { startS3, type TestS3 } from '../../../../test/fixtures/s3';
import { type Sshd, startSshd } from '../../../../test/fixtures/sshd';
import { BackupExecutorModule } from '../app.module';
import { zipKey } from '../backup-key';
import { BackupExecutorConfig } from '../config';
import { Sweep } from './sweep';

describeRequiring(['postgres', 'nats', 'docker', 'sshd'], 'the sweep of the backup executor', () => {
  let executor: TestService;
  let s3: TestS3;
  let sshd: Sshd;
  let folder: string;
  let storages: StorageAccess[];
  const stores = new Map<string, ObjectStore>();
  let serverChange: object = {};
  const processes: ChildProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strongroom-sweep-'));
    [s3, sshd, executor] = await Promise.all([
      startS3(),
      startSshd(),
      TestService.start({
        service: 'backup-executor',
        module: BackupExecutorModule,
        config: BackupExecutorConfig,
        // an age of 0 is exceeded at once; whoever is unknown is given his day
        environment: { SWEEP_INTERVAL_MS: '0', SWEEP_MIN_AGE_MS: '0', SWEEP_STUCK_MS: '0', BUSY_DELAY_MS: '50' },
      }),
    ]);
    const credentials = { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey };
    const bucket = { provider: 's3' as const, endpoint: s3.endpoint, region: s3.region, bucket: await s3.bucket() };
    storages = [
      access({ provider: 'local', path: folder }),
      access({ ...bucket, prefix: 'below' }, { access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey }),
    ];
    stores.set('local', openStore({ provider: 'local', path: folder }));
    stores.set('s3', openStore({ ...bucket, prefix: 'below', credentials }));
    // one a page, and one in between that cannot be reached
    const pages = [storages[0]!, access({ provider: 'local', path: '/nowhere/at/all' }), storages[1]!];
    await executor.answer(StorageAccesses, ({ after }) => {
      const n = after === null ? 0 : pages.findIndex(({ id }) => id === after) + 1;
      return { storages: [pages[n]!], next: n === pages.length - 1 ? null : pages[n]!.id };
    });
    await executor.answer(EnvironmentAccessOf, ({ environment_id }) => reach(environment_id));
  }, 900_000);
  afterAll(async () => {
    for (const child of processes) child.kill('SIGKILL');
    for (const store of stores.values()) await store.close();
    await executor?.stop();
    await Promise.all([s3?.stop(), sshd?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  function access(settings: StorageSettings, credentials?: object): StorageAccess {
    const id = randomUUID();
    const context = `storage_config:${id}:credentials`;
    return storageAccess({
      id,
      ...settings,
      credentials_sealed: credentials ? executor.app.get(SecretBox).seal(JSON.stringify(credentials), context) : null,
    });
  }

  function reach(environmentId: string) {
    const secrets = executor.app.get(SecretBox);
    const local = localAccess(secrets, { environmentId, database: 'prod', filestoreRoot: '/nowhere' });
    const { id } = local.server;
    return {
      ...local,
      server: {
        ...local.server,
        ip_address: sshd.host,
        connection: 'ssh' as const,
        ssh_port: sshd.port,
        ssh_user: sshd.user,
        private_key_sealed: secrets.seal(sshd.privateKey, `server:${id}:private_key`),
        host_key: sshd.hostKey,
        ...serverChange,
      },
    };
  }

  const sweep = () => executor.app.get(Sweep).sweep(new AbortController().signal);

  /** The job of a backup, in that state. */
  async function job(status: JobStatus, change: Partial<Job> = {}): Promise<BackupRunPayload> {
    const payload = backupRun({ environment_id: randomUUID(), ...(change.payload as Partial<BackupRunPayload>) });
    await executor.dataSource.manager.insert(Job, {
      id: payload.task_id,
      kind: BackupRun.name,
      organizationId: payload.organization_id,
      environmentId: payload.environment_id,
      exclusiveKey: `environment/${payload.environment_id}`,
      status,
      attempt: 1,
      leaseUntil: status === 'running' ? new Date(Date.now() + 3_600_000) : null,
      endedAt: status === 'failed' || status === 'cancelled' || status === 'completed' ? new Date() : null,
      ...change,
      payload: payload as object,
    } as object);
    return payload;
  }

  describe.each(['local', 's3'])('in the storage %s', (kind) => {
    let store: ObjectStore;
    let storage_config_id: string;
    beforeAll(() => {
      store = stores.get(kind)!;
      storage_config_id = storages[kind === 'local' ? 0 : 1]!.id;
    });

    const put = async (key: string) => {
      const writer = await store.write(key);
      await pipeline(['content'], writer.stream);
      await writer.commit();
    };
    /** An upload whose writer has died: it is never ended. */
    const begun: ObjectWriter[] = [];
    afterAll(() => Promise.all(begun.map((writer) => writer.discard())));
    const begin = async (key: string) => {
      const writer = await store.write(key, { estimateBytes: 1024 ** 3 });
      begun.push(writer);
      writer.stream.on('error', () => undefined);
      writer.stream.write(Buffer.alloc(12 * 1024 ** 2));
      await eventually(async () => (await unfinished()).includes(key), 'the upload has begun');
    };
    const unfinished = async () => {
      const keys: string[] = [];
      for await (const { key } of store.listUnfinished('organizations/')) keys.push(key);
      return keys;
    };
    const exists = async (key: string) => (await store.stat(key)) !== undefined;
    const at = (status: JobStatus) => job(status, { payload: { storage_config_id } });

    it('removes the unfinished uploads of ended jobs, and leaves those of living and unknown ones', async () => {
      const [failed, cancelled, completed, running, waiting] = await Promise.all(
        (['failed', 'cancelled', 'completed', 'running', 'waiting'] as const).map(at),
      );
      const gone = [failed!, cancelled!, completed!].map((place) => zipKey(place));
      const kept = [running!, waiting!, backupRun()].map((place) => zipKey(place));
      for (const key of [...gone, ...kept, 'organizations/readme.txt']) await begin(key);
      expect(await sweep()).toMatchObject({ unfinishedRemoved: gone.length });
      expect((await unfinished()).sort()).toEqual([...kept, 'organizations/readme.txt'].sort());
      for (const key of await unfinished()) await store.discardUnfinished(key);
    });

    it('removes archives that never became a backup, and counts those that nobody knows', async () => {
      const [failed, cancelled, completed, running] = await Promise.all(
        (['failed', 'cancelled', 'completed', 'running'] as const).map(at),
      );
      const whole = await at('failed');
      const unknown = backupRun();
      const elsewhere = await job('failed');
      const archive = (place: BackupRunPayload) => zipKey(place);
      const kept = [completed!, running!, whole, unknown, elsewhere].map(archive);
      const foreign = ['organizations/o/readme.txt', `elsewhere/${failed!.backup_id}.zip`];
      for (const key of [archive(failed!), archive(cancelled!), ...kept, ...foreign]) await put(key);
      await put(keysOf(zipKey(whole)).sidecar);
      expect(await sweep()).toMatchObject({ archivesRemoved: 2, archivesUnknown: 2 });
      for (const key of [archive(failed!), archive(cancelled!)]) expect([key, await exists(key)]).toEqual([key, false]);
      for (const key of [...kept, keysOf(zipKey(whole)).sidecar, ...foreign])
        expect([key, await exists(key)]).toEqual([key, true]);
      for (const key of [...kept, ...foreign]) await store.remove(key);
    });
  });

  describe('on servers', () => {
    async function stray(tag: string): Promise<ChildProcess> {
      const child = spawn('sleep', ['600'], { env: { ...process.env, STRONGROOM_JOB: tag }, stdio: 'ignore' });
      processes.push(child);
      await once(child, 'spawn');
      return child;
    }
    const dead = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
    const sweptAttempt = async ({ task_id }: BackupRunPayload) =>
      (await executor.dataSource.manager.findOneBy(SweptJob, { jobId: task_id }))?.attempt;

    it('ends what a failed or cancelled job has left running, and nothing else', async () => {
      const [failed, cancelled, running] = [await job('failed'), await job('cancelled'), await job('running')];
      const [left, leftToo, alive, foreign] = await Promise.all(
        [failed, cancelled, running].map(({ backup_id }) => stray(backup_id)).concat(stray('foreign')),
      );
      expect(await sweep()).toMatchObject({ onServers: 2 });
      await eventually(() => dead(left!) && dead(leftToo!), 'the strays have ended');
      expect([dead(alive!), dead(foreign!)]).toEqual([false, false]);
      expect([await sweptAttempt(failed), await sweptAttempt(running)]).toEqual([1, undefined]);
    });

    it('visits a server again until it can be reached, and again after a later attempt', async () => {
      const failed = await job('failed');
      const left = await stray(failed.backup_id);
      serverChange = { ssh_port: 1 };
      expect(await sweep()).toMatchObject({ onServers: 0 });
      expect(await sweptAttempt(failed)).toBeUndefined();
      serverChange = {};
      expect(await sweep()).toMatchObject({ onServers: 1 });
      await eventually(() => dead(left), 'the stray has ended');
      expect(await sweep()).toMatchObject({ onServers: 0 });
      await executor.dataSource.manager.update(Job, { id: failed.task_id }, { attempt: 3 });
      await stray(failed.backup_id);
      expect(await sweep()).toMatchObject({ onServers: 1 });
      expect(await sweptAttempt(failed)).toBe(3);
    });
  });

  describe('among the jobs', () => {
    /** Its executor died in the last attempt that it had. */
    const abandoned = (agoMs: number) =>
      job('running', { failedAttempts: 2, attempt: 3, leaseUntil: new Date(Date.now() - agoMs), holder: 'dead/1' });
    const status = async ({ task_id }: BackupRunPayload) =>
      (await executor.dataSource.manager.findOneByOrFail(Job, { id: task_id })).status;

    it('ends those that nobody would ever ask for again, and tells so', async () => {
      const forgotten = await abandoned(3_600_000);
      expect(await sweep()).toMatchObject({ reminded: 1 });
      await eventually(async () => (await status(forgotten)) === 'failed', 'the job has failed');
      const told = await executor.dataSource.manager.find(OutboxMessage);
      expect(told.map(({ payload }) => payload)).toContainEqual(
        expect.objectContaining({
          type: 'strongroom.backup.failed.v1',
          data: expect.objectContaining({
            task_id: forgotten.task_id,
            error: expect.objectContaining({ code: 'EXECUTOR_DIED' }) as object,
          }) as object,
        }),
      );
      expect(await sweep()).toMatchObject({ reminded: 0 });
    });

    it('leaves those alone whose message may still lie in the stream', async () => {
      const ids = { restore_id: randomUUID(), task_id: randomUUID(), organization_id: randomUUID() };
      // nobody here takes it: it stays the oldest message of the stream
      await executor.command(RestoreTeardown, { ...ids, environment_id: randomUUID(), target_db: 'clone' });
      const abandonedSince = await abandoned(1);
      expect(await sweep()).toMatchObject({ reminded: 0 });
      expect(await status(abandonedSince)).toBe('running');
    });
  });
});
