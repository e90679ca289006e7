import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { bucketContents, remoteWork, rowsInProgress } from './leftovers';
import { TestStrongroom, waitFor } from './strongroom';

/** Enough for a dump and its restore of several seconds, so that there is a middle to be hit in. */
const LARGE = { messages: 200_000, files: 100, fileBytes: 20 * 1024 * 1024 };
/** Longer than any stage is silent on a slow machine. */
const STALL_TIMEOUT_MS = 8_000;

interface RunningTask {
  status: string;
  cancel_outcome: string | null;
  error: { code: string } | null;
  attempts: { error: { code: string; message: string; details: { stage: string } } }[];
  progress: { stage: string; bytes: number; percent: number | null } | null;
}

const STOP_PG_DUMP = `for program in /proc/[0-9]*; do
  read -r name <"$program/comm" && [ "$name" = pg_dump ] && kill -STOP "\${program#/proc/}" && echo "$name"
done 2>/dev/null
:`;

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'work in a container that is to end', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let s3: TestS3;
  let bucket: string;
  let environment: Awaited<ReturnType<TestStrongroom['addDockerEnvironment']>>;

  beforeAll(async () => {
    const env = { DUMP_COMPRESSION: 'gzip:9', STALL_TIMEOUT_MS: String(STALL_TIMEOUT_MS) };
    [sshd, s3, strongroom] = await Promise.all([startSshd(), startS3(), TestStrongroom.start({ env: { '*': env } })]);
    bucket = await s3.bucket();
    environment = await strongroom.addDockerEnvironment(sshd, LARGE, {
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
    await Promise.all([sshd?.stop(), s3?.stop()]);
  });

  const show = (taskId: string) => strongroom.api.get<RunningTask>(`/api/v1/tasks/${taskId}`);
  const inTheMiddle = (taskId: string) =>
    waitFor('bytes of the database', async () => {
      const { progress } = await show(taskId);
      return progress?.stage === 'database' && progress.bytes > 500_000;
    });
  const cancelled = async (taskId: string) =>
    expect(await strongroom.api.waitForTask(taskId)).toMatchObject({ status: 'cancelled' });
  const noTrace = (what: string) => waitFor(what, async () => (await remoteWork(environment.containers)).length === 0);
  const deadLetters = () => strongroom.query(`SELECT 1 FROM gateway.dead_letters`);

  it('ends with the cancel of a backup: no program, no object, no upload and no dead letter is left', async () => {
    const backup = await strongroom.requestBackup(environment.ids.environment_id);
    await inTheMiddle(backup.task_id);
    expect(await remoteWork(environment.containers)).toContain('pg_dump');
    await strongroom.api.post(`/api/v1/tasks/${backup.task_id}/cancel`);
    await cancelled(backup.task_id);
    expect(await remoteWork(environment.containers)).toEqual([]);
    const { keys, uploads } = await bucketContents(s3, bucket);
    expect(keys.filter((key) => key.includes(backup.id))).toEqual([]);
    expect(uploads).toEqual([]);
    expect(await strongroom.api.get(`/api/v1/backups/${backup.id}`)).toMatchObject({
      status: 'failed',
      error_details: { code: 'TASK_CANCELLED' },
    });
    expect(await rowsInProgress(strongroom)).toEqual([]);
    expect(await deadLetters()).toEqual([]);
    await expect(strongroom.api.post(`/api/v1/tasks/${backup.task_id}/cancel`)).resolves.toMatchObject({
      cancel_outcome: 'cancelled',
    });
  });

  it('is found when pg_dump hangs, ended although it heeds no signal, and tried again', async () => {
    const backup = await strongroom.requestBackup(environment.ids.environment_id);
    await inTheMiddle(backup.task_id);
    expect(await environment.containers.run('db', 'sh', '-c', STOP_PG_DUMP)).toContain('pg_dump');
    expect(await strongroom.api.waitForTask(backup.task_id, undefined, 240_000)).toMatchObject({ status: 'completed' });
    const [failure] = (await show(backup.task_id)).attempts;
    expect(failure!.error).toMatchObject({
      code: 'STALLED',
      message: expect.stringMatching(/^No byte moved for 8 s/) as string,
    });
    await noTrace('the hung program to be gone');
  });

  it('ends with the cancel of a restore: its half-built database is gone', async () => {
    const { backup } = await strongroom.backUp(environment.ids.environment_id);
    const restore = await strongroom.api.post<{ id: string; task_id: string; target_db: string }>(
      `/api/v1/backups/${backup.id}/restore`,
    );
    await inTheMiddle(restore.task_id);
    await strongroom.api.post(`/api/v1/tasks/${restore.task_id}/cancel`);
    await cancelled(restore.task_id);
    await noTrace('pg_restore to be gone');
    const databases = await environment.containers.exec('SELECT datname FROM pg_database', 'postgres');
    expect(
      databases.split('\n').filter((name) => name.startsWith('strongroom_') || name === restore.target_db),
    ).toEqual([]);
    const { status, steps } = await strongroom.api.get<{ status: string; steps: { name: string }[] }>(
      `/api/v1/restores/${restore.id}`,
    );
    expect([status, ...steps.map(({ name }) => name)]).toEqual([
      'failed',
      'preflight',
      'load_database',
      'load_filestore',
    ]);
    expect(await rowsInProgress(strongroom)).toEqual([]);
    expect(await deadLetters()).toEqual([]);
  });
});
