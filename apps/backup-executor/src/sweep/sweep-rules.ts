/** What of a storage belongs to nobody any more. Age alone decides nothing, save over what this database never knew. */
import { planaBackup } from '@app/archive';
import type { Job } from '@app/executor';
import { KEY_NOTED } from '../backup-key';

export interface SweepAges {
  /** Younger things of jobs that have ended are left alone. */
  minAgeMs: number;
  /** Younger unfinished writes that this database knows nothing of are left alone: another Strongroom may be at it. */
  foreignAgeMs: number;
}

export type SweptBackupJob = Pick<Job, 'status' | 'payload'>;

export type Judgement = { remove: false; known: boolean } | { remove: true; why: string };

const keep = (jobs: readonly unknown[]): Judgement => ({ remove: false, known: jobs.length > 0 });
const isAlive = ({ status }: SweptBackupJob) => status === 'waiting' || status === 'running';

const KEY = /^organizations\/[^/]+\/projects\/[^/]+\/environments\/[^/]+\/([0-9a-f-]{36})\.(zip|manifest\.json)$/;

/** Which backup a key belongs to, and as what; undefined: it is none of ours. */
export function readKey(key: string): { backupId: string; isArchive: boolean } | undefined {
  const [, backupId, ending] = KEY.exec(key) ?? [];
  return backupId === undefined ? undefined : { backupId, isArchive: ending === 'zip' };
}

/** The dump of the pair that a job writes; undefined: it writes none, or has not come that far. */
export function pairOf({ payload, journal }: Pick<Job, 'payload' | 'journal'>): string | undefined {
  const key = journal[KEY_NOTED] ?? (payload as { key?: unknown }).key;
  return typeof key === 'string' && planaBackup(key) ? key : undefined;
}

/** @param jobs all that write objects of the backup */
export function judgeUnfinished(jobs: readonly SweptBackupJob[], ageMs: number, ages: SweepAges): Judgement {
  if (jobs.length === 0)
    return ageMs > ages.foreignAgeMs
      ? { remove: true, why: `no job is known, and it was begun ${Math.round(ageMs / 3_600_000)} h ago` }
      : keep(jobs);
  // an attempt that follows removes it by itself
  if (jobs.some(isAlive) || ageMs <= ages.minAgeMs) return keep(jobs);
  return { remove: true, why: `its job is ${jobs.map(({ status }) => status).join(', ')}` };
}

/**
 * Of a ZIP without the manifest beside it, which makes it no backup.
 * @param jobs all that write objects of the backup
 */
export function judgeUnlisted(
  jobs: readonly SweptBackupJob[],
  ageMs: number,
  storageConfigId: string,
  ages: SweepAges,
): Judgement {
  const ours = jobs.filter(
    ({ payload }) => (payload as { storage_config_id?: string }).storage_config_id === storageConfigId,
  );
  const doubtful = ours.length === 0 || jobs.some(isAlive) || ours.some(({ status }) => status === 'completed');
  if (doubtful || ageMs <= ages.minAgeMs) return keep(ours);
  return { remove: true, why: `its job is ${ours.map(({ status }) => status).join(', ')}, and it was never a backup` };
}
