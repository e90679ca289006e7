import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSidecar } from '@app/archive';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { TestStrongroom, waitFor } from './strongroom';

/** A Sunday, of which a minute takes three seconds. */
const STRONGROOM_CLOCK = `2025-06-08T00:00:00Z@${new Date().toISOString()}x20`;

interface Scheduled {
  id: string;
  status: string;
  retention_type: string;
  created_by: string | null;
  sidecar_key: string;
  verification_levels: { uploaded: string | null; rehashed: string | null };
}

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a policy of every minute', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let environment: Awaited<ReturnType<TestStrongroom['addDockerEnvironment']>>;
  let path: string;

  beforeAll(async () => {
    const env = { '*': { STRONGROOM_CLOCK, SCHEDULE_SPREAD_SECONDS: '0', SCHEDULER_TIMEOUT_MS: '2000' } };
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start({ env })]);
    environment = await strongroom.addDockerEnvironment(sshd, { files: 5, fileBytes: 10_000 });
    path = `/api/v1/backups/environments/${environment.ids.environment_id}`;
  }, 900_000);
  afterAll(async () => {
    await environment?.containers.stop();
    await strongroom?.stop();
    await sshd?.stop();
  });

  it('makes real backups as it says, the first of the Sunday a weekly one', async () => {
    const settings = { schedule_cron: '* * * * *', verify_after_upload: 'none', dump_compression: 'gzip:6' };
    await strongroom.api.post(`${path}/policy`, settings);
    const completed = await waitFor('two backups of the schedule', async () => {
      const list = `${path}/backups?backup_type=scheduled&status=completed`;
      const { items } = await strongroom.api.get<{ items: Scheduled[] }>(list);
      return items.length >= 2 && items.toReversed();
    });
    await strongroom.api.patch(`${path}/policy`, { is_enabled: false });
    expect(completed.slice(0, 2).map(({ retention_type }) => retention_type)).toEqual(['weekly', 'daily']);
    const first = await strongroom.api.get<Scheduled>(`/api/v1/backups/${completed[0]!.id}`);
    expect(first).toMatchObject({ created_by: null, verification_levels: { rehashed: null } });
    const sidecar = parseSidecar(await readFile(join(strongroom.storagePath, first.sidecar_key), 'utf8'));
    expect(sidecar.database.compression).toEqual({ method: 'gzip', level: 6 });
    await waitFor('the policy to tell of it', async () => {
      const policy = await strongroom.api.get<{ last_backup_status: string | null }>(`${path}/policy`);
      return policy.last_backup_status === 'completed';
    });
  }, 900_000);

  it('cannot be asked about while the scheduler is away, and all else goes on', async () => {
    await strongroom.service('scheduler').stop();
    await expect(strongroom.api.get(`${path}/policy`)).rejects.toMatchObject({
      status: 503,
      problem: { code: 'SCHEDULER_UNREACHABLE' },
    });
    const { task } = await strongroom.backUp(environment.ids.environment_id);
    expect(task).toMatchObject({ status: 'completed' });
    await strongroom.service('scheduler').restart();
    await waitFor('the scheduler to answer again', () =>
      strongroom.api.get<{ is_enabled: boolean }>(`${path}/policy`).then(
        ({ is_enabled }) => !is_enabled,
        () => false,
      ),
    );
  }, 900_000);
});
