/** Whatever fails from the freeze on, the live environment is as it was before, or it is said loudly what stands where. */
import { mkdirSync, rmSync } from 'node:fs';
import { RestoreFailed, type RestoreRunPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestInPlace } from '../../testing/test-in-place';
import { replacedName } from '../build/restore-names';
import { WebCheck } from '../web-check';

describeRequiring(['postgres', 'nats'], 'a restore in place that fails', () => {
  let test: TestInPlace;
  beforeAll(async () => {
    test = await TestInPlace.start();
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

  it('at the checks after it is live again gives way to what was live before', async () => {
    const restore = await test.environment();
    const before = await test.odoo.fingerprint(restore.target_db);
    const web = test.service.app.get(WebCheck);
    // There is no Odoo on this machine that could refuse.
    const refused = jest
      .spyOn(web, 'check')
      .mockRejectedValueOnce(new StrongroomError('WEB_CHECK_FAILED', '/web/login answers 500'));
    expect(await test.run(restore)).toMatchObject({ status: 'failed', error: { code: 'WEB_CHECK_FAILED' } });
    refused.mockRestore();
    expect(await test.odoo.fingerprint(restore.target_db)).toEqual(before);
    expect(await test.odoo.names(restore)).toEqual({ live: BOTH });
    expect(await test.steps(restore)).toEqual(
      expect.arrayContaining(['unfreeze undone', 'checks_after failed', 'rollback_freeze done']),
    );
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
