/** kill -9 of the restore executors in the middle of drills: whatever was there is gone in the end, and what is live was never touched. */
import type { RestoreRunPayload } from '@app/contracts';
import { stagingName } from '@app/contracts';
import { eventually } from '../../libs/messaging/testing';
import { describeRequiring } from '../fixtures/requires';
import { type Hold, RestoreWorld } from './restore-world';

const STEPS = ['load_database', 'load_filestore', 'drop'];
const POINTS = STEPS.flatMap((step) => [
  { step, status: 'running' as const },
  { step, status: 'done' as const },
]);
/** Its load lasts long enough to be hit in its middle. */
const SLOW = `INSERT INTO res_users VALUES (1); CREATE TABLE slow AS SELECT 1 AS id;
  ALTER TABLE slow ADD CHECK (pg_sleep(6)::text = '')`;

describeRequiring(['postgres', 'nats'], 'a drill whose executor is killed', () => {
  let world: RestoreWorld;
  beforeAll(async () => {
    world = await RestoreWorld.start();
    world.startExecutors(1);
  });
  afterAll(() => world?.stop());

  /** A drill beside a live environment, and how that looks. */
  async function drill() {
    const { in_place: _, target_db: live, ...restore } = await world.environment();
    const command: RestoreRunPayload = {
      ...restore,
      target_db: stagingName(restore.restore_id),
      drill: { policy_id: null },
    };
    return { command, live, before: await world.odoo.fingerprint(live) };
  }

  it('is done by the next one, and leaves neither a database nor a directory', async () => {
    const drills = await Promise.all(POINTS.map(async (point) => ({ ...point, ...(await drill()) })));
    const slow = await drill();
    slow.command.key = await world.odoo.store(slow.command.backup_id, SLOW);
    const holds = drills.map(({ command, step, status }): Hold => ({ restore_id: command.restore_id, step, status }));
    await world.hold(holds);
    for (const { command } of drills) await world.request(command);
    await eventually(async () => (await world.held()) === drills.length, 'every drill is at its line', 600_000);
    // last, so that its load is not over before the others are where they have to be
    await world.request(slow.command);
    await eventually(() => world.isAtWorkIn(stagingName(slow.command.restore_id)), 'one is being loaded', 300_000);
    await world.kill();
    world.startExecutors(2);
    for (const { command, live, before } of [...drills, slow]) {
      await world.ended(command.task_id);
      expect(await world.job(command.task_id)).toMatchObject({ status: 'completed', attempt: 2 });
      expect(await world.odoo.names(command)).toEqual({});
      expect(await world.odoo.fingerprint(live)).toEqual(before);
    }
  }, 900_000);
});
