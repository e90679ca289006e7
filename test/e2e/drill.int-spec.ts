import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { remoteWork, rowsInProgress } from './leftovers';
import { TestStrongroom, waitFor } from './strongroom';

interface Drill {
  id: string;
  task_id: string;
}
interface Drills {
  items: (Drill & { outcome: string; recovery_seconds: number; bytes: number; error: { code: string } | null })[];
  trend: { drills: number; median_seconds: number; latest_seconds: number };
}

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a drill beside an environment in containers', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let environment: Awaited<ReturnType<TestStrongroom['addDockerEnvironment']>>;

  beforeAll(async () => {
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start()]);
    environment = await strongroom.addDockerEnvironment(sshd, { messages: 50_000, files: 20, fileBytes: 1024 * 1024 });
  }, 900_000);
  afterAll(async () => {
    await environment?.containers.stop();
    await strongroom?.stop();
    await sshd?.stop();
  });

  const drill = (backupId: string) => strongroom.api.post<Drill>(`/api/v1/backups/${backupId}/drill`, {});
  const drills = () =>
    strongroom.api.get<Drills>(`/api/v1/backups/environments/${environment.ids.environment_id}/drills`);
  const backupOf = (id: string) =>
    strongroom.api.get<{
      is_verified: boolean;
      verification_error: string | null;
      verification_levels: { restored: string | null };
    }>(`/api/v1/backups/${id}`);

  /** Databases and filestores that a drill could have left. */
  async function left(): Promise<string[]> {
    const { containers } = environment;
    const databases = await containers.exec('SELECT datname FROM pg_database', 'postgres');
    const filestores = await containers.run('odoo', 'ls', '-a', '/var/lib/odoo/filestore');
    return `${databases}\n${filestores}`.split('\n').filter((name) => name.includes('strongroom_'));
  }

  it('proves that a backup can be restored, measures it, and leaves nothing', async () => {
    const { backup } = await strongroom.backUp(environment.ids.environment_id);
    const asked = await drill(backup.id);
    expect(await strongroom.api.waitForTask(asked.task_id)).toMatchObject({ status: 'completed' });
    expect(await left()).toEqual([]);
    expect(await remoteWork(environment.containers)).toEqual([]);
    const { items, trend } = await drills();
    expect(items).toMatchObject([{ id: asked.id, outcome: 'passed', error: null }]);
    expect(items[0]!.recovery_seconds).toBeGreaterThan(0);
    expect(items[0]!.bytes).toBeGreaterThan(1_000_000);
    expect(trend).toMatchObject({ drills: 1, latest_seconds: items[0]!.recovery_seconds });
    const { is_verified, verification_levels } = await backupOf(backup.id);
    expect([is_verified, verification_levels.restored]).toEqual([true, expect.any(String)]);
  });

  it('that is cancelled while it runs leaves nothing, and says nothing of the backup', async () => {
    const { backup } = await strongroom.backUp(environment.ids.environment_id);
    const before = await backupOf(backup.id);
    const asked = await drill(backup.id);
    await waitFor('an executor that works on it', async () => (await drills()).items[0]!.outcome === 'running');
    await strongroom.api.post(`/api/v1/tasks/${asked.task_id}/cancel`);
    await waitFor('the end of the task', async () => (await rowsInProgress(strongroom)).length === 0);
    expect(await left()).toEqual([]);
    expect((await drills()).items[0]).toMatchObject({ id: asked.id, outcome: 'cancelled' });
    expect(await backupOf(backup.id)).toEqual(before);
  });

  it('of a backup that is damaged fails, says so of the backup, and leaves nothing', async () => {
    const { backup } = await strongroom.backUp(environment.ids.environment_id);
    const paths = await readdir(strongroom.storagePath, { recursive: true });
    await damage(
      join(
        strongroom.storagePath,
        paths.find((path) => path.endsWith(`${backup.id}.zip`))!,
      ),
    );
    const asked = await drill(backup.id);
    expect(await strongroom.api.waitForTask(asked.task_id)).toMatchObject({ status: 'failed' });
    expect((await drills()).items[0]).toMatchObject({ id: asked.id, outcome: 'damaged' });
    expect(await left()).toEqual([]);
    const { is_verified, verification_error, verification_levels } = await backupOf(backup.id);
    expect([is_verified, verification_levels.restored]).toEqual([false, null]);
    expect(verification_error).toEqual(expect.any(String));
  });
});

/** Changes bytes in the middle of an object. */
async function damage(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  await file.write(Buffer.from('this was something else'), 0, undefined, Math.floor(size / 2));
  await file.close();
}
