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
    const env = {
      '*': { STRONGROOM_CLOCK, SCHEDULE_SPREAD_SECONDS: '0', SCHEDULER_TIMEOUT_MS: '2000', QUOTA_REMINDER_MS: '1' },
    };
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

  it('goes on over the quota, while what is asked for by hand is refused, and people are told', async () => {
    const organization = `/api/v1/organizations/${environment.ids.organization_id}`;
    // as if the newest one were large: real gigabytes prove no more
    await strongroom.query(
      `UPDATE gateway.backups SET compressed_size = 6 * 1024 ^ 3
        WHERE id = (SELECT id FROM gateway.backups WHERE status = 'completed' ORDER BY create_date DESC LIMIT 1)`,
    );
    // whatever takes the letters: what counts is that they are written
    await strongroom.api.post(`${organization}/notification-channels`, {
      kind: 'webhook',
      name: 'Anybody',
      settings: { url: 'https://receiver.invalid/strongroom' },
    });
    await strongroom.api.patch(organization, { billing_plan: 'free' });
    await expect(strongroom.requestBackup(environment.ids.environment_id)).rejects.toMatchObject({
      status: 409,
      problem: { code: 'QUOTA_EXCEEDED' },
    });
    const list = `${path}/backups?backup_type=scheduled&status=completed`;
    const { total } = await strongroom.api.get<{ total: number }>(list);
    await strongroom.api.patch(`${path}/policy`, { is_enabled: true });
    await waitFor('a backup of the schedule over the quota', async () => {
      const now = await strongroom.api.get<{ total: number }>(list);
      return now.total > total;
    });
    await waitFor('the crossing and the schedule to be told', async () => {
      const deliveries = `${organization}/notification-deliveries?notice=quota_exceeded`;
      const { items } = await strongroom.api.get<{ items: { event_id: string }[] }>(deliveries);
      return new Set(items.map(({ event_id }) => event_id)).size >= 2;
    });
  }, 900_000);
});
