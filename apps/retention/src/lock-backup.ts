import type { EntityManager } from 'typeorm';

/**
 * Until the end of the transaction nobody else changes what is known of this backup. Facts come in any order, so that there
 * may be no row yet that could be locked.
 */
export async function lockBackup(manager: EntityManager, backupId: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [backupId]);
}
