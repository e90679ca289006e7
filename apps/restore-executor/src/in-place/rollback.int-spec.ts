/** Whatever fails from the freeze on, the live environment is as it was before, or it is said loudly what stands where. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RestoreCompleted, RestoreFailed, type RestoreRunPayload } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { PlayedOdoo } from '../../testing/played-odoo';
import { TestInPlace } from '../../testing/test-in-place';
import { replacedName } from '../build/restore-names';

describeRequiring(['postgres', 'nats'], 'a restore in place that fails', () => {
  let test: TestInPlace;
  beforeAll(async () => {
    test = await TestInPlace.start({ WEB_CHECK_BEFORE_MS: '300', WEB_CHECK_TIMEOUT_MS: '1000' });
  });
  afterAll(() => test?.stop());

  const BOTH = ['database', 'filestore'];
  const outcome = async ({ restore_id }: RestoreRunPayload) =>
    (await test.service.told(RestoreFailed)).find((fact) => fact.restore_id === restore_id)?.outcome;
  const loseBackup = async ({ key }: RestoreRunPayload) => test.odoo.removeStored(key);

  it('at the swap of the filestore swaps the database back', async () => {
    const restore = await test.environment();
    const before = await test.odoo.fingerprint(restore.target_db);
    const inTheWay = test.odoo.filestore(replacedName(restore.restore_id));
    test.meanwhile.set(restore.restore_id, async () => mkdirSync(inTheWay));
    expect(await test.run(restore)).toMatchObject({
      status: 'failed',
      error: { message: expect.stringMatching(/It was rolled back: the live environment is as it was before/) },
    });
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
    rmSync(inTheWay, { recursive: true });
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
    expect(await outcome(restore)).toBe('rolled_back');
    expect(await test.steps(restore)).toEqual(
      expect.arrayContaining(['swap_database undone', 'swap_filestore failed', 'rollback_unfreeze done']),
    );
    expect(await test.undo(restore)).toMatchObject({ error: { code: 'UNDO_NOT_POSSIBLE' } });
  });

  it('at the swap of the database leaves what stands in its way alone', async () => {
    const restore = await test.environment();
    const before = await test.odoo.fingerprint(restore.target_db);
    const name = replacedName(restore.restore_id);
    test.meanwhile.set(restore.restore_id, async () => void (await test.odoo.sql(`CREATE DATABASE ${name}`)));
    expect(await test.run(restore)).toMatchObject({ status: 'failed' });
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
    expect(await test.odoo.sql(`SELECT 1 FROM pg_database WHERE datname = '${name}'`)).toHaveLength(1);
    expect(await outcome(restore)).toBe('rolled_back');
  });

  describe('at what Odoo answers afterwards', () => {
    let web: PlayedOdoo;
    beforeAll(async () => {
      web = await PlayedOdoo.start();
      test.odoo.url = web.url;
    });
    beforeEach(() => (web.isBroken = false));
    afterAll(() => {
      test.odoo.url = null;
      web.stop();
    });
    const failure = { status: 'failed', error: { code: 'WEB_CHECK_FAILED' } };
    const warnings = async ({ restore_id }: RestoreRunPayload) =>
      (await test.service.told(RestoreCompleted)).find((fact) => fact.restore_id === restore_id)?.warnings;

    it('gives way to what was live, where that was served before', async () => {
      const restore = await test.environment();
      const before = await test.odoo.fingerprint(restore.target_db);
      test.meanwhile.set(restore.restore_id, async () => void (web.isBroken = true));
      expect(await test.run(restore)).toMatchObject(failure);
      expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
      expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
      expect(await test.steps(restore)).toEqual(
        expect.arrayContaining(['unfreeze undone', 'checks_after failed', 'rollback_freeze done']),
      );
    });

    it('does not fail where Odoo was broken before as well: it warns, and can be undone', async () => {
      const restore = await test.environment();
      const before = await test.odoo.fingerprint(restore.target_db);
      web.isBroken = true;
      expect(await test.run(restore)).toMatchObject({ status: 'completed', error: null });
      expect((await test.odoo.fingerprint(restore.target_db)).rows).not.toBe(before.rows);
      expect(await warnings(restore)).toMatchObject([
        {
          code: 'WEB_CHECK_FAILED',
          message: expect.stringMatching(/answers 500.*before either.*answers 500/) as string,
        },
      ]);
      expect(await test.undo(restore)).toMatchObject({ status: 'completed' });
      expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
    });

    it('does not fail where the live database was closed before, and opens the restored one', async () => {
      const restore = await test.environment({}, { skip_insurance_reason: 'it is closed' });
      const name = restore.target_db.replaceAll('"', '""');
      await test.odoo.sql(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS false`);
      web.isBroken = true;
      expect(await test.run(restore)).toMatchObject({ status: 'completed', error: null });
      expect(await test.odoo.fingerprint(restore.target_db)).toMatchObject({ open: true });
      expect(await warnings(restore)).toMatchObject([{ code: 'WEB_CHECK_FAILED' }]);
    });
  });

  describe('with drop_first', () => {
    /** Of the database, and in no dump of it. */
    const set = ({ target_db }: RestoreRunPayload, value: string) =>
      test.odoo.sql(
        `ALTER DATABASE "${target_db.replaceAll('"', '""')}" SET idle_in_transaction_session_timeout = '${value}'`,
      );
    const setting = async ({ target_db }: RestoreRunPayload) =>
      (await test.odoo.sql('SHOW idle_in_transaction_session_timeout', target_db))[0]![
        'idle_in_transaction_session_timeout'
      ];

    it('does not fail: what was dropped is replaced', async () => {
      const restore = await test.environment({}, { strategy: 'drop_first' });
      const before = await test.odoo.fingerprint(restore.target_db);
      await set(restore, '77s');
      const job = await test.run(restore);
      expect([job.status, job.error]).toEqual(['completed', null]);
      expect(await setting(restore)).toBe('77s');
      const after = await test.odoo.fingerprint(restore.target_db);
      expect(after).toMatchObject({ open: true });
      expect(after.rows).not.toBe(before.rows);
      expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
      expect(await test.undo(restore)).toMatchObject({ error: { code: 'UNDO_NOT_POSSIBLE' } });
    });

    it('loads the insurance backup when the backup is lost after the drop', async () => {
      const restore = await test.environment({}, { strategy: 'drop_first' });
      const insurance = await test.odoo.insure(restore.target_db);
      const before = await test.odoo.fingerprint(restore.target_db);
      await set(restore, '88s');
      const sources = [{ storage_config_id: restore.storage_config_id, key: insurance.key }];
      test.insurance.set(restore.restore_id, { backup_id: insurance.backupId, sources });
      test.meanwhile.set(restore.restore_id, () => loseBackup(restore));
      expect(await test.run(restore)).toMatchObject({ status: 'failed', error: { code: 'OBJECT_NOT_FOUND' } });
      expect(await outcome(restore)).toBe('rolled_back');
      expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
      expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
      expect(await setting(restore)).toBe('88s');
    });

    it('goes on with the rollback when its dead letter is replayed, once what was in the way is mended', async () => {
      const restore = await test.environment({}, { strategy: 'drop_first' });
      const insurance = await test.odoo.insure(restore.target_db);
      const before = await test.odoo.fingerprint(restore.target_db);
      const sources = [{ storage_config_id: restore.storage_config_id, key: insurance.key }];
      test.insurance.set(restore.restore_id, { backup_id: insurance.backupId, sources });
      const [there, away] = [insurance.key, 'away.zip'].map((key) => join(test.odoo.root, 'storage', key));
      test.meanwhile.set(restore.restore_id, async () => {
        await loseBackup(restore);
        renameSync(there!, away!);
      });
      expect(await test.run(restore)).toMatchObject({ error: { code: 'ROLLBACK_FAILED' } });
      expect(await test.replay(restore, 1)).toMatchObject({ error: { code: 'ROLLBACK_FAILED' } });
      renameSync(away!, there!);
      expect(await test.replay(restore, 2)).toMatchObject({ status: 'failed', error: { code: 'OBJECT_NOT_FOUND' } });
      expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
      expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
      const told = (await test.service.told(RestoreFailed)).filter((fact) => fact.restore_id === restore.restore_id);
      expect(told.map((fact) => fact.outcome)).toEqual(['broken', 'broken', 'rolled_back']);
    });

    it('says what stands where when the insurance backup is lost as well', async () => {
      const restore = await test.environment({}, { strategy: 'drop_first' });
      test.insurance.set(restore.restore_id, { sources: [{ ...restore, key: 'lost too.zip' }] });
      test.meanwhile.set(restore.restore_id, () => loseBackup(restore));
      const { status, error } = await test.run(restore);
      expect({ status, code: error!.code }).toEqual({ status: 'failed', code: 'ROLLBACK_FAILED' });
      expect(error!.message).toContain('The database: none is there. The filestore: none is there');
      expect(error!.message).toMatch(/The insurance backup is [0-9a-f-]{36}/);
      expect(await outcome(restore)).toBe('broken');
    });
  });
});
