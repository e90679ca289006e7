import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { startTcpProxy, type TcpProxy } from '../fixtures/tcp-proxy';
import { bucketContents, remoteWork, rowsInProgress } from './leftovers';
import { TestStrongroom, waitFor } from './strongroom';

/** Dump and filestore flow at once: the filestore is the longer one, so that its stage is still to be seen when the dump is done. */
const LARGE = { messages: 400_000, files: 400, fileBytes: 200 * 1024 * 1024 };
/** So slow a line that dump and archive take many seconds: there is a middle to be hit in, however busy the machine is. */
const PACE = 8 * 1024 * 1024;

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a backup in whose middle something dies', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let line: TcpProxy;
  let s3: TestS3;
  let bucket: string;
  let environment: Awaited<ReturnType<TestStrongroom['addDockerEnvironment']>>;

  beforeAll(async () => {
    [sshd, s3, strongroom] = await Promise.all([
      startSshd(),
      startS3(),
      TestStrongroom.start({ env: { '*': { DUMP_COMPRESSION: 'gzip:6' } } }),
    ]);
    bucket = await s3.bucket();
    line = await startTcpProxy(sshd.port);
    environment = await strongroom.addDockerEnvironment({ ...sshd, port: line.port }, LARGE, {
      provider: 's3',
      endpoint: s3.endpoint,
      region: s3.region,
      bucket,
      credentials: { access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey },
    });
  }, 900_000);
  afterAll(async () => {
    await environment?.containers.stop();
    await strongroom?.stop();
    await line?.close();
    await Promise.all([sshd?.stop(), s3?.stop()]);
  });

  /** Changes when the customer's PostgreSQL restarts, be it only after the crash of one of its processes. */
  const databaseAlive = () =>
    environment.containers.exec(
      `SELECT backend_start FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
      'postgres',
    );

  /** Requests a backup and waits until bytes of the stage have moved. */
  async function backupInTheMiddleOf(stage: 'database' | 'filestore') {
    line.pace(PACE);
    const backup = await strongroom.requestBackup(environment.ids.environment_id);
    await waitFor(`bytes of the ${stage}`, async () => {
      const { status, progress } = await strongroom.api.get<{
        status: string;
        progress?: { stage: string; bytes: number } | null;
      }>(`/api/v1/tasks/${backup.task_id}`);
      if (status === 'completed' || status === 'failed')
        throw new Error(`The task was ${status} before anything could be done to it`);
      return progress?.stage === stage && progress.bytes > 1_000_000;
    });
    return backup;
  }

  async function expectOneWholeBackup(backup: { id: string; task_id: string }): Promise<void> {
    line.pace();
    const task = await strongroom.api.waitForTask(backup.task_id, undefined, 240_000);
    expect(task).toMatchObject({ status: 'completed' });
    const { keys, uploads } = await bucketContents(s3, bucket);
    expect(keys.filter((key) => key.includes(backup.id))).toHaveLength(2);
    expect(uploads).toEqual([]);
    expect(await remoteWork(environment.containers)).toEqual([]);
    expect(await rowsInProgress(strongroom)).toEqual([]);
    const completions = await strongroom.query(
      `SELECT 1 FROM backup_executor.outbox
        WHERE subject LIKE 'events.%.backup.completed' AND payload -> 'data' ->> 'backup_id' = $1`,
      [backup.id],
    );
    expect(completions).toHaveLength(1);
  }

  it.each(['database', 'filestore'] as const)(
    'completes on another attempt when the executor is killed during the %s',
    async (stage) => {
      const backup = await backupInTheMiddleOf(stage);
      const aliveSince = await databaseAlive();
      const executor = strongroom.service('backup-executor');
      executor.kill('SIGKILL');
      await waitFor('the remote commands to end', async () => (await remoteWork(environment.containers)).length === 0);
      await expectOneWholeBackup(backup);
      expect(await databaseAlive()).toBe(aliveSince);
      const [job] = await strongroom.query<{ attempt: number }>(
        `SELECT attempt FROM backup_executor.jobs WHERE payload ->> 'backup_id' = $1`,
        [backup.id],
      );
      expect(job!.attempt).toBeGreaterThan(1);
    },
  );

  it('completes when NATS is killed and comes back', async () => {
    const backup = await backupInTheMiddleOf('database');
    await strongroom.embedded.nats!.kill();
    await strongroom.embedded.nats!.start();
    await expectOneWholeBackup(backup);
  });

  it('completes when the PostgreSQL of Strongroom is killed and comes back', async () => {
    const backup = await backupInTheMiddleOf('database');
    await strongroom.embedded.postgres!.kill();
    await strongroom.embedded.postgres!.start();
    await expectOneWholeBackup(backup);
  });

  it('is handed back and completed by the next process when the executor is told to stop', async () => {
    const backup = await backupInTheMiddleOf('database');
    await strongroom.service('backup-executor').restart();
    await expectOneWholeBackup(backup);
    const [job] = await strongroom.query<{ failed_attempts: number }>(
      `SELECT failed_attempts FROM backup_executor.jobs WHERE payload ->> 'backup_id' = $1`,
      [backup.id],
    );
    expect(job!.failed_attempts).toBe(0);
  });
});
