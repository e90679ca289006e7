/** A restore over a live environment ends completed, or leaves it exactly as it was. */
import { rmSync } from 'node:fs';
import { escapeIdentifier } from 'pg';
import {
  RestoreCompleted,
  RestoreFailed,
  RestoreJournalled,
  RestoreReplacedDropped,
  type RestoreRunPayload,
  RestoreUndone,
} from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestInPlace } from '../../testing/test-in-place';
import { ReplacedSweep } from '../replaced/replaced-sweep';

describeRequiring(['postgres', 'nats'], 'a restore in place', () => {
  let test: TestInPlace;
  beforeAll(async () => {
    test = await TestInPlace.start();
  });
  afterAll(() => test?.stop());

  const sweep = () => test.service.app.get(ReplacedSweep).sweep(new AbortController().signal);
  const BOTH = ['database', 'filestore'];

  it('puts the backup into the live place, keeps what was there, and takes it back on request', async () => {
    const restore = await test.environment();
    const before = await test.odoo.fingerprint(restore.target_db);
    const job = await test.run(restore);
    expect([job.status, job.error]).toEqual(['completed', null]);
    const after = await test.odoo.fingerprint(restore.target_db);
    expect(after).toMatchObject({ open: true });
    expect(after.rows).not.toBe(before.rows);
    expect(Object.keys(after.files!)).toHaveLength(3);
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH, replaced: BOTH });
    expect(await test.steps(restore)).toEqual(
      [
        'preflight',
        'insurance',
        'load_database',
        'load_filestore',
        'prepare',
        'checks',
        'freeze',
        'swap_database',
        'swap_filestore',
        'unfreeze',
        'checks_after',
      ].map((name) => `${name} done`),
    );
    const [told] = (await test.service.told(RestoreCompleted)).filter((fact) => fact.restore_id === restore.restore_id);
    expect(told).toMatchObject({ users: 2, filestore_files: 3, insurance_backup_id: expect.any(String) });
    expect(Date.parse(told!.replaced_until!)).toBeGreaterThan(Date.now() + 3_000_000);
    expect(Date.parse(told!.downtime!.ended_at)).toBeGreaterThanOrEqual(Date.parse(told!.downtime!.started_at));

    expect(await sweep()).toBe(0);
    const undo = await test.undo(restore);
    expect([undo.status, undo.error]).toEqual(['completed', null]);
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
    expect(await test.service.told(RestoreUndone)).toContainEqual(
      expect.objectContaining({ restore_id: restore.restore_id, downtime: expect.any(Object) }),
    );
    expect(await test.undo(restore)).toMatchObject({ status: 'failed', error: { code: 'UNDO_NOT_POSSIBLE' } });
    const journals = (await test.service.told(RestoreJournalled)).filter((j) => j.restore_id === restore.restore_id);
    const revisions = journals.map(({ revision }) => revision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(journals.at(-1)!.steps.map(({ name }) => name)).toContain('undo_unfreeze');
  });

  it('drops what it has replaced once its time is over, after which it cannot be undone', async () => {
    const restore = await test.environment({}, { keep_replaced_seconds: 0 });
    expect(await test.run(restore)).toMatchObject({ status: 'completed' });
    const after = await test.odoo.fingerprint(restore.target_db);
    expect(await sweep()).toBe(1);
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
    expect(await test.service.told(RestoreReplacedDropped)).toContainEqual(
      expect.objectContaining({ restore_id: restore.restore_id }),
    );
    expect(await test.undo(restore)).toMatchObject({ status: 'failed', error: { code: 'UNDO_TOO_LATE' } });
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(after);
    expect(await sweep()).toBe(0);
  });

  it.each([
    ['database', { restore_filestore: false }],
    ['filestore', { restore_database: false }],
  ])('replaces the %s only, when that is what was asked for', async (part, change) => {
    const restore = await test.environment(change);
    const before = await test.odoo.fingerprint(restore.target_db);
    const job = await test.run(restore);
    expect([job.status, job.error]).toEqual(['completed', null]);
    const after = await test.odoo.fingerprint(restore.target_db);
    expect(after.rows === before.rows).toBe(part === 'filestore');
    expect(JSON.stringify(after.files) === JSON.stringify(before.files)).toBe(part === 'database');
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH, replaced: [part] });
    expect(await test.undo(restore)).toMatchObject({ status: 'completed' });
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
  });

  it('touches nothing when the insurance backup cannot be made, unless it is told to go on without', async () => {
    const restore = await test.environment();
    const before = await test.odoo.fingerprint(restore.target_db);
    test.insurance.set(restore.restore_id, { status: 'failed', error_message: 'the disk is full' });
    expect(await test.run(restore)).toMatchObject({
      status: 'failed',
      error: { code: 'INSURANCE_FAILED', message: expect.stringContaining('the disk is full') },
    });
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
    const uninsured = await test.environment({}, { skip_insurance_reason: 'the database is broken' });
    expect(await test.run(uninsured)).toMatchObject({ status: 'completed' });
    expect(await test.steps(uninsured)).toContain('insurance skipped');
  });

  it('that fails before the freeze leaves no copy behind', async () => {
    const restore = await test.environment();
    const before = await test.odoo.fingerprint(restore.target_db);
    restore.key = await test.odoo.store(restore.backup_id, 'SELECT 1');
    expect(await test.run(restore)).toMatchObject({ status: 'failed', error: { code: 'RESTORE_CHECK_FAILED' } });
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
    expect(await test.service.told(RestoreFailed)).toContainEqual(
      expect.objectContaining({ restore_id: restore.restore_id, outcome: 'untouched' }),
    );
  });

  it.each([
    [0, { status: 'failed', error: { code: 'RESTORE_CHECK_FAILED' } }],
    [1, { status: 'completed' }],
  ])('looks for each file that its database names; the backup lacked %i', async (missing, ended) => {
    const restore = await test.environment();
    restore.key = await test.odoo.store(restore.backup_id, NAMES_A_LOST_FILE, (manifest) => ({
      ...manifest,
      attachments: { ...NO_ATTACHMENTS, expected: missing, missing },
      degraded: missing > 0,
    }));
    expect(await test.run(restore)).toMatchObject(ended);
    const warned = (await test.service.told(RestoreCompleted)).filter(
      ({ restore_id }) => restore_id === restore.restore_id,
    );
    expect(warned.flatMap(({ warnings }) => warnings.map(({ code }) => code))).toEqual(
      missing ? ['ATTACHMENTS_MISSING'] : [],
    );
  });

  it('comes to an environment that has neither database nor filestore', async () => {
    const restore = await emptied(await test.environment());
    expect(await test.run(restore)).toMatchObject({ status: 'completed' });
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
    expect(await test.steps(restore)).toContain('insurance skipped');
  });

  it('insures an empty database only where a rollback would have to load it', async () => {
    const insured: string[] = [];
    for (const strategy of ['swap', 'drop_first'] as const) {
      const restore = await emptied(await test.environment({}, { strategy }));
      await test.odoo.sql(`CREATE DATABASE ${escapeIdentifier(restore.target_db)} TEMPLATE template0`);
      expect(await test.run(restore)).toMatchObject({ status: 'completed' });
      expect((await test.odoo.fingerprint(restore.target_db)).open).toBe(true);
      insured.push(...(await test.steps(restore)).filter((step) => step.startsWith('insurance')));
    }
    expect(insured).toEqual(['insurance skipped', 'insurance done']);
  });

  /** As a deleted environment that was made anew. */
  async function emptied(restore: RestoreRunPayload): Promise<RestoreRunPayload> {
    await test.odoo.sql(`DROP DATABASE ${escapeIdentifier(restore.target_db)}`);
    rmSync(test.odoo.filestore(restore.target_db), { recursive: true });
    return restore;
  }
});

const NAMES_A_LOST_FILE = `INSERT INTO res_users VALUES (1);
  CREATE TABLE ir_attachment AS SELECT 'ab/ab' || repeat('0', 38) AS store_fname, 7 AS file_size`;
const NO_ATTACHMENTS = {
  present: 0,
  corrupt: 0,
  unreferenced: 0,
  foreign: 0,
  missing_files: [],
  corrupt_files: [],
};
