import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeRequiring } from '../../../test/fixtures/requires';
import { type CloneSetting, dockerSetting, dumpOf, FINGERPRINT, hostSetting, INDEXES } from '../testing/clone-settings';
import { eventually } from '../testing/eventually';
import { failureOf, sha256, slices } from '../testing/streams';
import { connectEnvironment } from './connect-environment';
import { type OdooEnvironment } from './odoo-environment';
import type { RestoreSink } from './streams';

const SIZE = { partners: 300, messages: 300, files: 5, fileBytes: 10_000 };
const CLONE = `clone ' ${randomBytes(3).toString('hex')}`;
const JOB_TAG = `parallel-${randomBytes(4).toString('hex')}`;
const GIB = 1024 ** 3;
const LIMITS = { minBytes: 0, jobs: 0, spareBytes: 0 };

/** The names in the spool, and of each process of the job its program and the files of ours that it holds open. */
const TRACES = `
ls /var/tmp | grep '^strongroom-'
for process in /proc/[0-9]*; do
  # the shell that stays for questions
  tr '\\000' '\\n' <"$process/cmdline" | grep -qF 'read -r mark' && continue
  if tr '\\000' '\\n' <"$process/environ" 2>/dev/null | grep -qxF "STRONGROOM_JOB=$1"; then
    cat "$process/comm"
    ls -l "$process/fd" | grep -o 'strongroom-.*'
  fi
done 2>/dev/null
exit 0`;

describe.each([
  ['docker, connected locally', ['docker'], dockerSetting],
  ['host, over ssh', ['postgres', 'sshd'], hostSetting],
] as const)('runtime %s', (runtime, parts, prepare) => {
  describeRequiring([...parts], 'a dump that is laid beside its database', () => {
    let setting: CloneSetting;
    let environment: OdooEnvironment;
    let dump: Buffer;
    const connect = () => connectEnvironment(setting.target, { jobTag: JOB_TAG });
    const traces = () => setting.run(TRACES, JOB_TAG);
    const origin = () => setting.target.dbName;

    beforeAll(async () => {
      setting = await prepare(SIZE);
      environment = await connect();
      dump = await dumpOf(environment);
    });
    afterAll(async () => {
      await environment?.close();
      await setting?.stop();
    });
    afterEach(() => environment.dropDatabase(CLONE));

    async function open(own = environment, jobs = 2): Promise<RestoreSink> {
      await own.createDatabase(CLONE, await own.inspect());
      return own.restoreDump(CLONE, { jobs, sizeBytes: dump.length, sha256: sha256(dump) });
    }
    const send = (bytes: Buffer, sink: RestoreSink) => pipeline(Readable.from(slices(bytes)), sink.stream);
    const tables = () => setting.sql(`SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`, CLONE);
    const nothingLeft = () => eventually('nothing is left', async () => (await traces()) === '');

    it.each([2, 4])('is loaded by %i sessions into an equal database, and its file is gone', async (jobs) => {
      const sink = await open(environment, jobs);
      await send(dump, sink);
      await sink.done;
      expect(sink.warnings).toEqual([]);
      for (const question of [FINGERPRINT, INDEXES])
        expect(await setting.sql(question, CLONE)).toBe(await setting.sql(question, origin()));
      expect(await traces()).toBe('');
    });

    it('has no name, and can be read by nobody else, while it arrives', async () => {
      const sink = await open();
      sink.stream.write(dump.subarray(0, 1000));
      await eventually('the file is there', async () => (await traces()).includes('strongroom-'));
      await eventually(
        'it has no name',
        async () => !/^strongroom-/m.test((await traces()).replaceAll(/^.*\(deleted\)$/gm, '')),
      );
      sink.stream.destroy(new Error('the storage is gone'));
      expect(await failureOf(sink.done)).toMatchObject({ message: 'the storage is gone' });
      await nothingLeft();
      expect(await tables()).toBe('0');
    });

    it('is not loaded when other bytes arrived', async () => {
      const damaged = Buffer.from(dump);
      damaged[damaged.length - 1]! ^= 1;
      const sink = await open();
      await send(damaged, sink);
      expect(await failureOf(sink.done)).toMatchObject({ code: 'CHECKSUM_MISMATCH', kind: 'transient' });
      expect([await tables(), await traces()]).toEqual(['0', '']);
    });

    describe('when something ends while several sessions load it', () => {
      const SLOW = 'CREATE INDEX slow ON res_users (sleeps_in_clones(id))';
      let plain: Buffer;
      beforeAll(async () => {
        await setting.sql(
          `CREATE FUNCTION sleeps_in_clones(number integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
           BEGIN IF current_database() LIKE 'clone%' THEN PERFORM pg_sleep(10); END IF; RETURN number; END $$`,
          origin(),
        );
        await setting.sql(SLOW, origin());
        await setting.sql(SLOW.replace('slow ', 'slow_too '), origin());
        plain = dump;
        dump = await dumpOf(environment);
      });
      afterAll(async () => {
        dump = plain;
        await setting.sql('DROP FUNCTION sleeps_in_clones CASCADE', origin());
      });

      it.each([
        ['its executor', async (own: OdooEnvironment) => own.close()],
        ['an earlier attempt', async () => expect(await environment.killStrays()).toBeGreaterThan(0)],
        [
          'its pg_restore, by SIGKILL',
          () =>
            setting.run(
              `for process in $(grep -lF "STRONGROOM_JOB=$1" /proc/[0-9]*/environ | cut -d/ -f3); do
                 parent=$(sed -n 's/^PPid:[[:space:]]*//p' /proc/$process/status)
                 case $(cat /proc/$process/comm /proc/$parent/comm | tr '\\n' ' ') in 'pg_restore sh '|'pg_restore dash ') kill -KILL $process ;; esac
               done`,
              JOB_TAG,
            ),
        ],
      ])('%s, nothing of it is left', async (_what, end) => {
        const own = await connect();
        const sink = await open(own);
        await send(dump, sink);
        const building = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${CLONE.replaceAll("'", "''")}' AND query LIKE '%INDEX slow%'`;
        await eventually('both indexes are being built', async () => (await setting.sql(building, origin())) === '2');
        expect(await traces()).toContain('(deleted)');
        await end(own);
        await failureOf(sink.done);
        await environment.dropDatabase(CLONE);
        expect(await environment.databaseExists(CLONE)).toBe(false);
        await nothingLeft();
        await own.close();
      });
    });

    it('is streamed instead where the disk is too small, and in parallel where it is not', async () => {
      const needs = { dumpBytes: dump.length, databaseBytes: 1_000_000 };
      expect(await environment.planLoad(needs, { ...LIMITS, jobs: 2 })).toMatchObject({ way: 'parallel', jobs: 2 });
      expect(await environment.planLoad(needs, { ...LIMITS, jobs: 2, spareBytes: 1_000_000 * GIB })).toMatchObject({
        way: 'streamed',
        shortOfDisk: true,
        reason: expect.stringMatching(/^\/.* has [0-9,]+ MB free where [0-9,]+ MB are needed/) as string,
      });
    });

    if (runtime.startsWith('docker'))
      it('never makes PostgreSQL, process 1 of its container, take an ended program for a crashed backend', async () => {
        const log = await setting.serverLog!();
        expect(log).toContain('ready to accept connections');
        expect(log).not.toMatch(/was terminated by signal|terminating any other active server/);
      });
  });
});
