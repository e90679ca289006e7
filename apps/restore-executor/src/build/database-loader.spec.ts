import { PassThrough, Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Logger } from '@nestjs/common';
import type { BackupArchiveReader } from '@app/archive';
import type { LoadPlan } from '@app/odoo';
import type { BuildWork } from './build-work';
import type { RestoreExecutorConfig } from '../config';
import { DatabaseLoader } from './database-loader';

const LIMITS = { minBytes: 1, jobs: 0, spareBytes: 2 };
const DATABASE = {
  key: 'organizations/o/projects/p/environments/e/b.zip',
  size: 100,
  checksum: 'a'.repeat(64),
  pg_version: '17.6 (Debian 17.6-1)',
  encoding: 'UTF8',
  collate: 'C',
  ctype: 'C.UTF-8',
  has_unaccent: true,
  has_pg_trgm: false,
};
const PARALLEL: LoadPlan = { way: 'parallel', jobs: 3, reason: 'there is room', shortOfDisk: false };
const SHORT: LoadPlan = { way: 'streamed', jobs: 1, reason: '/ is nearly full', shortOfDisk: true };

const LOAD = { signal: new AbortController().signal };

/** Notes every call of the environment and the job. */
function load(plan: LoadPlan, database: object = {}) {
  const calls: Record<string, unknown[]> = {};
  const answer =
    (name: string, value?: unknown) =>
    (...args: unknown[]) => {
      calls[name] = args;
      return Promise.resolve(value);
    };
  const sink = {
    stream: new Writable({ write: (_chunk, _encoding, taken) => taken() }),
    done: Promise.resolve(),
    warnings: ['w'],
  };
  const work = {
    command: { restore_id: 'r', allow_older_postgres: true },
    staging: 'staging',
    job: { id: 't', ...LOAD, note: answer('note'), requireFlow: () => () => {} },
    progress: { meter: () => new PassThrough() },
    environment: {
      createDatabase: answer('createDatabase', ['d']),
      planLoad: answer('planLoad', plan),
      restoreDump: answer('restoreDump', sink),
      loadPlainSql: answer('loadPlainSql', sink),
    },
  } as unknown as BuildWork;
  const manifest = { database: { ...DATABASE, ...database } };
  const archive = { manifest, open: () => Promise.resolve(Readable.from([gzipSync('SELECT 1;')])) };
  const loader = new DatabaseLoader({ loadLimits: LIMITS } as RestoreExecutorConfig);
  return { calls, run: () => loader.load(work, archive as unknown as BackupArchiveReader) };
}

describe('the loading of a database (environment and job are made up)', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('writes the way and its reason into the journal before it begins', async () => {
    const { calls, run } = load(PARALLEL);
    expect(await run()).toEqual([
      { code: 'PG_RESTORE_WARNING', message: 'd' },
      { code: 'PG_RESTORE_WARNING', message: 'w' },
    ]);
    expect(calls.note).toEqual([{ database_load: { way: 'parallel', jobs: 3, reason: 'there is room' } }]);
    expect(calls.restoreDump).toEqual(['staging', { jobs: 3, sizeBytes: 100, sha256: DATABASE.checksum }, LOAD]);
  });

  it('streams where there is no room, and warns of it', async () => {
    const { calls, run } = load(SHORT);
    expect(await run()).toContainEqual({
      code: 'PARALLEL_RESTORE_SKIPPED',
      message: 'The dump was loaded in one session: / is nearly full',
    });
    expect(calls.restoreDump).toEqual(['staging', undefined, LOAD]);
  });

  it('loads imported SQL where it can do no harm, and never beside the database', async () => {
    const { calls, run } = load(PARALLEL, { format: 'plain_sql_gz' });
    await run();
    expect(calls.loadPlainSql).toEqual(['staging', { own: false, ...LOAD }]);
    expect([calls.restoreDump, calls.planLoad]).toEqual([undefined, undefined]);
  });

  it("loads the SQL of a pair, which is our own, as the environment's role", async () => {
    const { calls, run } = load(PARALLEL, { format: 'plain_sql_gz', key: 'shop/backup-20270101T020000.dump.gz' });
    await run();
    expect(calls.loadPlainSql).toEqual(['staging', { own: true, ...LOAD }]);
  });

  it.each([
    [{ live_size: 700 }, 700],
    [{}, 500],
  ])('expects of the database what the manifest says, or a guess: %j', async (database, databaseBytes) => {
    const { calls, run } = load(PARALLEL, database);
    await run();
    expect(calls.planLoad).toEqual([{ dumpBytes: 100, databaseBytes }, LIMITS]);
  });

  it('creates the database with the locale of the source', async () => {
    const { calls, run } = load(PARALLEL, { locale_provider: 'icu', locale: 'de-DE' });
    await run();
    expect(calls.createDatabase).toEqual([
      'staging',
      {
        encoding: 'UTF8',
        collate: 'C',
        ctype: 'C.UTF-8',
        localeProvider: 'icu',
        locale: 'de-DE',
        hasUnaccent: true,
        hasPgTrgm: false,
      },
    ]);
  });
});
