import type { RestoreView } from '../../deploy/demo/api-client';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { startTcpProxy, type TcpProxy } from '../fixtures/tcp-proxy';
import { remoteWork, rowsInProgress } from './leftovers';
import { TestStrongroom, waitFor } from './strongroom';

const LARGE = { messages: 100_000, files: 200, fileBytes: 60 * 1024 * 1024 };
/** So slow a line that a restore takes many seconds: there is a middle to be hit in, however busy the machine is. */
const PACE = 4 * 1024 * 1024;
const FILESTORES = '/var/lib/odoo/filestore';
const COUNTS = `SELECT (SELECT count(*) FROM res_users), (SELECT count(*) FROM mail_message), (SELECT count(*) FROM ir_attachment)`;

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a clone', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let line: TcpProxy;
  let containers: DockerEnvironment;
  let backupId: string;

  beforeAll(async () => {
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start()]);
    line = await startTcpProxy(sshd.port);
    const environment = await strongroom.addDockerEnvironment({ ...sshd, port: line.port }, LARGE);
    containers = environment.containers;
    const { backup } = await strongroom.backUp(environment.ids.environment_id);
    if (backup.status !== 'completed') throw new Error(`The backup is ${backup.status}`);
    backupId = backup.id;
  }, 900_000);
  afterAll(async () => {
    await containers?.stop();
    await strongroom?.stop();
    await line?.close();
    await sshd?.stop();
  });

  const databases = async () =>
    (
      await containers.exec(`SELECT datname FROM pg_database WHERE datname NOT LIKE 'template_' ORDER BY 1`, 'postgres')
    ).split('\n');
  const filestores = async () => (await containers.run('odoo', 'ls', FILESTORES)).trim().split('\n').sort();
  const clone = (target_db: string) =>
    strongroom.api.post<RestoreView>(`/api/v1/backups/${backupId}/restore`, { target_db });
  const ended = (taskId: string) => strongroom.api.waitForTask(taskId, undefined, 240_000);
  const tearDown = async ({ id }: RestoreView) =>
    ended((await strongroom.api.delete<{ teardown_task_id: string }>(`/api/v1/restores/${id}`)).teardown_task_id);

  it('fails with DATABASE_EXISTS when its name is taken, and its teardown leaves what was there before', async () => {
    await containers.exec(`CREATE DATABASE theirs`, 'postgres');
    await containers.exec(`CREATE TABLE precious AS SELECT 42 AS answer`, 'theirs');
    await containers.run('odoo', 'sh', '-c', `mkdir "$1" && echo precious > "$1/file"`, 'sh', `${FILESTORES}/theirs`);
    const untouched = async () => {
      expect(await databases()).toEqual(['postgres', 'prod', 'theirs']);
      expect(await containers.exec(`SELECT answer FROM precious`, 'theirs')).toBe('42');
      expect(await filestores()).toEqual(['prod', 'theirs']);
      expect(await containers.run('odoo', 'cat', `${FILESTORES}/theirs/file`)).toBe('precious\n');
    };
    const restore = await clone('theirs');
    expect(await ended(restore.task_id)).toMatchObject({ status: 'failed', error: { code: 'DATABASE_EXISTS' } });
    await untouched();
    expect(await tearDown(restore)).toMatchObject({ status: 'completed' });
    await untouched();

    await containers.exec(`DROP DATABASE theirs`, 'postgres');
    const second = await clone('theirs');
    expect(await ended(second.task_id)).toMatchObject({ status: 'failed', error: { code: 'FILESTORE_EXISTS' } });
    expect(await tearDown(second)).toMatchObject({ status: 'completed' });
    expect(await databases()).toEqual(['postgres', 'prod']);
    expect(await filestores()).toEqual(['prod', 'theirs']);
    await containers.run('odoo', 'rm', '-r', `${FILESTORES}/theirs`);
  });

  it.each(['database', 'filestore'] as const)(
    'is whole after another attempt when the executor is killed during the %s, and no staging is left',
    async (stage) => {
      line.pace(PACE);
      const restore = await clone(`clone during ${stage}`);
      await waitFor(`bytes of the ${stage}`, async () => {
        const { status, progress } = await strongroom.api.get<{
          status: string;
          progress?: { stage: string; bytes: number } | null;
        }>(`/api/v1/tasks/${restore.task_id}`);
        if (status === 'completed' || status === 'failed')
          throw new Error(`The task was ${status} before anything could be done to it`);
        return progress?.stage === stage && progress.bytes > 0;
      });
      strongroom.service('restore-executor').kill('SIGKILL');
      line.pace();
      await waitFor('the remote commands to end', async () => (await remoteWork(containers)).length === 0);
      expect(await databases()).not.toContain(restore.target_db);

      expect(await ended(restore.task_id)).toMatchObject({ status: 'completed' });
      expect(await databases()).toEqual([restore.target_db, 'postgres', 'prod']);
      expect(await filestores()).toEqual([restore.target_db, 'prod']);
      expect(await containers.exec(COUNTS, restore.target_db)).toBe(await containers.exec(COUNTS));
      const files = (name: string) =>
        containers.run(
          'odoo',
          'sh',
          '-c',
          `cd "$1" && find . -type f -printf '%P %s\\n' | sort`,
          'sh',
          `${FILESTORES}/${name}`,
        );
      expect(await files(restore.target_db)).toBe(await files('prod'));
      const [job] = await strongroom.query<{ attempt: number }>(
        `SELECT attempt FROM restore_executor.jobs WHERE id = $1`,
        [restore.task_id],
      );
      expect(job!.attempt).toBeGreaterThan(1);
      expect(await remoteWork(containers)).toEqual([]);
      expect(await rowsInProgress(strongroom)).toEqual([]);

      expect(await tearDown(restore)).toMatchObject({ status: 'completed' });
      expect(await databases()).toEqual(['postgres', 'prod']);
      expect(await filestores()).toEqual(['prod']);
    },
    180_000,
  );
});
