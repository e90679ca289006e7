/** What must hold once the dust has settled: one sentence for everything that does not. */
import { openStoredBackup, verifyBackup } from '@app/archive';
import type { ObjectStore } from '@app/storage';
import { rowsInProgress } from '../e2e/leftovers';
import type { ChaosWorld } from './world';

interface BackupRow {
  id: string;
  status: string;
  storage_config_id: string;
  database_key: string | null;
  error_message: string | null;
  error_code: string | null;
  completions: number;
}

const BACKUPS = `
  SELECT b.id, b.status, b.storage_config_id, b.database_key, b.error_message, b.error_details ->> 'code' AS error_code,
         (SELECT count(*)::int FROM backup_executor.outbox o
          WHERE o.subject LIKE 'events.%.backup.completed' AND o.payload -> 'data' ->> 'backup_id' = b.id::text) AS completions
  FROM gateway.backups b`;

/** Rows that somebody still has to do something with. */
const UNFINISHED = `
  SELECT 'lease of job ' || id AS row FROM backup_executor.jobs WHERE lease_until IS NOT NULL
  UNION ALL SELECT 'outbox of the gateway: ' || subject FROM gateway.outbox WHERE published_at IS NULL
  UNION ALL SELECT 'outbox of the backup executor: ' || subject FROM backup_executor.outbox WHERE published_at IS NULL`;

export interface Inventory {
  outcomes: Record<string, number>;
  /** Empty when every promise was kept. */
  violations: string[];
}

export async function takeInventory(world: ChaosWorld, accepted: readonly string[]): Promise<Inventory> {
  const { strongroom } = world;
  const rows = await strongroom.query<BackupRow>(BACKUPS);
  const known = new Set(rows.map(({ id }) => id));
  const unfinished = await strongroom.query<{ row: string }>(UNFINISHED);
  const violations = [
    ...accepted.filter((id) => !known.has(id)).map((id) => `backup ${id} was answered 201 and is not known`),
    ...rows.flatMap(wrongsOfRow),
    ...(await rowsInProgress(strongroom)),
    ...unfinished.map(({ row }) => row),
    ...(await world.traces()),
  ];
  for (const { name, configId, store } of world.openStores()) {
    const here = rows.filter(
      ({ status, storage_config_id }) => status === 'completed' && storage_config_id === configId,
    );
    violations.push(...(await wrongsOfStore(store, here)).map((wrong) => `${name}: ${wrong}`));
    await store.close();
  }
  const outcomes: Record<string, number> = {};
  for (const { status, error_code } of rows) {
    const outcome = error_code === null ? status : `${status} ${error_code}`;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return { outcomes, violations };
}

function wrongsOfRow({ id, status, completions, error_message, error_code }: BackupRow): string[] {
  if (status === 'completed')
    return completions === 1 ? [] : [`backup ${id} is completed and was told ${completions} times`];
  if (status !== 'failed') return [`backup ${id} is ${status}`];
  return [
    ...(completions === 0 ? [] : [`backup ${id} failed and was told to be completed`]),
    ...(error_message && error_code ? [] : [`backup ${id} failed without a reason`]),
  ];
}

/** Every completed backup lies where it should, whole, and nothing else lies there. */
async function wrongsOfStore(store: ObjectStore, completed: readonly BackupRow[]): Promise<string[]> {
  const wrongs: string[] = [];
  const sizes = new Map<string, number>();
  for await (const { key, sizeBytes } of store.list('')) sizes.set(key, sizeBytes);
  for await (const { key } of store.listUnfinished('')) wrongs.push(`an unfinished write of ${key}`);
  for (const { id, database_key } of completed) {
    const archive = database_key!;
    const sizeBytes = sizes.get(archive);
    if (sizeBytes === undefined) wrongs.push(`backup ${id} is completed and is not there`);
    else {
      const { intact, error } = await verifyBackup(async () => (await openStoredBackup(store, archive)).archive);
      if (!intact) wrongs.push(`backup ${id} is not intact: ${error?.message}`);
    }
    const sidecar = archive.replace(/\.zip$/, '.manifest.json');
    if (!sizes.has(sidecar)) wrongs.push(`backup ${id} has no manifest beside it`);
    sizes.delete(archive);
    sizes.delete(sidecar);
  }
  return [...wrongs, ...[...sizes.keys()].map((key) => `${key} belongs to no completed backup`)];
}
