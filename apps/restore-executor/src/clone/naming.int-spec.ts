/** The last step of a restore and the first of a teardown: which names are ours, whatever came in between. */
import { randomUUID } from 'node:crypto';
import type { RestoreRunPayload } from '@app/contracts';
import { pendingSchemaChanges } from '@app/database';
import { Job } from '@app/executor';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestClones } from '../../testing/test-clones';
import { CloneJobs } from './clone-jobs';
import { stagingName } from '../build/restore-names';

const SOMEBODY = 'somebody else';

describeRequiring(['postgres', 'nats'], 'a clone', () => {
  let clones: TestClones;
  beforeAll(async () => {
    clones = await TestClones.start();
  });
  afterAll(() => clones?.stop());

  /** What bears the names of a restore. */
  const state = async ({ restore_id, target_db }: RestoreRunPayload) => ({
    staging: [await clones.databaseExists(stagingName(restore_id)), clones.filestoreOwner(stagingName(restore_id))],
    target: [await clones.databaseExists(target_db), clones.filestoreOwner(target_db)],
  });
  const NOTHING = [false, undefined];
  const OURS = [true, 'us'];

  async function built(journal: Record<string, unknown> = {}): Promise<RestoreRunPayload> {
    const restore = clones.restore();
    await clones.interrupted(restore, journal);
    await clones.createDatabase(stagingName(restore.restore_id));
    clones.createFilestore(stagingName(restore.restore_id), 'us');
    return restore;
  }

  it('belongs to a schema that is what its entities say', async () => {
    expect(await pendingSchemaChanges(clones.service.dataSource)).toEqual([]);
  });

  it('that was built by an earlier attempt gets its name, is told, and can be torn down', async () => {
    const restore = await built();
    expect(await clones.run(restore)).toMatchObject({ status: 'completed', attempt: 2, journal: { naming: true } });
    expect(await state(restore)).toEqual({ staging: NOTHING, target: OURS });
    expect(await clones.told(restore)).toEqual(['restore.started', 'restore.completed']);
    expect(await clones.tearDown(restore)).toMatchObject({ status: 'completed' });
    expect(await state(restore)).toEqual({ staging: NOTHING, target: NOTHING });
    expect(await clones.told(restore)).toEqual([
      'restore.started',
      'restore.completed',
      'restore.teardown_started',
      'restore.torn_down',
    ]);
  });

  it('whose files got the name before its executor died gets the name whole', async () => {
    const restore = clones.restore();
    await clones.interrupted(restore, { naming: true });
    await clones.createDatabase(stagingName(restore.restore_id));
    clones.createFilestore(restore.target_db, 'us');
    expect(await clones.run(restore)).toMatchObject({ status: 'completed' });
    expect(await state(restore)).toEqual({ staging: NOTHING, target: OURS });
  });

  it('that got its name just before its executor died is complete', async () => {
    const restore = clones.restore();
    await clones.interrupted(restore, { naming: true });
    await clones.createDatabase(restore.target_db);
    clones.createFilestore(restore.target_db, 'us');
    expect(await clones.run(restore)).toMatchObject({ status: 'completed' });
    expect(await state(restore)).toEqual({ staging: NOTHING, target: OURS });
  });

  it('is built anew, and never called complete, when what an earlier attempt has built is gone', async () => {
    const restore = clones.restore();
    await clones.interrupted(restore);
    expect(await clones.run(restore)).toMatchObject({ status: 'failed', error: { code: 'OBJECT_NOT_FOUND' } });
    expect(await clones.told(restore)).toEqual(['restore.started', 'restore.failed']);
  });

  describe.each([
    ['before it was to be named', {}],
    ['while it was being named', { naming: true }],
  ])('whose name somebody took %s', (_when, journal) => {
    it('fails with DATABASE_EXISTS and leaves their database alone, as does its teardown', async () => {
      const restore = await built(journal);
      await clones.createDatabase(restore.target_db);
      expect(await clones.run(restore)).toMatchObject({ status: 'failed', error: { code: 'DATABASE_EXISTS' } });
      expect(await state(restore)).toEqual({ staging: NOTHING, target: [true, undefined] });
      clones.createFilestore(restore.target_db, SOMEBODY);
      expect(await clones.tearDown(restore)).toMatchObject({ status: 'completed' });
      expect(await state(restore)).toEqual({ staging: NOTHING, target: [true, SOMEBODY] });
    });

    it('fails with FILESTORE_EXISTS and leaves their files alone, as does its teardown', async () => {
      const restore = await built(journal);
      clones.createFilestore(restore.target_db, SOMEBODY);
      expect(await clones.run(restore)).toMatchObject({ status: 'failed', error: { code: 'FILESTORE_EXISTS' } });
      expect(await clones.tearDown(restore)).toMatchObject({ status: 'completed' });
      expect(await state(restore)).toEqual({ staging: NOTHING, target: [false, SOMEBODY] });
    });
  });

  it('that has failed while it was being named is torn down without what it did not name itself', async () => {
    const restore = await built({ naming: true });
    await clones.createDatabase(restore.target_db);
    clones.createFilestore(restore.target_db, SOMEBODY);
    expect(await clones.tearDown(restore)).toMatchObject({
      status: 'completed',
      journal: { own: { database: false, filestore: false } },
    });
    expect(await state(restore)).toEqual({ staging: NOTHING, target: [true, SOMEBODY] });
  });

  it('is not torn down under the name of the live database', async () => {
    const restore = { ...(await built({ naming: true })), target_db: 'the live one' };
    expect(await clones.tearDown(restore)).toMatchObject({ status: 'failed', error: { code: 'CONFLICT' } });
  });

  it('has taken its name only if the journal of its own restore says so', async () => {
    const jobs = clones.service.app.get(CloneJobs);
    const [named, unnamed, givenUp, mereTeardown] = [1, 2, 3, 4].map(() => clones.restore());
    const bare = { ...clones.restore(), restore_filestore: false };
    const files = { ...clones.restore(), restore_database: false };
    await clones.interrupted(named!, { naming: true });
    await clones.interrupted(unnamed!);
    await clones.interrupted(givenUp!, { naming: false });
    await clones.interrupted(mereTeardown!, { naming: true });
    await clones.interrupted(bare, { naming: true });
    await clones.interrupted(files, { naming: true });
    await clones.service.dataSource.manager.update(Job, { id: mereTeardown!.task_id }, { kind: 'restore.teardown' });
    const answers = [named, unnamed, givenUp, mereTeardown, bare, files].map((restore) =>
      jobs.namedParts(restore!.restore_id),
    );
    const nothing = { database: false, filestore: false };
    expect(await Promise.all(answers)).toEqual([
      { database: true, filestore: true },
      nothing,
      nothing,
      nothing,
      { database: true, filestore: false },
      { database: false, filestore: true },
    ]);
    expect(await jobs.namedParts(randomUUID())).toEqual(nothing);
  });
});
