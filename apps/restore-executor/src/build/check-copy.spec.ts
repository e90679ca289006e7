import type { OdooEnvironment } from '@app/odoo';
import { checkCopy } from './check-copy';

const FILE = ['a', 'b', 'c'].map((digit) => `${digit.repeat(2)}/${digit.repeat(40)}`);

function check(
  { named, there, users = 2 }: { named: string[]; there: string[]; users?: number },
  options: { files?: number; lostBefore?: number | null; database?: boolean } = {},
) {
  const { files = there.length, lostBefore = 0, database = true } = options;
  const closed: string[] = [];
  const environment = {
    rowCount: () => Promise.resolve(users),
    filestoreSummary: () => Promise.resolve({ exists: true, files: there.length }),
    filestoreFiles: async function* () {
      yield* there;
    },
    openSnapshot: (name: string) =>
      Promise.resolve({
        attachments: async function* () {
          for (const storeFname of named) yield { storeFname, sizeBytes: 1 };
        },
        close: () => Promise.resolve(void closed.push(name)),
      }),
  } as unknown as OdooEnvironment;
  return checkCopy(environment, { name: 'copy', database, files, lostBefore }).finally(() =>
    expect(closed).toEqual(database && files > 0 && users > 0 ? ['copy'] : []),
  );
}

describe('the checks of a copy (the environment is made up)', () => {
  it('pass when there are users, all files of the backup, and each file that the database names', async () => {
    expect(await check({ named: FILE.slice(0, 2), there: [...FILE, 'checklist/ab'] })).toEqual({
      users: 2,
      warnings: [],
      note: '2 users, 4 files, all 2 files that the database names are there',
    });
  });

  it.each([
    ['has no users', { named: [], there: FILE, users: 0 }, {}, 'no users'],
    ['lacks a file of the backup', { named: FILE, there: FILE }, { files: 4 }, '3 files, the manifest says 4'],
    [
      'lacks a file that it names',
      { named: FILE, there: FILE.slice(1) },
      {},
      `does not have: ${FILE[0]!}; the backup had all`,
    ],
    [
      'lacks more than the backup did',
      { named: FILE, there: FILE.slice(2) },
      { lostBefore: 1 },
      '2 files that its filestore',
    ],
  ])('fail a copy that %s', async (_what, seen, expected, message) => {
    await expect(check(seen, expected)).rejects.toMatchObject({
      code: 'RESTORE_CHECK_FAILED',
      message: expect.stringContaining(message) as string,
    });
  });

  it.each([
    ['were missing when the backup was made', 1],
    ['nobody had looked for', null],
  ])('tell of files that %s', async (_what, lostBefore) => {
    const { warnings, note } = await check({ named: FILE, there: FILE.slice(1) }, { lostBefore });
    expect(warnings).toEqual([{ code: 'ATTACHMENTS_MISSING', message: expect.stringContaining(FILE[0]!) as string }]);
    expect(note).toContain('The database names 1 files that its filestore does not have');
  });

  it('only count the files of a copy without its database', async () => {
    expect(await check({ named: FILE, there: FILE.slice(1) }, { database: false })).toEqual({
      users: 0,
      warnings: [],
      note: '2 files',
    });
  });
});
