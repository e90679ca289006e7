/**
 * Compares what lies in a storage with what the catalog says of it. Both sides go into tables batch by batch, so that memory
 * does not grow with them, and the database joins them. The catalog is read before the listing and after it: an orphan is known to neither, and only
 * what both say is there can be missing. Nothing is changed in the storage.
 *
 * A pair in PLANA's layout lies where PLANA's own may lie: it is looked for where the storage has that layout or the catalog
 * names one, and counts as ours by the manifest beside it alone.
 */
import type { DataSource } from 'typeorm';
import { keysOf, planaBackup, planaDumpOf } from '@app/archive';
import type {
  KnownObjectPayload,
  MissingObjectPayload,
  OrphanKind,
  OrphanPayload,
  OrphanReportPayload,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { ObjectStore } from '@app/storage';

const ROOT = 'organizations/';
const BATCH = 1000;
/** Of orphans and of missing objects, each: the rest is only counted. */
const LISTED_AT_MOST = 1000;

const KEEP_OBJECTS = `
INSERT INTO swept_objects (run, key, kind, backup_id, size_bytes, modified_at, pair)
SELECT $1, listed.* FROM unnest($2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::timestamptz[], $7::text[]) AS listed`;
const KEEP_RECORDS = `
INSERT INTO swept_records (run, round, backup_id, copy_id, own, state, key, manifest_key, filestore_key)
SELECT $1, $2, known.*
  FROM unnest($3::uuid[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[]) AS known`;
const KNOWS_PAIRS = `
SELECT EXISTS (SELECT FROM swept_records WHERE run = $1 AND NOT starts_with(key, '${ROOT}')) AS found`;

const COUNT = `
SELECT count(*)::integer AS objects, COALESCE(sum(size_bytes), 0)::float8 AS bytes FROM swept_objects
 WHERE run = $1 AND kind <> 'unfinished'`;

/** $2: what is younger may belong to work that nobody has told of yet. What is being made or on its way out belongs to its backup. */
const ORPHANS = `
SELECT key, kind, size_bytes, modified_at FROM swept_objects AS object
 WHERE run = $1 AND modified_at <= $2
   AND NOT EXISTS (SELECT FROM swept_records WHERE run = $1 AND key = object.key)
   AND NOT EXISTS (SELECT FROM swept_records WHERE run = $1 AND manifest_key = object.key)
   AND NOT EXISTS (SELECT FROM swept_records WHERE run = $1 AND backup_id = object.backup_id AND state <> 'stored')
   AND (pair IS NULL OR NOT EXISTS (SELECT FROM swept_records WHERE run = $1 AND manifest_key = object.pair)
        AND EXISTS (SELECT FROM swept_objects WHERE run = $1 AND key = object.pair))`;

const MISSING = `
SELECT named.backup_id, named.copy_id, named.key
  FROM (SELECT backup_id, copy_id, unnest(ARRAY[key, manifest_key, filestore_key]) AS key FROM swept_records
         WHERE run = $1 AND own AND state = 'stored'
         GROUP BY backup_id, copy_id, key, manifest_key, filestore_key HAVING count(DISTINCT round) = 2) AS named
 WHERE named.key IS NOT NULL AND starts_with(named.key, $2)
   AND NOT EXISTS (SELECT FROM swept_objects WHERE run = $1 AND key = named.key AND kind <> 'unfinished')`;

/** Rows of sweeps whose process has died. */
const FORGET_OTHERS = (table: string) =>
  `DELETE FROM ${table} WHERE run NOT IN (SELECT run FROM orphan_sweeps WHERE run IS NOT NULL)`;

export interface ComparedSides {
  store: ObjectStore;
  /** What the catalog says now. */
  records: () => AsyncIterable<readonly KnownObjectPayload[]>;
}

export class StorageComparison {
  constructor(
    private readonly dataSource: DataSource,
    private readonly run: string,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param minAgeMs younger objects are no orphans
   * @param options.pairs also look for pairs of which the catalog knows none
   * @throws StrongroomError of the storage, of the gateway; STORAGE_LISTING_INCOMPLETE
   */
  async compare(
    { store, records }: ComparedSides,
    minAgeMs: number,
    { pairs = false } = {},
  ): Promise<OrphanReportPayload> {
    const at = new Date();
    try {
      for (const table of TABLES) await this.dataSource.query(FORGET_OTHERS(table));
      await this.learn(1, records());
      const root = pairs || (await this.knowsPairs()) ? '' : ROOT;
      await this.list(store, root);
      await this.learn(2, records());
      for (const table of TABLES) await this.dataSource.query(`ANALYZE ${table}`);
      return await this.report(store, root, at, new Date(at.getTime() - minAgeMs));
    } finally {
      for (const table of TABLES) await this.dataSource.query(`DELETE FROM ${table} WHERE run = $1`, [this.run]);
    }
  }

  private async learn(round: 1 | 2, pages: AsyncIterable<readonly KnownObjectPayload[]>): Promise<void> {
    for await (const page of pages) {
      this.signal.throwIfAborted();
      const column = <K extends keyof KnownObjectPayload>(name: K) => page.map((object) => object[name]);
      await this.dataSource.query(KEEP_RECORDS, [
        this.run,
        round,
        column('backup_id'),
        column('copy_id'),
        column('own'),
        column('state'),
        column('key'),
        column('manifest_key'),
        column('filestore_key'),
      ]);
    }
  }

  private async knowsPairs(): Promise<boolean> {
    const [row] = await this.dataSource.query<{ found: boolean }[]>(KNOWS_PAIRS, [this.run]);
    return row!.found;
  }

  private async list(store: ObjectStore, root: string): Promise<void> {
    let batch: SweptObject[] = [];
    for await (const object of everything(store, root)) {
      this.signal.throwIfAborted();
      if (batch.push(object) < BATCH) continue;
      await this.keep(batch);
      batch = [];
    }
    await this.keep(batch);
  }

  private async keep(objects: readonly SweptObject[]): Promise<void> {
    await this.dataSource.query(KEEP_OBJECTS, [
      this.run,
      objects.map(({ key }) => key),
      objects.map(({ kind }) => kind),
      objects.map(({ key }) => BACKUP_OF.exec(key)?.[1] ?? null),
      objects.map(({ sizeBytes }) => sizeBytes),
      objects.map(({ modifiedAt }) => modifiedAt),
      objects.map(({ pair }) => pair ?? null),
    ]);
  }

  private async report(store: ObjectStore, root: string, at: Date, youngest: Date): Promise<OrphanReportPayload> {
    const first = <T>(query: string, values: unknown[]): Promise<T[]> =>
      this.dataSource.query(`${query} ORDER BY key COLLATE "C" LIMIT ${LISTED_AT_MOST}`, values);
    const missing = await first<MissingObjectPayload>(MISSING, [this.run, root]);
    const orphans = await first<SweptRow>(ORPHANS, [this.run, youngest]);
    const listed = await this.sum(`(${COUNT})`, [this.run]);
    const all = await this.sum(sumOf(ORPHANS, 'sum(size_bytes)'), [this.run, youngest]);
    const gone = await this.sum(sumOf(MISSING, '0'), [this.run, root]);
    await this.requireComplete(store, missing, listed.objects);
    return {
      at: at.toISOString(),
      listed_objects: listed.objects,
      listed_bytes: listed.bytes,
      orphan_objects: all.objects,
      orphan_bytes: all.bytes,
      missing_objects: gone.objects,
      orphans: orphans.map(orphanOf),
      missing,
    };
  }

  private async sum(query: string, values: unknown[]): Promise<{ objects: number; bytes: number }> {
    const [row] = await this.dataSource.query<{ objects: number; bytes: number }[]>(
      `SELECT * FROM ${query} AS summed`,
      values,
    );
    return row!;
  }

  /** A listing that lacks what is there proves nothing, and one that has nothing at all is more likely that of another place. */
  private async requireComplete(
    store: ObjectStore,
    missing: readonly MissingObjectPayload[],
    listedObjects: number,
  ): Promise<void> {
    const [first] = missing;
    if (first !== undefined && listedObjects === 0)
      throw new StrongroomError(
        'STORAGE_LISTING_INCOMPLETE',
        `The storage holds nothing at all, not even ${store.location(first.key)}.`,
      );
    for (const { key } of missing) {
      this.signal.throwIfAborted();
      if ((await store.stat(key)) !== undefined)
        throw new StrongroomError('STORAGE_LISTING_INCOMPLETE', `${store.location(key)} is there, and no list has it.`);
    }
  }
}

const TABLES = ['swept_objects', 'swept_records'] as const;
const BACKUP_OF = /\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(?:zip|manifest\.json)$/;

interface SweptObject {
  key: string;
  kind: OrphanKind;
  sizeBytes: number;
  modifiedAt: Date;
  /** Of a dump or a filestore of a pair: the manifest that makes it a backup. */
  pair?: string;
}
/** As the driver gives it. */
interface SweptRow {
  key: string;
  kind: OrphanKind;
  size_bytes: string;
  modified_at: Date;
}

const sumOf = (query: string, bytes: string) =>
  `(SELECT count(*)::integer AS objects, COALESCE(${bytes}, 0)::float8 AS bytes FROM (${query}) AS found)`;

async function* everything(store: ObjectStore, root: string): AsyncGenerator<SweptObject> {
  for await (const { key, sizeBytes, modifiedAt } of store.list(root)) {
    const object = { key, sizeBytes, modifiedAt, kind: kindOf(key) };
    const dump = planaBackup(key) ? key : planaDumpOf(key);
    if (key.startsWith(ROOT)) yield object;
    else if (object.kind === 'manifest' && dump !== undefined) yield object;
    else if (dump !== undefined) yield { ...object, kind: 'archive', pair: keysOf(dump).sidecar };
  }
  for await (const { key, startedAt } of store.listUnfinished(ROOT))
    yield { key, sizeBytes: 0, modifiedAt: startedAt, kind: 'unfinished' };
}

function kindOf(key: string): OrphanKind {
  if (key.endsWith('.zip')) return 'archive';
  return key.endsWith('.manifest.json') ? 'manifest' : 'other';
}

function orphanOf({ key, kind, size_bytes, modified_at }: SweptRow): OrphanPayload {
  return { key, kind, size_bytes: Number(size_bytes), modified_at: modified_at.toISOString() };
}
