/** The database role of an Odoo is usually the owner of its databases, may create some, and is no superuser. */
import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type DockerEnvironment, startDockerEnvironment } from '../../../test/fixtures/docker-environment';
import { describeRequiring } from '../../../test/fixtures/requires';
import { eventually } from '../testing/eventually';
import { failureOf } from '../testing/streams';
import { bothSides } from './both-sides';
import { connectEnvironment } from './connect-environment';
import type { OdooEnvironment } from './odoo-environment';

const run = promisify(execFile);
const ROLE = 'common';
const LIVE = 'acme.example "x"';
const STAGING = 'strongroom_staging';
const REPLACED = 'strongroom_old';
const TRAITS = { encoding: 'UTF8', collate: 'C', ctype: 'C', hasUnaccent: false, hasPgTrgm: false };
/** More dead rows than autovacuum, as slow as it is set here, gets through within a spec. */
const WORK = `CREATE TABLE worn AS SELECT id, repeat(md5(id::text), 10) AS text FROM generate_series(1, 100000) AS id;
  UPDATE worn SET id = id + 1`;

describe.each([15, 18] as const)('with PostgreSQL %i', (postgresMajor) => {
  describeRequiring(['docker'], 'a role that may create databases and is no superuser', () => {
    let docker: DockerEnvironment;
    let environment: OdooEnvironment;
    const sql = (text: string, database = 'postgres') => docker.exec(text, database);

    beforeAll(async () => {
      docker = await startDockerEnvironment({ dbName: 'postgres-less', seed: false, postgresMajor });
      await sql(`CREATE ROLE ${ROLE} LOGIN CREATEDB PASSWORD 'x'; CREATE ROLE bi LOGIN`);
      for (const setting of ["naptime = '1s'", "vacuum_cost_delay = '100ms'", 'vacuum_cost_limit = 1'])
        await sql(`ALTER SYSTEM SET autovacuum_${setting}`);
      await sql('SELECT pg_reload_conf()');
      const target = { ...docker.target(), dbName: LIVE, dbUser: ROLE, dbPassword: 'x' };
      environment = await connectEnvironment(target, { jobTag: 'common-role', sessionsEndMs: 1000 });
    }, 300_000);
    afterAll(async () => {
      await environment?.close();
      await docker?.stop();
    });
    afterEach(async () => {
      await sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ('bi', 'odoo') AND pid <> pg_backend_pid()`,
      );
      for (const name of [LIVE, STAGING, REPLACED]) await environment.dropDatabase(name);
    });

    const make = (name: string) => environment.createDatabase(name, TRAITS);
    const vacuums = (name: string) =>
      eventually(`autovacuum works in ${name}`, async () => {
        const found = await sql(
          `SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker' AND datname = '${name}'`,
        );
        return found === '1';
      });
    const there = async () => [...(await environment.databasesAmong([LIVE, STAGING, REPLACED])).keys()].sort();
    /** Somebody who stays connected. */
    async function session(user: string): Promise<void> {
      const held = ['exec', '-e', 'PGDATABASE', docker.containers.db, 'psql', '-U', user, '-c', 'SELECT pg_sleep(600)'];
      void run('docker', held, { env: { ...process.env, PGDATABASE: LIVE } }).catch(() => undefined);
      await eventually(`${user} is connected`, async () => {
        const found = await sql(
          `SELECT count(*) FROM pg_stat_activity WHERE usename = '${user}' AND query LIKE '%pg_sleep%' AND datname <> 'postgres'`,
        );
        return found === '1';
      });
    }

    it('renames, swaps and drops databases in which autovacuum works', async () => {
      for (const name of [LIVE, STAGING]) {
        await make(name);
        await environment.runSqlHook(name, { name: 'work', sql: WORK });
      }
      await vacuums(STAGING);
      expect(await environment.measureRoom(0)).toMatchObject({
        mayCreateDatabases: true,
        ownsDatabase: true,
        holders: [],
      });
      await environment.freezeDatabase(LIVE, STAGING);
      await environment.swapDatabases({ live: LIVE, incoming: STAGING, replaced: REPLACED });
      await environment.thawDatabase(LIVE);
      expect(await there()).toEqual([LIVE, REPLACED].sort());
      await vacuums(LIVE);
      await environment.putDatabaseAway(LIVE, STAGING);
      await vacuums(STAGING);
      await environment.renameDatabase(STAGING, LIVE);
      await vacuums(LIVE);
      await environment.dropDatabase(LIVE);
      expect(await there()).toEqual([REPLACED]);
    });

    it.each(['bi', 'odoo'])('tells beforehand that a session of the role %s is not its own to end', async (user) => {
      await make(LIVE);
      await environment.thawDatabase(LIVE);
      await session(user);
      expect((await environment.measureRoom(0)).holders).toEqual([`a session of the role ${user}`]);
      expect(await failureOf(environment.freezeDatabase(LIVE))).toMatchObject({
        code: 'DATABASE_BUSY',
        message: expect.stringMatching(new RegExp(`1 sessions of .* do not end, of the roles .*${user}`)) as string,
      });
      await environment.thawDatabase(LIVE);
      await sql(`GRANT pg_signal_backend TO ${ROLE}`);
      const ends = user === 'bi';
      expect((await environment.measureRoom(0)).holders).toHaveLength(ends ? 0 : 1);
      expect(await environment.freezeDatabase(LIVE).catch(({ code }) => code as string)).toBe(
        ends ? 1 : 'DATABASE_BUSY',
      );
      await sql(`REVOKE pg_signal_backend FROM ${ROLE}`);
    });

    it('restores a dump without the indexes and extensions that only a superuser makes, and says so', async () => {
      await sql('CREATE DATABASE origin');
      await sql(
        `CREATE EXTENSION pg_stat_statements; CREATE EXTENSION unaccent; ALTER FUNCTION unaccent(text) IMMUTABLE; CREATE TABLE res_partner (name text);
         INSERT INTO res_partner VALUES ('Zoë'); CREATE INDEX partner_unaccent ON res_partner (public.unaccent(name))`,
        'origin',
      );
      const dump = ['exec', docker.containers.db, 'pg_dump', '-U', 'odoo', '-Fc', 'origin'];
      const { stdout } = await run('docker', dump, { encoding: 'buffer', maxBuffer: 1 << 26 });
      const warnings = await environment.createDatabase(STAGING, { ...TRAITS, hasUnaccent: true });
      expect(warnings).toEqual([expect.stringContaining('could not be made IMMUTABLE')]);
      const sink = await environment.restoreDump(STAGING);
      await pipeline(Readable.from([stdout]), sink.stream);
      await sink.done;
      expect(sink.warnings).toEqual([
        expect.stringMatching(/permission denied to create extension "pg_stat_statements"/),
        expect.stringMatching(/extension "pg_stat_statements" does not exist/),
        expect.stringMatching(/partner_unaccent.*ALTER FUNCTION public.unaccent/),
      ]);
      expect(await sql('SELECT name FROM res_partner', STAGING)).toBe('Zoë');
    });

    it('loads SQL of our own, also with functions that have the rights of their owner', async () => {
      await make(LIVE);
      const definer = `CREATE FUNCTION admins() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM res_users'`;
      await environment.runSqlHook(LIVE, { name: 'own', sql: `CREATE TABLE res_users AS SELECT 7 AS id; ${definer}` });
      const dump = ['exec', '-e', 'PGDATABASE', docker.containers.db, 'pg_dump', '-U', 'odoo'];
      const { stdout } = await run('docker', dump, { env: { ...process.env, PGDATABASE: LIVE } });
      await make(STAGING);
      const sink = await environment.loadPlainSql(STAGING, { own: true });
      await bothSides(pipeline(Readable.from([Buffer.from(stdout)]), sink.stream), sink.done);
      expect(sink.warnings).toEqual([]);
      expect(await sql("SELECT admins(), tableowner FROM pg_tables WHERE tablename = 'res_users'", STAGING)).toBe(
        `1|${ROLE}`,
      );
      await environment.dropDatabase(STAGING);
      await make(STAGING);
      expect(await failureOf(environment.loadPlainSql(STAGING))).toMatchObject({ code: 'FOREIGN_DUMP_NEEDS_ROLE' });
    });
  });
});
