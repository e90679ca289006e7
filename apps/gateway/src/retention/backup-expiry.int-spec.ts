import { randomUUID } from 'node:crypto';
import {
  BackupCopied,
  BackupExpired,
  BackupObjectRemoved,
  BackupPinned,
  BackupPromoted,
  BackupSuspicious,
  BackupUnpinned,
  type EventDefinition,
  ExpireBackups,
  type ExpireBackupsAnswer,
  QuotaRelieved,
} from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { completion } from '../../testing/sample-events';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';
import { GB } from '../quotas/plans';

describeRequiring(['postgres', 'nats'], 'a backup whose time is over', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const pathOf = ({ created }: OneBackup, rest = '') => `/api/v1/backups/${created.id}${rest}`;
  async function completed(body: object = {}, sizeBytes = 7): Promise<OneBackup> {
    const backup = await OneBackup.request(gateway, directory, body);
    await backup.completed(1, { object_size_bytes: sizeBytes });
    await until(async () => (await backup.details()).status === 'completed');
    return backup;
  }
  /** The last one is the newest and stays. */
  async function several(count: number, body: object = {}, sizeBytes = 7): Promise<OneBackup[]> {
    const made: OneBackup[] = [];
    for (let n = 0; n < count; n += 1) made.push(await completed(body, sizeBytes));
    return made;
  }
  const expire = (...backups: OneBackup[]): Promise<ExpireBackupsAnswer> =>
    gateway.ask(ExpireBackups, {
      organization_id: directory.organization.id,
      backups: backups.map(({ created }) => ({ backup_id: created.id, reason: 'daily, over since yesterday' })),
    });
  const outcomes = async (...backups: OneBackup[]) => {
    const { expired, refused } = await expire(...backups);
    const codes = new Map(refused.map(({ backup_id, error }) => [backup_id, error.code]));
    return backups.map(({ created }) => codes.get(created.id) ?? expired.includes(created.id));
  };
  const told = async ({ name }: Pick<EventDefinition<object>, 'name'>, id?: string): Promise<Answer['body'][]> =>
    (await gateway.messages('EVENTS', `events.${directory.organization.id}.${name}`))
      .map(({ data }) => data)
      .filter(({ backup_id }) => id === undefined || backup_id === id);
  const references = ({ created }: OneBackup) => ({
    organization_id: directory.organization.id as string,
    project_id: directory.project.id as string,
    environment_id: directory.environment.id as string,
    backup_id: created.id as string,
  });
  const storage = async (id: string) => (await gateway.get(`/api/v1/backups/storage-configs/${id}`)).body;
  const usage = async (): Promise<Answer['body']> =>
    (await gateway.get(`/api/v1/organizations/${directory.organization.id}/usage`)).body;

  it('expires with its copies, is told of with every place, and counts for its storage until it is gone', async () => {
    const further = await gateway.make('/api/v1/backups/storage-configs', {
      organization_id: directory.organization.id,
      name: 'further',
      provider: 'local',
      path: '/var/backups/further',
    });
    const old = await completed({ copy_storage_config_ids: [further.id] });
    await completed();
    const { id: copy_id, task_id } = (
      await until(async () => {
        const { copies } = await old.details();
        return copies[0].task_id && copies;
      })
    )[0];
    const { project_id: _project, ...ofCopy } = references(old);
    await gateway.tell(BackupCopied, {
      ...ofCopy,
      copy_id,
      task_id,
      attempt: 1,
      storage_config_id: further.id,
      source_storage_config_id: directory.storage.id,
      completed_at: '2026-01-01T00:00:00.000Z',
      key: completion.key,
      manifest_key: completion.manifest_key,
      location: '/further/b.zip',
      object_size_bytes: 7,
      verification: { level: 'rehashed', verified_at: '2026-01-01T00:00:00.000Z' },
    });
    await until(async () => (await old.details()).copies[0].status === 'completed');
    const { object_count, last_used_at } = await storage(directory.storage.id);

    expect(await expire(old)).toEqual({ expired: [old.created.id], refused: [] });
    expect(await expire(old)).toEqual({ expired: [old.created.id], refused: [] });
    expect(await old.details()).toMatchObject({
      status: 'expired',
      expired_at: expect.any(String),
      expiry_reason: 'daily, over since yesterday',
      deleted_at: null,
      object_removed_at: null,
      copies: [{ status: 'deleted' }],
    });
    const { key, manifest_key } = completion;
    await until(async () => (await told(BackupExpired)).length === 1);
    expect(await told(BackupExpired)).toEqual([
      {
        ...references(old),
        expired_at: expect.any(String),
        reason: 'daily, over since yesterday',
        places: [
          { storage_config_id: directory.storage.id, key, manifest_key },
          { storage_config_id: further.id, key, manifest_key },
        ],
      },
    ]);
    expect(await storage(directory.storage.id)).toMatchObject({ object_count, total_size_bytes: 7 * object_count });

    for (const storage_config_id of [directory.storage.id, further.id, further.id])
      await gateway.tell(BackupObjectRemoved, {
        ...references(old),
        storage_config_id,
        key,
        removed_at: '2026-02-01T00:00:00.000Z',
      });
    await until(async () => (await old.details()).object_removed_at);
    await gateway.eventsAreSettled();
    expect(await old.details()).toMatchObject({ status: 'expired', database_key: null, sidecar_key: null });
    expect(await storage(directory.storage.id)).toMatchObject({
      object_count: object_count - 1,
      total_size_bytes: 7 * (object_count - 1),
      last_used_at,
    });
    expect(await storage(further.id)).toMatchObject({ object_count: 0, total_size_bytes: 0 });
  });

  it('frees the quota of its plan', async () => {
    const [old] = await several(2, {}, 3 * GB);
    expect(await usage()).toMatchObject({ total_backup_storage: 6 * GB });
    await expire(old!);
    expect(await usage()).toMatchObject({ total_backup_storage: 3 * GB });
    await until(async () => (await told(QuotaRelieved)).length === 1);
  });

  it('is listed as expired, and neither restored nor copied nor verified nor downloaded any more', async () => {
    const [old] = await several(2);
    await expire(old!);
    const path = `/api/v1/backups/environments/${directory.environment.id}/backups?status=expired`;
    expect((await gateway.get(path)).body).toMatchObject({ total: 1, items: [{ id: old!.created.id }] });
    const refusal = { status: 409, body: { code: 'BACKUP_EXPIRED' } };
    expect(await gateway.post(pathOf(old!, '/restore'), {})).toMatchObject(refusal);
    expect(await gateway.post(pathOf(old!, '/verify'))).toMatchObject(refusal);
    expect(await gateway.post(pathOf(old!, '/copies'), { storage_config_id: randomUUID() })).toMatchObject(refusal);
    expect(await gateway.get(pathOf(old!, '/download'))).toMatchObject(refusal);
    expect(await gateway.post(pathOf(old!, '/pin'), {})).toMatchObject(refusal);
  });

  it('stays while it is read, being made, or the newest; the others of the batch go all the same', async () => {
    const [read, verified, free, linked, newest] = await several(5);
    expect((await gateway.post(pathOf(read!, '/restore'), { target_db: 'clone_of_it' })).status).toBe(201);
    expect((await gateway.post(pathOf(verified!, '/verify'))).status).toBe(202);
    await gateway.dataSource.query(`UPDATE backups SET linked_until = now() + interval '1 hour' WHERE id = $1`, [
      linked!.created.id,
    ]);
    const open = await OneBackup.request(gateway, directory);
    const foreign = { created: { id: randomUUID() } } as OneBackup;
    expect(await outcomes(read!, verified!, free!, linked!, newest!, open, foreign)).toEqual([
      'BACKUP_IN_USE',
      'BACKUP_IN_USE',
      true,
      'BACKUP_IN_USE',
      'BACKUP_NEWEST',
      'BACKUP_IN_PROGRESS',
      'NOT_FOUND',
    ]);
  });

  it('goes as the newest where the environment is gone, and stays where it is the newest that is verified', async () => {
    const [verified, newest] = await several(2);
    await gateway.dataSource.query('UPDATE backups SET is_verified = true WHERE id = $1', [verified!.created.id]);
    expect(await outcomes(verified!, newest!)).toEqual(['BACKUP_NEWEST', 'BACKUP_NEWEST']);
    await gateway.dataSource.query('UPDATE environments SET deleted_at = now() WHERE id = $1', [
      directory.environment.id,
    ]);
    expect(await outcomes(verified!, newest!)).toEqual([true, true]);
  });

  it('stays while it is pinned, and can then not be deleted either', async () => {
    const [pinned] = await several(2);
    const answer = await gateway.post(pathOf(pinned!, '/pin'), { reason: 'audit' });
    expect(answer).toMatchObject({ status: 200, body: { pin_reason: 'audit', pinned_at: expect.any(String) } });
    await gateway.post(pathOf(pinned!, '/pin'), {});
    expect(await pinned!.details()).toMatchObject({ pin_reason: 'audit', pinned_at: answer.body.pinned_at });
    expect(await outcomes(pinned!)).toEqual(['BACKUP_PINNED']);
    for (const force of ['', '?force=true'])
      expect(await gateway.delete(pathOf(pinned!, force))).toMatchObject({
        status: 409,
        body: { code: 'BACKUP_PINNED', details: { reason: 'audit' } },
      });
    const list = `/api/v1/backups?organization_id=${directory.organization.id}`;
    expect((await gateway.get(`${list}&pinned=true`)).body.items).toMatchObject([{ id: pinned!.created.id }]);
    expect((await gateway.get(`${list}&pinned=false`)).body.total).toBe(1);
    for (const _ of [1, 2]) expect((await gateway.delete(pathOf(pinned!, '/pin'))).status).toBe(204);
    await until(async () => (await told(BackupUnpinned, pinned!.created.id)).length === 1);
    expect(await told(BackupPinned)).toMatchObject([{ ...references(pinned!), reason: 'audit' }]);
    expect(await outcomes(pinned!)).toEqual([true]);
  });

  it('is put off by each promotion, in whatever order they are told, and never brought nearer', async () => {
    const backup = await OneBackup.request(gateway, directory, { retention_type: 'daily' });
    const promote = (retention_type: 'weekly' | 'monthly', expires_at: string) =>
      gateway.tell(BackupPromoted, {
        ...references(backup),
        previous_type: 'daily',
        retention_type,
        expires_at,
        reason: 'the first of its period',
        promoted_at: '2026-01-01T00:00:00.000Z',
      });
    await promote('monthly', '2027-01-01T00:00:00.000Z');
    await promote('weekly', '2028-01-01T00:00:00.000Z');
    await backup.completed();
    await promote('monthly', '2026-06-01T00:00:00.000Z');
    await gateway.eventsAreSettled();
    expect(await backup.details()).toMatchObject({
      status: 'completed',
      retention_type: 'monthly',
      expires_at: '2027-01-01T00:00:00Z',
    });
  });

  it('is shown as suspicious when it is', async () => {
    const backup = await completed();
    expect(await backup.details()).toMatchObject({ is_suspicious: false, usual_size: null });
    const noticed = { size_bytes: 7, usual_bytes: 700, noticed_at: '2026-01-01T00:00:00.000Z' };
    await gateway.tell(BackupSuspicious, { ...references(backup), ...noticed });
    await gateway.eventsAreSettled();
    expect(await backup.details()).toMatchObject({ is_suspicious: true, usual_size: 700 });
    const list = `/api/v1/backups/environments/${directory.environment.id}/backups`;
    expect((await gateway.get(`${list}?suspicious=true`)).body.items).toMatchObject([{ is_suspicious: true }]);
    expect((await gateway.get(`${list}?suspicious=false`)).body.total).toBe(0);
  });
});
