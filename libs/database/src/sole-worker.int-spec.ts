import { DataSource } from 'typeorm';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { createDataSourceOptions } from './data-source-options';
import { asSoleWorker } from './sole-worker';

describeRequiring('postgres', 'a sole worker', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  const open = (schema: string) =>
    new DataSource(
      createDataSourceOptions(
        { schema, entities: [], migrations: [] },
        { url: database.url, applicationName: 'spec', poolSize: 2 },
      ),
    ).initialize();
  let replicas: DataSource[];
  beforeAll(async () => {
    database = await freshDatabase();
    replicas = await Promise.all([open('one'), open('one'), open('another')]);
  });
  afterAll(async () => {
    for (const replica of replicas ?? []) await replica.destroy();
    await database?.drop();
  });

  it('keeps other replicas from the same work, and nobody else from anything', async () => {
    const [first, second, another] = replicas;
    const done: boolean[] = [];
    await asSoleWorker(first!, 'sweep', async () => {
      done.push(await asSoleWorker(second!, 'sweep', () => Promise.reject(new Error('it must not run'))));
      done.push(await asSoleWorker(second!, 'another work', async () => {}));
      done.push(await asSoleWorker(another!, 'sweep', async () => {}));
    });
    expect(done).toEqual([false, true, true]);
    expect(await asSoleWorker(second!, 'sweep', async () => {})).toBe(true);
  });

  it('lets the next one in when the work has failed, and when the process has died', async () => {
    const [first, second] = replicas;
    await expect(asSoleWorker(first!, 'sweep', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const dying = asSoleWorker(first!, 'sweep', async () => {
      await second!.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      expect(await asSoleWorker(second!, 'sweep', async () => {})).toBe(true);
    });
    await expect(dying).resolves.toBe(true);
  });
});
