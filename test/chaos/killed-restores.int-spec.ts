/**
 * kill -9 of the restore executors at every line of the journal of a restore in place, of its rollback and of its undo, and in the
 * middle of a load. The lines are those of the plan itself: a new step is walked, too. Many restores are held at once, each at a line
 * of its own, and one kill ends the executors of them all.
 */
import type { RestoreRunPayload } from '@app/contracts';
import { planInPlace } from '../../apps/restore-executor/src/in-place/in-place-plan';
import { UNDO_STEPS } from '../../apps/restore-executor/src/undo/undo-runner';
import type { Fingerprint } from '../../apps/restore-executor/testing/live-odoo';
import { eventually } from '../../libs/messaging/testing';
import { describeRequiring } from '../fixtures/requires';
import { type Hold, RestoreWorld } from './restore-world';

const both = { database: true, filestore: true };
const stepsOf = (strategy: 'swap' | 'drop_first') =>
  planInPlace({ strategy, freeze: 'database', parts: both }).map(({ name }) => name);

type Kind = 'swap' | 'rolled back' | 'drop_first' | 'dropped and rolled back' | 'undo';
interface Point {
  kind: Kind;
  step: string;
  status: Hold['status'];
}

const POINTS: Point[] = [
  ...stepsOf('swap').flatMap((step): Point[] => [
    { kind: 'swap', step, status: 'running' },
    { kind: 'swap', step, status: 'done' },
  ]),
  ...['swap_filestore', 'swap_database', 'unfreeze'].map((step): Point => ({
    kind: 'rolled back',
    step: `rollback_${step}`,
    status: 'done',
  })),
  ...stepsOf('drop_first')
    .slice(2)
    .map((step): Point => ({ kind: 'drop_first', step, status: 'done' })),
  ...['load_database', 'load_filestore', 'swap_filestore', 'swap_database', 'unfreeze'].map((step): Point => ({
    kind: 'dropped and rolled back',
    step: `rollback_${step}`,
    status: 'done',
  })),
  ...UNDO_STEPS.map(([step]): Point => ({ kind: 'undo', step, status: 'done' })),
];

/** Two executors hold so many restores at once. */
const AT_ONCE = 12;

describeRequiring(['postgres', 'nats'], 'a restore in place whose executor is killed', () => {
  let world: RestoreWorld;
  beforeAll(async () => {
    world = await RestoreWorld.start();
    world.startExecutors(1);
  });
  afterAll(() => world?.stop());

  interface Walked extends Point {
    restore: RestoreRunPayload;
    before: Fingerprint;
    taskId: string;
  }

  /** Brings a restore to where it can be asked for, and what it is about into the right state. */
  async function prepare(point: Point): Promise<Walked> {
    const dropFirst = point.kind === 'drop_first' || point.kind === 'dropped and rolled back';
    const restore = await world.environment({}, dropFirst ? { strategy: 'drop_first' } : {});
    if (point.kind === 'rolled back') world.obstruct(restore);
    if (point.kind === 'dropped and rolled back') {
      const { backupId, key } = await world.odoo.insure(restore.target_db);
      const sources = [{ storage_config_id: restore.storage_config_id, key }];
      world.insured.set(restore.restore_id, { backupId, sources });
      world.onInsurance.set(restore.restore_id, () => world.odoo.removeStored(restore.key));
    }
    const before = await world.odoo.fingerprint(restore.target_db);
    if (point.kind === 'undo') await world.request(restore);
    return { ...point, restore, before, taskId: restore.task_id };
  }

  async function walk(points: Point[]): Promise<Walked[]> {
    const walked: Walked[] = [];
    for (const point of points) walked.push(await prepare(point));
    for (const one of walked) if (one.kind === 'undo') await world.ended(one.taskId);
    await world.hold(walked.map(({ restore, step, status }) => ({ restore_id: restore.restore_id, step, status })));
    for (const one of walked)
      if (one.kind === 'undo') one.taskId = await world.requestUndo(one.restore);
      else await world.request(one.restore);
    await eventually(async () => (await world.held()) === walked.length, 'every restore is at its line', 600_000);
    await world.kill();
    world.startExecutors(2);
    for (const one of walked) await world.ended(one.taskId);
    return walked;
  }

  /** What was restored is everywhere the same. */
  const restored = async ({ restore }: Walked) => {
    const { rows, open, files } = await world.odoo.fingerprint(restore.target_db);
    return { open, rows, files: Object.keys(files ?? {}).length };
  };

  async function judge(one: Walked, whole: object): Promise<void> {
    const { kind, restore, before, taskId } = one;
    const job = await world.job(taskId);
    const names = await world.odoo.names(restore);
    const now = await world.odoo.fingerprint(restore.target_db);
    const BOTH = ['database', 'filestore'];
    const as = (status: string, code: unknown, there: object) =>
      expect({ status: job?.status, code: job?.error?.code, names }).toEqual({ status, code, names: there });
    switch (kind) {
      case 'swap':
        as('completed', undefined, { live: BOTH, replaced: BOTH });
        return expect(await restored(one)).toEqual(whole);
      case 'drop_first':
        as('completed', undefined, { live: BOTH });
        return expect(await restored(one)).toEqual(whole);
      case 'rolled back':
        as('failed', expect.any(String), { live: BOTH, replaced: ['filestore'] });
        return expect(now).toEqual(before);
      case 'dropped and rolled back':
        as('failed', 'OBJECT_NOT_FOUND', { live: BOTH });
        return expect(now).toEqual(before);
      case 'undo':
        as('completed', undefined, { live: BOTH });
        return expect(now).toEqual(before);
    }
  }

  const rounds = Array.from({ length: Math.ceil(POINTS.length / AT_ONCE) }, (_, round) =>
    // neighbours of one kind go into different rounds, so that each round has something of everything
    POINTS.filter((_point, index) => index % Math.ceil(POINTS.length / AT_ONCE) === round),
  );

  it.each(rounds.map((points, index) => [index + 1, points] as const))(
    'ends as if it had not been, or as it was before (round %i)',
    async (_round, points) => {
      const walked = await walk(points);
      const whole = await restored(walked.find(({ kind }) => kind === 'swap')!);
      expect(whole).toMatchObject({ open: true, files: 3 });
      for (const one of walked)
        try {
          await judge(one, whole);
        } catch (error) {
          const steps = (await world.steps(one.restore)).join('\n  ');
          const { error: failure = null } = (await world.job(one.taskId)) ?? {};
          (error as Error).message = `${one.kind}, killed at ${one.step} ${one.status}: ${(error as Error).message}
  ${steps}\n${JSON.stringify(failure)}`;
          throw error;
        }
    },
    900_000,
  );

  it('in the middle of a load is loaded anew', async () => {
    const restore = await world.environment();
    restore.key = await world.odoo.store(
      restore.backup_id,
      `INSERT INTO res_users VALUES (1); CREATE TABLE slow AS SELECT 1 AS id;
       ALTER TABLE slow ADD CHECK (pg_sleep(6)::text = '')`,
    );
    const { staging } = { staging: `strongroom_${restore.restore_id.replaceAll('-', '')}` };
    await world.request(restore);
    await eventually(() => world.isAtWorkIn(staging), 'the dump is being loaded', 300_000);
    await world.kill();
    world.startExecutors(1);
    await world.ended(restore.task_id);
    expect(await world.job(restore.task_id)).toMatchObject({ status: 'completed', attempt: 2 });
    expect(await world.odoo.names(restore)).toEqual({
      live: ['database', 'filestore'],
      replaced: ['database', 'filestore'],
    });
  }, 900_000);
});
