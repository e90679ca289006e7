/** What may follow the load of a copy: SQL of the operator's own, and new asset bundles. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRequiring } from '../../../test/fixtures/requires';
import { type LoadedCopy, loadedCopy } from '../testing/loaded-copy';
import { failureOf } from '../testing/streams';

describeRequiring('postgres', 'a loaded copy, before anybody uses it,', () => {
  let copy: LoadedCopy;
  let name: string;
  let place: string;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'strongroom-hook-'));
    copy = await loadedCopy();
    name = await copy.load(`CREATE TABLE hooked (id int)`);
  });
  afterAll(async () => {
    await copy?.stop();
    await rm(place, { recursive: true, force: true });
  });
  const run = (sql: string) => copy.environment.runSqlHook(name, { name: 'mine', sql });
  const rows = () => copy.sql('SELECT count(*) FROM hooked', name);

  it('runs SQL of the operator, and keeps what it printed', async () => {
    const output = await run(`
      INSERT INTO hooked SELECT generate_series(1, 3);
      DO $$ BEGIN RAISE NOTICE 'said on the way'; END $$;
      UPDATE res_users SET password = 'it''s \\ new' WHERE login = 'admin';
      SELECT login FROM res_users WHERE password LIKE '%new' -- the last line, without an end`);
    expect(output).toMatch(/NOTICE: {2}said on the way/);
    expect(output).toMatch(/admin/);
    expect(await rows()).toBe('3');
    expect(await copy.sql(`SELECT password FROM res_users WHERE login = 'admin'`, name)).toBe(`it's \\ new`);
    const long = await run(`SELECT repeat('x', 100000) -- ${'ä'.repeat(120_000)}`);
    expect(long).toMatch(/^….*\(1 row\)$/s);
    expect(long.length).toBeLessThan(4200);
  });

  it('is as it was before when one of its statements fails', async () => {
    const before = await rows();
    const failure = await failureOf(run('DELETE FROM hooked; SELECT * FROM nowhere'));
    expect(failure).toMatchObject({
      code: 'RESTORE_HOOK_FAILED',
      message: 'mine: relation "nowhere" does not exist',
      details: { hook: 'mine', output: expect.stringContaining('nowhere') as string },
    });
    expect(await rows()).toBe(before);
  });

  it.each(['\\! touch "$1"', 'SELECT 1; \\! touch "$1"', 'SELECT 1 \\g |touch "$1"', '\\set x `touch "$1"`\nSELECT 1'])(
    'runs nothing on the machine: %s',
    async (sql) => {
      const file = join(place, 'touched');
      expect(await failureOf(run(sql.replace('"$1"', file)))).toMatchObject({ code: 'RESTORE_HOOK_FAILED' });
      expect(existsSync(file)).toBe(false);
    },
  );

  it('loses its asset bundles, and no other attachment', async () => {
    const count = () => copy.sql('SELECT count(*) FROM ir_attachment', name);
    const before = Number(await count());
    await copy.sql(
      `INSERT INTO ir_attachment (name, type, url) VALUES
        ('web.assets_web.min.js', 'binary', '/web/assets/1234567/web.assets_web.min.js'),
        ('/web/assets/a file of this name', 'binary', NULL)`,
      name,
    );
    expect(await copy.environment.dropAssetBundles(name)).toBe(1);
    expect(Number(await count())).toBe(before + 1);
    expect(await copy.environment.dropAssetBundles(await copy.load('', { seed: false }))).toBe(0);
  });
});
