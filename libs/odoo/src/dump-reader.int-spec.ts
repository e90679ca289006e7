import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { freshDatabase, sharedPostgres } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { failureOf, slices } from '../testing/streams';
import { bothSides } from './both-sides';
import { openLocalDumpReader } from './dump-reader';

describeRequiring('postgres', 'a dump that is only read', () => {
  let dump: Buffer;
  let directories: string[];

  beforeAll(async () => {
    directories = [sharedPostgres().binDir];
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE TABLE note (id int PRIMARY KEY, body text)');
    await client.query(
      `INSERT INTO note SELECT n, md5(n::text) || md5((n + 1)::text) FROM generate_series(1, 20000) n`,
    );
    await client.end();
    dump = execFileSync(`${directories[0]}/pg_dump`, ['-Fc', '-Z1', '-d', database.url], { maxBuffer: 1 << 27 });
    await database.drop();
  });

  async function read(bytes: Buffer, dumpMajor = 13): Promise<void> {
    const sink = await openLocalDumpReader({ dumpMajor, directories });
    await bothSides(pipeline(Readable.from(slices(bytes)), sink!.stream), sink!.done);
  }

  it('passes when it is whole', () => read(dump));

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['no dump at all', () => Buffer.from('SELECT 1;\n'.repeat(1000))],
    ['cut in its table of contents', (bytes) => bytes.subarray(0, 600)],
    ['cut in its data', (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ['without its last byte', (bytes) => bytes.subarray(0, -1)],
    ['with zeros in its table of contents', (bytes) => Buffer.from(bytes).fill(0, 200, 300)],
    ['with zeros in its data', (bytes) => Buffer.from(bytes).fill(0, bytes.length >> 1, (bytes.length >> 1) + 100)],
  ])('is corrupt when it is %s', async (_what, damage) => {
    expect(await failureOf(read(damage(dump)))).toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });

  it('finds no tool for a version that is not here', async () => {
    expect(await openLocalDumpReader({ dumpMajor: 99, directories })).toBeUndefined();
  });

  it('is no verdict when the version in its header is unknown', async () => {
    const newer = Buffer.from(dump);
    newer[6] = 99;
    expect(await failureOf(read(newer))).toMatchObject({ code: 'PG_RESTORE_MISSING' });
  });
});
