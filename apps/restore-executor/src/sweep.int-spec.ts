import type { RestoreRunPayload } from '@app/contracts';
import { Job, type JobStatus } from '@app/executor';
import { describeRequiring } from '../../../test/fixtures/requires';
import { TestClones } from '../testing/test-clones';
import { stagingName } from './build/restore-names';
import { Sweep } from './sweep';

describeRequiring(['postgres', 'nats'], 'the sweep of the restore executor', () => {
  let clones: TestClones;
  beforeAll(async () => {
    clones = await TestClones.start();
  });
  afterAll(() => clones?.stop());

  const sweep = () => clones.service.app.get(Sweep).sweep(new AbortController().signal);

  /** A restore that is in this state, with a database and a filestore under its staging name. */
  async function restore(status: JobStatus, journal: Record<string, unknown> = {}): Promise<RestoreRunPayload> {
    const created = clones.restore();
    await clones.interrupted(created, journal);
    await clones.service.dataSource.manager.update(
      Job,
      { id: created.task_id },
      {
        status,
        leaseUntil: status === 'running' ? new Date(Date.now() + 3_600_000) : null,
        endedAt: status === 'failed' || status === 'cancelled' ? new Date() : null,
      },
    );
    await clones.createDatabase(stagingName(created.restore_id));
    clones.createFilestore(stagingName(created.restore_id), 'restore');
    return created;
  }
  const left = async ({ restore_id }: RestoreRunPayload) => [
    await clones.databaseExists(stagingName(restore_id)),
    clones.filestoreOwner(stagingName(restore_id)) !== undefined,
  ];

  it('removes what dead restores have built out of sight, and leaves the rest', async () => {
    const dead = [await restore('failed'), await restore('cancelled')];
    const kept = [
      await restore('running'),
      await restore('waiting'),
      // its teardown tells by the staging name whose the target is
      await restore('failed', { naming: true }),
    ];
    const foreign = clones.restore();
    await clones.createDatabase(stagingName(foreign.restore_id));
    await clones.createDatabase(dead[0]!.target_db);
    expect(await sweep()).toMatchObject({ onServers: 4 });
    for (const one of dead) expect(await left(one)).toEqual([false, false]);
    for (const one of kept) expect(await left(one)).toEqual([true, true]);
    expect(await clones.databaseExists(stagingName(foreign.restore_id))).toBe(true);
    expect(await clones.databaseExists(dead[0]!.target_db)).toBe(true);
    expect(await sweep()).toMatchObject({ onServers: 0 });
  });
});
