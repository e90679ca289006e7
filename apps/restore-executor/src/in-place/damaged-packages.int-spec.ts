/** Over a live environment, a package that is not what was backed up is refused before anything live is touched. */
import { RestoreFailed } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { DAMAGES } from '../../testing/damages';
import { filestoreOf, sampleDump, sampleTar } from '../../testing/sample-package';
import { TestInPlace } from '../../testing/test-in-place';

const UNTOUCHED = { live: ['database', 'filestore'] };

describeRequiring(['postgres', 'nats'], 'in place, a package that', () => {
  let test: TestInPlace;
  let sample: Awaited<ReturnType<typeof sampleDump>>;
  let live: Awaited<ReturnType<TestInPlace['environment']>>;
  beforeAll(async () => {
    test = await TestInPlace.start({ MAX_JOBS_PER_SERVER: '10', MAX_JOBS_PER_STORAGE: '10' });
    sample = await sampleDump();
    live = await test.environment();
  });
  afterAll(() => test?.stop());

  for (const [what, all] of Object.entries(DAMAGES))
    it(`${what} is refused each time with the right code, and the live environment is as it was`, async () => {
      // every other one: as clones all of them are tried
      const damages = all.filter((_, index) => index % 2 === 0);
      const before = await test.odoo.fingerprint(live.target_db);
      const ended = await Promise.all(
        damages.map(async ([which, , make]) => {
          const restore = test.beside(live);
          const backupId = restore.backup_id;
          const object = await make({ backupId, ...sample, ...filestoreOf(sampleTar()) });
          const { status, error } = await test.run({ ...restore, key: test.odoo.lay(backupId, object) });
          const frozen = (await test.steps(restore)).filter((step) => step.startsWith('freeze'));
          return {
            restore,
            said: [which, status, error?.code, await test.odoo.names(restore), frozen, error?.message],
          };
        }),
      );
      expect(ended.map(({ said }) => said)).toEqual(
        damages.map(([which, code]) => [which, 'failed', code, UNTOUCHED, [], expect.any(String)]),
      );
      expect(await test.odoo.fingerprint(live.target_db)).toEqual(before);
      const outcomes = (await test.service.told(RestoreFailed)).map(({ restore_id, outcome }) => [restore_id, outcome]);
      expect(outcomes).toEqual(expect.arrayContaining(ended.map(({ restore }) => [restore.restore_id, 'untouched'])));
    });
});
