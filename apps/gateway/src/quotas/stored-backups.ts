/**
 * What the backups of an organization take, read from the rows of the backups themselves, so that no way of changing those can
 * leave a counter behind. The index `backups_usage` answers without touching the table.
 */
import type { EntityManager } from 'typeorm';

/**
 * The rule of the API reference: the sizes of all ZIPs but those of expired and deleted backups. Copies do not count.
 * Sums of bytes are exact in a double, and take half the time of a `numeric`.
 */
export const STORED = `
SELECT COALESCE(sum(compressed_size::float8), 0) AS bytes FROM backups
 WHERE organization_id = $1 AND status NOT IN ('expired', 'deleted')`;

/** A backup under way is taken to become as large as the last one of its environment. */
const AWAITED = `
SELECT COALESCE(sum(open.count * latest.compressed_size), 0)::float8 AS bytes
  FROM (SELECT environment_id, count(*) FROM backups
         WHERE organization_id = $1 AND status IN ('pending', 'in_progress', 'uploading')
         GROUP BY environment_id) AS open
 CROSS JOIN LATERAL (SELECT compressed_size FROM backups
                      WHERE environment_id = open.environment_id AND status = 'completed'
                      ORDER BY create_date DESC LIMIT 1) AS latest`;

export const PLACES = `
SELECT environment_id, storage_config_id, sum(compressed_size::float8) AS bytes,
       (count(*) FILTER (WHERE status = 'completed'))::integer AS completed
  FROM backups
 WHERE organization_id = $1 AND status NOT IN ('expired', 'deleted')
 GROUP BY environment_id, storage_config_id`;

/** What lies of one environment in one storage. */
export interface StoredPlace {
  environment_id: string;
  storage_config_id: string | null;
  bytes: number;
  completed: number;
}

export const storedBytes = (manager: EntityManager, organizationId: string) => bytesOf(manager, STORED, organizationId);
export const awaitedBytes = (manager: EntityManager, organizationId: string) =>
  bytesOf(manager, AWAITED, organizationId);

export function storedPlaces(manager: EntityManager, organizationId: string): Promise<StoredPlace[]> {
  return manager.query(PLACES, [organizationId]);
}

async function bytesOf(manager: EntityManager, query: string, organizationId: string): Promise<number> {
  const rows: { bytes: number }[] = await manager.query(query, [organizationId]);
  return rows[0]!.bytes;
}
