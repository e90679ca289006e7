import { spawn } from 'node:child_process';
import { escapeIdentifier } from 'pg';
import { startDockerEnvironment, type DockerEnvironment } from '../../../test/fixtures/docker-environment';
import { describeRequiring } from '../../../test/fixtures/requires';
import { eventually } from '../testing/eventually';
import { failureOf } from '../testing/streams';
import { connectEnvironment } from './connect-environment';
import { type OdooEnvironment } from './odoo-environment';

const LIVE = `acme.example "x" 'y' $(id)`;
const INCOMING = 'strongroom_in.coming "';
const REPLACED = `strongroom_old 'a.b`;
const OTHER = 'another tenant';

describeRequiring(['docker'], 'a swap of databases', () => {
  let docker: DockerEnvironment;
  let environment: OdooEnvironment;

  beforeAll(async () => {
    docker = await startDockerEnvironment({ dbName: LIVE, seed: false });
    environment = await connectEnvironment(docker.target(), { jobTag: 'swap' });
    await docker.exec(`CREATE DATABASE "${OTHER}"`, 'postgres');
  });
  afterAll(async () => {
    await environment?.close();
    await docker?.stop();
  });
  beforeEach(async () => {
    const all = [LIVE, INCOMING, REPLACED];
    await docker.exec(
      `UPDATE pg_database SET datistemplate = false WHERE datname IN (${all.map(literal).join()});
       ${all.map((name) => `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE);`).join('\n')}
       CREATE DATABASE ${escapeIdentifier(LIVE)} TEMPLATE template0;
       CREATE DATABASE ${escapeIdentifier(INCOMING)} TEMPLATE template0 IS_TEMPLATE true;`,
      'postgres',
    );
    for (const name of [LIVE, INCOMING])
      await docker.exec(`CREATE TABLE was (name text); INSERT INTO was VALUES (${literal(name)})`, name);
  });

  const was = (name: string) => docker.exec('SELECT name FROM was', name);
  const state = async () => Object.fromEntries(await environment.databasesAmong([LIVE, INCOMING, REPLACED, 'x']));
  const names = { live: LIVE, incoming: INCOMING, replaced: REPLACED };
  const BEFORE = { [LIVE]: { open: true }, [INCOMING]: { open: true } };
  const SWAPPED = { [LIVE]: { open: false }, [REPLACED]: { open: false } };

  it('puts the one in the place of the other, opens it at the end, and goes back the same way', async () => {
    expect(await state()).toEqual(BEFORE);
    await environment.freezeDatabase(LIVE);
    await environment.swapDatabases(names);
    expect(await state()).toEqual(SWAPPED);
    await environment.thawDatabase(LIVE);
    expect(await was(LIVE)).toBe(INCOMING);

    await environment.swapDatabases({ live: LIVE, incoming: REPLACED, replaced: INCOMING });
    await environment.thawDatabase(LIVE);
    await environment.thawDatabase(LIVE);
    expect([await was(LIVE), await state()]).toEqual([LIVE, { [LIVE]: { open: true }, [INCOMING]: { open: false } }]);
  });

  it('ends whoever connects again and again, and leaves another database of the server alone', async () => {
    const neighbour = sleeper(OTHER);
    const crowd = [1, 2, 3, 4].map(() => stubborn(LIVE));
    await eventually('all are connected', async () => (await sessions(LIVE)) > 2 && (await sessions(OTHER)) === 1);
    expect(await environment.freezeDatabase(LIVE)).toBeGreaterThan(0);
    expect(await sessions(LIVE)).toBe(0);
    await environment.swapDatabases(names);
    expect(await sessions(OTHER)).toBe(1);
    expect(await was(OTHER).catch(() => 'open')).toBe('open');
    await environment.thawDatabase(LIVE);
    await eventually('the crowd is back', async () => (await sessions(LIVE)) > 2);
    for (const each of [...crowd, neighbour]) each.end();
  });

  it('is refused, and nothing touched, where the names are not as expected', async () => {
    const other = (changes: Partial<typeof names>) => failureOf(environment.swapDatabases({ ...names, ...changes }));
    expect(await other({ live: 'x' })).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    expect(await other({ incoming: 'x' })).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    expect(await other({ replaced: OTHER })).toMatchObject({
      code: 'DATABASE_EXISTS',
      message: expect.stringContaining(`"${OTHER}" already exists`) as string,
    });
    expect(await state()).toEqual(BEFORE);
    await environment.swapDatabases(names);
    expect(await failureOf(environment.swapDatabases(names))).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    expect(await state()).toEqual(SWAPPED);
    expect(await failureOf(environment.freezeDatabase('x'))).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    await environment.thawDatabase(LIVE);
    expect(await failureOf(environment.freezeDatabase(LIVE, INCOMING))).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    expect(await state()).toEqual({ ...SWAPPED, [LIVE]: { open: true } });
    expect(await failureOf(environment.thawDatabase('x'))).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
  });

  it('changes no name while a session does not end, and says so', async () => {
    await docker.exec(`CREATE TABLE held (id int)`, LIVE);
    await docker.run('db', 'sh', '-c', `echo max_prepared_transactions=2 >>"$PGDATA/postgresql.auto.conf"`);
    await docker.stopContainer('db');
    await docker.startContainer('db');
    await docker.exec(`BEGIN; INSERT INTO held VALUES (1); PREPARE TRANSACTION 'held'`, LIVE);
    expect(await failureOf(environment.swapDatabases(names))).toMatchObject({
      code: 'DATABASE_BUSY',
      kind: 'transient',
    });
    expect(await state()).toEqual({ [LIVE]: { open: false }, [INCOMING]: { open: false } });
    await environment.thawDatabase(LIVE);
    await docker.exec(`ROLLBACK PREPARED 'held'`, LIVE);
  });

  it('has happened or not when it is killed at any moment', async () => {
    const seen = new Set<string>();
    for (let turn = 0; turn < 4; turn++) {
      const own = await connectEnvironment(docker.target(), { jobTag: `killed-${turn}` });
      const swapping = own.swapDatabases(names).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, turn * 60));
      await docker.run('db', 'sh', '-c', KILL_PSQL);
      await swapping;
      await own.close();
      await eventually('no session is left', async () => (await sessions('postgres')) === 1);
      const now = Object.keys(await state()).sort();
      expect([[LIVE, INCOMING].sort(), [LIVE, REPLACED].sort()]).toContainEqual(now);
      seen.add(now.join());
      if (now.includes(REPLACED))
        await environment.swapDatabases({ live: LIVE, incoming: REPLACED, replaced: INCOMING });
    }
    expect(seen.size).toBeGreaterThan(0);
  });

  it('puts away what waits to be dropped, closed, once', async () => {
    await environment.putDatabaseAway(LIVE, REPLACED);
    expect(await state()).toEqual({ [INCOMING]: { open: true }, [REPLACED]: { open: false } });
    expect(await failureOf(environment.putDatabaseAway(LIVE, 'x'))).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    expect(await failureOf(environment.putDatabaseAway(INCOMING, REPLACED))).toMatchObject({ code: 'DATABASE_EXISTS' });
    expect(await state()).toEqual({ [INCOMING]: { open: true }, [REPLACED]: { open: false } });
  });

  it('hides what is not served from a scheduler of Odoo', async () => {
    const found = () =>
      docker.exec(
        `SELECT string_agg(datname, ',') FROM pg_database WHERE NOT datistemplate AND datallowconn AND datname NOT IN ('postgres', '${OTHER}')`,
        'postgres',
      );
    expect(await found()).toBe(LIVE);
    await environment.swapDatabases(names);
    expect(await found()).toBe('');
    await environment.thawDatabase(LIVE);
    expect(await found()).toBe(LIVE);
    await environment.outdateCaches({ live: LIVE, incoming: REPLACED });
    expect([await found(), await state()]).toEqual([LIVE, { [LIVE]: { open: true }, [REPLACED]: { open: false } }]);
  });

  const sessions = async (name: string) =>
    Number(
      await docker.exec(
        `SELECT count(*) FROM pg_stat_activity WHERE datname = ${literal(name)} AND backend_type = 'client backend'`,
        'postgres',
      ),
    );

  /** One session that does nothing. */
  function sleeper(name: string) {
    return client(name, 'psql -X -q -U odoo -c "SELECT pg_sleep(600)"');
  }

  /** One that comes back at once when it was sent away, as the pool of Odoo does. */
  function stubborn(name: string) {
    return client(name, 'while :; do psql -X -q -U odoo -c "SELECT pg_sleep(600)" 2>/dev/null; sleep 0.01; done');
  }

  function client(name: string, script: string) {
    const env = { ...process.env, PGDATABASE: name };
    const child = spawn('docker', ['exec', '-i', '-e', 'PGDATABASE', docker.containers.db, 'sh', '-c', script], {
      env,
    });
    return { end: () => child.kill('SIGKILL') };
  }
});

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const KILL_PSQL =
  'for pid in $(grep -l "^psql" /proc/[0-9]*/comm 2>/dev/null | cut -d/ -f3); do kill -KILL "$pid" 2>/dev/null; done; exit 0';
