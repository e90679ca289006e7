import { Client } from 'pg';
import { startNats } from '../../test/fixtures/nats';
import { freshDatabase, startPostgres } from '../../test/fixtures/postgres';
import { describeRequiring } from '../../test/fixtures/requires';
import { startTimeOf } from './processes';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describeRequiring('postgres', 'the private PostgreSQL', () => {
  it('keeps its data and its port over a SIGKILL with a session open', async () => {
    const server = await startPostgres({ fsync: true });
    try {
      await query(server.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS one');
      const session = new Client({ connectionString: server.adminUrl });
      session.on('error', () => undefined);
      await session.connect();
      const sleep = session.query('SELECT pg_sleep(60)').catch((error: Error) => error.message);
      await server.kill();
      await server.start();
      expect(await sleep).toMatch(/terminat|ECONNRESET/i);
      expect(await query(server.adminUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    } finally {
      await server.stop();
    }
  });

  it('refuses whoever has no password', async () => {
    const server = await startPostgres();
    try {
      const url = new URL(server.adminUrl);
      url.password = 'guess';
      await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    } finally {
      await server.stop();
    }
  });

  it('gives each spec a database of its own in UTF-8', async () => {
    const database = await freshDatabase();
    const rows = await query(
      database.url,
      'SELECT current_database() AS name, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()',
    );
    expect(rows).toEqual([{ name: database.name, encoding: 'UTF8' }]);
    await database.drop();
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });
});

describeRequiring('nats', 'the private nats-server', () => {
  it('comes back on the same port after a SIGKILL', async () => {
    const server = await startNats();
    try {
      await server.kill();
      await server.start();
      expect(server.url).toBe(`nats://127.0.0.1:${server.port}`);
    } finally {
      await server.stop();
    }
  });

  it('says what is wrong with a configuration', async () => {
    await expect(startNats({ config: () => 'listen: nonsense {' })).rejects.toThrow(
      /nats-server does not start.*Parse error on line 1/s,
    );
  });
});

it('knows no start time of a process that is gone', () => {
  expect(startTimeOf(2 ** 22 + 1)).toBeUndefined();
  expect(startTimeOf(process.pid)).toMatch(/^\d+$/);
});
