import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Msg } from '@nats-io/transport-node';
import { STORAGE_PROBE_STEPS, StorageProbe, type StorageProbeRequest } from '@app/contracts';
import { openStore, probeStore } from '@app/storage';
import { OneBackup } from '../../apps/gateway/testing/one-backup';
import type { Directory, TestGateway } from '../../apps/gateway/testing/test-gateway';
import { describeRequiring } from '../fixtures/requires';
import planLimits from './plan-limits.json';
import { ANY_ID, ANY_MOMENT, EXAMPLE_IDS, readExample, send, startReference } from './reference';

describeRequiring(['postgres', 'nats'], 'the examples of the API reference', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    ({ gateway, directory } = await startReference());
  });
  afterAll(() => gateway?.stop());
  beforeEach(() => gateway.dataSource.query('DELETE FROM backups'));

  /** The backup of the examples, from its request to its verification, with their moments, sizes and checksums. */
  async function makeExampleBackup(): Promise<void> {
    const { environment_id, storage_config_id, backup_id, task_id } = EXAMPLE_IDS;
    const references = [directory.organization.id, directory.project.id, environment_id];
    await gateway.dataSource.query(
      `INSERT INTO tasks (id, organization_id, project_id, environment_id, type, status, backup_id, created_at)
       VALUES ($1, $2, $3, $4, 'backup', 'queued', $5, '2024-12-11T10:30:00Z')`,
      [task_id, ...references, backup_id],
    );
    await gateway.dataSource.query(
      `INSERT INTO backups (id, organization_id, project_id, environment_id, task_id, storage_config_id, status,
                            backup_type, retention_type, create_date)
       VALUES ($1, $2, $3, $4, $5, $6, 'pending', 'manual', 'daily', '2024-12-11T10:30:00Z')`,
      [backup_id, ...references, task_id, storage_config_id],
    );
    const backup = new OneBackup(gateway, directory, {
      id: backup_id,
      task_id,
      storage_config_id,
      backup_type: 'manual',
    });
    await backup.started();
    await backup.completed(1, {
      database: { size_bytes: 52428800, sha256: 'a1b2c3d4e5f6'.padEnd(64, '0') },
      filestore: { size_bytes: 104857600, sha256: 'f6e5d4c3b2a1'.padEnd(64, '0') },
      verification: { level: 'rehashed', verified_at: '2024-12-11T10:35:30Z' },
    });
    await gateway.eventsAreSettled();
  }

  /** Further backups of the environment, every twelve hours up to a moment. */
  async function keepMore(status: string, count: number, newest: string, compressedSize = 0): Promise<void> {
    await gateway.dataSource.query(
      `INSERT INTO backups (id, organization_id, project_id, environment_id, status, backup_type, retention_type,
                            create_date, compressed_size)
       SELECT gen_random_uuid(), $1, $2, $3, $4, 'scheduled', 'daily', $6::timestamptz - n * interval '12 hours', $7
         FROM generate_series(0, $5 - 1) AS n`,
      [
        directory.organization.id,
        directory.project.id,
        EXAMPLE_IDS.environment_id,
        status,
        count,
        newest,
        compressedSize,
      ],
    );
  }

  it('create a backup: exactly the fields of the answer, with their values', async () => {
    const example = readExample('create-backup');
    const answer = await send(gateway, example);
    expect(answer).toMatchObject({
      status: example.answer.status,
      contentType: expect.stringMatching(/^application\/json/),
    });
    expect(answer.body).toEqual({ ...example.answer.body, id: ANY_ID, task_id: ANY_ID, created_at: ANY_MOMENT });
  });

  it('create one as the guide does, and before a deployment', async () => {
    const guide = readExample('create-backup-via-api');
    const { environment_id, storage_config_id } = EXAMPLE_IDS;
    const answer = await send(gateway, {
      ...guide,
      request: { ...guide.request, body: { ...guide.request.body, storage_config_id } },
    });
    expect(answer.status).toBe(guide.answer.status);
    const made = { id: ANY_ID, task_id: ANY_ID, created_at: ANY_MOMENT };
    expect(answer.body).toMatchObject({ ...guide.answer.body, ...made, environment_id });
    const before = readExample('create-backup-before-deployment');
    expect(await send(gateway, before)).toMatchObject({
      status: 201,
      body: { ...before.request.body, storage_config_id },
    });
  });

  it('show a backup, a page of them, its task, and what its storage holds', async () => {
    await makeExampleBackup();
    const one = readExample('get-backup');
    expect(await send(gateway, one)).toMatchObject({
      status: one.answer.status,
      body: {
        ...one.answer.body,
        database_checksum: expect.stringMatching(/^a1b2c3d4e5f6[0-9a-f]{52}$/),
        filestore_checksum: expect.stringMatching(/^f6e5d4c3b2a1[0-9a-f]{52}$/),
      },
    });
    await keepMore('completed', 44, '2024-12-11T02:00:00Z');
    await keepMore('failed', 2, '2024-12-11T11:00:00Z');
    const list = readExample('list-backups');
    const page = await send(gateway, list);
    expect(page.status).toBe(list.answer.status);
    expect(Object.keys(page.body).sort()).toEqual(Object.keys(list.answer.body).sort());
    expect(page.body).toMatchObject({ ...list.answer.body, items: expect.any(Array) });
    expect(page.body.items[0]).toMatchObject(list.answer.body.items[0]);
    expect(page.body.items).toHaveLength(20);
    for (const name of ['get-task', 'get-storage-config', 'get-environment']) {
      const example = readExample(name);
      expect(await send(gateway, example)).toMatchObject(example.answer);
    }
  });

  it('sum up an environment: every field of the answer, what a schedule says as long as there is none', async () => {
    await keepMore('completed', 41, '2024-12-10T14:00:00Z');
    await keepMore('completed', 1, '2024-12-11T02:00:00Z', 6442450944);
    await keepMore('failed', 2, '2024-12-01T03:00:00Z');
    await keepMore('expired', 1, '2024-11-01T02:00:00Z', 5);
    const example = readExample('get-summary');
    const { status, body } = await send(gateway, example);
    expect(status).toBe(example.answer.status);
    expect(body).toEqual({ ...example.answer.body, policy_enabled: false, next_scheduled_backup: null });
  });

  it('tell the usage of an organization by the query of the reference, against the limits of each plan', async () => {
    const { organization } = directory;
    await keepMore('completed', 1, '2024-12-11T02:00:00Z', 6442450944);
    await keepMore('expired', 1, '2024-12-10T02:00:00Z', 7);
    await keepMore('deleted', 1, '2024-12-09T02:00:00Z', 11);
    const example = readExample('get-usage');
    for (const { plan, backup_storage_gb, additional_gb_month_usd, availability } of planLimits.plans) {
      await gateway.patch(`/api/v1/organizations/${organization.id}`, { billing_plan: plan });
      const answer = await send(gateway, example, { organization_id: organization.id });
      expect(answer).toMatchObject(example.answer);
      expect(answer.body).toMatchObject({
        billing_plan: plan,
        backup_storage_quota: backup_storage_gb === null ? null : backup_storage_gb * 1024 ** 3,
        quota_level: plan === 'free' ? 'exceeded' : 'within',
        additional_storage: { availability, price_per_gb_month: additional_gb_month_usd },
      });
    }
  });

  it('test a storage, with an executor played here that tries a directory of this machine in earnest', async () => {
    const path = mkdtempSync(join(tmpdir(), 'strongroom-reference-'));
    const config = `/api/v1/backups/storage-configs/${EXAMPLE_IDS.storage_config_id}`;
    expect((await gateway.patch(config, { path })).status).toBe(200);
    const executor = gateway.infrastructure.nats.admin.subscribe(StorageProbe.subject, {
      callback: (_, message) => void answerProbe(message),
    });
    const example = readExample('test-storage-config');
    expect(await send(gateway, example)).toEqual({
      status: example.answer.status,
      contentType: expect.stringMatching(/^application\/json/),
      body: { ok: true, steps: STORAGE_PROBE_STEPS.map((step) => ({ step, ok: true, error: null })) },
    });
    executor.unsubscribe();
    rmSync(path, { recursive: true });
  });
});

async function answerProbe(message: Msg): Promise<void> {
  const { storage } = message.json<StorageProbeRequest>();
  const store = openStore({ provider: 'local', path: storage.path ?? '' });
  const { ok, steps } = await probeStore(store);
  await store.close();
  const answer = { ok, steps: steps.map(({ error, ...step }) => ({ ...step, error: error?.toReport() ?? null })) };
  message.respond(JSON.stringify({ answer }));
}
