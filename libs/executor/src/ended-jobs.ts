/** What a sweep asks of the jobs, and how it keeps them ended while it removes what they left. */
import type { DataSource, EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { Job, type JobStatus } from './job.entity';
import { SweptJob } from './swept-job.entity';

const ENDED: readonly JobStatus[] = ['completed', 'failed', 'cancelled'];

function hasEnded({ status }: Pick<Job, 'status'>): boolean {
  return ENDED.includes(status);
}

/** Jobs that were begun, ended without success, and have not been swept since. What is older than `giveUpMs` is let go. */
export const UNSWEPT = `
SELECT job.id FROM jobs job
  LEFT JOIN swept_jobs swept ON swept.job_id = job.id
 WHERE job.status IN ('failed', 'cancelled') AND job.attempt > 0 AND job.kind = ANY($1) AND job.environment_id IS NOT NULL
   AND job.attempt > COALESCE(swept.attempt, 0) AND job.ended_at > now() - $2 * interval '1 millisecond'
 ORDER BY job.environment_id, job.ended_at`;

/** Those of one storage that ended without success, not before `giveUpMs`. */
const FAILED_AT = `
SELECT id FROM jobs WHERE storage_config_id = $1 AND kind = ANY($2) AND status IN ('failed', 'cancelled')
   AND ended_at > now() - $3 * interval '1 millisecond'`;

/** What a job can be about: fields of payloads, each with an index. */
export type JobSubject = 'backup_id' | 'restore_id';

export const ABOUT = (field: JobSubject) => `SELECT id FROM jobs WHERE payload ->> '${field}' = $1 AND kind = ANY($2)`;

export class EndedJobs {
  constructor(private readonly dataSource: DataSource) {}

  async unswept(kinds: readonly string[], giveUpMs: number): Promise<Job[]> {
    const rows: { id: string }[] = await this.dataSource.query(UNSWEPT, [kinds, giveUpMs]);
    return this.dataSource.manager.find(Job, {
      where: { id: In(rows.map(({ id }) => id)) },
      order: { environmentId: 'ASC', endedAt: 'ASC' },
    });
  }

  /** Those that ended without success in one storage. What is older than `giveUpMs` is let go. */
  async failedAt(storageConfigId: string, kinds: readonly string[], giveUpMs: number): Promise<Job[]> {
    const rows: { id: string }[] = await this.dataSource.query(FAILED_AT, [storageConfigId, kinds, giveUpMs]);
    return this.dataSource.manager.findBy(Job, { id: In(rows.map(({ id }) => id)) });
  }

  /** Every job of these kinds whose payload has that value in that field. */
  async about(field: JobSubject, value: string, kinds: readonly string[]): Promise<Job[]> {
    const { manager } = this.dataSource;
    return manager.findBy(Job, { id: In(await idsAbout(manager, field, value, kinds)) });
  }

  /**
   * Does the work only if all jobs about the same thing have ended, and none of them begins anew before the work is done:
   * whoever claims one waits for as long.
   * @returns false when one of them is alive, or somebody else has it in hand
   */
  whileEnded(
    thing: { field: JobSubject; value: string; kinds: readonly string[]; exclusiveKeys?: readonly string[] },
    work: (jobs: Job[], manager: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    const { field, value, kinds, exclusiveKeys = [] } = thing;
    return this.dataSource.transaction(async (manager) => {
      // the lock that a claim of that key takes first: also a job that has no row yet waits
      for (const key of [...exclusiveKeys].sort())
        await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
      const ids = await idsAbout(manager, field, value, kinds);
      const locked = await manager.find(Job, {
        where: { id: In(ids) },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      if (locked.length < ids.length || !locked.every(hasEnded)) return false;
      await work(locked, manager);
      return true;
    });
  }

  async markSwept(manager: EntityManager, { id, attempt }: Job): Promise<void> {
    await manager.upsert(SweptJob, { jobId: id, attempt, sweptAt: () => 'now()' }, ['jobId']);
  }
}

async function idsAbout(
  manager: EntityManager,
  field: JobSubject,
  value: string,
  kinds: readonly string[],
): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(ABOUT(field), [value, kinds]);
  return rows.map(({ id }) => id);
}
