import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { filesBelow, rowsInProgress } from './leftovers';
import { TestStrongroom } from './strongroom';

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'two replicas of the backup executor', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;

  beforeAll(async () => {
    [sshd, strongroom] = await Promise.all([
      startSshd(),
      TestStrongroom.start({
        replicas: { 'backup-executor': 2 },
        env: { '*': { MAX_JOBS: '1' } },
      }),
    ]);
  });
  afterAll(async () => {
    await strongroom?.stop();
    await sshd?.stop();
  });

  it('drain a queue of 20 backups, each done once', async () => {
    const small = { files: 20, fileBytes: 1_000_000 };
    const environments = [
      await strongroom.addDockerEnvironment(sshd, small),
      await strongroom.addDockerEnvironment(sshd, small),
    ];
    try {
      const requested = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          strongroom.requestBackup(environments[index % environments.length]!.ids.environment_id),
        ),
      );
      for (const { task_id } of requested) {
        expect(await strongroom.api.waitForTask(task_id, undefined, 240_000)).toMatchObject({ status: 'completed' });
      }
      const jobs = await strongroom.query<{ attempt: number; holder: string }>(
        `SELECT attempt, holder FROM backup_executor.jobs`,
      );
      expect(jobs.map(({ attempt }) => attempt)).toEqual(Array.from({ length: 20 }, () => 1));
      expect(new Set(jobs.map(({ holder }) => holder)).size).toBe(2);
      expect(await filesBelow(strongroom.storagePath)).toHaveLength(40);
      expect(await rowsInProgress(strongroom)).toEqual([]);
    } finally {
      await Promise.all(environments.map(({ containers }) => containers.stop()));
    }
  }, 900_000);
});
