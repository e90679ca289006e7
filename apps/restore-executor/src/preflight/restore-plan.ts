/** What a restore would do, in words and figures: a pure function of what was found out. */
import type { PlannedDowntimePayload, RestorePlanAnswer, WarningPayload } from '@app/contracts';
import { loadedBytes } from '../build/database-loader';
import { disksOf } from './plan-disks';
import { type PlanFacts, partsOf } from './plan-facts';
import { judge, odooVersionOf } from './plan-problems';
import { stepsOf } from './plan-steps';

/** Half of what was measured on two quiet processors (docs/benchmarks.md); a figure to plan an evening with, no more. */
const TYPICAL = {
  databaseBytesPerSecond: 30_000_000,
  filestoreBytesPerSecond: 100_000_000,
  /** To close, drop, name, open: whatever the size. */
  dropFirstSeconds: 5,
  swapSeconds: 2,
};

export function describePlan(facts: PlanFacts, spareBytes: number): RestorePlanAnswer {
  const { problems, warnings } = judge(facts, spareBytes);
  return {
    steps: stepsOf(facts.command),
    source: sourceOf(facts),
    versions: versionsOf(facts),
    disks: disksOf(facts, spareBytes),
    downtime: downtimeOf(facts),
    problems: problems.map((problem) => problem.toReport()),
    warnings: [...otherPlaceUsed(facts), ...warnings],
  };
}

/** Of a restore itself the executor says so when it reads. */
function otherPlaceUsed({ source }: PlanFacts): WarningPayload[] {
  if (!source || source.lostPlaces.length === 0) return [];
  const why = source.lostPlaces.join('; ');
  return [{ code: 'COPY_USED', message: `The backup would be read from the storage ${source.storageName}: ${why}` }];
}

function sourceOf({ source }: PlanFacts): RestorePlanAnswer['source'] {
  if (!source) return null;
  const { manifest, storageConfigId, storageName, objectBytes } = source;
  return {
    storage_config_id: storageConfigId,
    storage_name: storageName,
    created_at: manifest.created_at,
    encrypted: manifest.encryption !== null,
    object_bytes: objectBytes,
    dump_bytes: manifest.database.size,
    filestore_bytes: manifest.filestore?.size ?? 0,
    filestore_files: manifest.filestore?.files ?? 0,
  };
}

function versionsOf({ source, server, odooVersion }: PlanFacts): RestorePlanAnswer['versions'] {
  if (!source || !server) return null;
  return {
    postgres_backup: source.manifest.database.pg_version,
    postgres_server: server.room.postgresVersion,
    odoo_backup: odooVersionOf(source.manifest.environment_snapshot) ?? null,
    odoo_environment: odooVersion ?? null,
  };
}

function downtimeOf(facts: PlanFacts): PlannedDowntimePayload {
  const { in_place } = facts.command;
  if (!in_place) return { seconds: 0, basis: 'A clone touches nothing that is live.' };
  const besides = in_place.freeze === 'workload' ? ' The time that Odoo takes to stop and to start comes on top.' : '';
  if (in_place.strategy === 'swap') {
    const basis = `Two names are exchanged: a second or two whatever the size, as measured.${besides}`;
    return { seconds: TYPICAL.swapSeconds, basis };
  }
  const bytes = loadBytesOf(facts);
  if (!bytes) return { seconds: null, basis: 'The backup could not be read: its size is not known.' };
  const seconds = Math.ceil(
    TYPICAL.dropFirstSeconds +
      bytes.database / TYPICAL.databaseBytesPerSecond +
      bytes.filestore / TYPICAL.filestoreBytesPerSecond,
  );
  const rates = `${TYPICAL.databaseBytesPerSecond / 1e6} MB of database and ${TYPICAL.filestoreBytesPerSecond / 1e6} MB of files a second, and ${TYPICAL.dropFirstSeconds} s besides`;
  const basis = `The environment is closed while all is loaded: estimated from the sizes with ${rates}; a busy or slow server may take twice that.${besides}`;
  return { seconds, basis };
}

function loadBytesOf({ command, source }: PlanFacts): { database: number; filestore: number } | undefined {
  if (!source) return undefined;
  const parts = partsOf(command);
  const { database, filestore } = source.manifest;
  return {
    database: parts.database ? loadedBytes(database) : 0,
    filestore: parts.filestore ? (filestore?.tar_size ?? 0) : 0,
  };
}
