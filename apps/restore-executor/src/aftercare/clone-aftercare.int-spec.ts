/** What follows the load of a clone is a step of its journal; where it fails nothing of the clone is left. */
import type { RestoreRunPayload } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { filestoreOf, packageOf, sampleDump, sampleTar } from '../../testing/sample-package';
import { TestClones } from '../../testing/test-clones';
import { stagingName } from '../build/restore-names';
import { StepJournals } from '../journal/step-journal';

const STATEMENTS = `
INSERT INTO res_users VALUES (1), (2);
CREATE TABLE ir_attachment (id serial, url text, store_fname text, file_size int);
INSERT INTO ir_attachment (url) VALUES ('/web/assets/1/web.assets_web.min.js'), ('https://example.com')`;

describeRequiring(['postgres', 'nats'], 'a clone, after its load,', () => {
  let clones: TestClones;
  let sample: Awaited<ReturnType<typeof sampleDump>>;
  beforeAll(async () => {
    clones = await TestClones.start();
    sample = await sampleDump(STATEMENTS);
  });
  afterAll(() => clones?.stop());

  /** Notes of the steps by their names, or why they failed. */
  async function cloneWith(change: Partial<RestoreRunPayload>) {
    const blank = clones.restore();
    const restore = { ...blank, key: `${blank.restore_id}.zip`, ...change };
    const parts = { backupId: restore.backup_id, ...sample, ...filestoreOf(sampleTar()) };
    clones.store(restore.key, await packageOf(parts));
    const { status, error } = await clones.run(restore);
    const steps = await clones.service.app.get(StepJournals).steps(restore.restore_id);
    const names = [stagingName(restore.restore_id), restore.target_db];
    return {
      status,
      error,
      steps: steps.map((step) => [step.name, step.status]),
      notes: Object.fromEntries(steps.map((step) => [step.name, step.note])),
      left: (await Promise.all(names.map((name) => clones.databaseExists(name)))).map(Number),
    };
  }

  it('has the SQL of the request run on it and its asset bundles dropped, and says what that printed', async () => {
    const outcome = await cloneWith({
      regenerate_assets: true,
      post_restore_sql: [
        { name: 'rename', sql: `UPDATE res_partner SET name = 'hidden'` },
        { name: 'look', sql: `SELECT count(*) AS attachments FROM ir_attachment` },
      ],
    });
    expect(outcome).toMatchObject({ status: 'completed', error: null, left: [0, 1] });
    expect(outcome.steps).toEqual(
      ['preflight', 'load_database', 'load_filestore', 'neutralize', 'prepare', 'checks', 'name'].map((name) => [
        name,
        'done',
      ]),
    );
    expect(outcome.notes['neutralize']).toMatch(/^not neutralized, as the request wants it/);
    expect(outcome.notes['prepare']).toMatch(
      /^1 asset bundles dropped: as the request wants it\nSQL rename, \d+ ms:\nUPDATE 500\nSQL look, \d+ ms:\nattachments\n1\n/,
    );
  });

  it('is removed when SQL of the request fails', async () => {
    const outcome = await cloneWith({ post_restore_sql: [{ name: 'mine', sql: 'SELECT nothing' }] });
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'RESTORE_HOOK_FAILED', message: 'mine: column "nothing" does not exist' },
      left: [0, 0],
    });
    expect(outcome.steps.at(-1)).toEqual(['prepare', 'failed']);
  });

  it('is removed when it cannot be neutralized', async () => {
    const outcome = await cloneWith({ neutralize: true });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'CLONE_NOT_NEUTRALIZED' }, left: [0, 0] });
    expect(outcome.steps.at(-1)).toEqual(['neutralize', 'failed']);
  });
});
