/** A restore on trial proves what it is for, and leaves nothing: neither when it succeeds nor when it does not. */
import { randomUUID } from 'node:crypto';
import { RestoreCancel, RestoreRun, type RestoreRunPayload } from '@app/contracts';
import { Job } from '@app/executor';
import { OutboxMessage } from '@app/messaging';
import { eventually } from '../../../../libs/messaging/testing';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { filestoreOf, type PackageParts, packageOf, sampleDump, sampleTar } from '../../testing/sample-package';
import { TestClones } from '../../testing/test-clones';
import { stagingName } from '../build/restore-names';

describeRequiring(['postgres', 'nats'], 'a drill', () => {
  let clones: TestClones;
  let sample: Awaited<ReturnType<typeof sampleDump>>;
  beforeAll(async () => {
    clones = await TestClones.start({ MAX_JOBS_PER_SERVER: '10', MAX_JOBS_PER_STORAGE: '10' });
    sample = await sampleDump();
  });
  afterAll(() => clones?.stop());

  const policy_id = randomUUID();
  function drill(more: Partial<RestoreRunPayload> = {}): RestoreRunPayload {
    const { neutralize: _, ...restore } = clones.restore();
    return { ...restore, target_db: stagingName(restore.restore_id), drill: { policy_id }, ...more };
  }
  const good = (backupId: string) => ({ backupId, ...sample, ...filestoreOf(sampleTar()) });

  /** Lays a backup into the storage, as it was made or otherwise. */
  async function stored(
    change: Partial<PackageParts> = {},
    damage: (object: Buffer) => Buffer | void = () => undefined,
  ): Promise<RestoreRunPayload> {
    const wanted = drill();
    const object = await packageOf({ ...good(wanted.backup_id), ...change });
    wanted.key = `${wanted.restore_id}.zip`;
    clones.store(wanted.key, damage(object) ?? object);
    return wanted;
  }

  const left = async ({ restore_id }: RestoreRunPayload) => [
    await clones.databaseExists(stagingName(restore_id)),
    clones.filestores.includes(stagingName(restore_id)),
  ];
  const NOTHING = [false, false];

  /** What the last event of a restore says. */
  async function lastFact({ restore_id }: RestoreRunPayload): Promise<Record<string, unknown>> {
    const messages = await clones.service.dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
    const facts = messages.map(({ payload }) => (payload as { data: Record<string, unknown> }).data);
    return facts.findLast((fact) => fact['restore_id'] === restore_id)!;
  }

  it('loads the whole backup, checks it, measures it, and drops it', async () => {
    const wanted = await stored();
    expect(await clones.run(wanted)).toMatchObject({ status: 'completed', attempt: 1 });
    expect(await left(wanted)).toEqual(NOTHING);
    expect(await clones.told(wanted)).toEqual(['restore.started', 'restore.completed']);
    const fact = await lastFact(wanted);
    expect(fact).toMatchObject({
      target_db: wanted.target_db,
      users: 2,
      filestore_files: 3,
      warnings: [],
      drill: { policy_id, level: 'restored' },
    });
    const { recovery_ms, database_ms, filestore_ms } = fact['drill'] as Record<string, number>;
    expect([database_ms! > 0, filestore_ms! > 0]).toEqual([true, true]);
    expect(recovery_ms).toBeGreaterThanOrEqual(database_ms! + filestore_ms!);
  });

  it('of a damaged backup fails, says in which storage it is damaged, and leaves nothing', async () => {
    const wanted = await stored({}, (object) => void (object[object.indexOf('PGDMP') + 2000]! ^= 1));
    expect(await clones.run(wanted)).toMatchObject({ status: 'failed', error: { code: 'ARCHIVE_CORRUPT' } });
    expect(await left(wanted)).toEqual(NOTHING);
    expect((await lastFact(wanted))['drill']).toEqual({
      policy_id,
      damaged_storage_config_id: wanted.storage_config_id,
    });
  });

  it('that fails for another reason says nothing against the backup, and leaves nothing', async () => {
    const wanted = await stored(await sampleDump('SELECT 1'));
    expect(await clones.run(wanted)).toMatchObject({ status: 'failed', error: { code: 'RESTORE_CHECK_FAILED' } });
    expect(await left(wanted)).toEqual(NOTHING);
    expect((await lastFact(wanted))['drill']).toEqual({ policy_id });
  });

  it('that is cancelled while it loads leaves nothing', async () => {
    const slow = await sampleDump(`INSERT INTO res_users VALUES (1); CREATE TABLE slow AS SELECT 1 AS id;
      ALTER TABLE slow ADD CHECK (pg_sleep(60) IS NOT NULL) NOT VALID`);
    const wanted = await stored(slow);
    await clones.service.command(RestoreRun, wanted);
    await eventually(() => clones.databaseExists(stagingName(wanted.restore_id)), 'the load has begun');
    const { restore_id, task_id, organization_id, environment_id } = wanted;
    const work = RestoreRun.name;
    await clones.service.command(RestoreCancel, { restore_id, task_id, organization_id, environment_id, work });
    const jobs = clones.service.dataSource.getRepository(Job);
    await eventually(async () => (await jobs.findOneBy({ id: task_id }))?.status === 'cancelled', 'it is cancelled');
    expect(await left(wanted)).toEqual(NOTHING);
  });

  it.each([
    ['both are there', ['database', 'filestore']],
    ['the filestore alone is there', ['filestore']],
    ['nothing is there', []],
  ])('whose executor died while it dropped is completed by the next one: %s', async (_what, there) => {
    const wanted = drill();
    await clones.interrupted(wanted, { dropping: true });
    if (there.includes('database')) await clones.createDatabase(stagingName(wanted.restore_id));
    if (there.includes('filestore')) clones.createFilestore(stagingName(wanted.restore_id), 'us');
    expect(await clones.run(wanted)).toMatchObject({ status: 'completed', attempt: 2 });
    expect(await left(wanted)).toEqual(NOTHING);
  });
});
