import { randomUUID } from 'node:crypto';
import { BackupRun, progressSubject, type ProgressPayload } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { completion, sampleError } from '../../testing/sample-events';
import { makeDirectory, TestGateway, type Answer, type Directory, until } from '../../testing/test-gateway';

const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/);
const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

describeRequiring(['postgres', 'nats'], 'backups', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const path = (environment = directory.environment) => `/api/v1/backups/environments/${environment.id}/backups`;

  describe('when requested', () => {
    it('are answered with 201 and exactly the fields of the reference', async () => {
      const answer = await gateway.post(path(), {
        backup_type: 'manual',
        storage_config_id: directory.storage.id,
        include_filestore: true,
        retention_type: 'daily',
      });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        id: UUID,
        environment_id: directory.environment.id,
        storage_config_id: directory.storage.id,
        task_id: UUID,
        status: 'pending',
        backup_type: 'manual',
        database_size: 0,
        filestore_size: 0,
        total_size: 0,
        compressed_size: 0,
        retention_type: 'daily',
        expires_at: null,
        is_verified: false,
        created_at: MOMENT,
      });
    });

    it('become a command with everything that the executor needs, and their task is queued', async () => {
      const { created, task } = await OneBackup.request(gateway, directory, { retention_type: 'weekly' });
      const [command] = await until(async () => {
        const all = await gateway.messages('JOBS', BackupRun.subject);
        const mine = all.filter((message) => message.backup_id === created.id);
        return mine.length > 0 ? mine : undefined;
      });
      const expiry = new Date(Date.parse(created.created_at) + 28 * 24 * 3_600_000).toISOString();
      expect(command).toEqual({
        backup_id: created.id,
        task_id: created.task_id,
        organization_id: directory.organization.id,
        project_id: directory.project.id,
        environment_id: directory.environment.id,
        server_id: directory.server.id,
        storage_config_id: directory.storage.id,
        backup_type: 'manual',
        include_filestore: true,
        retention: { type: 'weekly', expires_at: expiry },
        created_by: UUID,
        created_at: new Date(created.created_at).toISOString(),
      });
      await until(async () => (await task()).status === 'queued');
      const told = await until(async () => {
        const events = await gateway.messages('EVENTS', `events.${directory.organization.id}.task.status`);
        return events.find((event) => event.data.task_id === created.task_id);
      });
      expect(told).toMatchObject({
        type: 'strongroom.task.status.v1',
        organizationid: directory.organization.id,
        data: { status: 'queued', previous_status: 'pending', type: 'backup', attempt: 0 },
      });
    });

    it('have the defaults of the reference: manual, with filestore, default storage, tier by date', async () => {
      const other = await makeDirectory(gateway);
      const first = await OneBackup.request(gateway, other);
      const answer = await gateway.request('POST', path(other.environment));
      expect(answer).toMatchObject({
        status: 201,
        body: { backup_type: 'manual', storage_config_id: other.storage.id },
      });
      expect(await first.details()).toMatchObject({ include_filestore: true });
      expect(['daily', 'weekly', 'monthly', 'yearly']).toContain(first.created.retention_type);
      expect(answer.body.retention_type).toBe('daily'); // never twice the higher tier on one day
    });

    it('take the higher tier of the day once, however many requests come at once', async () => {
      const other = await makeDirectory(gateway);
      const answers = await Promise.all(Array.from({ length: 8 }, () => gateway.post(path(other.environment), {})));
      const higher = answers.filter(({ body }) => body.retention_type !== 'daily');
      const first = new Date(answers[0]!.body.created_at);
      const special = first.getUTCDay() === 0 || first.getUTCDate() === 1;
      expect(higher).toHaveLength(special ? 1 : 0);
    });

    it.each([
      ['storage_config_id', randomUUID()],
      ['storage_config_id', 'x'],
      ['backup_type', 'weekly'],
      ['include_filestore', 'yes'],
      ['retention_type', 'hourly'],
      ['colour', 'red'],
    ])('are refused with a wrong %s (%s)', async (field, value) => {
      const answer = await gateway.post(path(), { [field]: value });
      expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED', errors: [{ field }] } });
    });

    it('cannot use the storage of another organization', async () => {
      const other = await makeDirectory(gateway);
      const answer = await gateway.post(path(), { storage_config_id: other.storage.id });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'storage_config_id' }] } });
    });

    it('need a storage', async () => {
      const other = await makeDirectory(gateway);
      await gateway.patch(`/api/v1/backups/storage-configs/${other.storage.id}`, { is_default: false });
      const answer = await gateway.post(path(other.environment), {});
      expect(answer).toMatchObject({ status: 422, body: { code: 'NO_STORAGE_CONFIG', remedy: expect.any(String) } });
    });
  });

  describe('as the executor tells of them', () => {
    it('go through the statuses of the reference, and end with every field of it', async () => {
      const backup = await OneBackup.request(gateway, directory);
      await backup.started();
      await until(async () => (await backup.details()).status === 'in_progress');
      expect(await backup.task()).toMatchObject({ status: 'running', attempt: 1, started_at: completion.started_at });
      await backup.uploading();
      await until(async () => (await backup.details()).status === 'uploading');
      await backup.completed();
      await until(async () => (await backup.details()).status === 'completed');
      await backup.verified(backup.created.task_id);
      await until(async () => (await backup.details()).is_verified);
      expect(await backup.details()).toMatchObject({
        id: backup.created.id,
        environment_id: directory.environment.id,
        storage_config_id: directory.storage.id,
        task_id: backup.created.task_id,
        status: 'completed',
        backup_type: 'manual',
        database_size: 52428800,
        filestore_size: 104857600,
        total_size: 157286400,
        compressed_size: 147286400,
        started_at: '2024-12-11T10:30:00Z',
        completed_at: '2024-12-11T10:35:23Z',
        duration_seconds: 323,
        retention_type: 'daily',
        expires_at: '2024-12-18T10:30:00Z',
        is_verified: true,
        verified_at: MOMENT,
        verification_levels: { rehashed: MOMENT },
        database_checksum: 'a'.repeat(64),
        filestore_checksum: 'b'.repeat(64),
        created_at: MOMENT,
        database_key: completion.key,
        filestore_key: null,
        manifest_key: null,
        sidecar_key: completion.manifest_key,
        location: completion.location,
        environment_snapshot: completion.environment_snapshot,
        attachments: completion.attachments,
        degraded: false,
        warnings: [],
        error_message: null,
        attempt: 1,
        created_by: UUID,
      });
      expect(await backup.task()).toMatchObject({
        status: 'completed',
        result: { backup_id: backup.created.id },
        error: null,
        completed_at: completion.completed_at,
      });
    });

    it('count for the usage of their storage exactly once', async () => {
      const other = await makeDirectory(gateway);
      const backup = await OneBackup.request(gateway, other);
      await Promise.all([backup.completed(), backup.completed(), backup.started(), backup.completed()]);
      await gateway.eventsAreSettled();
      expect((await gateway.get(`/api/v1/backups/storage-configs/${other.storage.id}`)).body).toMatchObject({
        total_size_bytes: 147286400,
        object_count: 1,
        last_used_at: completion.completed_at,
      });
      expect((await backup.details()).status).toBe('completed');
    });

    it('wait between attempts, and their task lists the failed ones', async () => {
      const backup = await OneBackup.request(gateway, directory);
      await backup.started(1);
      await backup.retrying(1);
      await gateway.eventsAreSettled();
      expect(await backup.details()).toMatchObject({ status: 'pending', attempt: 1, started_at: null });
      expect(await backup.task()).toMatchObject({
        status: 'queued',
        next_attempt_at: '2030-01-01T00:00:00Z',
        attempts: [{ attempt: 1, error: sampleError, at: MOMENT }],
      });
      await backup.started(2);
      await backup.failed(2);
      await gateway.eventsAreSettled();
      expect(await backup.details()).toMatchObject({
        status: 'failed',
        error_message: sampleError.message,
        error_details: { code: 'SSH_UNREACHABLE', remedy: 'look', details: { host: 'h' } },
      });
      const task = await backup.task();
      expect(task).toMatchObject({ status: 'failed', error: sampleError, attempt: 2 });
      expect(task.attempts.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 2]);
    });

    it('tell each change of their task once, whatever comes twice or out of order', async () => {
      const backup = await OneBackup.request(gateway, directory);
      await until(async () => (await backup.task()).status === 'queued');
      await backup.uploading(1);
      await backup.started(1);
      await backup.started(2);
      await backup.retrying(1);
      await backup.completed(2);
      await backup.completed(2);
      await backup.failed(1);
      await gateway.eventsAreSettled();
      expect(await backup.details()).toMatchObject({ status: 'completed', attempt: 2 });
      const told = await until(async () => {
        const events = await gateway.messages('EVENTS', `events.${directory.organization.id}.task.status`);
        const mine = events.filter((event) => event.data.task_id === backup.created.task_id);
        return mine.at(-1)?.data.status === 'completed' ? mine : undefined;
      });
      expect(told.map(({ data }) => `${data.previous_status} ${data.status} ${data.attempt}`)).toEqual([
        'pending queued 0',
        'queued running 1',
        'running completed 2',
      ]);
    });

    it('become dead letters when nobody ever asked for them', async () => {
      const backup = await OneBackup.request(gateway, directory);
      const stray = new OneBackup(gateway, directory, { ...backup.created, id: randomUUID() });
      await stray.started();
      const [dead] = await until(async () => {
        const letters = await gateway.messages('DEAD', 'dead.>');
        return letters.length > 0 ? letters : undefined;
      });
      expect(dead.data.backup_id).toBe(stray.created.id);
    });
  });

  it('show their progress while somebody works on them', async () => {
    const backup = await OneBackup.request(gateway, directory);
    await backup.started();
    await until(async () => (await backup.task()).status === 'running');
    expect((await backup.task()).progress).toBeNull();
    const progress: ProgressPayload = {
      task_id: backup.created.task_id,
      organization_id: directory.organization.id,
      attempt: 1,
      stage: 'database',
      stages: ['connect', 'snapshot', 'database'],
      bytes: 1000,
      total_bytes: 4000,
      rate_bytes_per_second: 500,
    };
    gateway.infrastructure.nats.admin.publish(progressSubject(progress), JSON.stringify(progress));
    const shown = await until(async () => (await backup.task()).progress);
    expect(shown).toEqual({
      stage: 'database',
      stages: ['connect', 'snapshot', 'database'],
      bytes: 1000,
      total_bytes: 4000,
      rate_bytes_per_second: 500,
      percent: null,
      estimated_seconds_remaining: null,
      updated_at: MOMENT,
    });
    await backup.completed();
    await until(async () => (await backup.task()).status === 'completed');
    expect((await backup.task()).progress).toBeNull();
  });

  describe('in a list', () => {
    it('come newest first, a page at a time, filtered as asked', async () => {
      const other = await makeDirectory(gateway);
      const made: Answer['body'][] = [];
      for (const backup_type of ['manual', 'pre_upgrade', 'manual'])
        made.push((await OneBackup.request(gateway, other, { backup_type })).created);
      await new OneBackup(gateway, other, made[0]).completed();
      await gateway.eventsAreSettled();
      const ids = async (query: string) => {
        const { body } = await gateway.get(`${path(other.environment)}${query}`);
        return body.items.map((item: { id: string }) => item.id);
      };
      const [first, second, third] = made.map(({ id }) => id);
      expect(await ids('')).toEqual([third, second, first]);
      expect(await ids('?status=completed&page=1&page_size=20')).toEqual([first]);
      expect(await ids('?backup_type=manual')).toEqual([third, first]);
      expect(await ids('?page=2&page_size=2')).toEqual([first]);
      const { body } = await gateway.get(`${path(other.environment)}?page_size=2`);
      expect(body).toMatchObject({ total: 3, page: 1, page_size: 2, pages: 2 });
      const completed = (await gateway.get(`${path(other.environment)}?status=completed`)).body.items[0];
      expect(completed).toMatchObject({
        started_at: '2024-12-11T10:30:00Z',
        completed_at: '2024-12-11T10:35:23Z',
        duration_seconds: 323,
        expires_at: '2024-12-18T10:30:00Z',
        is_verified: false,
      });
    });

    it('of tasks are found by backup, type and status', async () => {
      const backup = await OneBackup.request(gateway, directory);
      const total = async (query: string) => (await gateway.get(`/api/v1/tasks?${query}`)).body.total;
      expect(await total(`backup_id=${backup.created.id}&type=backup`)).toBe(1);
      expect(await total(`backup_id=${backup.created.id}&status=failed`)).toBe(0);
      expect(await total(`organization_id=${randomUUID()}`)).toBe(0);
      expect((await gateway.get('/api/v1/tasks?status=odd')).status).toBe(422);
    });
  });
});
