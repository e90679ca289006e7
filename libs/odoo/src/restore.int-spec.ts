import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { describeRequiring } from '../../../test/fixtures/requires';
import { type CloneSetting, dockerSetting, dumpOf, FINGERPRINT, hostSetting, INDEXES } from '../testing/clone-settings';
import { eventually } from '../testing/eventually';
import { collect, failureOf, slices } from '../testing/streams';
import type { EnvironmentTarget } from './environment-target';
import { connectEnvironment } from './connect-environment';
import { type OdooEnvironment } from './odoo-environment';

const SIZE = { partners: 300, messages: 300, files: 40, fileBytes: 1_000_000 };
const CLONE = `-clone=1\n${randomBytes(3).toString('hex')} \\ 'q' "d"`;
const TEMPORARY = `${CLONE} tmp`;

describe.each([
  ['docker, connected locally', ['docker'], dockerSetting],
  ['host, over ssh', ['postgres', 'sshd'], hostSetting],
] as const)('runtime %s', (_runtime, parts, prepare) => {
  describeRequiring([...parts], 'a clone beside the original', () => {
    let setting: CloneSetting;
    let origin: string;
    let environment: OdooEnvironment;
    let dump: Buffer;

    beforeAll(async () => {
      setting = await prepare(SIZE);
      origin = setting.target.dbName;
      environment = await connectEnvironment(setting.target, { jobTag: 'restore' });
      dump = await dumpOf(environment);
    });
    afterAll(async () => {
      await environment?.close();
      await setting?.stop();
    });
    afterEach(async () => {
      for (const name of [CLONE, TEMPORARY])
        await Promise.all([environment.dropDatabase(name), environment.removeFilestore(name)]);
    });

    it('has the same rows and indexes, those on unaccent too', async () => {
      const facts = await environment.inspect();
      expect(await environment.databaseExists(TEMPORARY)).toBe(false);
      expect(await environment.createDatabase(TEMPORARY, facts)).toEqual([]);
      const sink = await environment.restoreDump(TEMPORARY);
      await pipeline(Readable.from(slices(dump)), sink.stream);
      await sink.done;
      expect(sink.warnings).toEqual([]);
      expect(await environment.rowCount(TEMPORARY, 'res_users')).toBe(25);
      await environment.renameDatabase(TEMPORARY, CLONE);
      expect([await environment.databaseExists(TEMPORARY), await environment.databaseExists(CLONE)]).toEqual([
        false,
        true,
      ]);
      for (const question of [
        FINGERPRINT,
        INDEXES,
        'SELECT datcollate FROM pg_database WHERE datname = current_database()',
      ])
        expect(await setting.sql(question, CLONE)).toBe(await setting.sql(question, origin));
      expect(await setting.sql(INDEXES, CLONE)).toContain('res_partner_name_unaccent_idx');
    });

    it('is in no list of Odoo before it has its name', async () => {
      const ofOdoo = `SELECT count(*) FROM pg_database WHERE NOT datistemplate AND datallowconn AND datname IN (${[TEMPORARY, CLONE].map((name) => `'${name.replaceAll("'", "''")}'`).join()})`;
      await environment.createDatabase(TEMPORARY, await environment.inspect());
      expect(await setting.sql(ofOdoo, origin)).toBe('0');
      await environment.renameDatabase(TEMPORARY, CLONE);
      expect(await setting.sql(ofOdoo, origin)).toBe('1');
    });

    it('has the same files, with their permissions and times', async () => {
      const tar = await collect((await environment.archiveFilestore()).stream);
      const sink = await environment.extractFilestore(TEMPORARY);
      await pipeline(Readable.from(slices(tar)), sink.stream);
      await sink.done;
      expect(await environment.filestoreSummary(TEMPORARY)).toEqual({ exists: true, files: SIZE.files });
      const second = await environment.extractFilestore(TEMPORARY);
      expect(
        await failureOf(Promise.all([pipeline(Readable.from(slices(tar)), second.stream), second.done])),
      ).toMatchObject({ code: 'FILESTORE_EXISTS' });
      await environment.renameFilestore(TEMPORARY, CLONE);
      expect(await environment.filestoreSummary(TEMPORARY)).toEqual({ exists: false, files: 0 });
      expect(await failureOf(environment.renameFilestore(CLONE, origin))).toMatchObject({ code: 'FILESTORE_EXISTS' });
      const listOf = (name: string) => listing(environment, name);
      expect(await listOf(CLONE)).toEqual(await listOf(origin));
    });

    it('is not made over an existing database', async () => {
      const facts = await environment.inspect();
      expect(await failureOf(environment.createDatabase(origin, facts))).toMatchObject({ code: 'DATABASE_EXISTS' });
      await environment.createDatabase(TEMPORARY, facts);
      expect(await failureOf(environment.renameDatabase(TEMPORARY, origin))).toMatchObject({
        code: 'DATABASE_EXISTS',
      });
      expect(await environment.rowCount(origin, 'res_users')).toBe(25);
    });

    it('fails as a whole when the dump is damaged or ends early', async () => {
      await environment.createDatabase(TEMPORARY, await environment.inspect());
      const damaged = Buffer.from(dump);
      damaged.fill(0x55, damaged.length >> 1, (damaged.length >> 1) + 5000);
      for (const wrong of [damaged, dump.subarray(0, dump.length >> 1), Buffer.from('not a dump at all')]) {
        const sink = await environment.restoreDump(TEMPORARY);
        expect(
          await failureOf(Promise.all([pipeline(Readable.from(slices(wrong)), sink.stream), sink.done])),
        ).toMatchObject({
          code: 'PG_RESTORE_FAILED',
        });
      }
    });

    it('fails when an object cannot be made, such as an index on an unaccent that is not immutable', async () => {
      const facts = await environment.inspect();
      await environment.createDatabase(TEMPORARY, { ...facts, hasUnaccent: false });
      const sink = await environment.restoreDump(TEMPORARY);
      await pipeline(Readable.from(slices(dump)), sink.stream);
      expect(await failureOf(sink.done)).toMatchObject({
        code: 'PG_RESTORE_FAILED',
        message: expect.stringMatching(/IMMUTABLE/) as string,
      });
    });

    it('fails with the reason of whoever gives the stream up', async () => {
      await environment.createDatabase(TEMPORARY, await environment.inspect());
      const sink = await environment.restoreDump(TEMPORARY);
      sink.stream.write(dump.subarray(0, 1000));
      sink.stream.destroy(new Error('the storage is gone'));
      expect(await failureOf(sink.done)).toMatchObject({ message: 'the storage is gone' });
      await environment.dropDatabase(TEMPORARY);
      expect(await environment.databaseExists(TEMPORARY)).toBe(false);
    });

    it('is renamed and dropped although somebody is connected to it, as the cron of Odoo is', async () => {
      await environment.createDatabase(TEMPORARY, await environment.inspect());
      const sleeping = failureOf(setting.sql('SELECT pg_sleep(600)', TEMPORARY));
      const connected = (name: string) =>
        setting.sql(`SELECT count(*) FROM pg_stat_activity WHERE datname = '${name.replaceAll("'", "''")}'`, origin);
      await eventually('somebody is connected', async () => (await connected(TEMPORARY)) !== '0');
      await environment.renameDatabase(TEMPORARY, CLONE);
      await sleeping;
      const again = failureOf(setting.sql('SELECT pg_sleep(600)', CLONE));
      await eventually('somebody is connected', async () => (await connected(CLONE)) !== '0');
      await environment.dropDatabase(CLONE);
      await environment.dropDatabase(CLONE);
      await again;
    });

    it('warns when the server lacks the locale of the source', async () => {
      const facts = { ...(await environment.inspect()), collate: 'xx_XX.UTF-8', ctype: 'xx_XX.UTF-8' };
      const warnings = await environment.createDatabase(TEMPORARY, facts);
      expect(warnings.join()).toMatch(/xx_XX/);
      expect(
        await setting.sql('SELECT datcollate FROM pg_database WHERE datname = current_database()', TEMPORARY),
      ).toBe('C');
    });

    it('never leaves the filestore root', async () => {
      for (const name of ['', '.', '..', '../x', '/etc', 'a/../../b']) {
        expect(await failureOf(environment.removeFilestore(name))).toMatchObject({ code: 'ENVIRONMENT_MISCONFIGURED' });
        expect(await failureOf(environment.extractFilestore(name))).toMatchObject({
          code: 'ENVIRONMENT_MISCONFIGURED',
        });
        expect(await failureOf(environment.renameFilestore(origin, name))).toMatchObject({
          code: 'ENVIRONMENT_MISCONFIGURED',
        });
      }
      expect(await failureOf(environment.createDatabase('x'.repeat(64), await environment.inspect()))).toMatchObject({
        code: 'ENVIRONMENT_MISCONFIGURED',
      });
    });
  });
});

/** What a tar of it says: names below the database directory, sizes, permissions, times. */
async function listing(environment: OdooEnvironment, name: string): Promise<string[]> {
  const target = { ...(environment as unknown as { target: EnvironmentTarget }).target, dbName: name };
  const other = await connectEnvironment(target, { jobTag: 'listing' });
  const tar = await collect((await other.archiveFilestore()).stream);
  await other.close();
  const running = promisify(execFile)(
    'tar',
    ['-tv', '--full-time', '--strip-components=1', '--show-transformed-names', '-f', '-'],
    { maxBuffer: 1 << 26 },
  );
  // tar leaves at the end marker, before the padding.
  running.child.stdin!.on('error', () => {}).end(tar);
  const lines = (await running).stdout.trim().split('\n');
  return lines.filter((line) => line.startsWith('-')).sort();
}
