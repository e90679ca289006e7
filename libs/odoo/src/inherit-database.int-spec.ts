import { startDockerEnvironment, type DockerEnvironment } from '../../../test/fixtures/docker-environment';
import { describeRequiring } from '../../../test/fixtures/requires';
import { failureOf } from '../testing/streams';
import { connectEnvironment } from './connect-environment';
import { type OdooEnvironment } from './odoo-environment';

const LIVE = `acme.example "x"`;
const INCOMING = `strongroom_in'coming`;
const TRAITS = { encoding: 'UTF8', collate: 'C', ctype: 'C', hasUnaccent: false, hasPgTrgm: false };
const live = '"acme.example ""x"""';
const names = { from: LIVE, to: INCOMING };

describeRequiring(['docker'], 'a database that takes the place of another', () => {
  let docker: DockerEnvironment;
  let environment: OdooEnvironment;
  const sql = (text: string, database = 'postgres') => docker.exec(text, database);

  beforeAll(async () => {
    docker = await startDockerEnvironment({ dbName: LIVE, seed: false });
    environment = await connectEnvironment(docker.target(), { jobTag: 'inherit' });
    await sql(`CREATE ROLE "Own'er" CREATEDB LOGIN; CREATE ROLE "read er"; CREATE ROLE "PUBLIC"`);
  });
  afterAll(async () => {
    await environment?.close();
    await docker?.stop();
  });
  beforeEach(async () => {
    await environment.dropDatabase(INCOMING);
    await environment.createDatabase(INCOMING, TRAITS);
  });

  /** All that pg_database and its neighbours say, names of databases left out. */
  const belongings = (name: string) =>
    sql(`SELECT pg_get_userbyid(datdba), datconnlimit, shobj_description(oid, 'pg_database'),
        (SELECT string_agg(format('%s %s %s', grantee::regrole, privilege_type, is_grantable), ', ' ORDER BY 1)
          FROM (SELECT DISTINCT grantee, privilege_type, is_grantable FROM aclexplode(coalesce(datacl, acldefault('d', datdba)))) AS a),
        (SELECT string_agg(format('%s %s', setrole::regrole, setconfig), ', ' ORDER BY setrole::regrole::text) FROM pg_db_role_setting WHERE setdatabase = oid)
      FROM pg_database WHERE datname = '${name.replaceAll("'", "''")}'`);

  it('has its owner, grants, limit, comment and settings, those of single roles too', async () => {
    await sql(`ALTER DATABASE ${live} OWNER TO "Own'er";
      ALTER DATABASE ${live} CONNECTION LIMIT 77;
      COMMENT ON DATABASE ${live} IS 'it''s "live"';
      REVOKE ALL ON DATABASE ${live} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${live} TO "read er" WITH GRANT OPTION;
      GRANT TEMPORARY ON DATABASE ${live} TO "PUBLIC";
      ALTER DATABASE ${live} SET search_path TO "$user", public, 'a; DROP TABLE x', 'Quoted "Name"', '';
      ALTER DATABASE ${live} SET "TimeZone" TO 'Europe/Berlin';
      ALTER DATABASE ${live} SET work_mem TO '64MB';
      ALTER DATABASE ${live} SET "my.own" TO 'it''s = "this"';
      ALTER ROLE "read er" IN DATABASE ${live} SET statement_timeout TO '7s'`);
    await sql(`ALTER DATABASE "${INCOMING}" SET work_mem TO '1MB'; ALTER DATABASE "${INCOMING}" SET jit TO off;
      GRANT CREATE ON DATABASE "${INCOMING}" TO "read er"`);
    for (let time = 0; time < 2; time++) {
      expect(await environment.inheritDatabase(names)).toEqual([]);
      expect(await belongings(INCOMING)).toBe(await belongings(LIVE));
    }
    expect(await belongings(INCOMING)).toMatch(/Own'er.*77.*it's "live".*a; DROP TABLE x.*Quoted .*Name/);
    expect(await failureOf(environment.inheritDatabase({ from: 'x', to: INCOMING }))).toMatchObject({
      code: 'DATABASE_NOT_FOUND',
    });
  });

  it('has what it may have where the role of the environment is no superuser, and says what is missing', async () => {
    await sql(`ALTER DATABASE "${INCOMING}" OWNER TO "Own'er"; ALTER DATABASE ${live} SET log_statement TO 'all'`);
    const target = { ...docker.target(), dbUser: "Own'er" };
    const humble = await connectEnvironment(target, { jobTag: 'humble' });
    expect(await humble.inheritDatabase(names)).toEqual([
      'The setting log_statement of the database could not be taken over',
      'The setting my.own of the database could not be taken over',
      'The setting statement_timeout of the role read er of the database could not be taken over',
    ]);
    expect(await belongings(INCOMING)).toContain('work_mem=64MB');
    await humble.close();
  });

  it.each([
    [
      'Odoo 18 and later by its tables',
      ['orm_signaling_registry', 'orm_signaling_default'].map(
        (table) => `CREATE TABLE ${table} (id SERIAL PRIMARY KEY, date TIMESTAMP DEFAULT now());`,
      ),
      (value: number) =>
        ['registry', 'default']
          .map((name) => `INSERT INTO orm_signaling_${name} SELECT FROM generate_series(1, ${value});`)
          .join(''),
      'SELECT max(id) FROM orm_signaling_default UNION ALL SELECT max(id) FROM orm_signaling_registry',
      `INSERT INTO orm_signaling_default DEFAULT VALUES RETURNING id`,
    ],
    [
      'Odoo 17 and earlier by its sequences',
      [
        'CREATE SEQUENCE base_registry_signaling; CREATE SEQUENCE base_cache_signaling; CREATE SEQUENCE base_cache_signaling_assets;',
      ],
      (value: number) =>
        ['registry', 'cache', 'cache']
          .map((kind, place) => `SELECT setval('base_${kind}_signaling${place === 2 ? '_assets' : ''}', ${value});`)
          .join(''),
      'SELECT last_value FROM base_registry_signaling UNION ALL SELECT last_value FROM base_cache_signaling_assets',
      `SELECT nextval('base_cache_signaling')`,
    ],
  ])('is noticed by a running %s', async (_what, tables, count, values, next) => {
    const numbers = async (name: string) => (await sql(values, name)).split('\n').map(Number);
    for (const [own, other] of [
      [5, 40],
      [40, 5],
    ] as const) {
      for (const name of [LIVE, INCOMING]) await sql('DROP SCHEMA public CASCADE; CREATE SCHEMA public', name);
      for (const name of [LIVE, INCOMING]) await sql(tables.join(''), name);
      await sql(count(own), LIVE);
      await sql(count(other), INCOMING);
      await environment.outdateCaches({ live: LIVE, incoming: INCOMING });
      for (const number of await numbers(INCOMING)) expect(number).toBeGreaterThan(40);
      expect(await numbers(LIVE)).toEqual([own, own]);
      expect(Number(await sql(next, INCOMING))).toBeGreaterThan(40);
    }
    await environment.outdateCaches({ live: 'not there', incoming: INCOMING });
  });

  it('is measured beforehand, with the disks that both lie on', async () => {
    await docker.run(
      'odoo',
      'sh',
      '-c',
      'mkdir "$1" && head -c 3000000 /dev/zero >"$1/file"',
      'sh',
      `${docker.filestoreRoot}/${LIVE}`,
    );
    const room = await environment.measureRoom(60_000);
    expect(room).toMatchObject({ mayCreateDatabases: true, ownsDatabase: true, holders: [] });
    expect(room).toMatchObject({ postgresMajor: 17, postgresVersion: expect.stringMatching(/^17\./) as string });
    expect(room.databaseBytes).toBeGreaterThan(5_000_000);
    expect(room.filestoreBytes).toBeGreaterThanOrEqual(3_000_000);
    expect(room.databaseDisk!.freeBytes).toBeGreaterThan(0);
    expect(room.filestoreDisk).toMatchObject({ mountPoint: expect.stringMatching(/^\//) as string });
    const other = await connectEnvironment(
      { ...docker.target(), dbName: 'not there', filestoreRoot: '/not/there' },
      { jobTag: 'room' },
    );
    expect(await other.measureRoom(60_000)).toMatchObject({
      databaseBytes: undefined,
      filestoreBytes: undefined,
      filestoreDisk: { mountPoint: '/' },
    });
    await other.close();
  });
});
