import { everyKeyOf, planaKey } from '@app/archive';
import type { BackupAccessAnswer, BackupRunPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { ObjectStore } from '@app/storage';
import { isInsurance } from '@app/tiers';
import { KEY_NOTED, zipKey } from '../backup-key';

const SECOND_MS = 1000;

/**
 * A name that nobody else has taken is that of the job from then on. Whoever asks meanwhile for the same waits. Of jobs that have ended only
 * the last ones can have had a name of this second; they may be replayed.
 */
const TAKEN = `
SELECT id FROM jobs WHERE id <> $1 AND journal ->> '${KEY_NOTED}' = $2
   AND (ended_at IS NULL OR ended_at > now() - interval '1 hour') LIMIT 1`;
const TAKE = `UPDATE jobs SET journal = journal || jsonb_build_object('${KEY_NOTED}', $2::text) WHERE id = $1`;

/**
 * Where a backup goes: chosen once, in the layout that its storage has then, and noted before anything is written. Every further
 * attempt goes to the same place.
 * @throws StrongroomError LAYOUT_WITHOUT_ENCRYPTION
 */
export async function chooseKey(
  payload: BackupRunPayload,
  { environment, storage }: BackupAccessAnswer,
  store: ObjectStore,
  job: RunningJob,
): Promise<string> {
  const noted = job.journal[KEY_NOTED];
  if (typeof noted === 'string') return noted;
  if (storage.layout !== 'plana') {
    const key = zipKey(payload);
    await job.note({ [KEY_NOTED]: key });
    return key;
  }
  if (storage.encryption?.current)
    throw new StrongroomError(
      'LAYOUT_WITHOUT_ENCRYPTION',
      `The storage ${storage.name} has a key for new backups, and PLANA's layout knows no encryption`,
    );
  const slug = environment.slug ?? environment.id;
  const insurance = isInsurance(payload.backup_type);
  // A name has whole seconds: one that is taken yields the next. Objects of whoever else writes there are never replaced.
  for (let at = Math.floor(Date.now() / SECOND_MS) * SECOND_MS; ; at += SECOND_MS) {
    job.signal.throwIfAborted();
    const key = planaKey({ slug, takenAt: new Date(at), insurance });
    if (!(await isFree(store, key)) || !(await take(job, key))) continue;
    await job.note({ [KEY_NOTED]: key });
    return key;
  }
}

async function isFree(store: ObjectStore, key: string): Promise<boolean> {
  for (const each of everyKeyOf(key)) if (await store.stat(each)) return false;
  return true;
}

async function take(job: RunningJob, key: string): Promise<boolean> {
  let free = false;
  await job.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`backup ${key}`]);
    const others: unknown[] = await manager.query(TAKEN, [job.id, key]);
    free = others.length === 0;
    if (free) await manager.query(TAKE, [job.id, key]);
  });
  return free;
}
