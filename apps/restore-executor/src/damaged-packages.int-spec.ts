/** A package that is not what was backed up is refused with a code that says so, and leaves nothing behind. */
import { readdirSync, readFileSync } from 'node:fs';
import type { RestoreRunPayload } from '@app/contracts';
import { describeRequiring } from '../../../test/fixtures/requires';
import { DAMAGES, HARMLESS } from '../testing/damages';
import { filestoreOf, packageOf, sampleDump, sampleTar } from '../testing/sample-package';
import { TestClones } from '../testing/test-clones';
import { stagingName } from './build/restore-names';

describeRequiring(['postgres', 'nats'], 'a package that', () => {
  let clones: TestClones;
  let sample: Awaited<ReturnType<typeof sampleDump>>;
  beforeAll(async () => {
    clones = await TestClones.start({ MAX_JOBS_PER_SERVER: '10', MAX_JOBS_PER_STORAGE: '10' });
    sample = await sampleDump();
  });
  afterAll(() => clones?.stop());

  async function restoreOf(make: (backupId: string) => Promise<Buffer> | Buffer, more: object = {}) {
    const blank = clones.restore();
    const restore: RestoreRunPayload = { ...blank, ...more, key: `${blank.restore_id}.zip` };
    clones.store(restore.key, await make(restore.backup_id));
    const job = await clones.run(restore);
    return { restore, job, status: job.status, error: job.error };
  }
  const good = (backupId: string) => ({ backupId, ...sample, ...filestoreOf(sampleTar()) });

  async function leftBehind({ restore_id, target_db }: RestoreRunPayload): Promise<string[]> {
    const names = [stagingName(restore_id), target_db];
    const there = await Promise.all(names.map((name) => clones.databaseExists(name)));
    return [
      ...names.filter((_, index) => there[index]),
      ...clones.filestores.filter((name) => names.includes(name)),
      ...readdirSync('/proc').filter((pid) => environmentOf(pid).includes(restore_id)),
    ];
  }

  it.each(Object.entries({ nothing: packageOf, ...HARMLESS }))('is damaged at %s is restored', async (_what, make) => {
    const { status, error } = await restoreOf((id) => make(good(id)));
    expect([status, error]).toEqual(['completed', null]);
  });

  it.each([
    [
      'the database alone',
      { restore_filestore: false },
      [true, false],
      { databaseBytes: expect.any(Number), filestoreFiles: 0 },
    ],
    ['the filestore alone', { restore_database: false }, [false, true], { databaseBytes: 0, filestoreFiles: 3 }],
  ])('is good gives %s, and a teardown removes it', async (_what, parts, [database, filestore], built) => {
    const { restore, status, job } = await restoreOf((id) => packageOf(good(id)), parts);
    expect([status, job.journal['built']]).toEqual(['completed', expect.objectContaining(built)]);
    const there = async () => [
      await clones.databaseExists(restore.target_db),
      clones.filestores.includes(restore.target_db),
    ];
    expect(await there()).toEqual([database, filestore]);
    expect(await clones.tearDown(restore)).toMatchObject({ status: 'completed' });
    expect(await there()).toEqual([false, false]);
  });

  for (const [what, damages] of Object.entries(DAMAGES))
    it(`${what} is refused each time with the right code, and leaves nothing`, async () => {
      const outcomes = await Promise.all(
        damages.map(async ([which, , make]) => {
          const { restore, status, error } = await restoreOf((id) => make(good(id)));
          return [which, status, error?.code, await leftBehind(restore), error?.message];
        }),
      );
      expect(outcomes).toEqual(damages.map(([which, code]) => [which, 'failed', code, [], expect.any(String)]));
    });
});

/** Empty for what is no process, or is gone. */
function environmentOf(pid: string): string {
  if (!/^\d+$/.test(pid)) return '';
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
