import type { DataSource } from 'typeorm';
import { schemaOf } from './migrate';

/**
 * Does the work unless another process of the same service is doing the work of that name. The lock belongs to a
 * connection of its own, so that it goes when the process dies.
 * @returns false when another one is at it
 */
export async function asSoleWorker(
  dataSource: DataSource,
  name: string,
  work: () => Promise<unknown>,
): Promise<boolean> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  const lock = [`${schemaOf(dataSource)}:${name}`];
  try {
    const rows = (await runner.query('SELECT pg_try_advisory_lock(hashtext($1)) AS locked', lock)) as {
      locked: boolean;
    }[];
    if (!rows[0]?.locked) return false;
    try {
      await work();
      return true;
    } finally {
      // a connection that broke has lost the lock already
      await runner.query('SELECT pg_advisory_unlock(hashtext($1))', lock).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}
