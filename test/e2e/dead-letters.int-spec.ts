import { ERRORS } from '@app/core';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { TestStrongroom, waitFor } from './strongroom';

interface Letter {
  id: string;
  status: string;
  task_id: string;
  replay: number;
  error: { code: string; remedy: string };
}
interface LetterDetails extends Letter {
  payload: { backup_id: string };
  errors: { attempt: number; error: { code: string } }[];
}

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a backup that failed for good', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let environment: Awaited<ReturnType<TestStrongroom['addDockerEnvironment']>>;
  beforeAll(async () => {
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start()]);
    environment = await strongroom.addDockerEnvironment(sshd);
  }, 900_000);
  afterAll(async () => {
    await environment?.containers.stop();
    await strongroom?.stop();
    await sshd?.stop();
  });

  const openLetters = async (taskId: string) =>
    (await strongroom.api.get<{ items: Letter[] }>(`/api/v1/dead-letters?task_id=${taskId}&status=open`)).items;

  /** Fails a backup, then mends the cause and replays its letter, at once: within the window of duplicates. */
  async function expectReplay(fault: {
    code: keyof typeof ERRORS;
    attempts: number;
    path: string;
    broken: object;
    mended: object;
  }): Promise<void> {
    await strongroom.api.patch(fault.path, fault.broken);
    const { backup, task } = await strongroom.backUp(environment.ids.environment_id);
    expect(task).toMatchObject({ status: 'failed', error: { code: fault.code } });
    const [letter] = await waitFor('the dead letter', async () => {
      const letters = await openLetters(task.id);
      return letters.length > 0 && letters;
    });
    expect(letter).toMatchObject({ error: { code: fault.code, remedy: ERRORS[fault.code].remedy }, replay: 0 });
    const details = await strongroom.api.get<LetterDetails>(`/api/v1/dead-letters/${letter!.id}`);
    expect(details.payload.backup_id).toBe(backup.id);
    expect(details.errors).toHaveLength(fault.attempts);
    for (const { error } of details.errors) expect(error.code).toBe(fault.code);

    const again = () =>
      strongroom.api.post<{ task: { status: string } }>(`/api/v1/dead-letters/${letter!.id}/replay`, {});
    // still broken: it dies once more, as another letter
    expect((await again()).task.status).toBe('pending');
    const [second] = await waitFor('the dead letter of the replay', async () => {
      const letters = await openLetters(task.id);
      return letters.length > 0 && letters;
    });
    expect(second).toMatchObject({ replay: 1, error: { code: fault.code } });
    await expect(again()).rejects.toThrow(/DEAD_LETTER_REPLAYED|replayed already/);

    await strongroom.api.patch(fault.path, fault.mended);
    await waitFor(
      'the failure of the replay',
      async () => (await strongroom.api.get<{ status: string }>(`/api/v1/tasks/${task.id}`)).status === 'failed',
    );
    await strongroom.api.post(`/api/v1/dead-letters/${second!.id}/replay`, {});
    const replayed = await strongroom.api.waitForTask(task.id, undefined, 240_000);
    expect(replayed).toMatchObject({ status: 'completed', error: null });
    expect(await strongroom.api.get(`/api/v1/backups/${backup.id}`)).toMatchObject({ status: 'completed' });
    expect(await strongroom.api.get(`/api/v1/dead-letters/${second!.id}`)).toMatchObject({ status: 'replayed' });
    expect(await openLetters(task.id)).toEqual([]);
  }

  it('because a person has to mend something is replayed and completes once that is mended', async () => {
    await expectReplay({
      code: 'DATABASE_NOT_FOUND',
      attempts: 1,
      path: `/api/v1/environments/${environment.ids.environment_id}`,
      broken: { db_name: 'no such database' },
      mended: { db_name: 'prod' },
    });
  });

  it('after all its attempts shows the error of each, is replayed and completes', async () => {
    await expectReplay({
      code: 'SSH_UNREACHABLE',
      attempts: 4,
      path: `/api/v1/servers/${environment.ids.server_id}`,
      broken: { ssh_port: 1 },
      mended: { ssh_port: sshd.port },
    });
  });
});
