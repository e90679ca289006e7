import { randomUUID } from 'node:crypto';
import { type InPlacePayload, RestorePlanOf, type RestoreRunPayload } from '@app/contracts';
import { openEnvironmentAccess } from '@app/executor';
import { connectEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { filestoreOf, packageOf, sampleDump, sampleTar } from '../../testing/sample-package';
import { TestClones } from '../../testing/test-clones';
import { RestorePlanner } from './restore-planner';

const IN_PLACE: InPlacePayload = {
  strategy: 'swap',
  freeze: 'database',
  keep_replaced_seconds: 60,
  stops_environments: [],
};
const LIVE = 'the live one';

/** Over the wire, as the gateway asks. */
describeRequiring(['postgres', 'nats'], 'the plan of a restore', () => {
  let clones: TestClones;
  let backup: { backup_id: string; key: string };
  let sample: Awaited<ReturnType<typeof sampleDump>>;

  beforeAll(async () => {
    clones = await TestClones.start();
    const backup_id = randomUUID();
    backup = { backup_id, key: `${backup_id}.zip` };
    sample = await sampleDump();
    clones.store(backup.key, await packageOf({ backupId: backup_id, ...sample, ...filestoreOf(sampleTar()) }));
  });
  afterAll(() => clones?.stop());

  const ask = (changes: Partial<RestoreRunPayload> = {}) => {
    const command = { ...clones.restore(), ...backup, neutralize: true, ...changes };
    return clones.service.ask(RestorePlanOf, { command });
  };

  it('of a clone finds nothing in the way, measures what there is, and touches nothing', async () => {
    const before = clones.filestores;
    const plan = await ask();
    expect(plan).toMatchObject({
      source: { storage_name: 'Disk', encrypted: false },
      versions: { postgres_server: expect.stringMatching(/^\d+/) as string, odoo_environment: '18.0' },
      downtime: { seconds: 0 },
      problems: [],
    });
    expect(plan.steps.map(({ name }) => name)).toContain('neutralize');
    expect(plan.source!.object_bytes).toBeGreaterThan(plan.source!.dump_bytes);
    for (const disk of plan.disks) expect(disk.free_bytes).toBeGreaterThan(disk.needed_bytes);
    expect(plan.disks.flatMap(({ holds }) => holds).sort()).toEqual(['database', 'filestore']);
    expect(clones.filestores).toEqual(before);
  });

  it('names every problem at once', async () => {
    const taken = clones.restore().target_db;
    await clones.createDatabase(taken);
    clones.createFilestore(taken, 'somebody');
    const { problems } = await ask({ target_db: taken, key: 'no-such.zip' });
    expect(problems.map(({ code }) => code).sort()).toEqual([
      'DATABASE_EXISTS',
      'FILESTORE_EXISTS',
      'OBJECT_NOT_FOUND',
    ]);
    for (const { remedy, message } of problems) expect([remedy, message]).not.toContain('');
  });

  it('refuses a dump of a newer PostgreSQL, unless that is allowed', async () => {
    const backup_id = randomUUID();
    const newer = { backup_id, key: `${backup_id}.zip` };
    const major = Number.parseInt(sample.pgVersion, 10) + 1;
    const parts = { backupId: backup_id, ...sample, pgVersion: `${major}.0`, ...filestoreOf(sampleTar()) };
    clones.store(newer.key, await packageOf(parts));
    expect((await ask(newer)).problems.map(({ code }) => code)).toEqual(['PG_VERSION_MISMATCH']);
    const allowed = await ask({ ...newer, allow_older_postgres: true });
    const parted = [...allowed.problems, ...allowed.warnings].map(({ message }) => message);
    expect(parted).toEqual([expect.stringContaining(`The dump comes from PostgreSQL ${major}`)]);
  });

  it('of a restore in place says that there is nothing live yet, and that no container is known here', async () => {
    const in_place = { ...IN_PLACE, freeze: 'workload' as const };
    const plan = await ask({ in_place, target_db: LIVE });
    expect(plan.problems.map(({ code }) => code)).toEqual(['WORKLOAD_UNKNOWN']);
    expect(plan.warnings.map(({ code }) => code)).toEqual(['NOTHING_REPLACED']);
    const database = await ask({ in_place: IN_PLACE, target_db: LIVE });
    expect(database.problems).toEqual([]);
  });

  it('refuses a restore with the problem that may pass by itself, and tells the others beside it', async () => {
    const planner = clones.service.app.get(RestorePlanner);
    const { environment: access, server } = clones.access(randomUUID());
    const target = openEnvironmentAccess(access, server, clones.service.app.get(SecretBox));
    const environment = await connectEnvironment(target, { jobTag: 'planned' });
    const name = clones.restore().target_db;
    clones.createFilestore(name, 'somebody');
    const command = { ...clones.restore(), ...backup, target_db: name };
    const signal = AbortSignal.timeout(60_000);
    await expect(planner.require({ ...command, key: 'no-such.zip' }, environment, signal)).rejects.toMatchObject({
      code: 'OBJECT_NOT_FOUND',
      message: expect.stringMatching(/no-such\.zip.*; The server has a filestore/) as string,
      details: { problems: [{ code: 'OBJECT_NOT_FOUND' }, { code: 'FILESTORE_EXISTS' }] },
    });
    await expect(planner.require(command, environment, signal)).rejects.toMatchObject({ code: 'FILESTORE_EXISTS' });
    const free = { ...command, target_db: clones.restore().target_db };
    expect(await planner.require(free, environment, signal)).toEqual([]);
    await environment.close();
  });
});
