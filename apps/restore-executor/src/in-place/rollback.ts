import { Injectable } from '@nestjs/common';
import type { RestoreRunPayload } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { OdooEnvironment } from '@app/odoo';
import { CopyBuilder } from '../build/copy-builder';
import type { WantedBackup } from '../build/wanted-backup';
import type { Connect } from '../environment-door';
import type { StepName } from './in-place-plan';
import { factsOf, placeOf, workloadRan } from './in-place-steps';
import type { InPlaceWork } from './in-place-work';
import { LivePlace, type Sight } from './live-place';
import { PARTS } from './where-it-stands';

/** What is at hand when a restore has failed: the connection may be lost, or was never made. */
interface Wreck {
  job: RunningJob;
  connect: Connect | undefined;
  work: InPlaceWork | undefined;
}

/** Undone by a rollback, where they were done. */
const TAKEN_BACK: readonly StepName[] = [
  'load_database',
  'load_filestore',
  'prepare',
  'checks',
  'freeze',
  'drop_database',
  'drop_filestore',
  'swap_database',
  'swap_filestore',
  'unfreeze',
];

/**
 * Makes the live environment what it was before, after a failure from the freeze on: each step is journalled and may be repeated,
 * and a fresh connection is made for them.
 */
@Injectable()
export class Rollback {
  constructor(private readonly builder: CopyBuilder) {}

  /**
   * @returns the failure that the restore ends with: the one at hand when all is as before; ROLLBACK_FAILED otherwise, which is
   * tried again as often as any failure that may pass
   */
  async run(
    command: RestoreRunPayload,
    { job, connect, work }: Wreck,
    cause: StrongroomError,
  ): Promise<StrongroomError> {
    let environment: OdooEnvironment | undefined;
    let again: InPlaceWork | undefined;
    const first = (job.journal['rolls_back'] as { message: string; code: StrongroomError['code'] } | undefined) ?? {
      message: cause.message,
      code: cause.code,
    };
    try {
      if (!connect || !work) throw cause;
      await job.note({ rolls_back: first });
      environment = await connect(job.tenure);
      again = { ...work, environment, job: Object.create(job, { signal: { value: job.tenure } }) as RunningJob };
      await environment.killStrays();
      await this.steps(again);
    } catch (error) {
      if (job.tenure.aborted) return toStrongroomError(error);
      const stands = again ? await describe(again) : 'What stands where could not be looked at';
      return broken(command, job, first.message, toStrongroomError(error), stands);
    } finally {
      await environment?.close();
    }
    const failure = new StrongroomError(
      first.code,
      `${first.message}. It was rolled back: the live environment is as it was before`,
      { kind: 'operator', details: { ...cause.details, outcome: 'rolled_back', ...downtime(job) } },
    );
    await job.note({ rolled_back: failure.toReport() });
    await job.letGo();
    return failure;
  }

  private async steps(work: InPlaceWork): Promise<void> {
    const { journal, inPlace, job, parts } = work;
    const place = placeOf(work);
    if (journal.hasBegun('unfreeze')) await journal.step('rollback_freeze', null, () => this.freezeAgain(work, place));
    if (inPlace.strategy === 'drop_first') {
      await this.reload(work, place);
    } else {
      if (parts.filestore) await journal.step('rollback_swap_filestore', null, () => place.takeBackFilestore());
      if (parts.database) await journal.step('rollback_swap_database', null, () => place.takeBackDatabase());
    }
    await journal.step('rollback_unfreeze', null, async () => {
      const note = await place.unfreeze(workloadRan(work));
      await job.note({ thawed_at: new Date().toISOString() });
      return note;
    });
    await journal.takenBack(TAKEN_BACK);
    // What this does not remove the sweep finds: the live environment is as it was.
    await place.clean().catch(() => undefined);
  }

  private async freezeAgain({ environment, names, parts, job }: InPlaceWork, place: LivePlace): Promise<string> {
    const { had } = factsOf(job.journal);
    const { database } = await place.look();
    if (parts.database && had.database && database.live && database.replaced)
      await environment.outdateCaches({ live: names.live, incoming: names.replaced });
    return place.freeze();
  }

  /** What was dropped is loaded out of the insurance backup. */
  private async reload(work: InPlaceWork, place: LivePlace): Promise<void> {
    const { journal, job, parts } = work;
    const { had } = factsOf(job.journal);
    const dropped = await droppedParts(work, place);
    const insurance = job.journal['insurance'] as WantedBackup | undefined;
    for (const part of PARTS)
      if (parts[part] && dropped[part])
        await journal.step(`rollback_load_${part}`, null, async () => {
          await place.discard(part);
          if (!had[part]) return 'There was none before';
          if (!insurance || insurance.sources.length === 0)
            throw new StrongroomError('CONFLICT', `The ${part} was dropped, and there is no insurance backup to load`);
          if (part === 'filestore') await this.builder.loadFilestore(work, insurance);
          else await this.builder.loadDatabase(work, insurance);
          const lost = part === 'database' ? await place.bequeath() : undefined;
          return ['Loaded out of the insurance backup', ...(lost ?? [])].join('; ');
        });
    for (const part of ['filestore', 'database'] as const)
      if (parts[part] && dropped[part] && had[part])
        await journal.step(`rollback_swap_${part}`, null, () => place.name(part));
  }
}

/** A part is dropped once its step is done, or was begun and what was live is gone. Noted, because later it cannot be told any more. */
async function droppedParts({ job, journal }: InPlaceWork, place: LivePlace) {
  const noted = job.journal['dropped'] as { database: boolean; filestore: boolean } | undefined;
  if (noted) return noted;
  const sight = await place.look();
  const dropped = (part: 'database' | 'filestore') =>
    journal.status(`drop_${part}`) === 'done' || (journal.hasBegun(`drop_${part}`) && !sight[part].live);
  const found = { database: dropped('database'), filestore: dropped('filestore') };
  await job.note({ dropped: found });
  return found;
}

/** The time in which the environment could not be used, as far as it is over. */
function downtime({ journal }: RunningJob) {
  const { frozen_at, thawed_at } = journal as { frozen_at?: string; thawed_at?: string };
  return frozen_at && thawed_at ? { downtime: { started_at: frozen_at, ended_at: thawed_at } } : {};
}

function broken(
  command: RestoreRunPayload,
  job: RunningJob,
  first: string,
  error: StrongroomError,
  stands: string,
): StrongroomError {
  const insurance = (job.journal['insurance'] as WantedBackup | undefined)?.backup_id;
  const message = [
    `The restore failed (${first}), and so did its rollback (${error.message})`,
    `${command.target_db} is frozen`,
    stands,
    insurance ? `The insurance backup is ${insurance}` : 'There is no insurance backup',
  ].join('. ');
  return new StrongroomError('ROLLBACK_FAILED', message, {
    cause: error,
    kind: error.retryable ? 'transient' : 'operator',
    details: { outcome: 'broken', cause_code: error.code, ...(insurance && { insurance_backup_id: insurance }) },
  });
}

/** For people: what stands under which name. */
async function describe(work: InPlaceWork): Promise<string> {
  const { names } = work;
  let sight: Sight;
  try {
    sight = await placeOf(work).look();
  } catch (error) {
    return `What stands where could not be looked at: ${toStrongroomError(error).message}`;
  }
  const said = PARTS.map((part) => {
    const roles = [
      ['live', names.live],
      ['staging', names.staging],
      ['replaced', names.replaced],
      ['discarded', names.discarded],
    ] as const;
    const there = roles.filter(([role]) => sight[part][role]).map(([role, name]) => `${name} (${WORDS[role]})`);
    return `The ${part}: ${there.join(', ') || 'none is there'}`;
  });
  return said.join('. ');
}

const WORDS = {
  live: 'the live name',
  staging: 'the restored copy',
  replaced: 'what was live before',
  discarded: 'what was taken out of the live place',
};
