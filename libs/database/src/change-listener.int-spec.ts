import { DataSource } from 'typeorm';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { eventually } from '../../messaging/testing';
import { ChangeListener, tellChange } from './change-listener';
import { createDataSourceOptions } from './data-source-options';

describeRequiring('postgres', 'who listens for changes', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let teller: DataSource;
  let another: DataSource;
  let listener: ChangeListener;
  let heard: number;

  const open = (schema: string) =>
    new DataSource(
      createDataSourceOptions(
        { schema, entities: [], migrations: [] },
        { url: database.url, applicationName: 'spec', poolSize: 2 },
      ),
    ).initialize();
  const listenersOf = async () =>
    (
      await teller.query<{ pid: number }[]>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'spec things' AND query LIKE 'LISTEN%'`,
      )
    ).map(({ pid }) => pid);
  const hears = (count: number) => eventually(() => Promise.resolve(heard === count), `${count} changes are heard`);

  beforeAll(async () => {
    database = await freshDatabase();
    [teller, another] = [await open('one'), await open('another')];
  });
  afterAll(async () => {
    for (const source of [teller, another]) await source?.destroy();
    await database?.drop();
  });
  beforeEach(async () => {
    heard = 0;
    listener = new ChangeListener(teller, 'things', () => heard++);
    listener.start();
    await hears(1); // of what was before
  });
  afterEach(() => listener.stop());

  it('hears of those that are committed, of this name and in this schema', async () => {
    await another.transaction((manager) => tellChange(manager, 'things'));
    await teller.transaction((manager) => tellChange(manager, 'others'));
    const refused = teller.transaction(async (manager) => {
      await tellChange(manager, 'things');
      throw new Error('rolled back');
    });
    await expect(refused).rejects.toThrow('rolled back');
    expect(heard).toBe(1);
    // notifications arrive in the order of their commits: were one of these heard, it would be before this one
    await teller.transaction((manager) => tellChange(manager, 'things'));
    await hears(2);
  });

  it('looks anew once a connection that was lost is open again', async () => {
    const [pid] = await listenersOf();
    await teller.query('SELECT pg_terminate_backend($1)', [pid]);
    await hears(2);
    await teller.transaction((manager) => tellChange(manager, 'things'));
    await hears(3);
  });

  it('holds no connection once it has stopped', async () => {
    expect(await listenersOf()).toHaveLength(1);
    await listener.stop();
    await eventually(async () => (await listenersOf()).length === 0, 'the connection is closed');
  });
});
