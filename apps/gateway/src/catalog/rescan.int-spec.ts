import { randomUUID } from 'node:crypto';
import {
  AdoptBackups,
  type AdoptBackupsAnswer,
  BackupRecovered,
  BackupRescan,
  BackupRescanFailed,
  BackupRescanned,
  BackupRescanStarted,
  DIRECTORY_EVENTS,
  type FoundBackupPayload,
} from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { factOf } from '../../../../libs/contracts/testing/sample-facts';
import { BackupCopy } from '../backups/backup-copy.entity';
import { sampleFound } from '../../testing/sample-found';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'a rescan', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let task: Answer['body'];
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    directory = await makeDirectory(gateway);
    task = await request(directory);
  });
  afterAll(() => gateway?.stop());

  async function request({ storage }: Directory): Promise<Answer['body']> {
    const answer = await gateway.post(`/api/v1/backups/storage-configs/${storage.id}/rescan`);
    expect(answer).toMatchObject({ status: 202, body: { type: 'rescan', environment_id: null, project_id: null } });
    return answer.body;
  }
  const references = (id = task.id, { organization, storage } = directory) => ({
    task_id: id as string,
    organization_id: organization.id as string,
    storage_config_id: storage.id as string,
  });
  const find = (change: Partial<FoundBackupPayload> = {}) => sampleFound({ ...references(), ...change });
  /** Asks as the backup executor does. */
  const adopt = (backups: FoundBackupPayload[], refs = references()): Promise<AdoptBackupsAnswer> =>
    gateway.ask(AdoptBackups, { ...refs, backups });
  const view = async (path: string): Promise<Answer['body']> => (await gateway.get(`/api/v1/${path}`)).body;

  it('is a command for an executor, and its task ends with the report', async () => {
    const command = await until(async () =>
      (await gateway.messages('JOBS', BackupRescan.subject)).find(({ task_id }) => task_id === task.id),
    );
    expect(command).toEqual(references());
    const ref = { ...references(), attempt: 1 };
    await gateway.tell(BackupRescanStarted, factOf(BackupRescanStarted, ref));
    await gateway.tell(BackupRescanned, factOf(BackupRescanned, { ...ref, found: 9, added: 7 }));
    await gateway.eventsAreSettled();
    expect(await view(`tasks/${task.id}`)).toMatchObject({
      status: 'completed',
      result: { storage_config_id: directory.storage.id, found: 9, added: 7, problems: expect.any(Array) as unknown },
    });
  });

  it('shows in its task why it could not be made', async () => {
    await gateway.tell(BackupRescanFailed, factOf(BackupRescanFailed, { ...references(), attempt: 1 }));
    await gateway.eventsAreSettled();
    expect(await view(`tasks/${task.id}`)).toMatchObject({ status: 'failed', error: { code: 'STORAGE_UNREACHABLE' } });
  });

  it('rebuilds backups, environments and projects under their old ids, and tells of them', async () => {
    const first = find({ made_for_organization_id: randomUUID() });
    const { project_id, environment_id, made_for_organization_id } = first;
    const second = find({ project_id, environment_id, made_for_organization_id, created_by: randomUUID() });
    expect(await adopt([first, second])).toEqual({ added: 2, known: 0, refused: [] });

    const listed = await view(`backups/environments/${environment_id}/backups`);
    expect(listed.items.map(({ id }: { id: string }) => id).sort()).toEqual([first.backup_id, second.backup_id].sort());
    expect(await view(`backups/${second.backup_id}`)).toMatchObject({
      status: 'completed',
      organization_id: directory.organization.id,
      project_id,
      task_id: task.id,
      is_verified: false,
      created_by: null,
      database_key: second.key,
      attachments: second.attachments,
    });
    expect(await view(`environments/${environment_id}`)).toMatchObject({ status: 'recovered', server_id: null });
    // The organization has a project with the slug of the old one already.
    expect(await view(`projects/${project_id}`)).toMatchObject({ slug: `shop-${project_id.slice(0, 8)}` });
    expect(await view(`backups/storage-configs/${directory.storage.id}`)).toMatchObject({
      object_count: 2,
      total_size_bytes: 2 * first.object_size_bytes,
    });

    const told = await until(async () => {
      const events = await gateway.messages('EVENTS', `events.${directory.organization.id}.>`);
      return events.filter(({ type }) => type.includes(BackupRecovered.name)).length === 2 ? events : undefined;
    });
    const created = told.filter(({ data }) => [project_id, environment_id].includes(data.id)).map(({ type }) => type);
    expect(created).toEqual(
      [DIRECTORY_EVENTS.project, DIRECTORY_EVENTS.environment].map((family) => `strongroom.${family.created.name}.v1`),
    );
    expect(told.some(({ type }) => type.includes('backup.completed'))).toBe(false);
  });

  it('changes nothing when it is made again, and counts its own work as its own when a batch is told twice', async () => {
    const backups = [find(), find()];
    expect(await adopt(backups)).toMatchObject({ added: 2, known: 0 });
    const before = await Promise.all(backups.map(({ backup_id }) => view(`backups/${backup_id}`)));
    const usage = await view(`backups/storage-configs/${directory.storage.id}`);
    expect(await adopt(backups)).toMatchObject({ added: 2, known: 0 });
    const next = references((await request(directory)).id);
    expect(
      await adopt(
        backups.map((each) => ({ ...each, ...next })),
        next,
      ),
    ).toMatchObject({ added: 0, known: 2 });
    expect(await Promise.all(backups.map(({ backup_id }) => view(`backups/${backup_id}`)))).toEqual(before);
    expect(await view(`backups/storage-configs/${directory.storage.id}`)).toEqual(usage);
  });

  it('works on the same batch only once, however many ask for it at the same time', async () => {
    const backups = [find(), find(), find()];
    const answers = await Promise.all([adopt(backups), adopt(backups), adopt(backups)]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ added: 3, known: 0, refused: [] })));
    expect((await view(`backups/storage-configs/${directory.storage.id}`)).object_count).toBe(3);
  });

  it('refuses what belongs to another organization, and leaves it there', async () => {
    const other = await makeDirectory(gateway);
    const refs = references((await request(other)).id, other);
    const theirs = sampleFound({ ...refs, made_for_organization_id: refs.organization_id });
    await adopt([theirs], refs);
    const copied = { ...theirs, ...references() };
    const beside = find({ environment_id: theirs.environment_id, project_id: theirs.project_id });
    const { added, refused } = await adopt([copied, beside, find()]);
    expect({ added, keys: refused.map(({ key }) => key) }).toEqual({
      added: 1,
      keys: [copied.manifest_key, beside.manifest_key],
    });
    expect(await view(`backups/${theirs.backup_id}`)).toMatchObject({ organization_id: other.organization.id });
  });

  it('notes the same backup in a further storage as a copy of it', async () => {
    const found = find();
    await adopt([found]);
    const storage = await gateway.make('/api/v1/backups/storage-configs', {
      organization_id: directory.organization.id,
      name: 'Second',
      provider: 'local',
      path: '/mnt/second',
    });
    const elsewhere = { ...directory, storage };
    for (let again = 0; again < 2; again += 1) {
      const refs = references((await request(elsewhere)).id, elsewhere);
      expect(await adopt([{ ...found, ...refs }], refs)).toEqual({ added: 0, known: 1, refused: [] });
    }
    expect(await gateway.dataSource.getRepository(BackupCopy).findBy({ backup_id: found.backup_id })).toMatchObject([
      { storage_config_id: storage.id, status: 'completed', key: found.key, is_verified: false },
    ]);
    expect(await view(`backups/${found.backup_id}`)).toMatchObject({ storage_config_id: directory.storage.id });
    expect(await view(`backups/storage-configs/${storage.id}`)).toMatchObject({ object_count: 1 });
  });

  it('brings environments that take work once somebody has said where they are', async () => {
    const found = find();
    await adopt([found]);
    const backups = `/api/v1/backups/environments/${found.environment_id}/backups`;
    const restore = `/api/v1/backups/${found.backup_id}/restore`;
    const refusal = { status: 409, body: { code: 'ENVIRONMENT_INCOMPLETE' } };
    expect(await gateway.post(backups, {})).toMatchObject(refusal);
    expect(await gateway.post(restore, {})).toMatchObject(refusal);
    expect((await gateway.post(`/api/v1/backups/${found.backup_id}/verify`)).status).toBe(202);

    const change = { server_id: directory.server.id, db_password: 'secret' };
    expect(await gateway.patch(`/api/v1/environments/${found.environment_id}`, change)).toMatchObject({
      status: 200,
      body: { status: 'running', server_id: directory.server.id },
    });
    expect((await gateway.post(restore, {})).status).toBe(201);
    expect((await gateway.post(backups, {})).status).toBe(201);
  });
});
