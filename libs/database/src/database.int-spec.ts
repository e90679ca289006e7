import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { Column, DataSource, Entity, Index, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { sharedPostgres } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { isDatabaseUnavailable } from './connection-errors';
import { createDataSourceOptions } from './data-source-options';
import { migrate, pendingSchemaChanges } from './migrate';
import { queryStatement } from './statement';
import { provisionDatabase, type ServiceSchema } from './provision-database';

@Entity('things')
@Index('things_name', ['name'])
class Thing {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'things_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;
}

@Entity('things')
class GrownThing {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'things_pkey' })
  id: string;

  @Column({ type: 'integer' })
  weight: number;
}

class CreateThings1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE things (id uuid CONSTRAINT things_pkey PRIMARY KEY, name text NOT NULL)');
    await runner.query('CREATE INDEX things_name ON things (name)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE things');
  }
}

describeRequiring('postgres', 'the database of the services', () => {
  const tag = randomBytes(4).toString('hex');
  const database = `strongroom_${tag}`;
  const service = (schema: string): ServiceSchema => ({
    schema,
    role: `${schema}_${tag}`,
    password: `pa'ss "${schema}`,
  });
  const gateway = service('gateway');
  const executor = service('backup_executor');
  const open: DataSource[] = [];

  const admin = async <T>(statement: string, values: unknown[] = [], into = database): Promise<T[]> => {
    const client = new Client({ connectionString: addressOf(into) });
    await client.connect();
    try {
      return (await client.query(statement, values)).rows as T[];
    } finally {
      await client.end();
    }
  };
  const addressOf = (name: string, role?: ServiceSchema) => {
    const url = new URL(sharedPostgres().adminUrl);
    url.pathname = `/${name}`;
    if (role) [url.username, url.password] = [role.role, role.password];
    return url.href;
  };
  const connect = async ({ schema, ...role }: ServiceSchema, entity: new () => object = Thing) => {
    const definition = { schema, entities: [entity], migrations: [CreateThings1700000000000] };
    const url = addressOf(database, { schema, ...role });
    const dataSource = await new DataSource(
      createDataSourceOptions(definition, { url, applicationName: `spec ${schema}` }),
    ).initialize();
    open.push(dataSource);
    return dataSource;
  };

  beforeAll(() => provisionDatabase(sharedPostgres().adminUrl, { database, services: [gateway, executor] }));
  afterEach(async () => {
    await Promise.all(open.splice(0).map((dataSource) => dataSource.destroy()));
    for (const { schema } of [gateway, executor])
      for (const { name } of await admin<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1`,
        [schema],
      ))
        await admin(`DROP TABLE "${schema}"."${name}"`);
  });
  afterAll(async () => {
    await admin(`DROP DATABASE "${database}" WITH (FORCE)`, [], 'postgres');
    for (const { role } of [gateway, executor]) await admin(`DROP ROLE "${role}"`, [], 'postgres');
  });

  it('gives each role its own schema and nothing else', async () => {
    const dataSource = await connect(gateway);
    await migrate(dataSource);
    const own = await connect(executor);
    await migrate(own);
    expect(await dataSource.query('SELECT current_schema() AS schema, count(*)::int AS rows FROM things')).toEqual([
      { schema: 'gateway', rows: 0 },
    ]);

    await expect(own.query('SELECT * FROM gateway.things')).rejects.toThrow('permission denied for schema gateway');
    await expect(own.query('INSERT INTO gateway.things VALUES (gen_random_uuid(), $1)', ['x'])).rejects.toThrow(
      'permission denied',
    );
    await expect(own.query('CREATE TABLE public.loot (id int)')).rejects.toThrow('permission denied for schema public');
    await expect(own.query('CREATE SCHEMA loot')).rejects.toThrow('permission denied for database');
    await expect(own.query('CREATE TEMPORARY TABLE loot (id int)')).rejects.toThrow('permission denied');
    await expect(own.query('CREATE DATABASE loot')).rejects.toThrow('permission denied');
    await expect(own.query('CREATE ROLE loot')).rejects.toThrow('permission denied');
    await expect(own.query(`SET ROLE "${gateway.role}"`)).rejects.toThrow('permission denied');
  });

  it('stores no password and grants no right on the server', async () => {
    const [{ stored } = { stored: '' }] = await admin<{ stored: string }>(
      'SELECT rolpassword AS stored FROM pg_authid WHERE rolname = $1',
      [gateway.role],
    );
    expect(stored).toMatch(/^SCRAM-SHA-256\$4096:/);
    const rights = await admin(
      'SELECT rolsuper, rolcreatedb, rolcreaterole, rolinherit FROM pg_roles WHERE rolname = $1',
      [gateway.role],
    );
    expect(rights).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolinherit: false }]);
  });

  it('can be provisioned again, also at once, and changes nothing but the password', async () => {
    await migrate(await connect(gateway));
    await admin(`INSERT INTO gateway.things VALUES (gen_random_uuid(), 'kept')`);
    const renewed = { ...gateway, password: 'another' };
    const before = await storedPassword();
    await Promise.all(
      [1, 2, 3].map(() => provisionDatabase(sharedPostgres().adminUrl, { database, services: [renewed, executor] })),
    );
    expect(await storedPassword()).not.toBe(before);
    expect(await admin('SELECT name FROM gateway.things')).toEqual([{ name: 'kept' }]);
    await provisionDatabase(sharedPostgres().adminUrl, { database, services: [gateway, executor] });
  });

  it('refuses a schema that belongs to somebody else', async () => {
    const thief = { ...executor, schema: 'gateway' };
    await expect(provisionDatabase(sharedPostgres().adminUrl, { database, services: [thief] })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(gateway.role) as unknown,
    });
  });

  it('migrates once when five processes start at once', async () => {
    const dataSources = await Promise.all([1, 2, 3, 4, 5].map(() => connect(gateway)));
    const ran = await Promise.all(dataSources.map((dataSource) => migrate(dataSource)));
    expect(ran.flat()).toEqual(['CreateThings1700000000000']);
    expect(await dataSources[0]!.query('SELECT name FROM migrations')).toEqual([{ name: 'CreateThings1700000000000' }]);
  });

  it('creates the schema where an owner of the database migrates', async () => {
    const definition = { schema: 'fresh', entities: [Thing], migrations: [CreateThings1700000000000] };
    const dataSource = await new DataSource(
      createDataSourceOptions(definition, { url: addressOf(database), applicationName: 'spec' }),
    ).initialize();
    open.push(dataSource);
    await migrate(dataSource);
    expect(await dataSource.query(`SELECT to_regclass('fresh.things')::text AS there`)).toEqual([{ there: 'things' }]);
    await admin('DROP SCHEMA fresh CASCADE');
  });

  it('knows whether migrations and entities agree', async () => {
    const dataSource = await connect(gateway);
    await migrate(dataSource);
    expect(await pendingSchemaChanges(dataSource)).toEqual([]);
    const drifted = await connect(gateway, GrownThing);
    expect((await pendingSchemaChanges(drifted)).join('\n')).toContain('"weight" integer NOT NULL');
  });

  it('parses a prepared statement once for a connection, and plans it once', async () => {
    const dataSource = await connect(gateway);
    const doubled = (value: number) =>
      queryStatement(dataSource, { name: 'doubled', text: 'SELECT $1::int * 2 AS twice' }, [value]);
    for (let value = 1; value <= 10; value += 1) expect(await doubled(value)).toEqual([{ twice: value * 2 }]);
    const [kept] = await dataSource.query<{ custom: number; generic: number }[]>(
      `SELECT custom_plans::int AS custom, generic_plans::int AS generic FROM pg_prepared_statements WHERE name = 'doubled'`,
    );
    expect(kept).toEqual({ custom: 5, generic: 5 });
    const wrong = queryStatement(dataSource, { name: 'wrong', text: 'SELECT nonsense' }, []);
    await expect(wrong).rejects.toThrow('"nonsense" does not exist');
    expect(await doubled(11)).toEqual([{ twice: 22 }]);
  });

  it('reads the values of a statement as it asks for', async () => {
    const dataSource = await connect(gateway);
    const text = `SELECT 5::bigint AS size, '2024-12-11T10:30:00Z'::timestamptz AS moment, 7 AS n, NULL::bigint AS none`;
    const moment = new Date('2024-12-11T10:30:00Z');
    expect(await queryStatement(dataSource, { text }, [])).toEqual([{ size: '5', moment, n: 7, none: null }]);
    const readers = { bigint: Number, timestamptz: (written: string) => new Date(written).getTime() };
    const read = await queryStatement(dataSource, { text, readers }, []);
    expect(read).toEqual([{ size: 5, moment: moment.getTime(), n: 7, none: null }]);
  });

  it('shows the name of the service in pg_stat_activity', async () => {
    await connect(gateway);
    const rows = await admin('SELECT DISTINCT application_name FROM pg_stat_activity WHERE usename = $1', [
      gateway.role,
    ]);
    expect(rows).toEqual([{ application_name: 'spec gateway' }]);
  });

  it('tells a lost database from a wrong statement', async () => {
    const dataSource = await connect(gateway);
    const wrong = await dataSource.query('SELECT nonsense').catch((error: unknown) => error);
    expect(isDatabaseUnavailable(wrong)).toBe(false);
    const killed = dataSource.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
    await until(
      async () =>
        (
          await admin(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND usename = $1`,
            [gateway.role],
          )
        ).length > 0,
    );
    expect(isDatabaseUnavailable(await killed)).toBe(true);
    const unreachable = await new DataSource({ type: 'postgres', url: 'postgres://a:b@127.0.0.1:1/x' })
      .initialize()
      .catch((error: unknown) => error);
    expect(isDatabaseUnavailable(unreachable)).toBe(true);
  });

  async function storedPassword(): Promise<unknown> {
    return (await admin('SELECT rolpassword FROM pg_authid WHERE rolname = $1', [gateway.role]))[0];
  }
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
